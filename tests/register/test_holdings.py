"""What entries hold is what their links say, in the order of time, under policies that are kept."""

import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from threshold.register import holdings
from threshold.register.chain import Content, link, new_salt, text_digest
from threshold.register.checkpoint import make_checkpoint
from threshold.register.store import open_register
from threshold.register.verify import verify

from .conftest import (
    NOON,
    POLICY,
    erase,
    faults,
    fill,
    look_strict,
    loosen,
    made_up,
    put,
    rechain,
    signing,
    tamper,
)
from .test_migration import OLD


def at(**later: float):
    return lambda: NOON + timedelta(**later)


def test_a_clock_that_was_wrong_and_put_right_is_told_and_not_condemned(path):
    """One machine is fast, the next says that its clock is right, and then all goes on as ever."""
    with open_register(path, make=True) as register:
        register.append(made_up(1, register), POLICY, at(minutes=5))
        register.append(made_up(2, register), POLICY, at(minutes=1), clock_checked=True)
        register.append(made_up(3, register), POLICY, at(minutes=2))
        register.append(made_up(4, register), POLICY, at(minutes=9))
        found = verify(register)
        assert found.faults == ()
        assert [str(note) for note in found.notes] == [
            "entry 2: is dated before entry 1; whoever recorded it said that the clock was right then: "
            "entry 1's time may be wrong"
        ]
        assert make_checkpoint(register).entries == 4


def test_a_clock_said_to_be_right_that_is_not_behind_puts_nothing_right(path):
    with open_register(path, make=True) as register:
        register.append(made_up(1, register), POLICY, at(minutes=1), clock_checked=True)
        register.append(made_up(2, register), POLICY, at(minutes=2), clock_checked=True)
        assert [each.put_right for each in register.links()] == [False, False]
        assert verify(register).notes == ()


def test_an_entry_dated_before_the_one_before_it_is_told_unless_that_one_was_altered(path):
    fill(path, 4)
    tamper(path, "UPDATE chain SET made = '2030-01-01T00:00:00Z' WHERE number = 2")
    assert faults(path) == ["entry 2: its line in the chain was altered"]
    rechain(path)
    assert faults(path) == ["entry 3: is dated before the entry before it"]


def test_of_version_1_the_summary_says_that_the_clock_was_right(tmp_path):
    path = tmp_path / "register.sqlite"
    shutil.copy(OLD, path)
    tamper(path, "UPDATE chain SET made = '2027-01-01T00:00:00Z' WHERE number = 2")
    rechain(path)
    assert faults(path) == ["entry 3: is dated before the entry before it"]
    tamper(
        path,
        "UPDATE content SET summary = replace(summary, '\"clock_checked\":false', '\"clock_checked\":true')",
    )
    rechain(path)
    with open_register(path) as register:
        found = verify(register)
    assert found.faults == ()
    assert [note.entry for note in found.notes] == [3]
    # Once erased, nobody can know any more whether the clock was put right.
    erase(path, signing(path, tmp_path, clock=at(days=365)), 3)
    with open_register(path) as register:
        found = verify(register)
    assert (found.faults, found.erased) == ((), (3,))
    assert "went with what it held" in str(found.notes[0])


def test_what_no_entry_says_is_told_though_its_digest_is_right(filled):
    """`list` could not read it, and `verify` must not call it whole."""
    tamper(filled, "UPDATE content SET summary = '{}' WHERE number = 4")
    rechain(filled)
    assert faults(filled) == ["entry 4: what it holds is nothing that this program records"]


def test_an_entry_taken_over_from_another_register_is_told(filled):
    tamper(
        filled,
        'UPDATE content SET summary = replace(summary, \'"register":"\', \'"register":"0\') WHERE number = 4',
    )
    rechain(filled)
    assert faults(filled) == ["entry 4: was taken over from another register"]


def test_a_policy_that_the_line_does_not_name_is_told(filled):
    old, new = '"policy_files":"', '"policy_files":"0'
    tamper(filled, f"UPDATE content SET summary = replace(summary, '{old}', '{new}') WHERE number = 4")
    rechain(filled)
    assert faults(filled) == ["entry 4: names another policy than its line in the chain"]


