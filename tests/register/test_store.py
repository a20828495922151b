"""The file: made once, durable, append-only, private, and honest about what stands in the way."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from threshold.reading import BadInput
from threshold.register.chain import beginning, text_digest
from threshold.register.store import LATEST, open_register
from threshold.register.verify import verify

from .conftest import NOON, POLICY, faults, fill, made_up, rechain, tamper, ticking

# `make stress` asks for the long form of what is tried in short here.
STRESS = bool(os.environ.get("THRESHOLD_STRESS"))

REMOVED = "its content was removed, and no erasure that counts says so"


def refusal(path: Path, **options: object) -> str:
    """What the program says when it cannot add to the register."""
    with pytest.raises(BadInput) as told, open_register(path, make=True, **options) as register:
        register.append(made_up(1, register), POLICY)
    return str(told.value)


def count(path: Path) -> int:
    with open_register(path) as register:
        return len(register.links())


def test_a_register_says_what_it_is(filled):
    with closing(sqlite3.connect(filled)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (LATEST,)
        assert database.execute("PRAGMA application_id").fetchone() != (0,)


def test_a_newer_register_is_refused_and_left_as_it_is(filled):
    tamper(filled, f"PRAGMA user_version = {LATEST + 1}")
    before = filled.read_bytes()
    assert "made by a newer threshold" in refusal(filled)
    assert filled.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database at all, only some text", b"\0" * 5000])
def test_what_is_no_register_is_refused_and_left_as_it_is(path, content):
    path.write_bytes(content)
    assert "is no register" in refusal(path)
    assert path.read_bytes() == content


def test_another_program_s_database_is_refused(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE chain (number)")
        database.commit()
    assert "is no register" in refusal(path)


def test_a_folder_is_refused(tmp_path):
    assert "this is a folder" in refusal(tmp_path)


def test_reading_makes_nothing(path):
    with pytest.raises(BadInput, match="there is no register here"), open_register(path):
        pass
    assert not path.exists()


def test_its_files_are_its_owner_s_alone(tmp_path):
    path = tmp_path / "new" / "register.sqlite"
    old = os.umask(0)
    try:
        fill(path, 2)
    finally:
        os.umask(old)
    found = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert set(found.values()) == {0o600}
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o660, 0o644, 0o2660])
def test_the_rights_that_a_team_has_set_stay(filled, rights):
    filled.chmod(rights)
    assert count(filled) == 7
    with open_register(filled, make=True) as register:
        register.append(made_up(8, register), POLICY, ticking(NOON + timedelta(days=1)))
    assert filled.stat().st_mode & 0o7777 == rights


@pytest.mark.parametrize("table", ["chain", "content", "policies", "register"])
@pytest.mark.parametrize("change", ["DELETE FROM {0}", "UPDATE {0} SET rowid = rowid + 100"])
def test_the_database_itself_refuses_changes(filled, table, change):
    with (
        closing(sqlite3.connect(filled)) as database,
        pytest.raises(sqlite3.IntegrityError, match="only grows"),
    ):
        database.execute(change.format(table))


@pytest.mark.parametrize("table", ["chain", "content", "policies"])
def test_the_database_itself_refuses_replacements(filled, table):
    with closing(sqlite3.connect(filled)) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")


def test_the_database_itself_refuses_an_entry_out_of_order(filled):
    with closing(sqlite3.connect(filled)) as database:
        for number, previous in ((9, "hash"), (8, "'another'")):
            with pytest.raises(sqlite3.IntegrityError, match="follows the newest"):
                database.execute(
                    f"INSERT INTO chain SELECT {number}, format, kind, made, content, policy, 0, NULL, "
                    f"{previous}, hash, NULL, NULL FROM chain ORDER BY number DESC LIMIT 1"
                )


def test_each_policy_is_kept_once(filled):
    with open_register(filled) as register:
        register.append(
            made_up(8, register), '{"policies/q.yaml":"policy: q\\n"}', ticking(NOON + timedelta(days=1))
        )
        assert register.policies_kept() == (2, 0)


def test_a_clock_that_goes_backwards_is_told_and_nothing_is_recorded(filled):
    early = NOON - timedelta(days=1)
    with open_register(filled) as register:
        with pytest.raises(BadInput, match="clock is behind the newest entry"):
            register.append(made_up(8, register), POLICY, lambda: early)
        assert len(register.links()) == 7
        register.append(made_up(8, register, clock_checked=True), POLICY, lambda: early, clock_checked=True)
        assert verify(register).faults == ()


def test_a_locked_register_is_told(filled):
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert "another program is using the register" in refusal(filled, wait=0.1)
        database.execute("ROLLBACK")
    assert count(filled) == 7


@contextmanager
def nobody() -> Iterator[None]:
    """Without the rights of the system's administrator, for whom no file is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_register_can_be_read_but_not_written():
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    path = folder / "register.sqlite"
    try:
        fill(path, 2)
        path.chmod(0o444)
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
        folder.chmod(0o555)
        with nobody():
            assert "cannot be" in refusal(path)
            assert count(path) == 2
            assert faults(path) == []
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        path = place / "register.sqlite"
        acknowledged, told, clock = 0, "", ticking()
        with open_register(path, make=True) as register:
            try:
                for number in range(1, 1000):
                    content = made_up(number, register, headline="long " * 300)
                    register.append(content, POLICY, clock)
                    acknowledged = number
            except BadInput as error:
                told = str(error)
        assert "the disk is full" in told
        assert acknowledged > 5
        assert count(path) == acknowledged
        assert faults(path) == []
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_file_is_told(filled, share):
    data = filled.read_bytes()
    filled.write_bytes(data[: int(len(data) * share)])
    assert "damaged" in refusal(filled)
    with pytest.raises(BadInput, match="damaged"):
        faults(filled)


