import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from threshold.examples.policies import Policies
from threshold.reports import as_json
from threshold.schemas import decision_schema

from ..properties.cases import all_examples, drawn
from ..properties.test_whole_cases import CASES, SEED


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(decision_schema())
    return Draft202012Validator(decision_schema())


@pytest.fixture(scope="module")
def decisions() -> list[dict[str, Any]]:
    return list(decided())


def decided() -> Iterator[dict[str, Any]]:
    """The decisions of example cases that the seed draws, under the policies that they name."""
    policies = Policies()
    for case in drawn(all_examples(), CASES // 2, f"{SEED}/decisions"):
        held = policies.named((case.expect or {}).get("policy"), case.file)
        yield json.loads(as_json(held.engine.decide(case)))


@pytest.mark.slow
def test_the_decisions_of_examples_suit(decisions: list[dict[str, Any]]) -> None:
    """Closed for this test, so that a key which the schema does not know would show."""
    closed = decision_schema()
    for entry in (closed, *closed["$defs"].values()):
        entry["additionalProperties"] = False
    strict = Draft202012Validator(closed)
    assert len(decisions) > 200
    found = {each["case"]: [error.message for error in strict.iter_errors(each)] for each in decisions}
    assert {case: wrong for case, wrong in found.items() if wrong} == {}


@pytest.mark.slow
def test_what_is_no_decision_does_not_suit(
    schema: Draft202012Validator, decisions: list[dict[str, Any]]
) -> None:
    good = max(decisions, key=lambda each: len(json.dumps(each)))
    assert schema.is_valid(good)
    for key in good:
        assert not schema.is_valid({name: part for name, part in good.items() if name != key}), key
        assert not schema.is_valid({**good, key: 0.5}), key
    for path, value in {
        ("schema",): "threshold/decision/0",
        ("status",): "maybe",
        ("recommendation", "direction"): "upwards",
        ("checks", 0, "status"): "passed",
        ("checks", 0, "source"): "a clause",
        ("policy", "digest"): None,
    }.items():
        bad = deepcopy(good)
        place: Any = bad
        for step in path[:-1]:
            place = place[step]
        assert place[path[-1]] != value
        place[path[-1]] = value
        assert not schema.is_valid(bad), path


def test_from_is_named_as_it_is_printed() -> None:
    recommendation = decision_schema()["$defs"]["Recommendation"]
    assert "from" in recommendation["properties"]
    assert "from" in recommendation["required"]
