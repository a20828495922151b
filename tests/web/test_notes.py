"""What was typed into the form for the log of a call: what may be kept is, and the rest is told of."""

from pathlib import Path

from threshold.policy import load_policy
from threshold.policy.model import CALLER
from threshold.web.fields import Amiss
from threshold.web.notes import amiss, noted, refused, written
from threshold.web.office import Office
from threshold.web.visit import Visit

SENT = {
    "caller.role": "SENCO",
    "why": "Amy Smith, born 3 May 2019, is often sad",
    "follow_up": "no day",
    "follow_up_about": "Ring the caller",
}


def test_what_is_amiss_is_in_no_file_and_the_rest_is(tmp_path: Path) -> None:
    office = Office(load_policy(None), tmp_path / "register.sqlite")
    called = office.begin("", danger=True)
    call = office.call(called)
    assert call is not None
    call = call.at(call.conversation.answered(CALLER, "professional"))
    form = written(office, call, Visit({}, SENT), broken_off=False)
    assert {each.field for each in form.amiss} == {"why", "follow_up", "adviser"}
    assert noted(form.call.notes)["why"] == SENT["why"]
    kept = noted(form.kept.notes)
    assert kept == {name: SENT[name] for name in ("caller.role", "follow_up_about")}
    assert refused(office, call) == []
    office.typed[called] = SENT
    # That a field is empty is no text that was refused.
    assert {each.field for each in refused(office, call)} == {"why", "follow_up"}


def test_what_is_amiss_with_no_field_is_said_of_the_form() -> None:
    assert amiss("why", "write `the caller`") == Amiss("why", "write 'the caller'", "Why they called")
    assert amiss("", "the disk is full") == Amiss("main", "The disk is full")
