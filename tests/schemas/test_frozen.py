"""The JSON of a decision is frozen: whoever reads version 2 today can read it tomorrow.

A key may be added. What goes, or holds something else, needs a new version with a frozen schema of its own.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from threshold.decisions.model import SCHEMA
from threshold.schemas import decision_schema

FROZEN = Path(__file__).parent / "frozen" / "decision-2.schema.json"
_DESCRIBES = {"description", "title", "$id", "$comment"}


def broken(then: Any, now: Any, place: str = "decision") -> Iterator[str]:
    """What a reader of the frozen schema would not find any more, or find otherwise."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in then.keys() - _DESCRIBES:
            if key not in now:
                yield f"{place}/{key} is gone"
            else:
                yield from broken(then[key], now[key], f"{place}/{key}")
    elif isinstance(then, list) and isinstance(now, list) and place.endswith("/required"):
        yield from (f"{place}: {key} need not be there any more" for key in then if key not in now)
    elif then != now:
        yield f"{place} was {then!r}, is {now!r}"


def test_the_version_that_is_frozen_is_the_one_that_is_printed() -> None:
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert frozen["properties"]["schema"] == {"const": SCHEMA} == {"const": "threshold/decision/2"}


def test_nothing_that_is_frozen_has_changed() -> None:
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert [*broken(frozen, json.loads(json.dumps(decision_schema())))] == []


def test_what_goes_or_changes_is_found() -> None:
    schema = json.loads(FROZEN.read_text(encoding="utf-8"))
    del schema["properties"]["checks"]
    schema["required"].remove("status")
    schema["properties"]["case"] = {"type": "integer"}
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    found = " ".join(broken(frozen, schema))
    assert "checks is gone" in found
    assert "status need not be there" in found
    assert "case/type was 'string', is 'integer'" in found
    added = {**frozen, "properties": {**frozen["properties"], "new": {"type": "string"}}}
    assert [*broken(frozen, added)] == []
