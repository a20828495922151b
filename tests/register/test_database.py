"""The database: what goes is gone from the file, what is not ours is refused, and errors are plain words."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from threshold.reading import BadInput
from threshold.register.database import connected, in_plain_words, made_otherwise, primary_code, transaction
from threshold.register.store import open_register

from .conftest import NOON, POLICY, erase, faults, fill, made_up, signing, tamper, ticking


def test_what_was_erased_is_nowhere_in_the_file_any_more(path, tmp_path):
    """Long and short, with entries before and after it, and on pages that are left over."""
    word = "Zebra"
    with open_register(path, make=True) as register:
        clock = ticking()
        for number in range(1, 13):
            marked = f"{word}{number}x " * (2000 if number % 3 == 0 else 3)
            register.append(made_up(number, register, headline=marked), POLICY, clock)
    signer = signing(path, tmp_path)
    assert all(f"{word}{number}x".encode() in path.read_bytes() for number in range(1, 13))
    erase(path, signer, 2, 3, 6, 7, 12)
    journal = path.with_name(f"{path.name}-journal")
    left = path.read_bytes() + (journal.read_bytes() if journal.exists() else b"")
    gone = [number for number in range(1, 13) if f"{word}{number}x".encode() not in left]
    assert gone == [2, 3, 6, 7, 12]
    assert faults(path) == []


def test_a_transaction_is_all_or_nothing(filled):
    with connected(filled, wait=None) as database:
        two = (f"INSERT INTO policies VALUES ('{'0' * 64}', '')", "INSERT INTO policies VALUES ('x', '')")
        with pytest.raises(sqlite3.IntegrityError), transaction(database):
            [database.execute(statement) for statement in two]
        assert database.execute("SELECT count(*) FROM policies").fetchone() == (1,)


def test_tables_made_otherwise_are_known(filled):
    with connected(filled, wait=None) as database:
        assert not made_otherwise(database)
        assert made_otherwise(database, version=1)
        database.execute("DROP INDEX erasing")
        assert made_otherwise(database)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT nothing FROM register", "tables are not as this program makes them"),
        ("SELECT * FROM nowhere", "tables are not as this program makes them"),
        ("INSERT INTO policies VALUES ('x', 'x')", "refused the entry"),
        ("SELECT zeroblob(200000)", "too long"),
    ],
)
def test_errors_are_told_in_plain_words(filled, short_cells, statement, told):
    with pytest.raises(BadInput, match=told), connected(filled, wait=None) as database:
        database.execute(statement)


def test_an_error_of_the_disk_is_told(tmp_path):
    with pytest.raises(BadInput, match="cannot be used"), in_plain_words(tmp_path):
        (tmp_path / "nowhere").read_bytes()
    assert primary_code(sqlite3.OperationalError()) == 0


@pytest.mark.parametrize("table", ["chain", "content", "policies", "register"])
def test_a_table_that_is_gone_or_another_is_refused_or_told(filled, table):
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO other")
    with pytest.raises(BadInput, match="not as this program makes them"):
        faults(filled)
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        database.execute(f"CREATE VIEW {table} AS SELECT * FROM other")
    assert "the tables, or the triggers that let the register only grow, were changed" in faults(filled)


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE chain SET made = ?", "today"),
        ("UPDATE chain SET kind = ?", "Decision"),
        ("UPDATE chain SET kind = ?", ""),
        ("UPDATE chain SET format = ?", 3),
        ("UPDATE chain SET put_right = ?", 2),
        ("UPDATE chain SET erases = ?", 0),
        ("UPDATE chain SET hash = ?", "x"),
        ("UPDATE chain SET number = -number + ?", 0),
        ("UPDATE chain SET signer = ?", "a" * 64),
        ("UPDATE chain SET policy = ?", "x"),
        ("UPDATE content SET salt = ?", b"short"),
        ("UPDATE content SET summary = ?", None),
        ("UPDATE register SET one = ?", 2),
        ("UPDATE register SET identity = ?", "x"),
        ("UPDATE policies SET digest = ?", "x"),
    ],
)
def test_the_tables_take_no_cell_that_no_register_has(filled, statement, value):
    """Even with the triggers off."""
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(statement, (value,))


def test_a_pipe_is_no_register(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="is no register"), open_register(tmp_path / "pipe"):
        pass


def test_what_was_tampered_with_never_grows(filled):
    tamper(filled, "UPDATE chain SET made = '2020-01-01T00:00:00Z' WHERE number = 7")
    with (
        open_register(filled) as register,
        pytest.raises(BadInput, match="the newest entry, 7, is not as it was"),
    ):
        register.append(made_up(8, register), POLICY)


def test_nothing_stays_beside_a_register(path, tmp_path):
    fill(path, 2)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def appended(path: Path) -> str:
    """The number of an entry that somebody else of the group adds, or what they are told."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(100)
            os.setuid(1234)
            with open_register(path) as register:
                told = str(register.append(made_up(2, register), POLICY).number)
        except Exception as error:
            told = str(error)
        os.write(write, told.encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(write)
    with open(read) as pipe:
        return pipe.read()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("left", [False, True], ids=["made_now", "made_by_an_earlier_version"])
def test_a_second_person_of_a_team_records_in_a_register_that_was_shared(left):
    """Its maker has given it the group's rights, and has not used it since."""
    with TemporaryDirectory() as place:
        folder, path = Path(place), Path(place) / "register.sqlite"
        os.chown(folder, 0, 100)
        folder.chmod(0o2770)
        fill(path, 1)
        os.chown(path, 0, 100)
        path.chmod(0o660)
        journal = folder / "register.sqlite-journal"
        if left:
            journal.touch(0o600)
            assert "register.sqlite-journal beside the register cannot be opened" in appended(path)
            fill(path, 1, NOON.replace(day=2))  # as the first person again
            assert not journal.exists()
        assert appended(path) == ("3" if left else "2")
        assert path.stat().st_mode & 0o777 == 0o660