def _write(path: Path, who: int, entries: int) -> None:
    with open_register(path, make=True) as register:
        for number in range(entries):
            register.append(made_up(who * 1000 + number, register), POLICY)


def test_many_processes_lose_nothing(path):
    """And whoever reads meanwhile sees whole entries only."""
    processes, entries = (16, 100) if STRESS else (4, 25)
    fork = get_context("fork")
    workers = [fork.Process(target=_write, args=(path, who, entries)) for who in range(processes)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        if path.exists():
            assert faults(path) == []
            with open_register(path) as register:
                assert all(entry.summary for entry in register.entries())
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * processes
    assert faults(path) == []
    with open_register(path) as register:
        cases = [entry.summary.case for entry in register.entries() if entry.summary]
    assert sorted(cases) == sorted(f"C-{who * 1000 + n}" for who in range(processes) for n in range(entries))


WRITER = """
import sys
from pathlib import Path
from tests.register.conftest import POLICY, made_up
from threshold.register import open_register
with open_register(Path(sys.argv[1]), make=True) as register:
    print("ready", flush=True)
    for number in range(1, 100_000):
        print(register.append(made_up(number, register), POLICY).hash, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_it_said_was_stored(path):
    random = Random(4)
    acknowledged: list[str] = []
    root = Path(__file__).parents[2]
    for _ in range(200 if STRESS else 6):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=root, text=True
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            begun, several = time.monotonic(), random.randint(2, 8)
            acknowledged += [writer.stdout.readline().rstrip("\n") for _ in range(several)]
            # It has been at its work for as long as several entries take; somewhere within the next, it dies.
            time.sleep(random.random() * (time.monotonic() - begun) / several)
            writer.send_signal(signal.SIGKILL)
            # A line cut short by the kill acknowledged nothing.
            acknowledged += [line[:-1] for line in writer.stdout if line.endswith("\n")]
    with open_register(path) as register:
        hashes = [link.hash for link in register.links()]
        assert verify(register).faults == ()
    assert all(acknowledged)
    assert set(acknowledged) <= set(hashes)


def test_entries_follow_each_other_from_the_beginning(filled):
    with open_register(filled) as register:
        links = register.links()
        assert [each.number for each in links] == [1, 2, 3, 4, 5, 6, 7]
        assert [each.previous for each in links] == [
            beginning(register.identity),
            *(each.hash for each in links[:-1]),
        ]
        assert all(each.fits for each in links)
        assert [entry.summary.case for entry in register.entries()] == [
            f"C-{number}" for number in range(1, 8)
        ]


def test_what_an_entry_holds_is_read_by_its_number(filled):
    with open_register(filled) as register:
        assert register.content(3).case_file == '{"case":"C-3"}'
        assert register.content(3).digest == register.links()[2].content
        assert register.content(8) is None
        assert [register.holds(number) for number in (0, 1, 7, 8)] == [False, True, True, False]


def test_a_policy_is_given_out_only_as_it_was_kept(filled):
    digest = text_digest(POLICY)
    with open_register(filled) as register:
        assert register.policy(digest) == json.loads(POLICY)
        assert (register.keeps(digest), register.keeps("0" * 64)) == (True, None)
        assert register.policy("0" * 64) is None
    tamper(filled, "UPDATE policies SET files = '{}'")
    with open_register(filled) as register:
        assert register.policy(digest) is None
        assert register.keeps(digest) is False
        assert register.policies_kept() == (1, 1)


@pytest.mark.parametrize(
    ("statement", "amiss"),
    [
        ("UPDATE content SET summary = '{}' WHERE number = 4", "is not as it was recorded"),
        ("UPDATE content SET case_file = case_file || ' ' WHERE number = 4", "is not as it was recorded"),
        ("UPDATE content SET salt = zeroblob(32) WHERE number = 4", "is not as it was recorded"),
        ("UPDATE chain SET made = '2026-04-01T12:03:01Z' WHERE number = 4", "is not as it was recorded"),
        (
            "DELETE FROM content WHERE number = 4",
            REMOVED,
        ),
    ],
)
def test_of_an_entry_that_is_not_as_recorded_nothing_is_given_out(filled, statement, amiss):
    tamper(filled, statement)
    with open_register(filled) as register:
        entries = register.entries()
    assert [(each.link.number, each.amiss) for each in entries if each.amiss or not each.told] == [(4, amiss)]
    assert entries[3].told is None


def test_what_was_removed_is_not_erased_by_an_entry_that_was_altered_to_say_so(filled):
    statements = ("DELETE FROM content WHERE number = 4", "UPDATE chain SET erases = 4 WHERE number = 6")
    tamper(filled, *statements)
    with open_register(filled) as register:
        assert [each.link.number for each in register.entries() if each.amiss] == [4, 6]


def test_an_entry_made_anew_that_says_nothing_known_is_told_too(filled):
    tamper(filled, "UPDATE content SET summary = '{}' WHERE number = 4")
    rechain(filled)
    with open_register(filled) as register:
        assert [each.amiss for each in register.entries() if each.amiss] == [
            "what it holds is nothing that this program records"
        ]


def test_times_are_kept_to_the_second_whatever_the_clock_s_zone(path):
    at = datetime(2026, 7, 1, 13, 0, 5, 999_999, tzinfo=timezone(timedelta(hours=1)))
    with open_register(path, make=True) as register:
        assert register.append(made_up(1, register), POLICY, lambda: at).made == "2026-07-01T12:00:05Z"
        # An entry of the same second is not behind.
        assert register.append(made_up(2, register), POLICY, lambda: at).number == 2


def test_two_registers_are_never_the_same(tmp_path):
    found = set()
    for name in ("a", "b"):
        with open_register(tmp_path / name, make=True) as register:
            found.add(register.identity)
            assert len(register.identity) == 32
    assert len(found) == 2


def test_a_register_that_is_there_is_opened_and_not_made_anew(filled):
    with open_register(filled) as register:
        identity = register.identity
    with open_register(filled, make=True) as register:
        assert (register.identity, len(register.links())) == (identity, 7)


def test_a_sound_register_has_nothing_wrong_with_it(filled):
    with open_register(filled) as register:
        assert (register.structure(60), register.made_otherwise()) == (True, False)
    with closing(sqlite3.connect(filled, isolation_level=None)) as database:
        database.execute("DROP TRIGGER content_is_kept")
    with open_register(filled) as register:
        assert (register.structure(60), register.made_otherwise()) == (True, True)
