"""A register of version 1 is brought up to date whole, or refused by the entry that was altered."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from threshold.reading import BadInput
from threshold.register import verify
from threshold.register.database import LATEST
from threshold.register.migration import refuse_what_was_altered
from threshold.register.store import open_register

from .conftest import POLICY, made_up, tamper
from .test_store import STRESS, nobody

OLD = Path(__file__).with_name("version_1") / "register.sqlite"
CHAIN = "SELECT number, made, content, erases, previous, hash FROM chain ORDER BY number"
CONTENT = "SELECT number, salt, summary, case_file, recommendation FROM content ORDER BY number"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "register.sqlite"))


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def version(path: Path) -> int:
    return rows(path, "PRAGMA user_version")[0][0]


def test_the_chain_and_what_entries_hold_are_kept_to_the_byte(old):
    chain, content = rows(old, CHAIN), rows(old, CONTENT)
    identity, policies = rows(old, "SELECT identity FROM register"), rows(old, "SELECT * FROM policies")
    with open_register(old) as register:
        found = verify(register)
        assert (found.entries, found.faults, found.notes) == (4, (), ())
    assert version(old) == LATEST
    assert rows(old, CHAIN) == chain
    assert rows(old, CONTENT) == content
    assert rows(old, "SELECT identity FROM register") == identity
    assert rows(old, "SELECT * FROM policies") == policies
    assert set(rows(old, "SELECT format, kind FROM chain")) == {(1, "decision")}


def test_it_goes_on_growing_afterwards(old):
    with open_register(old) as register:
        made = register.append(made_up(5, register), POLICY)
        assert (made.number, made.format) == (5, 2)
        assert verify(register).faults == ()


def test_nothing_of_the_older_tables_is_left_in_the_file(old):
    with open_register(old):
        pass
    names = {str(name) for (name,) in rows(old, "SELECT name FROM sqlite_master WHERE type <> 'index'")}
    assert {name for name in names if name.endswith("_1")} == set()
    # What an old entry holds stands in the file once, and can be erased from it for good.
    summary = str(rows(old, "SELECT summary FROM content WHERE number = 2")[0][0])
    assert old.read_bytes().count(summary[:60].encode()) == 1


ALTERED = [
    ("UPDATE chain SET made = 5 WHERE number = 3", "entry 3: its line in the chain was altered"),
    ("UPDATE chain SET made = 'today' WHERE number = 3", "entry 3: its line in the chain was altered"),
    ("UPDATE chain SET hash = x'00' WHERE number = 2", "entry 2: its line in the chain was altered"),
    ("UPDATE chain SET previous = 1.5 WHERE number = 2", "entry 2: its line in the chain was altered"),
    ("UPDATE chain SET content = 'x' WHERE number = 1", "entry 1: its line in the chain was altered"),
    ("UPDATE chain SET erases = 'x' WHERE number = 4", "entry 4: its line in the chain was altered"),
    ("UPDATE chain SET erases = 4 WHERE number = 4", "entry 4: its line in the chain was altered"),
    ("UPDATE chain SET number = -1 WHERE number = 4", "entry -1: its line in the chain was altered"),
    ("UPDATE content SET summary = x'7b7d' WHERE number = 4", "entry 4: what it holds was altered"),
    ("UPDATE content SET salt = 'x' WHERE number = 4", "entry 4: what it holds was altered"),
    ("UPDATE content SET case_file = x'00' WHERE number = 1", "entry 1: what it holds was altered"),
    ("UPDATE content SET recommendation = x'' WHERE number = 1", "entry 1: what it holds was altered"),
    ("UPDATE policies SET files = x'7b7d'", "a policy kept here was altered"),
    ("UPDATE policies SET digest = 'x'", "a policy kept here was altered"),
    ("UPDATE register SET identity = 'another'", "which register this is cannot be told"),
    ("DELETE FROM register", "which register this is cannot be told"),
    ("INSERT INTO register SELECT identity FROM register", "which register this is cannot be told"),
]


@pytest.mark.parametrize(("statement", "told"), ALTERED)
def test_what_was_altered_is_named_and_the_file_left_as_it_is(old, statement, told):
    tamper(old, statement)
    before = old.read_bytes()
    with pytest.raises(BadInput, match=told) as refused, open_register(old):
        pass
    assert "Keep it as it is" in str(refused.value)
    assert old.read_bytes() == before


@pytest.mark.parametrize("statement", ["DROP TRIGGER link_stays", "CREATE TABLE more (x)"])
def test_changed_protections_are_not_put_back_unseen(old, statement):
    with closing(sqlite3.connect(old, isolation_level=None)) as database:
        database.execute(statement)
    with pytest.raises(BadInput, match="were changed; it is of version 1"), open_register(old):
        pass
    assert version(old) == 1


def test_a_register_of_version_2_that_calls_itself_older_is_not_brought_up_to_date_again(old):
    with open_register(old):
        pass
    tamper(old, "PRAGMA user_version = 1")
    before = old.read_bytes()
    with pytest.raises(BadInput, match="were changed"), open_register(old):
        pass
    assert old.read_bytes() == before


def test_what_verify_names_by_itself_is_copied_as_it_is(old):
    tamper(old, "UPDATE content SET case_file = '{}' WHERE number = 2")
    with open_register(old) as register:
        assert [str(fault) for fault in verify(register).faults] == ["entry 2: what it holds was altered"]


def test_a_register_as_version_1_made_it_is_not_refused(old):
    with closing(sqlite3.connect(old)) as database:
        refuse_what_was_altered(database, old, made_otherwise=False)
        with pytest.raises(BadInput, match="were changed"):
            refuse_what_was_altered(database, old, made_otherwise=True)


def test_a_read_only_one_has_a_clear_word(old):
    old.chmod(0o444)
    if os.geteuid() == 0:
        os.chown(old, 65534, 65534)
    for folder in (old.parent, *old.parent.parents[:3]):
        if str(folder) != "/tmp":
            folder.chmod(0o755)
    with (
        nobody(),
        pytest.raises(BadInput, match="of version 1 and must be brought up to date"),
        open_register(old),
    ):
        pass
    assert version(old) == 1


OPENING = """
import sys
from pathlib import Path
from threshold.register import open_register
print("ready", flush=True)
with open_register(Path(sys.argv[1])):
    print("done", flush=True)
