"""Entries are given out as far as they are to be relied on, by the rules that verify has."""

from dataclasses import replace
from datetime import timedelta

import pytest

from threshold.register.chain import link, signed_text, text_digest
from threshold.register.entries import Erasure, content_of
from threshold.register.relied import Relied
from threshold.register.store import open_register
from threshold.register.verify import verify

from .conftest import NOON, POLICY, erase, fill, made_up, put, rechain, signing, tamper

REMOVED = "its content was removed, and no erasure that counts says so"


def amiss(path) -> dict[int, str]:
    with open_register(path) as register:
        relied = Relied(register, register.identity)
        entries = [relied.entry(row.link, row) for row in register.rows()]
        assert entries == register.entries()
    return {each.link.number: each.amiss for each in entries if each.amiss}


def test_what_was_lawfully_erased_is_given_out_as_erased(filled, tmp_path):
    erase(filled, signing(filled, tmp_path), 3)
    assert amiss(filled) == {}


def test_a_summary_that_is_not_what_lies_beside_it_is_not_given_out(filled):
    tamper(filled, "UPDATE content SET summary = replace(summary, 'permitted', 'blocked') WHERE number = 4")
    rechain(filled)
    assert amiss(filled) == {4: "what it says in short is not what it holds in full: the status"}


def test_an_impossible_time_is_not_given_out(filled):
    tamper(filled, "UPDATE chain SET made = '2026-13-45T99:99:99Z' WHERE number = 7")
    rechain(filled)
    assert amiss(filled) == {7: "its time cannot be read"}
    with open_register(filled) as register:
        assert [str(each) for each in verify(register).faults] == ["entry 7: its time cannot be read"]


def test_a_time_that_is_still_to_come_is_noted(path):
    fill(path, 2)
    for minutes, noted in ((0, True), (1, False), (2, False)):
        with open_register(path) as register:
            found = verify(register, clock=lambda: NOON + timedelta(minutes=minutes))  # noqa: B023
        assert found.faults == ()
        assert (
            any("entry 2: is dated later than this computer's clock" in str(note) for note in found.notes)
            is noted
        )


@pytest.mark.parametrize("told", [{"by": ""}, {"reason": ""}, {"entries": (4, 99)}, {"register": "0" * 32}])
def test_an_erasure_that_does_not_count_erases_nothing(filled, tmp_path, told):
    signer = signing(filled, tmp_path)
    with open_register(filled) as register:
        right = Erasure((4,), "Team Manager", "TM-07", "The time for keeping it is over", register.identity)
        newest = register.newest()
        content = content_of(replace(right, **told))
        made = link(
            newest.hash, 9, newest.made, content.digest, kind="erasure", erases=4, signer=signer.public
        )
        made = replace(made, signature=signer.sign(signed_text(register.identity, made.hash)))
    put(filled, made, content)
    tamper(filled, "DELETE FROM content WHERE number = 4")
    found = amiss(filled)
    assert list(found) == [4, 9]
    assert found[4] == REMOVED
    with open_register(filled) as register:
        verified = verify(register)
    assert {fault.entry for fault in verified.faults} == {4, 9}
    assert verified.erased == ()


def test_an_entry_of_another_register_is_not_given_out(filled):
    with open_register(filled) as register:
        newest = register.newest()
    content = made_up(8, "0" * 32)
    put(filled, link(newest.hash, 8, newest.made, content.digest, policy=text_digest(POLICY)), content)
    assert amiss(filled) == {8: "was taken over from another register"}


def test_where_the_register_s_own_identity_was_altered_its_entries_are_not_accused(filled):
    tamper(filled, f"UPDATE register SET identity = '{'0' * 32}'")
    assert amiss(filled) == {}
