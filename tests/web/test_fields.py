"""What is amiss with fields: all of it, each with its own, and never what was typed."""

from threshold.register.calls.checking import problems
from threshold.register.calls.model import CallEntry, Caller
from threshold.web.fields import LABELS, Amiss, by_field


def test_all_that_is_amiss_with_a_field_stands_at_it() -> None:
    found = [Amiss("why", "too long", "Why"), Amiss("summary", "A name"), Amiss("why", "A name")]
    assert by_field(found) == {"why": "Too long. A name", "summary": "A name"}


def test_every_field_that_can_be_amiss_has_its_name() -> None:
    number = "NHS 943 476 5919"
    call = CallEntry(
        reference="CL-261130-7KQ4",
        started="2026-11-30T09:40:00Z",
        ended="2026-11-30T09:44:00Z",
        caller=Caller(number, number, number, number),
        why=number,
        summary=number,
        advice_given="start_caf",
        follow_up="1",
        follow_up_about=number,
        adviser=number,
    )
    found = {each.field for each in problems(call)}
    assert len(found) >= 9
    assert found <= set(LABELS)
