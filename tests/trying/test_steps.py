"""The values of a range, and what is wrong with one."""

import pytest

from threshold.reading import BadInput
from threshold.trying.steps import MOST, read_range, steps


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2 months..4 months", ("2 months", "3 months", "4 months")),
        ("2..4 months", ("2 months", "3 months", "4 months")),
        ("1 month .. 2 months", ("1 months", "2 months")),
        ("7 working days..8 working days", ("7 working days", "8 working days")),
        ("1..3", ("1", "2", "3")),
        ("7 days | 7 working days", ("7 days", "7 working days")),
    ],
)
def test_the_values(text: str, values: tuple[str, ...]) -> None:
    assert steps(text) == values


@pytest.mark.parametrize(
    "text", ["3 months..2 months", "2 weeks..4 months", "a..b", "7 days", "", f"1..{MOST + 1}", "1..2..3"]
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(BadInput):
        steps(text)


def test_the_parameter_stands_before_them() -> None:
    assert read_range("pack.wait=1 days..2 days") == ("pack.wait", ("1 days", "2 days"))
    with pytest.raises(BadInput):
        read_range("pack.wait")
    with pytest.raises(BadInput):
        read_range("=1..2")
