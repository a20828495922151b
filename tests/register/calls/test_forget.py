"""Calls of before a day are forgotten, by a signed erasure that says who and why; what is open stays."""

from datetime import UTC, date, datetime

import pytest

from threshold.reading import BadInput
from threshold.register.calls import forget as forgetting
from threshold.register.calls.forget import forget, to_be_forgotten
from threshold.register.calls.log import read_log
from threshold.register.entries import Decided
from threshold.register.store import Way, open_register
from threshold.register.verify import verify

from ..conftest import erase, faults, signing, tamper
from .conftest import CALL, called, followed

LATER = datetime(2028, 4, 1, tzinfo=UTC)
WHO = Decided("", "Team Manager", "TM-07", True, "The time for keeping it is over")
DAY = date(2026, 4, 2)


@pytest.fixture
def four(log, path, tmp_path):
    """Calls 1 to 4; the second has an open follow-up, the third one that is done (entry 5)."""
    log(called(1, follow_up="", follow_up_about=""))
    log(called(2))
    log(called(3))
    late = {"started": "2026-06-30T23:10:00Z", "ended": "2026-06-30T23:11:00Z"}
    log(called(4, follow_up="", follow_up_about="", **late))
    log(followed(), called(3).reference)
    return signing(path, tmp_path)


def forgotten(path, signer, day=DAY, with_open=False):
    with open_register(path) as register:
        going = to_be_forgotten(register, day, with_open)
        return going, forget(register, going, WHO, Way(lambda: LATER, signer=signer))


def test_calls_of_before_a_day_go_with_their_follow_ups_and_open_ones_stay(four, path):
    going, made = forgotten(path, four)
    assert (going.numbers, going.calls, going.open_) == ((1, 3, 5), 2, ("CL-260401-0002",))
    assert len(made) == 3
    with open_register(path) as register:
        found = verify(register)
        assert (found.faults, found.erased) == ((), (1, 3, 5))
        left = read_log(register)
        assert ([call.number for call in left.calls], left.gone) == ([2, 4], 2)


def test_open_ones_go_too_where_that_is_said(four, path):
    going, _ = forgotten(path, four, with_open=True)
    assert (going.numbers, going.open_) == ((1, 2, 3, 5), ())


def test_the_day_is_that_of_england(four, path):
    with open_register(path) as register:
        assert 4 not in to_be_forgotten(register, date(2026, 7, 1), True).numbers
        assert 4 in to_be_forgotten(register, date(2026, 7, 2), True).numbers


def test_many_are_named_by_several_erasures_and_all_is_done_at_once(four, path, monkeypatch):
    monkeypatch.setattr(forgetting, "TOGETHER", 2)
    forgotten(path, four)
    with open_register(path) as register:
        found = verify(register)
        assert (found.faults, found.erased) == ((), (1, 3, 5))
        said = [entry.told.entries for entry in register.entries() if entry.link.kind == "erasure"]
        assert said == [(1, 3), (1, 3), (5,)]


def test_nothing_goes_where_one_of_them_cannot(four, path, monkeypatch):
    monkeypatch.setattr(forgetting, "TOGETHER", 1)
    with open_register(path) as register:
        going = to_be_forgotten(register, DAY)
        erase(path, four, 5)
        with pytest.raises(BadInput, match="entry 5 is erased already"):
            forget(register, going, WHO, Way(lambda: LATER, signer=four))
        assert register.holds(1)
    assert faults(path) == []


def test_nothing_goes_unsigned_or_with_a_reason_that_names_a_call(four, path):
    with open_register(path) as register:
        going = to_be_forgotten(register, DAY)
        with pytest.raises(BadInput, match="must be signed"):
            forget(register, going, WHO, Way(lambda: LATER))
        why = Decided("", "Team Manager", "TM-07", True, f"As {CALL.reference[:3]}260401-0001 asked")
        with pytest.raises(BadInput, match="names a case or family of this register, or a call"):
            forget(register, going, why, Way(lambda: LATER, signer=four))


def test_an_entry_of_which_nobody_can_tell_the_day_stays_and_is_named(four, path):
    tamper(path, "UPDATE content SET summary = '{}' WHERE number = 3")
    with open_register(path) as register:
        going = to_be_forgotten(register, DAY, True)
    assert (going.numbers, [entry.link.number for entry in going.amiss]) == ((1, 2), [3])


def test_a_follow_up_whose_call_was_erased_goes_too(four, path):
    erase(path, four, 3)
    with open_register(path) as register:
        assert to_be_forgotten(register, date(2026, 4, 1)).numbers == ()
        assert 5 in to_be_forgotten(register, date(2027, 1, 1)).numbers
