"""Whatever anybody does to a register behind the program's back is found, and the entry is named."""

import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from threshold.cli.main import main
from threshold.reading import BadInput
from threshold.register.chain import beginning, link, text_digest
from threshold.register.checkpoint import compare, make_checkpoint
from threshold.register.store import open_register
from threshold.register.verify import Fault, verify

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
    signing,
    tamper,
    ticking,
)

SWAP_CONTENT = (
    "PRAGMA foreign_keys = OFF",
    "UPDATE content SET number = 100 WHERE number = 3",
    "UPDATE content SET number = 3 WHERE number = 4",
    "UPDATE content SET number = 4 WHERE number = 100",
)
TABLES = ("content", "chain")
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
    ("UPDATE chain SET made = '2020-01-01T00:00:00Z' WHERE number = 4", {4: LINE}),
    ("UPDATE chain SET erases = 1 WHERE number = 4", {4: LINE}),
    ("UPDATE chain SET previous = hash WHERE number = 4", {4: LINE}),
    ("UPDATE chain SET hash = 'x' WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET format = 1 WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET format = 3 WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET kind = 'call' WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET kind = 'erasure' WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET policy = NULL WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET policy = '' WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET put_right = 1 WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET put_right = 7 WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET signer = hash WHERE number = 7", {7: LINE}),
    ("UPDATE chain SET signer = hash, signature = hash || hash WHERE number = 7", {7: LINE}),
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
        before, forged = register.links()[2], made_up(4, register, headline="forged")
    new = link(before.hash, 4, "2026-04-01T12:03:00Z", forged.digest, policy=before.policy)
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
        "INSERT INTO chain SELECT 8, format, kind, made, content, policy, put_right, erases, previous, hash, "
        "signer, signature FROM chain WHERE number = 7",
    )
    assert "entry 8: was moved here: it was recorded as entry 7" in faults(filled)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE register SET identity = 'another'",
        "UPDATE register SET identity = '00000000000000000000000000000000'",
        "UPDATE register SET one = 2",
        "DELETE FROM register",
        "INSERT INTO register SELECT 2, identity FROM register",
    ],
)
def test_a_register_under_another_s_name_is_told_and_its_entries_not_accused(filled, change):
    tamper(filled, change)
    assert faults(filled) == ["which register this is was altered"]


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER link_stays",
        "CREATE TRIGGER more AFTER INSERT ON chain BEGIN SELECT 1; END",
        "CREATE TABLE more (x)",
        "ALTER TABLE content ADD COLUMN more TEXT",
    ],
)
def test_changed_protections_are_told(filled, statement):
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        database.execute(statement)
    assert faults(filled) == ["the tables, or the triggers that let the register only grow, were changed"]


def test_a_policy_that_was_put_in_is_not_called_an_altered_one(filled):
    tamper(filled, f"INSERT INTO policies VALUES ('{'0' * 64}', '{{}}')")
    assert faults(filled) == [
        "a policy was put in here: none of the entries rests on it, and it is not what was kept"
    ]
    tamper(filled, "DELETE FROM policies", f"INSERT INTO policies VALUES ('{'0' * 64}', '{{}}')")
    assert faults(filled) == [
        "a policy kept here was altered, or was put in: none of the entries rests on it as it is",
        "entry 1: the policy that it was decided under was removed",
    ]


def test_a_time_before_that_of_the_entry_before_is_told(path):
    fill(path, 2)
    with open_register(path) as register:
        newest = register.links()[-1]
        content = made_up(3, register)
        early = link(newest.hash, 3, "2020-01-01T00:00:00Z", content.digest, policy=newest.policy)
    put(path, early, content)
    assert faults(path) == ["entry 3: is dated before the entry before it"]


