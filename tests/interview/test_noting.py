"""The fields of the log of a call: which there are, and what hangs on which."""

from dataclasses import replace

import pytest
from tests.interview.phone import BEGAN, LINE, by

from threshold.consultation.call import Call, Notes, begin
from threshold.interview.noting import FieldName, broken_off, fields, fitting, held, unnamed, with_text
from threshold.register.calls.checking import problems
from threshold.register.calls.model import Caller

PERSONAL: tuple[FieldName, ...] = ("caller.name", "caller.agency", "caller.telephone")


def call_of(**given: object) -> Call:
    return begin(LINE, BEGAN).at(by(**given))


def test_a_field_for_everything_that_is_noted_of_a_call_and_none_for_a_child() -> None:
    names = {each.name for each in fields(call_of().noted(Notes(follow_up="2026-12-04")))}
    notes = {*Notes.__dataclass_fields__} - {"caller", "differs_because"}
    assert names == notes | {f"caller.{name}" for name in Caller.__dataclass_fields__}


def test_what_follows_up_is_asked_for_where_there_is_a_day() -> None:
    assert "follow_up_about" not in {each.name for each in fields(call_of())}


@pytest.mark.parametrize("caller", ["family", "child", "public"])
def test_who_is_no_professional_is_not_named(caller: str) -> None:
    calm = {"immediate_danger": False, "harm_suspected": False, "concern": False}
    assert not unnamed(call_of())
    assert not unnamed(call_of(**calm, caller=None))
    assert not unnamed(call_of(**calm, caller="professional"))
    call = call_of(**calm, caller=caller)
    assert unnamed(call)
    assert not {each.name for each in fields(call)} & set(PERSONAL)
    named = call.noted(Notes(caller=Caller("Jo Brown", "an agency", "parent", "020 7946 0000")))
    assert fitting(named).notes.caller == Caller(role="parent")


def test_what_may_not_be_logged_is_left_out_of_a_call_that_was_broken_off() -> None:
    notes = Notes(why="born 3 May 2019", summary="a talk", follow_up="2020-01-01", follow_up_about="ring")
    notes = replace(notes, adviser="TM-07", advice_given="neither", differs_because="born 3 May 2019")
    entry, left = broken_off(LINE, begin(LINE, BEGAN).noted(notes), BEGAN)
    assert left == ("Why they called", "Advised otherwise", "Follow up by")
    assert not list(problems(entry))
    assert (entry.summary, entry.adviser, entry.follow_up_about) == ("a talk", "TM-07", "")


def test_a_professional_stays_named() -> None:
    named = call_of().noted(Notes(caller=Caller("Jo Brown")))
    assert fitting(named) == named


def test_what_hangs_on_a_field_goes_with_it() -> None:
    notes = Notes(
        follow_up="2026-12-04", follow_up_about="ring", advice_given="neither", differs_because="so"
    )
    assert with_text(notes, "follow_up", "").follow_up_about == ""
    assert with_text(notes, "follow_up", "2026-12-07").follow_up_about == "ring"
    assert with_text(notes, "advice_given", "start_caf").differs_because == ""
    assert held(with_text(notes, "caller.role", "GP"), "caller.role") == "GP"
    assert held(notes, "follow_up_about") == "ring"
