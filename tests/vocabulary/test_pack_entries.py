"""What a pack's `vocabulary.yaml` may hold, as it is written."""

import pytest
from pydantic import ValidationError

from threshold.vocabulary.pack_entries import ChoiceEntry, PackWords


def test_choices_of_which_nothing_more_is_said_are_a_list_of_names() -> None:
    one = PackWords.model_validate({"extend": {"a.b": "x"}})
    several = PackWords.model_validate({"extend": {"a.b": ["x", "y"]}})
    assert one.extend == {"a.b": {"x": ChoiceEntry()}}
    assert [*several.extend["a.b"]] == ["x", "y"]


@pytest.mark.parametrize(
    "given",
    [
        {"prefix": "Ours"},
        {"prefix": "1st"},
        {"extend": {"a.b": {"x": {"between": ["one"]}}}},
        {"extend": {"a.b": {"x": {"before": "one"}}}},
        {"hours": {"mash": {"opens": "8:30", "closes": "17:00"}}},
        {"rules": []},
    ],
)
def test_what_is_written_otherwise_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PackWords.model_validate(given)