def test_a_lawful_erasure_leaves_the_chain_whole(filled, tmp_path):
    signer = signing(filled, tmp_path)
    (made,) = erase(filled, signer, 3)
    assert (made.number, made.kind, made.erases, made.signer) == (9, "erasure", 3, signer.public)
    with closing(sqlite3.connect(filled)) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute("DELETE FROM content WHERE number = 4")
    with open_register(filled) as register:
        found = verify(register)
        assert (found.faults, found.erased) == ((), (3,))
        assert [entry.link.number for entry in register.entries() if entry.told is None] == [3]


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
    loosen(path)
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
        gone = [each for each in verify(register).faults if each.what in ("was removed", "were removed")]
        assert {n for each in gone for n in range(each.entry, (each.last or each.entry) + 1)} == removed
        assert compare(register, checkpoint)


@pytest.mark.parametrize("number", [1, 2, 6])
def test_of_an_entry_that_was_removed_nothing_else_is_told(filled, number):
    """Not that what followed it does not follow what went before."""
    tamper(filled, *(f"DELETE FROM {table} WHERE number = {number}" for table in ("content", "chain")))
    assert faults(filled) == [f"entry {number}: was removed"]


@pytest.mark.parametrize("number", [1, 4, 7])
def test_an_entry_made_anew_breaks_the_joint_after_it(filled, number):
    """Its digest and its own link are right."""
    with open_register(filled) as register:
        old, forged = register.links()[number - 1], made_up(number, register, headline="forged")
    new = link(old.previous, number, old.made, forged.digest, policy=old.policy)
    holds = f"salt = x'{forged.salt.hex()}', summary = '{forged.summary}', case_file = '{forged.case_file}'"
    tamper(
        filled,
        f"UPDATE content SET {holds}, recommendation = '{forged.recommendation}' WHERE number = {number}",
        f"UPDATE chain SET content = '{new.content}', hash = '{new.hash}' WHERE number = {number}",
    )
    told = f"entry {number + 1}: does not follow entry {number}: one of the two was inserted or made anew"
    # After the newest there is no joint: that only a checkpoint shows.
    assert faults(filled) == ([told] if number < 7 else [])


def test_a_first_entry_that_follows_something_else_is_no_beginning(filled):
    with open_register(filled) as register:
        first = register.links()[0]
    new = link("0" * 64, 1, first.made, first.content, policy=first.policy)
    tamper(filled, f"UPDATE chain SET previous = '{new.previous}', hash = '{new.hash}' WHERE number = 1")
    assert faults(filled) == [
        "entry 1: is not the beginning of this register",
        "entry 2: does not follow entry 1: one of the two was inserted or made anew",
    ]


def test_exchanged_links_are_moved_and_not_also_out_of_joint(filled):
    tamper(filled, *SWAP_LINKS)
    assert [each for each in faults(filled) if "follow" in each or "beginning" in each] == []


def test_an_empty_register_is_whole(path):
    with open_register(path, make=True) as register:
        found = verify(register)
        assert (found.entries, found.newest, found.faults, found.erased) == (0, None, (), ())
        assert found.head == beginning(register.identity)


def test_faults_come_in_the_order_of_their_entries_after_those_of_the_whole(filled):
    tamper(
        filled,
        "UPDATE content SET case_file = '{}' WHERE number IN (2, 6)",
        "UPDATE chain SET made = '2020-01-01T00:00:00Z' WHERE number = 4",
        "DELETE FROM content WHERE number = 1",
    )
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        database.execute("CREATE TABLE more (x)")
    with open_register(filled) as register:
        assert [fault.entry for fault in verify(register).faults] == [0, 1, 2, 4, 6]


def test_a_fault_names_its_entry_where_it_is_about_one():
    assert str(Fault(3, "was removed")) == "entry 3: was removed"
    assert str(Fault(0, "the file's structure is damaged")) == "the file's structure is damaged"


def test_what_was_erased_and_is_here_again_is_told(filled, tmp_path):
    with open_register(filled) as register:
        content = register.content(5)
    erase(filled, signing(filled, tmp_path), 5)
    parts = f"x'{content.salt.hex()}', '{content.summary}', '{content.case_file}', '{content.recommendation}'"
    tamper(filled, f"INSERT INTO content VALUES (5, {parts})")
    with open_register(filled) as register:
        found = verify(register)
    assert found.erased == ()
    assert [str(fault) for fault in found.faults] == [
        "entry 5: was erased by entry 9, and what it held is here again"
    ]


