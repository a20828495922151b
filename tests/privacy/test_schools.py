"""Schools called by their names."""

import pytest

from threshold.privacy.schools import names_school
from threshold.privacy.words import Words


@pytest.mark.parametrize(
    "text", ["attends Oakwood Primary", "at St Anne's RC Primary School", "from Ashgrove Academy"]
)
def test_a_school_with_a_name(text: str) -> None:
    assert names_school(Words(text))


@pytest.mark.parametrize(
    "text",
    [
        "Attends Primary School",
        "the Virtual School",
        "a primary school",
        "moved to Secondary School",
        "Police College",
    ],
)
def test_a_school_without_one(text: str) -> None:
    assert not names_school(Words(text))
