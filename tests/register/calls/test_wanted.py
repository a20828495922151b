"""What the log wants of a call and was not told."""

from dataclasses import replace

import pytest

from threshold.register.calls.model import Answered, Caller
from threshold.register.calls.sound import call_problem
from threshold.register.calls.wanted import CALLER, REASON, ROLE, not_told, not_told_in_words

from .conftest import CALL

BARE = replace(CALL, caller=Caller(), why="", summary="")


@pytest.mark.parametrize(
    ("call", "missing"),
    [
        (CALL, ()),
        (BARE, (CALLER, ROLE, REASON)),
        (replace(BARE, answers=()), (CALLER, ROLE, REASON)),
        (replace(BARE, why="CAF or MASH?", caller=Caller(agency="Heybrook School")), (ROLE,)),
        (replace(BARE, summary="Needs", caller=Caller(role="SENCO")), (CALLER,)),
        (replace(BARE, answers=(Answered("consultation.caller", "child"),)), (REASON,)),
        (replace(BARE, why="Worried", caller=Caller(role="mother")), ()),
        (replace(BARE, broken_off=True), ()),
    ],
)
def test_what_is_wanting_is_named(call, missing):
    assert not_told(call) == missing
    assert bool(not_told_in_words(call)) == bool(missing)


def test_nobody_is_accused_of_it():
    assert call_problem(BARE) == ""
