"""What an example may expect is strictly read: no word of it is misspelt without being told."""

from typing import Any

import pytest
from pydantic import ValidationError

from threshold.examples.expect import Expectation


def test_what_is_written_as_text_is_read_as_what_it_means() -> None:
    read = Expectation.model_validate(
        {"answered": "false", "facts": {"t.a": ["x", "y"]}, "printed": ["not\n  now"], "earliest": "none"}
    )
    assert (read.answered, read.facts, read.printed) == (False, {"t.a": "x, y"}, ["not now"])
    assert (read.earliest, read.withheld, read.steps) == ("none", None, {})


@pytest.mark.parametrize(
    "text",
    [
        {"statuss": "blocked"},
        {"deadlines": {"L": {"dew": "x"}}},
        {"steps": {"W-1": {"form": "x"}}},
        {"status": "bloked"},
        {"direction": "step_dwon"},
        {"checks": {"R": "mett"}},
        {"strengths": {"R": "wran"}},
        {"says": {"R": " "}},
        {"who": {"R": {"form": "x"}}},
        {"deadlines": {"L": {"state": "ovredue"}}},
        {"documents": {"plan": "abesnt"}},
        {"answered": "yes"},
        {"earliest": "soon"},
        {"printed": [""]},
        {"not_printed": [" "]},
    ],
)
def test_what_is_not_known_cannot_be_expected(text: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Expectation.model_validate(text)


@pytest.mark.parametrize("key", list(Expectation.model_fields))
@pytest.mark.parametrize("nothing", [None, "", {}, []])
def test_what_says_nothing_is_refused(key: str, nothing: Any) -> None:
    if nothing == [] and key in ("route", "withheld", "conflicts"):
        Expectation.model_validate({key: nothing})  # that there is none is an expectation
        return
    with pytest.raises(ValidationError, match=f"`{key}` says nothing; leave it out"):
        Expectation.model_validate({key: nothing})