"""


def test_killed_in_the_middle_it_is_of_either_version_and_whole(old, tmp_path):
    chain, random, seen = rows(old, CHAIN), Random(5), set()
    lasts = 0.0
    for turn in range(200 if STRESS else 8):
        path = Path(shutil.copy(OLD, tmp_path / f"{turn}.sqlite"))
        with subprocess.Popen(
            [sys.executable, "-c", OPENING, str(path)], stdout=subprocess.PIPE, text=True
        ) as opening:
            assert opening.stdout is not None
            assert opening.stdout.readline() == "ready\n"
            begun = time.monotonic()
            if turn:
                time.sleep(random.random() * lasts)
            else:  # how long it takes when nobody ends it
                assert opening.stdout.readline() == "done\n"
                lasts = time.monotonic() - begun
            opening.send_signal(signal.SIGKILL)
        with open_register(path) as register:
            assert verify(register).faults == ()
        assert rows(path, CHAIN) == chain
        seen.add(version(path))
        path.unlink()
    assert seen == {LATEST}


def test_a_second_row_that_says_which_register_it_is_was_put_in(old):
    tamper(old, "INSERT INTO register VALUES ('another')")
    before = old.read_bytes()
    with pytest.raises(BadInput, match="which register this is cannot be told"), open_register(old):
        pass
    assert old.read_bytes() == before


def test_on_a_full_disk_it_is_said_what_needs_room(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={OLD.stat().st_size // 4096 * 4 + 8}k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        path = Path(shutil.copy(OLD, place / "register.sqlite"))
        with pytest.raises(BadInput, match="must be brought up to date") as told, open_register(path):
            pass
        assert "room for a second copy" in str(told.value)
        assert "recorded" not in str(told.value)
        assert path.read_bytes() == OLD.read_bytes()
    finally:
        subprocess.run(["umount", str(place)], check=True)
