"""A program that is killed while it erases, or brings a register up to date: all of it or nothing.

Recording is tried in test_store.py, and with a mirror in test_mirror.py. `make stress` kills 200 times.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest

from threshold.register.chain import beginning, link, text_digest
from threshold.register.database import LATEST
from threshold.register.store import open_register
from threshold.register.verify import verify

from .conftest import NOON, POLICY, fill, made_up, signing, ticking

STRESS = bool(os.environ.get("THRESHOLD_STRESS"))
ROOT = Path(__file__).parents[2]

ERASER = """
import sys
from pathlib import Path
from threshold.register.entries import Erasure
from threshold.register.signing import read_signer
from threshold.register.store import Way, open_register
signer = read_signer(Path(sys.argv[2]))
with open_register(Path(sys.argv[1])) as register:
    print("ready", flush=True)
    for link in list(register.chain()):
        if link.kind == "decision" and register.holds(link.number):
            numbers = (link.number,)
            erasure = Erasure(numbers, "Team Manager", "TM-07", "The time is over", register.identity)
            register.erase(numbers, erasure, Way(signer=signer))
            print(link.number, flush=True)
"""
OPENER = """
import sys
from pathlib import Path
from threshold.register.store import open_register
print("ready", flush=True)
with open_register(Path(sys.argv[1])) as register:
    print("done", flush=True)
"""


def killed(after: float, script: str, *arguments: str) -> list[str]:
    """What a program had said until it was killed, so many seconds after it was ready."""
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        time.sleep(after)
        program.send_signal(signal.SIGKILL)
        return [line[:-1] for line in program.stdout if line.endswith("\n")]


def test_an_erasure_that_was_acknowledged_is_done_and_every_other_done_or_not(path, tmp_path):
    random = Random(6)
    entries = 1000 if STRESS else 60
    fill(path, entries)
    signer = signing(path, tmp_path, clock=ticking(NOON + timedelta(minutes=entries)))
    assert signer.public
    gone: set[int] = set()
    for _ in range(200 if STRESS else 6):
        said = killed(random.random() * 0.2, ERASER, str(path), str(tmp_path / "TM-07.pem"))
        gone |= {int(number) for number in said}
        with open_register(path) as register:
            found = verify(register)
            assert found.faults == ()
            assert gone <= set(found.erased)
            gone = set(found.erased)
    data = path.read_bytes()
    assert [number for number in gone if f'"case":"C-{number}"'.encode() in data] == []


def of_version_1(path: Path, entries: int) -> None:
    """A register as the program's first version made them."""
    schema = files("threshold.register").joinpath("schema-1.sql").read_text(encoding="utf-8")
    clock = ticking()
    with closing(sqlite3.connect(path)) as database:
        database.executescript(schema)
        database.execute("PRAGMA application_id = 0x54485247")
        database.execute("PRAGMA user_version = 1")
        (identity,) = database.execute("SELECT identity FROM register").fetchone()
        previous = beginning(identity)
        for number in range(1, entries + 1):
            content = made_up(number, "")
            new = link(previous, number, f"{clock():%Y-%m-%dT%H:%M:%SZ}", content.digest, format_=1)
            row = (number, new.made, new.content, None, new.previous, new.hash)
            database.execute("INSERT INTO chain VALUES (?, ?, ?, ?, ?, ?)", row)
            parts = (number, content.salt, content.summary, content.case_file, content.recommendation)
            database.execute("INSERT INTO content VALUES (?, ?, ?, ?, ?)", parts)
            previous = new.hash
        database.execute("INSERT INTO policies VALUES (?, ?)", (text_digest(POLICY), POLICY))
        database.commit()


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.slow
def test_a_register_is_brought_up_to_date_wholly_or_not_at_all(path, tmp_path):
    random = Random(7)
    old = tmp_path / "old.sqlite"
    of_version_1(old, 2000)
    with closing(sqlite3.connect(old)) as database:
        before = database.execute("SELECT number, made, content, previous, hash FROM chain").fetchall()
    begun = time.monotonic()
    shutil.copy(old, path)
    with open_register(path):
        takes = time.monotonic() - begun
    came = set()
    for _ in range(200 if STRESS else 8):
        shutil.copy(old, path)
        killed(random.random() * 1.5 * takes, OPENER, str(path))
        came.add(version(path))
        with open_register(path) as register:
            links = list(register.chain())
            assert [
                (each.number, each.made, each.content, each.previous, each.hash) for each in links
            ] == before
            assert all(each.fits for each in links)
            assert verify(register).faults == ()
        assert version(path) == LATEST
    assert came <= {1, LATEST}  # as it lay there before it was opened again
