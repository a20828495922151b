"""A trial for programs: every flip, and each change by its place."""

import json

from jsonschema import validate
from tests.trying.made import TRIAL

from threshold.schemas.trials import trial_schema
from threshold.trying.render.json import as_json


def test_every_flip_is_there_with_its_changes() -> None:
    data = json.loads(as_json(TRIAL))
    (tried,) = data["tried"]
    assert len(tried["flips"]) == 31
    assert tried["flips"][-1] == {
        **{"of": "B-1", "aspect": "to", "rule": None, "which": None, "before": "early_help", "after": "none"},
        **{"because": [0, 1], "only_together": True},
    }
    assert [data["changes"][place]["id"] for place in data["not_put_to_the_test"]] == ["R3"]
    assert (data["flips_nobody"], data["words_alone"]) == ([], [3])


def test_it_is_as_its_schema_says() -> None:
    validate(json.loads(as_json(TRIAL)), trial_schema())
