"""Erasing: asked for by a case or a number, signed, told by who and why, and refused in plain words."""

import pytest

from threshold.reading import BadInput
from threshold.register.entries import Decided, Erasure
from threshold.register.erase import erase, to_be_erased
from threshold.register.store import Way, open_register
from threshold.register.verify import verify

from .conftest import NOON, POLICY, made_up, signing, ticking

WHO = Decided("", "Team Manager", "TM-07", True, "The time for keeping it is over")


@pytest.fixture
def signer(path, tmp_path):
    with open_register(path, make=True) as register:
        clock = ticking()
        for case in (1, 2, 1):
            register.append(made_up(case, register), POLICY, clock)
    return signing(path, tmp_path)


def way(signer):
    return Way(lambda: NOON.replace(day=2), signer=signer)


def test_everything_on_a_case_is_erased_and_told_by_who_and_why_and_which(path, signer):
    with open_register(path) as register:
        links = to_be_erased(register, "C-1")
        made = erase(register, links, WHO, way(signer))
        assert [(each.number, each.kind, each.erases) for each in made] == [
            (5, "erasure", 1),
            (6, "erasure", 3),
        ]
        told = [entry.told for entry in register.entries()]
        found = verify(register)
    assert (found.faults, found.erased, found.unsigned) == ((), (1, 3), 3)
    assert (told[0], told[2]) == (None, None)
    assert told[4] == told[5]
    assert isinstance(told[4], Erasure)
    assert (told[4].entries, told[4].by, told[4].reference) == ((1, 3), "Team Manager", "TM-07")
    assert told[4].reason == WHO.reason
    assert b"C-1" not in path.read_bytes()
    assert b"C-2" in path.read_bytes()


def test_one_entry_is_erased_by_its_number(path, signer):
    with open_register(path) as register:
        erase(register, to_be_erased(register, "3"), WHO, way(signer))
        assert verify(register).erased == (3,)


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("C-9", "no case and no entry of this name"),
        ("9", "no case and no entry of this name"),
        ("4", "is about an erasure or a key"),
        ("5", "is about an erasure or a key"),
        ("1", "is erased already"),
        ("C-1", "no case and no entry of this name"),
    ],
)
def test_what_cannot_be_erased_is_refused(path, signer, reference, told):
    with open_register(path) as register:
        erase(register, to_be_erased(register, "1"), WHO, way(signer))
        erase(register, to_be_erased(register, "C-1"), WHO, way(signer))
        with pytest.raises(BadInput, match=told):
            to_be_erased(register, reference)


def test_all_of_it_or_nothing(path, signer):
    with open_register(path) as register:
        links = to_be_erased(register, "1") + to_be_erased(register, "2")
        erase(register, links[1:], WHO, way(signer))
        with pytest.raises(BadInput, match="entry 2 is erased already"):
            erase(register, links, WHO, way(signer))
        assert len(register.links()) == 5
        assert verify(register).erased == (2,)


@pytest.mark.parametrize(
    ("reference", "reason", "fields"),
    [
        ("TM-07", " ", ["--reason"]),
        ("Jane Doe", "", ["--reason", "--reference", "--reference"]),
        ("TM-07", "Her number is 07700 900123", ["--reason"]),
        ("TM-07", "long " * 1000, ["--reason"]),
    ],
)
def test_a_reason_is_needed_and_identifies_nobody(path, signer, reference, reason, fields):
    with open_register(path) as register:
        with pytest.raises(BadInput) as told:
            erase(
                register, to_be_erased(register, "1"), Decided("", "SW", reference, True, reason), way(signer)
            )
        assert [problem.field for problem in told.value.problems] == fields
        assert register.holds(1)


def test_nobody_erases_without_signing(path, signer):
    with open_register(path) as register:
        with pytest.raises(BadInput, match="must be signed"):
            erase(register, to_be_erased(register, "1"), WHO, way(None))
        assert register.holds(1)
