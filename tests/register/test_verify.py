"""Whatever anybody does to a register behind the program's back is found, and the entry is named."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from threshold.reading import BadInput
from threshold.register import open_register, verify
from threshold.register.chain import link
from threshold.register.checkpoint import compare, make_checkpoint

from .conftest import NOON, POLICY, faults, fill, made_up, tamper, ticking

SWAP_CONTENT = (
    "PRAGMA foreign_keys = OFF",
    "UPDATE content SET number = 100 WHERE number = 3",
    "UPDATE content SET number = 3 WHERE number = 4",
    "UPDATE content SET number = 4 WHERE number = 100",
)
SWAP_LINKS = (
    "UPDATE chain SET number = 100 WHERE number = 3",
    "UPDATE chain SET number = 3 WHERE number = 4",
    "UPDATE chain SET number = 4 WHERE number = 100",
)
RENUMBER = (
    "UPDATE chain SET number = number + 100 WHERE number > 3",
    "UPDATE chain SET number = number - 101 WHERE number > 100",
    "UPDATE content SET number = number + 100 WHERE number > 3",
    "UPDATE content SET number = number - 101 WHERE number > 100",
)


def test_a_register_as_it_was_written_is_whole(filled):
    with open_register(filled) as register:
        found = verify(register)
        assert (found.entries, found.faults, found.erased) == (7, (), ())
        assert found.head == register.links()[-1].hash


ALTERED = "what it holds was altered"
LINE = "its line in the chain was altered"
TAMPERING = [
    ("UPDATE content SET summary = replace(summary, 'TM-07', 'TM-08') WHERE number = 4", {4: ALTERED}),
    ("UPDATE content SET case_file = '{}' WHERE number = 1", {1: ALTERED}),
    ("UPDATE content SET recommendation = '{}' WHERE number = 7", {7: ALTERED}),
    ("UPDATE content SET salt = zeroblob(32) WHERE number = 2", {2: ALTERED}),
    ("UPDATE content SET salt = 5 WHERE number = 2", {2: ALTERED}),
    ("UPDATE chain SET made = '2020-01-01T00:00:00Z' WHERE number = 4", {4: LINE}),
    ("UPDATE chain SET erases = 1 WHERE number = 4", {4: LINE}),
    ("UPDATE chain SET erases = 'x' WHERE number = 4", {4: LINE}),
    ("UPDATE chain SET previous = hash WHERE number = 4", {4: LINE}),
    ("UPDATE chain SET hash = x'00' WHERE number = 7", {7: LINE}),
    ("DELETE FROM content WHERE number = 5", {5: "what it held was removed"}),
    ("DELETE FROM content WHERE number = 5; DELETE FROM chain WHERE number = 5", {5: "was removed"}),
    (
        "INSERT INTO content SELECT 9, salt, summary, case_file, recommendation FROM content LIMIT 1",
        {9: "was inserted: the chain knows nothing of it"},
    ),
    ("DELETE FROM policies", {1: "the policy that it was decided under was removed"}),
    (
        "UPDATE policies SET files = '{}'",
        {0: "a policy kept here was altered (of entries 1, 2, 3, 4, 5, 6, 7)"},
    ),
]


@pytest.mark.parametrize(("statements", "told"), TAMPERING)
def test_each_kind_of_tampering_is_named(filled, statements, told):
    tamper(filled, *statements.split(";"))
    with open_register(filled) as register:
        found = verify(register).faults
    assert {fault.entry: fault.what for fault in found} == told


def test_exchanged_entries_are_named(filled):
    tamper(filled, *SWAP_CONTENT)
    assert faults(filled) == ["entry 3: holds what entry 4 held", "entry 4: holds what entry 3 held"]
    tamper(filled, *SWAP_LINKS)
    assert faults(filled) == [
        "entry 3: was moved here: it was recorded as entry 4",
        "entry 4: was moved here: it was recorded as entry 3",
    ]


def test_an_entry_removed_with_the_rest_renumbered_is_named(filled):
    tamper(filled, "DELETE FROM content WHERE number = 3", "DELETE FROM chain WHERE number = 3", *RENUMBER)
    found = faults(filled)
    assert "entry 3: was removed" in found
    assert "entry 3: was moved here: it was recorded as entry 4" in found


def test_a_forged_entry_in_the_place_of_another_is_named(filled):
    """Digest and link are right by themselves; that the next entry does not follow gives it away."""
    with open_register(filled) as register:
        before, forged = register.links()[2], made_up(4, headline="forged")
    new = link(before.hash, 4, "2026-04-01T12:03:00Z", forged.digest)
    tamper(
        filled,
        f"UPDATE content SET salt = x'{forged.salt.hex()}', summary = '{forged.summary}', "
        f"case_file = '{forged.case_file}', recommendation = '{forged.recommendation}' WHERE number = 4",
        f"UPDATE chain SET content = '{new.content}', hash = '{new.hash}' WHERE number = 4",
    )
    assert faults(filled) == ["entry 5: does not follow entry 4: one of the two was inserted or made anew"]


def test_a_copy_at_the_end_is_named(filled):
    tamper(
        filled,
        "INSERT INTO chain SELECT 8, made, content, erases, previous, hash FROM chain WHERE number = 7",
    )
    assert "entry 8: was moved here: it was recorded as entry 7" in faults(filled)


def test_entries_of_another_register_are_no_beginning_here(filled):
    tamper(filled, "UPDATE register SET identity = 'another'")
    assert faults(filled) == ["entry 1: is not the beginning of this register"]


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER link_stays",
        "CREATE TRIGGER more AFTER INSERT ON chain BEGIN SELECT 1; END",
        "CREATE TABLE more (x)",
        "ALTER TABLE content ADD COLUMN more",
    ],
)
def test_changed_protections_are_told(filled, statement):
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        database.execute(statement)
    assert faults(filled) == ["the tables, or the triggers that let the register only grow, were changed"]


def test_a_time_before_that_of_the_entry_before_is_told(path):
    fill(path, 2)
    with open_register(path) as register:
        newest = register.links()[-1]
        content = made_up(3)
        early = link(newest.hash, 3, "2020-01-01T00:00:00Z", content.digest)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        row = (early.number, early.made, early.content, None, early.previous, early.hash)
        database.execute("INSERT INTO chain VALUES (?, ?, ?, ?, ?, ?)", row)
        parts = (3, content.salt, content.summary, content.case_file, content.recommendation)
        database.execute("INSERT INTO content VALUES (?, ?, ?, ?, ?)", parts)
    assert faults(path) == ["entry 3: is dated before the entry before it"]


def test_a_lawful_erasure_leaves_the_chain_whole(filled):
    """No command erases yet; the file has the door for it."""
    with open_register(filled) as register:
        newest = register.links()[-1]
        content = made_up(8)
        new = link(newest.hash, 8, "2026-05-01T00:00:00Z", content.digest, erases=3)
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        row = (8, new.made, new.content, 3, new.previous, new.hash)
        database.execute("INSERT INTO chain VALUES (?, ?, ?, ?, ?, ?)", row)
        parts = (8, content.salt, content.summary, content.case_file, content.recommendation)
        database.execute("INSERT INTO content VALUES (?, ?, ?, ?, ?)", parts)
        database.execute("DELETE FROM content WHERE number = 3")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("DELETE FROM content WHERE number = 4")
    with open_register(filled) as register:
        found = verify(register)
        assert (found.faults, found.erased) == ((), (3,))
        assert [entry.link.number for entry in register.entries() if entry.summary is None] == [3]


def test_a_flipped_byte_in_any_entry_is_found(filled):
    data = filled.read_bytes()
    for number in range(1, 8):
        place = data.index(f'"case":"C-{number}"'.encode())
        spoiled = bytearray(data)
        spoiled[place + 8] ^= 0xFF
        filled.write_bytes(spoiled)
        assert f"entry {number}: what it holds was altered" in faults(filled)


def test_bytes_flipped_anywhere_never_pass_for_another_content(filled, tmp_path):
    """Each flip is found, or refused in plain words, or has changed nothing that was recorded."""
    data = filled.read_bytes()
    with open_register(filled) as register:
        recorded = [(link, register.content(link.number)) for link in register.links()]
    random = Random(7)
    spoiled_path = tmp_path / "spoiled.sqlite"
    for _ in range(300):
        spoiled = bytearray(data)
        spoiled[random.randrange(len(data))] ^= 1 << random.randrange(8)
        spoiled_path.write_bytes(spoiled)
        try:
            with open_register(spoiled_path) as register:
                if not verify(register).faults:
                    assert recorded == [(link, register.content(link.number)) for link in register.links()]
        except BadInput:
            continue


CHANGES = st.sampled_from(["chain.made", "chain.content", "chain.previous", "chain.hash", "content.summary",
                           "content.case_file", "content.recommendation", "content.salt"])  # fmt: skip


@settings(max_examples=40)
@given(
    number=st.integers(1, 7), change=CHANGES, value=st.text(max_size=80).filter(lambda text: "\0" not in text)
)
@example(1, "content.summary", "0")
@example(1, "content.summary", "[" * 100_000)
def test_no_value_of_any_column_can_be_changed_unseen(seven, tmp_path_factory, number, change, value):
    path = tmp_path_factory.mktemp("changed") / "register.sqlite"
    shutil.copy(seven, path)
    table, column = change.split(".")
    quoted = "'" + value.replace("'", "''") + "'"
    tamper(path, f"UPDATE {table} SET {column} = {quoted} WHERE number = {number}")
    assert f"entry {number}" in {each.partition(":")[0] for each in faults(path)}


@settings(max_examples=30)
@given(kept=st.sets(st.integers(1, 7), max_size=6))
def test_whatever_is_removed_is_named(seven, tmp_path_factory, kept):
    """All but the newest, whose removal only a checkpoint shows."""
    path = tmp_path_factory.mktemp("removed") / "register.sqlite"
    shutil.copy(seven, path)
    with open_register(path) as register:
        checkpoint = make_checkpoint(register)
    gone = ", ".join(str(number) for number in range(1, 8) if number not in kept)
    tamper(
        path, f"DELETE FROM content WHERE number IN ({gone})", f"DELETE FROM chain WHERE number IN ({gone})"
    )
    last = max(kept, default=0)
    removed = {number for number in range(1, last) if number not in kept}
    with open_register(path) as register:
        told = {fault.entry for fault in verify(register).faults if fault.what == "was removed"}
        assert told == removed
        assert compare(register, checkpoint)


def copy_without(path: Path, made: int) -> None:
    """A register of the same entries but the newest ones, as an old copy would be."""
    tamper(path, f"DELETE FROM content WHERE number > {made}", f"DELETE FROM chain WHERE number > {made}")


@pytest.mark.parametrize("left", range(7))
def test_only_a_checkpoint_shows_that_the_newest_were_cut_off(filled, left):
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register)
    copy_without(filled, left)
    assert faults(filled) == []
    with open_register(filled) as register:
        (fault,) = compare(register, checkpoint)
        assert "cut off" in fault.what
        assert f"{left + 1} to 7" in fault.what or left == 6


def test_a_checkpoint_shows_that_an_old_copy_was_written_on(filled):
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register)
    copy_without(filled, 5)
    with open_register(filled) as register:
        for number in (6, 7, 8):
            register.append(made_up(number), POLICY, ticking(NOON + timedelta(days=number)))
        assert verify(register).faults == ()
        (fault,) = compare(register, checkpoint)
        assert fault.entry == 7


def test_a_checkpoint_shows_a_register_made_anew(filled, tmp_path):
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register)
    fill(tmp_path / "other.sqlite", 7)
    with open_register(tmp_path / "other.sqlite") as register:
        (fault,) = compare(register, checkpoint)
        assert "another register" in fault.what


def test_more_entries_than_at_the_checkpoint_are_in_order(filled):
    with open_register(filled) as register:
        checkpoint = make_checkpoint(register)
        register.append(made_up(8), POLICY, ticking(NOON + timedelta(days=1)))
        assert compare(register, checkpoint) == []
