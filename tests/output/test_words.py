"""Names and numbers as people say them."""

import pytest

from threshold.output.words import many, spoken


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("step_up", "step up"),
        ("child_protection.concern", "child protection concern"),
        ("none", "none"),
        ("", ""),
    ],
)
def test_a_name_is_said_without_dots_and_underscores(name: str, said: str) -> None:
    assert spoken(name) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 entries"),
        (1, "1 entry"),
        (2, "2 entries"),
        (2000, "2,000 entries"),
        (1_234_567, "1,234,567 entries"),
    ],
)
def test_a_number_of_things(number: int, said: str) -> None:
    assert many(number, "entry", "entries") == said
    assert many(number, "row") == f"{said.split(maxsplit=1)[0]} {'row' if number == 1 else 'rows'}"
