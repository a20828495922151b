"""What the desk holds: calls begun once, and kept whatever becomes of the disk or the register."""

from dataclasses import replace
from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.register.calls.model import WHO_CALLS, Caller
from threshold.web.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(load_policy(None), tmp_path / "register.sqlite")


def test_one_button_begins_one_call(office: Office) -> None:
    assert office.begin("a") == office.begin("a")
    assert len({office.begin("a"), office.begin("b"), office.begin(""), office.begin("")}) == 4


def test_a_new_call_knows_nothing_of_the_one_before(office: Office) -> None:
    first = office.call(office.begin("a", danger=True))
    second = office.call(office.begin("b"))
    assert first is not None
    assert second is not None
    assert first.conversation.stopped
    assert second.conversation.given == {}
    assert second.notes == type(second.notes)()


def test_a_call_that_the_disk_does_not_take_goes_on_and_that_is_known(office: Office) -> None:
    folder = office.register.with_name(f"{office.register.name}.calls")
    folder.write_text("no folder")
    reference = office.begin("a", danger=True)
    call = office.call(reference)
    assert call is not None
    assert call.conversation.stopped
    assert reference in office.unkept
    folder.unlink()
    office.keep(call)
    assert reference not in office.unkept
    assert office.call(reference) == call


def test_a_call_is_begun_though_the_log_cannot_be_read(office: Office) -> None:
    office.register.write_text("this is no register")
    assert office.call(office.begin("a")) is not None


def test_how_long_nobody_was_there(office: Office) -> None:
    office.last_used -= 60
    assert office.unused_for() >= 60
    office.used()
    assert office.unused_for() < 60


def test_no_name_of_a_family_stays_on_the_disk(office: Office) -> None:
    call = office.call(office.begin("a"))
    assert call is not None
    call = call.noted(replace(call.notes, caller=Caller("Jo Brown", role="parent")))
    office.keep(call)
    [file] = office.register.parent.rglob("CL-*.json")
    assert "Jo Brown" in file.read_text()
    office.keep(call.at(call.conversation.answered(WHO_CALLS, "family")))
    assert "Jo Brown" not in file.read_text()
    assert "parent" in file.read_text()


def test_a_call_that_goes_on_in_another_window_is_left_to_that(office: Office) -> None:
    reference = office.begin("a")
    other = Office(office.policy, office.register)
    [waiting] = other.waiting(other.log())
    assert other.is_elsewhere(waiting)
    assert not office.is_elsewhere(waiting)
    with pytest.raises(BadInput, match="goes on in another window"):
        other.call(reference)
    office.taking.pop(reference).close()
    assert other.call(reference) is not None