def test_a_time_that_is_none_is_told(filled):
    tamper(filled, "UPDATE chain SET made = 'zz' WHERE number = 7")
    rechain(filled)
    assert faults(filled) == ["entry 7: its time cannot be read"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE content SET summary = 99 WHERE number = 4",
        "UPDATE content SET summary = NULL WHERE number = 4",
        "UPDATE content SET salt = 5 WHERE number = 4",
        "UPDATE content SET case_file = x'00ff' WHERE number = 4",
        "UPDATE content SET recommendation = 1.5 WHERE number = 4",
        "UPDATE content SET recommendation = zeroblob(200000) WHERE number = 4",
        "UPDATE content SET recommendation = CAST(zeroblob(200000) AS TEXT) WHERE number = 4",
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_cells_of_any_type_are_found_by_their_entry(filled, short_cells, statement, strict):
    made = loosen(filled)
    tamper(filled, statement)
    if strict:
        look_strict(filled, made)
        told = faults(filled)
        assert [each for each in told if each.startswith("entry")] == ["entry 4: what it holds was altered"]
        return
    told = faults(filled)
    # Tables that were made anew are read in one piece, which what is too long to be read ends.
    ended = "200000" in statement and told[-1].endswith(", and no further")
    assert ended or told[1:] == ["entry 4: what it holds was altered"]


def test_content_under_a_number_of_no_entry_is_told(filled):
    tamper(
        filled,
        "INSERT INTO content SELECT 900, salt, summary, case_file, recommendation FROM content LIMIT 1",
    )
    assert faults(filled) == ["entry 900: was inserted: the chain knows nothing of it"]


def test_policies_are_looked_up_before_there_are_too_many_to_remember(filled, monkeypatch):
    monkeypatch.setattr(sys.modules["threshold.register.verify"], "POLICIES", 1)
    with open_register(filled) as register:
        for number in range(8, 12):
            other = f'{{"policies/{number}.yaml":""}}'
            content = made_up(number, register, policy_files=text_digest(other))
            register.append(content, other, at(days=number))
        found = verify(register)
    assert (found.faults, found.notes) == ((), ())
    tamper(filled, "DELETE FROM policies WHERE files LIKE '%10.yaml%'")
    assert faults(filled) == ["entry 10: the policy that it was decided under was removed"]


def test_what_is_found_is_searched_for_only_so_often(filled, monkeypatch):
    monkeypatch.setattr(holdings, "_SEARCHED", 1)
    tamper(filled, "UPDATE content SET (salt, summary, case_file, recommendation) = (SELECT salt, summary, "
                   "case_file, recommendation FROM content WHERE number = 2) WHERE number > 5")  # fmt: skip
    assert faults(filled) == ["entry 6: holds what entry 2 held", "entry 7: what it holds was altered"]


def test_what_belongs_to_another_entry_is_told_with_its_owner(filled):
    tamper(filled, "UPDATE content SET (salt, summary, case_file, recommendation) = (SELECT salt, summary, "
                   "case_file, recommendation FROM content WHERE number = 2) WHERE number = 6")  # fmt: skip
    assert faults(filled) == ["entry 6: holds what entry 2 held"]


def test_a_policy_that_no_entry_rests_on_was_inserted(filled):
    tamper(filled, f"INSERT INTO policies VALUES ('{'0' * 64}', '{{}}')")
    assert faults(filled) == [
        "a policy was put in here: none of the entries rests on it, and it is not what was kept"
    ]
    tamper(
        filled,
        "DELETE FROM policies WHERE files = '{}'",
        f"INSERT INTO policies VALUES ('{text_digest('{}')}', '{{}}')",
    )
    assert faults(filled) == ["policies are kept here that none of the entries rests on"]


def test_a_policy_of_an_entry_of_version_1_that_was_erased_is_no_fault(tmp_path):
    path = Path(shutil.copy(OLD, tmp_path / "register.sqlite"))
    erase(path, signing(path, tmp_path, clock=at(days=300)), 1, 2, 3, 4)
    with open_register(path) as register:
        found = verify(register, clock=at(days=700))
    assert (found.faults, found.erased) == ((), (1, 2, 3, 4))
    assert [str(note) for note in found.notes] == ["policies are kept here that none of the entries rests on"]


@pytest.mark.parametrize("kind", ["erasure", "key"])
def test_only_a_decision_has_a_policy(filled, tmp_path, kind):
    erase(filled, signing(filled, tmp_path), 3)
    tamper(filled, f"UPDATE chain SET policy = (SELECT digest FROM policies) WHERE kind = '{kind}'")
    rechain(filled)
    number = 9 if kind == "erasure" else 8
    assert f"entry {number}: names another policy than its line in the chain" in faults(filled)


def test_entries_of_a_kind_that_only_a_later_program_knows_never_pass_for_whole(filled):
    with open_register(filled) as register:
        newest = register.newest()
    content = Content("{}", "", "", new_salt())
    put(filled, link(newest.hash, 8, "2027-01-01T00:00:00Z", content.digest, kind="visit"), content)
    with open_register(filled) as register:
        found = verify(register)
        assert register.entries()[-1].told is None
    assert found.faults == ()
    (told,) = found.not_checked
    assert "the first of them entry 8" in told
