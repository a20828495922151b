"""The schema of a trial tells what is none from what is one."""

import json

import pytest
from jsonschema import ValidationError, validate
from tests.trying.made import TRIAL

from threshold.schemas.trials import trial_schema
from threshold.trying.render.json import as_json


@pytest.mark.parametrize("key", ["headline", "changes", "tried", "flips_nobody"])
def test_what_is_missing_is_noticed(key: str) -> None:
    data = json.loads(as_json(TRIAL))
    validate(data, trial_schema())
    del data[key]
    with pytest.raises(ValidationError):
        validate(data, trial_schema())


def test_an_aspect_that_is_none_is_noticed() -> None:
    data = json.loads(as_json(TRIAL))
    data["tried"][0]["flips"][0]["aspect"] = "mood"
    with pytest.raises(ValidationError):
        validate(data, trial_schema())