def test_a_policy_is_missed_once_by_the_first_entry_that_rests_on_it(filled):
    with open_register(filled) as register:
        other = '{"policies/q.yaml":"policy: q\\n"}'
        content = made_up(8, register, policy_files=text_digest(other))
        register.append(content, other, ticking(NOON + timedelta(days=1)))
    tamper(filled, "DELETE FROM policies")
    assert faults(filled) == [
        "entry 1: the policy that it was decided under was removed",
        "entry 8: the policy that it was decided under was removed",
    ]


def test_entries_of_one_second_are_in_order(path):
    with open_register(path, make=True) as register:
        for number in (1, 2):
            register.append(made_up(number, register), POLICY, lambda: NOON)
    assert faults(path) == []


def test_entries_are_put_in_order_by_number_and_not_by_letter(path):
    fill(path, 11)
    tamper(path, "UPDATE content SET case_file = '{}' WHERE number IN (2, 10)")
    assert [each.partition(":")[0] for each in faults(path)] == ["entry 2", "entry 10"]


def test_a_copy_in_the_place_of_another_is_named_and_so_is_what_went(filled):
    columns = "made, content, previous, hash, policy"
    tamper(
        filled,
        f"UPDATE chain SET ({columns}) = (SELECT {columns} FROM chain WHERE number = 7) WHERE number = 3",
    )
    with open_register(filled) as register:
        found = verify(register).faults
    told = {fault.what for fault in found if fault.entry == 3}
    assert {"was moved here: it was recorded as entry 7", "was removed"} <= told
    assert [fault.what for fault in found if fault.entry == 7] == ["was inserted: it is a copy"]


def test_after_a_wrong_time_that_was_set_right_entries_are_in_order_again(path):
    """The clock was years ahead once, and whoever recorded next said that it is right now."""
    clock = ticking()
    with open_register(path, make=True) as register:
        register.append(made_up(1, register), POLICY, lambda: NOON + timedelta(days=3650))
        register.append(made_up(2, register, clock_checked=True), POLICY, clock, clock_checked=True)
        register.append(made_up(3, register), POLICY, clock)
        assert verify(register).faults == ()
        assert make_checkpoint(register).entries == 3


def test_a_file_damaged_half_way_says_up_to_which_entry_it_could_be_read(path):
    """A page of the chain is overwritten; the entries before it are told apart from those after."""
    fill(path, 300)
    data = bytearray(path.read_bytes())
    with open_register(path) as register:
        hashes = [each.hash.encode() for each in register.links()]
    size = 4096
    page = data.index(hashes[199]) // size * size
    # The first of a page names the hash of the one before it.
    there = [number for number, each in enumerate(hashes, 1) if data.find(each, page, page + size) >= 0]
    data[page : page + size] = b"\xff" * size
    path.write_bytes(data)
    told = faults(path)
    assert f"the file is damaged: entries could be read up to entry {min(there)}, and no further" in told
    assert "the file's structure is damaged" in told


def test_nothing_but_the_entry_too_long_to_be_read_is_accused(filled, short_cells):
    tamper(
        filled, "UPDATE content SET recommendation = CAST(zeroblob(200000) AS TEXT) WHERE number IN (4, 5)"
    )
    assert faults(filled) == ["entry 4: what it holds was altered", "entry 5: what it holds was altered"]


def test_entries_go_on_being_recorded_while_the_register_is_looked_at(path, monkeypatch):
    """Between one piece and the next, and with a key added meanwhile."""
    monkeypatch.setattr("threshold.register.rows.PIECE", 3)
    fill(path, 10)
    with open_register(path) as looked, open_register(path, wait=0.1) as other:
        for row in looked.rows():
            if row.number % 3 == 0 and row.number < 20:
                other.append(made_up(50, other), POLICY, lambda: NOON + timedelta(days=9))
        assert row.number == 14
        assert verify(looked).entries == 14


