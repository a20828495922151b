"""The log is read by reference, by day and by what is due; what cannot be relied on is named."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from threshold.reading import BadInput
from threshold.register.calls.log import NEWER, Log, read_log
from threshold.register.history import parts
from threshold.register.render.text import list_text
from threshold.register.store import open_register
from threshold.register.verify import verify

from ..conftest import erase, rechain, signing, tamper
from .conftest import CALL, called, followed


def read(path) -> Log:
    with open_register(path) as register:
        return read_log(register)


def states(path, *days: str) -> list[str]:
    (call,) = read(path).calls
    return [call.standing(date.fromisoformat(day)).state for day in days]


def test_calls_stand_in_the_order_in_which_they_began(log, path):
    for number in (3, 1, 2):
        log(called(number))
    began = [call.told.reference for call in read(path).calls]
    assert began == ["CL-260401-0001", "CL-260401-0002", "CL-260401-0003"]


def test_a_call_is_of_its_day_in_england(log, path):
    late = called(1, started="2026-06-30T23:10:00Z", ended="2026-06-30T23:20:00Z", follow_up="2026-07-09")
    log(late)
    june, july = date(2026, 6, 30), date(2026, 7, 1)
    assert read(path).between(june, june) == []
    assert len(read(path).between(july, july)) == 1


def test_a_follow_up_is_open_overdue_the_day_after_and_done(log, path):
    log(CALL)
    assert states(path, "2026-04-01", "2026-04-15", "2026-04-16") == ["open", "open", "overdue"]
    log(followed(), CALL.reference)
    assert states(path, "2026-04-16") == ["done"]


def test_a_follow_up_is_put_off_and_done_with_another_to_follow(log, path):
    log(CALL)
    log(followed(done=False, what="", next="2026-04-20"), CALL.reference)
    (call,) = read(path).calls
    standing = call.standing(date(2026, 4, 16))
    assert (standing.state, standing.due, standing.about) == ("open", "2026-04-20", CALL.follow_up_about)
    log(followed(next="2026-05-01", about="Is there a review?"), CALL.reference)
    (call,) = read(path).calls
    standing = call.standing(date(2026, 4, 21))
    assert (standing.state, standing.due, standing.about) == ("open", "2026-05-01", "Is there a review?")
    assert call.is_open
    log(followed(), CALL.reference)
    assert not read(path).calls[0].is_open


def test_a_call_without_a_follow_up_may_have_one_yet(log, path):
    log(replace(CALL, follow_up="", follow_up_about=""))
    assert states(path, "2026-04-16") == ["none"]
    log(followed(done=False, what="", next="2026-04-20", about="Ring back"), CALL.reference)
    assert states(path, "2026-04-16") == ["open"]


def test_what_is_due_is_told_the_longest_overdue_first(log, path):
    for number, day in enumerate(("2026-04-20", "2026-04-03", "", "2026-04-10"), 1):
        log(called(number, follow_up=day, follow_up_about=""))
    due = [call.told.reference[-1] for call in read(path).due(date(2026, 4, 10))]
    assert due == ["2", "4"]


@pytest.mark.parametrize("typed", ["CL-260401-7KQ4", "cl-260401-7kq4", "7kq4", " 7KQ4 "])
def test_a_call_is_found_by_its_reference_or_the_end_of_it(log, path, typed):
    log(called(1))
    log(CALL)
    assert read(path).call(typed).number == 2


def test_an_end_that_several_have_and_one_that_none_has_are_told(log, path):
    log(CALL)
    next_day = {"started": "2026-04-02T11:40:00Z", "ended": "2026-04-02T11:46:30Z"}
    log(called(1, reference="CL-260402-7KQ4", **next_day))
    with pytest.raises(BadInput, match="2 calls end like this: CL-260401-7KQ4 and CL-260402-7KQ4"):
        read(path).call("7KQ4")
    with pytest.raises(BadInput, match="no call is recorded under this reference; did you mean"):
        read(path).call("CL-260401-7KQ3")


def test_a_call_that_was_altered_is_named_and_not_given_out(log, path):
    log(CALL)
    log(called(1))
    tamper(path, "UPDATE content SET summary = replace(summary, 'start_caf', 'neither') WHERE number = 1")
    found = read(path)
    assert [call.number for call in found.calls] == [2]
    assert [(entry.link.number, entry.amiss) for entry in found.amiss] == [(1, "is not as it was recorded")]
    with pytest.raises(BadInput, match="entry 1 is not as it was recorded"):
        found.call(CALL.reference)


def test_a_call_in_a_later_form_is_said_to_be_newer(log, path):
    log(CALL)
    tamper(
        path,
        'UPDATE content SET summary = \'{"schema":"threshold/call/2","reference":{"new":1}}\'',
    )
    rechain(path)
    found = read(path)
    assert (found.calls, found.gone) == ((), 0)
    assert [entry.amiss for entry in found.amiss] == [NEWER]
    with open_register(path) as register:
        looked = verify(register)
        assert looked.faults == ()
        assert "the first of them entry 1: they are of a kind or in a form" in looked.not_checked[0]
        assert "unknown" in list_text(register.entries())
        ((_, told),) = next(parts(register, register.entries())).lines
        assert "only a newer threshold knows" in told


def test_a_call_that_was_erased_is_counted_and_its_follow_ups_stand_alone(log, path, tmp_path):
    log(CALL)
    log(followed(), CALL.reference)
    erase(path, signing(path, tmp_path), 1)
    found = read(path)
    assert (found.calls, found.gone, found.amiss) == ((), 1, ())
    assert [each.link.number for each in found.unclaimed] == [2]


def test_decisions_are_not_among_the_calls(filled, log):
    log(CALL, at=datetime(2026, 4, 2, tzinfo=UTC))
    assert [call.number for call in read(filled).calls] == [8]
