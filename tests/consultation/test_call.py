"""A call from its beginning to what is kept of it."""

from datetime import UTC, date, datetime, timedelta

from threshold.consultation import open_line
from threshold.consultation.call import Notes, begin, entry_of, in_text
from threshold.policy import load_policy
from threshold.register import open_register
from threshold.register.calls.model import Answered, Caller
from threshold.register.calls.record import record_call

DAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, 40, 12, 345, tzinfo=UTC)
FILES = load_policy("caf-team")
LINE = open_line(FILES, DAY)
ANSWERS = {
    "child_protection.immediate_danger": False,
    "child_protection.harm_suspected": False,
    "child_protection.concern": False,
    "consultation.caller": "professional",
    "contact.allocated_social_worker": None,
    "caf.open": True,
    "caf.threshold_may_be_met": False,
    "caf.stuck": True,
}


def answered(call, answers=None):
    talk = call.conversation
    for fact, value in (answers or ANSWERS).items():
        talk = talk.answered(fact, value)
    return call.at(talk)


def test_every_call_is_new():
    one, other = begin(LINE, NOW), begin(LINE, NOW)
    assert one.reference != other.reference
    assert one.reference.startswith("CL-261130-")
    assert (one.conversation.given, one.notes) == ({}, Notes())
    assert one.started.microsecond == 0


def test_what_is_kept_of_a_call():
    call = answered(begin(LINE, NOW)).noted(Notes(adviser="TM-07", caller=Caller(role="SENCO")))
    entry = entry_of(LINE, call, NOW + timedelta(minutes=4))
    assert (entry.started, entry.ended) == ("2026-11-30T09:40:12Z", "2026-11-30T09:44:12Z")
    assert (entry.advice, entry.outcome) == ("speak_to_worker", "lead-professional")
    assert Answered("caf.open", "yes") in entry.answers
    assert Answered("contact.allocated_social_worker", "") in entry.answers
    assert entry.unknown == ("contact.allocated_social_worker",)
    assert "lead professional" in entry.said
    assert entry.policy_digest == FILES.at(DAY).digest


def test_of_a_call_that_broke_off_no_advice_is_kept():
    call = answered(begin(LINE, NOW), {"child_protection.immediate_danger": False})
    entry = entry_of(LINE, call, NOW, broken_off=True)
    assert (entry.advice, entry.outcome, entry.said, entry.broken_off) == ("", "", "", True)


def test_a_clock_that_goes_back_ends_no_call_before_it_began():
    entry = entry_of(LINE, answered(begin(LINE, NOW)), NOW - timedelta(hours=1))
    assert entry.ended == entry.started


def test_the_register_takes_what_is_kept(tmp_path):
    call = answered(begin(LINE, NOW)).noted(Notes(adviser="TM-07", summary="A family that wants help."))
    with open_register(tmp_path / "register.sqlite", make=True) as register:
        entry = record_call(register, entry_of(LINE, call, NOW), FILES)
    assert entry.told.reference == call.reference


def test_answers_as_text():
    assert [in_text(each) for each in (None, True, False, "professional")] == [
        "",
        "yes",
        "no",
        "professional",
    ]