@pytest.mark.parametrize(
    "command", [["list"], ["stats"], ["show", "4"], ["replay"], ["export"], ["checkpoint"]]
)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE content SET summary = '99' WHERE number = 4",
        "UPDATE content SET summary = x'00' WHERE number = 4",
        "UPDATE content SET summary = '[' WHERE number = 4",
        "UPDATE content SET case_file = '[', recommendation = '' WHERE number = 4",
        "UPDATE content SET recommendation = zeroblob(200000) WHERE number = 4",
        "UPDATE chain SET made = x'00' WHERE number = 4",
        "UPDATE chain SET signature = 'x' WHERE number = 4",
        "UPDATE chain SET kind = 'key' WHERE number = 4",
        "UPDATE chain SET number = 1000000000 WHERE number = 4",
        "UPDATE chain SET number = -4 WHERE number = 4",
        "UPDATE chain SET number = 9223372036854775807 WHERE number = 4",
        "UPDATE policies SET files = '['",
    ],
)
def test_no_command_falls_over_a_tampered_register(
    filled, short_cells, command, statement, monkeypatch, capsys, tmp_path
):
    made = loosen(filled)
    tamper(filled, statement)
    look_strict(filled, made)
    more = ["--out", str(tmp_path / "c.json")] if command == ["checkpoint"] else []
    monkeypatch.setenv("THRESHOLD_REGISTER", str(filled))
    monkeypatch.setattr(sys, "argv", ["threshold", "register", *command, *more])
    status = main()
    told = capsys.readouterr().err
    assert "internal error" not in told
    assert status in ((1, 2) if command[0] in ("list", "stats") and "policies" not in statement else (0, 2))
    if status and "number" not in statement.split("WHERE")[0] and "policies" not in statement:
        assert "entry 4" in told or command == ["checkpoint"] or "too long" in told or command == ["replay"]


def test_what_was_removed_is_not_listed_as_erased(filled):
    tamper(filled, "DELETE FROM content WHERE number = 5")
    with open_register(filled) as register:
        amiss = [entry for entry in register.entries() if entry.amiss]
    assert [(entry.link.number, entry.amiss) for entry in amiss] == [
        (5, "its content was removed, and no erasure that counts says so")
    ]


def test_others_who_are_writing_are_no_damage(filled):
    """Whoever has to wait too long is told so, and not that the file is damaged."""
    with open_register(filled, wait=0.05) as register:
        rows = register.rows()
        next(rows)
        with closing(sqlite3.connect(filled, isolation_level=None)) as other:
            del rows
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                next(register.rows())
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                register.structure(5)


@pytest.mark.parametrize("change", ["UPDATE register SET one = 2", "DELETE FROM register"])
def test_a_register_that_is_not_known_any_more_is_not_added_to(path, change):
    with open_register(path, make=True) as register:
        identity = register.identity
        register.append(made_up(1, identity), POLICY)
    tamper(path, change)
    assert "which register this is was altered" in faults(path)
    with open_register(path) as register, pytest.raises(BadInput, match="nothing is added to it"):
        register.append(made_up(2, identity), POLICY)


def test_a_file_too_large_for_its_structure_to_be_looked_at_says_so(filled, monkeypatch):
    monkeypatch.setattr("threshold.register.rows.Rows.structure", lambda *_: None)
    with open_register(filled) as register:
        found = verify(register)
    assert found.faults == ()
    assert "not as a whole" in str(found.notes[0])


def test_what_is_missing_is_told_however_much_else_is_amiss(path, monkeypatch):
    monkeypatch.setattr("threshold.register.faults.MOST", 5)
    fill(path, 20)
    tamper(
        path, "UPDATE content SET case_file = '{}'", *(f"DELETE FROM {t} WHERE number = 18" for t in TABLES)
    )
    with open_register(path) as register:
        found = verify(register)
    assert len(found.faults) == 6
    assert str(found.faults[-1]) == "entry 18: was removed"
    assert found.more_faults == 14


def test_an_entry_given_the_number_0_is_named(filled):
    tamper(filled, *(f"UPDATE {table} SET number = 0 WHERE number = 5" for table in TABLES))
    assert "entry 0: was moved here: it was recorded as entry 5" in faults(filled)
