"""A call's reference: the day, and letters drawn at random that nobody mistakes when they are read out."""

from datetime import UTC, date, datetime

import pytest

from threshold.register.calls import reference
from threshold.register.calls.reference import is_of_day, is_reference, new_reference

LATE = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # past midnight in England


def test_a_reference_tells_the_day_in_england_and_nothing_else():
    made = {new_reference(LATE) for _ in range(300)}
    assert len(made) > 290
    assert {each[:10] for each in made} == {"CL-260701-"}
    assert not set("".join(each[10:] for each in made)) & set("AEIOUILS5Z2B8DNV01")
    assert all(map(is_reference, made))


def test_one_that_is_taken_is_not_drawn(monkeypatch):
    letters = iter("CCCC" + "CCCC" + "FFFF")
    monkeypatch.setattr(reference.secrets, "choice", lambda _: next(letters))
    assert new_reference(LATE, {"CL-260701-CCCC"}) == "CL-260701-FFFF"


@pytest.mark.parametrize(
    "text",
    [
        *("", "CL-260701", "CL-260701-", "CL-260701-KQ4", "cl-260701-7kq4", "CL-260701-7KQ4\n"),
        *("CL-260230-7KQ4", "CL-261301-7KQ4", "CL-260701-7KA4", "SUSD-44", "XCL-260701-7KQ4"),
        "CL-\uff1260701-7KQ4",
    ],
)
def test_what_is_no_reference_is_known(text):
    assert not is_reference(text)


def test_a_reference_is_of_the_day_on_which_its_call_began():
    assert is_of_day("CL-260401-7KQ4", date(2026, 4, 1))
    assert not is_of_day("CL-260401-7KQ4", date(2026, 4, 2))
