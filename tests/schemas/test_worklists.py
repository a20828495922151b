"""Every row that `threshold triage` prints suits the schema, and what is no row does not."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from threshold.cli.main import main
from threshold.schemas import worklist_schema
from threshold.worklist.model import ACTS

CASES = Path(__file__).parents[2] / "cases"
MORE = """\
{"case": "MC-1", "contact": {"brag": "red", "received": "2026-11-30T08:00"}, "support": {"in_place": "care"}}
{"case": "MC-2", "contact": {"brag": "purple"}}
{"case": "MC-1", "contact": {"brag": "amber", "received": "2026-11-27"}}
{"case": "MC-
"""
Rows = list[dict[str, Any]]


def closed() -> Draft202012Validator:
    """Closed for these tests, so that a key which the schema does not know would show."""
    schema = worklist_schema()
    for entry in (schema, *schema["$defs"].values()):
        entry["additionalProperties"] = False
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> Rows:
    """The rows that the program prints."""
    words = ("triage", *words, "--format", "ndjson", "--as-at", "2026-11-30T09:00", "--quiet")
    monkeypatch.setattr("sys.argv", ["threshold", *words])
    main()
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.ndjson"
    path.write_text(MORE, encoding="utf-8")
    return path


def test_rows_of_every_kind_suit(
    contacts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = printed(monkeypatch, capsys, str(CASES / "national"), str(contacts))
    assert len(rows) > 100
    assert {row["act"] for row in rows} >= {*ACTS} - {"pass_on", "put_right", "look_at"}
    assert {type(row["rank"]) for row in rows} == {int}
    assert [error.message for row in rows for error in closed().iter_errors(row)] == []


def test_rows_that_come_one_by_one_and_beside_an_earlier_list_suit(
    contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = printed(monkeypatch, capsys, str(contacts))
    earlier = tmp_path / "earlier.ndjson"
    earlier.write_text("".join(f"{json.dumps(row)}\n" for row in rows[:1]), encoding="utf-8")
    rows += printed(monkeypatch, capsys, str(contacts), "--since", str(earlier))
    assert {row["rank"] for row in rows} == {None}
    assert {row["since"] for row in rows} == {"", "new", "changed", "same"}
    assert any(row["duplicates"] for row in rows)
    assert [error.message for row in rows for error in closed().iter_errors(row)] == []


def test_what_is_no_row_does_not_suit(
    contacts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = printed(monkeypatch, capsys, str(contacts))[0]
    schema = closed()
    assert schema.is_valid(good)
    for key in good:
        assert not schema.is_valid({name: part for name, part in good.items() if name != key}), key
        assert not schema.is_valid({**good, key: 0.5}), key
    for path, value in {
        ("schema",): "threshold/worklist/0",
        ("act",): "hope",
        ("since",): "old",
        ("response", "minutes"): "3",
        ("why",): "a reason",
    }.items():
        bad: Any = deepcopy(good)
        place = bad
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        assert not schema.is_valid(bad), path


def test_every_key_says_what_it_means() -> None:
    schema = worklist_schema()
    entries = (schema, *schema["$defs"].values())
    assert all(shape.get("description") for entry in entries for shape in entry["properties"].values())
    assert list(schema["properties"])[:3] == ["schema", "act", "reference"]
