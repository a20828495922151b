"""What the desk holds: calls begun once, and kept whatever becomes of the disk or the register."""

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from threshold.consultation.call import entry_of
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.register.calls.model import WHO_CALLS, Caller
from threshold.register.database import WAIT
from threshold.register.store import utc_now
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


def put_into_the_log(office: Office, pressed: str) -> str:
    """A call in danger, taken and logged; its reference."""
    reference = office.begin(pressed, danger=True)
    call = office.call(reference)
    assert call is not None
    noted = call.noted(replace(call.notes, adviser="TM-07"))
    assert office.record(entry_of(office.line(), noted, utc_now()))
    return reference


def test_no_new_register_takes_the_place_of_one_that_is_gone(office: Office) -> None:
    put_into_the_log(office, "a")
    aside = office.register.with_name("aside.sqlite")
    office.register.rename(aside)
    with pytest.raises(BadInput):
        office.log()
    with pytest.raises(BadInput):
        put_into_the_log(office, "b")
    assert not office.register.exists()
    # Nor is another one that somebody has put there.
    put_into_the_log(Office(office.policy, office.register), "c")
    with pytest.raises(BadInput, match="another one than before"):
        put_into_the_log(office, "d")
    aside.replace(office.register)
    put_into_the_log(office, "e")


def test_a_register_that_another_program_holds_keeps_nobody_waiting(office: Office) -> None:
    put_into_the_log(office, "a")
    with closing(sqlite3.connect(office.register, isolation_level=None)) as held:
        held.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        assert office.call(office.begin("b", danger=True)) is not None
        begun = time.monotonic()
        with pytest.raises(BadInput):
            put_into_the_log(office, "c")
        assert begun - started < time.monotonic() - begun < WAIT
    put_into_the_log(office, "d")
