"""The fields of the log of a call: which there are, and what hangs on which."""

from tests.interview.phone import BEGAN, LINE, by

from threshold.consultation.call import Call, Notes, begin
from threshold.interview.noting import FieldName, fields, fitting, held, takes_name, with_text
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


def test_who_may_be_named() -> None:
    assert takes_name("professional")
    assert takes_name(None)
    for who in ("family", "public"):
        assert not takes_name(who)
        call = call_of(immediate_danger=False, harm_suspected=False, concern=False, caller=who)
        assert not {each.name for each in fields(call)} & set(PERSONAL)
        named = call.noted(Notes(caller=Caller("Jo Brown", "an agency", "parent", "020 7946 0000")))
        assert fitting(named).notes.caller == Caller(role="parent")


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
