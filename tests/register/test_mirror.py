"""The mirror: appended to after each entry, never wrong about it, and nothing is recorded against it."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from threshold.reading import BadInput
from threshold.register.mirror import Apart, Mirror, cut_short, data_in, first_line, line_of, number_in
from threshold.register.mirrored import hold_against
from threshold.register.store import open_register

from .conftest import NOON, POLICY, fill, made_up, tamper, ticking

STRESS = bool(os.environ.get("THRESHOLD_STRESS"))


@pytest.fixture
def mirror(filled, tmp_path) -> Path:
    """A mirror of the register with seven entries."""
    write(filled, tmp_path / "mirror.ndjson")
    return tmp_path / "mirror.ndjson"


def write(path: Path, mirror: Path) -> list[str]:
    with open_register(path) as register:
        return Mirror(mirror).catch_up(register)


def append(path: Path, number: int, mirror: Path | None = None) -> list[str]:
    """Record an entry as the program does it: the mirror looked at before, and written after."""
    with open_register(path) as register:
        if mirror is not None:
            Mirror(mirror).check(register)
        register.append(made_up(number, register), POLICY, ticking(NOON + timedelta(days=number)))
        return [] if mirror is None else Mirror(mirror).catch_up(register)


def refusal(path: Path, mirror: Path) -> str:
    with open_register(path) as register:
        before = register.newest()
        with pytest.raises(BadInput, match="nothing was recorded") as told:
            Mirror(mirror).check(register)
        with pytest.raises(Apart):
            Mirror(mirror).catch_up(register)
        assert register.newest() == before
    return str(told.value)


def differences(path: Path, mirror: Path) -> list[str]:
    with open_register(path) as register:
        return [str(fault) for fault in hold_against(register, mirror).faults]


def test_it_names_the_register_and_has_a_line_for_each_link_and_nothing_of_any_case(filled, mirror):
    lines = mirror.read_bytes().splitlines(keepends=True)
    with open_register(filled) as register:
        assert lines == [first_line(register.identity), *(line_of(link) for link in register.links())]
        told = [json.loads(line) for line in lines[1:]]
        assert [(each["number"], each["hash"]) for each in told] == [
            (link.number, link.hash) for link in register.links()
        ]
    assert b"C-3" not in mirror.read_bytes()
    assert b"TM-07" not in mirror.read_bytes()
    assert mirror.stat().st_mode & 0o777 == 0o600
    assert differences(filled, mirror) == []


def test_a_new_one_begins_without_a_word_and_one_of_an_older_register_says_what_it_has(path, tmp_path):
    fill(path, 0)
    assert append(path, 1, tmp_path / "a") == []
    assert append(path, 2, tmp_path / "a") == []
    (told,) = append(path, 3, tmp_path / "b")
    assert told == "the mirror was begun with entries 1 to 3, as the register has them now"


def test_what_was_recorded_without_it_is_written_the_next_time_and_told(filled, mirror):
    append(filled, 8)
    append(filled, 9)
    assert differences(filled, mirror) == [
        "entries 8 to 9 are missing in the mirror: recorded without it, or taken out of it"
    ]
    (told,) = append(filled, 10, mirror)
    assert "entries 8 to 10 are in the mirror now" in told
    assert differences(filled, mirror) == []


@pytest.mark.parametrize("cut", [1, 2, 30, 100])
@pytest.mark.parametrize("kept", [0, 1, 7])
def test_a_line_cut_short_is_passed_over_and_written_again(filled, mirror, kept, cut):
    """Also the first line, also twice, and where the disk filled the gap with zeros."""
    lines = mirror.read_bytes().splitlines(keepends=True)
    mirror.write_bytes(b"".join(lines[:kept]) + lines[kept][:-cut])
    told = append(filled, 8, mirror)
    short = cut > 1 and len(lines[kept]) > cut
    assert ("the mirror's last line was cut short; it is passed over, and was written again" in told) == short
    assert differences(filled, mirror) == []
    whole = mirror.read_bytes()
    mirror.write_bytes(whole + b'{"num')
    append(filled, 9)
    mirror.write_bytes(mirror.read_bytes() + b"\n" + b'{"number":9,' + b"\0" * 40)
    append(filled, 10, mirror)
    assert mirror.read_bytes().startswith(whole)
    assert differences(filled, mirror) == []


def test_a_register_that_was_cut_off_is_not_recorded_in(filled, mirror):
    tamper(filled, "DELETE FROM content WHERE number > 5", "DELETE FROM chain WHERE number > 5")
    assert "knows of 7 entries and the register of 5" in refusal(filled, mirror)
    assert differences(filled, mirror) == [
        "entries 6 to 7 were cut off: the mirror has more than the register"
    ]


def test_a_register_that_was_written_anew_is_not_recorded_in(filled, mirror, tmp_path):
    """All hashes are right, and it is as long as it was."""
    rewritten(filled, 5)
    assert "entry 7 is not as the mirror has it" in refusal(filled, mirror)
    assert differences(filled, mirror) == [
        "entry 5: is not as the mirror has it: it and all after it (2) was rewritten, here or there"
    ]


def rewritten(path: Path, number: int) -> None:
    """The entries from one on made anew."""
    gone = [f"DELETE FROM {table} WHERE number >= {number}" for table in ("content", "chain")]
    tamper(path, *gone)
    with open_register(path) as register:
        for each in range(number, 8):
            register.append(
                made_up(each, register, headline="Invented"), POLICY, ticking(NOON + timedelta(hours=each))
            )


def test_another_register_s_mirror_is_refused(filled, mirror, tmp_path):
    fill(tmp_path / "other.sqlite", 7)
    assert "of another register" in refusal(tmp_path / "other.sqlite", mirror)
    assert "of another register" in differences(tmp_path / "other.sqlite", mirror)[0]


@pytest.mark.parametrize(
    "content", [b"hello\n", b"\n\nx", b"[]\n", b'{"schema":"other/1"}\n', b"\xff" * 9000]
)
def test_what_is_no_mirror_is_left_as_it_is(filled, tmp_path, content):
    (tmp_path / "notes").write_bytes(content)
    assert "this is no mirror" in refusal(filled, tmp_path / "notes")
    assert (tmp_path / "notes").read_bytes() == content
    with pytest.raises(BadInput, match="no mirror"):
        differences(filled, tmp_path / "notes")


def test_the_register_itself_is_no_mirror(filled):
    before = filled.read_bytes()
    assert "this is no mirror" in refusal(filled, filled)
    assert filled.read_bytes() == before


@pytest.mark.parametrize("added", [b"a note\n", b"[]\n", b'{"number":"8"}\n', b"x" * 70_000])
def test_a_mirror_that_ends_in_something_else_is_not_written_on(filled, mirror, added):
    mirror.write_bytes(mirror.read_bytes() + added)
    assert "last lines cannot be read" in refusal(filled, mirror)
    assert any("a line of the mirror cannot be read" in each for each in differences(filled, mirror))


@pytest.mark.parametrize("number", [8, 2**70, 10**30])
def test_a_number_that_no_entry_has_is_not_believed(filled, mirror, number):
    mirror.write_bytes(mirror.read_bytes() + b'{"number":%d}\n' % number)
    assert "and the register of 7" in refusal(filled, mirror)
    assert any("a line of the mirror cannot be read" in each for each in differences(filled, mirror))


def test_a_place_that_cannot_be_reached_stops_nothing_but_is_told(filled, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for place in ("missing/mirror", ".", "pipe"):
        with open_register(filled) as register:
            Mirror(tmp_path / place).check(register)
            with pytest.raises(OSError):  # noqa: PT011
                Mirror(tmp_path / place).catch_up(register)


def test_a_full_disk_is_told_and_the_rest_is_written_later(filled, tmp_path):
    place = tmp_path / "mirror"
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_register(filled) as register:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
            with pytest.raises(OSError, match="too large"):
                Mirror(place).catch_up(register)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, old)
        assert place.stat().st_size == 1000
        assert "cut short" in Mirror(place).catch_up(register)[0]
        assert hold_against(register, place).faults == ()


def _record(path: Path, mirror: Path, who: int, entries: int) -> None:
    with open_register(path) as register:
        for number in range(entries):
            Mirror(mirror).check(register)
            register.append(made_up(who * 100 + number, register), POLICY)
            Mirror(mirror).catch_up(register)


def test_many_who_record_at_once_write_each_line_once(path, tmp_path):
    """And whoever compares the two meanwhile accuses nobody."""
    mirror = tmp_path / "mirror"
    fill(path, 1)
    write(path, mirror)
    fork = get_context("fork")
    workers = [fork.Process(target=_record, args=(path, mirror, who, 10)) for who in range(4)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        assert differences(path, mirror) == []
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    numbers = [number_in(line) for line in mirror.read_bytes().splitlines()]
    assert numbers == [None, *range(1, 42)]
    assert differences(path, mirror) == []


WRITER = """
import sys
from pathlib import Path
from tests.register.conftest import POLICY, made_up
from threshold.register import open_register
from threshold.register.mirror import Mirror
mirror = Mirror(Path(sys.argv[2]))
with open_register(Path(sys.argv[1]), make=True) as register:
    print("ready", flush=True)
    for number in range(1, 100_000):
        mirror.check(register)
        new = register.append(made_up(number, register), POLICY)
        mirror.catch_up(register)
        print(new.hash, flush=True)
"""


def test_a_killed_recorder_leaves_a_mirror_that_goes_on(path, tmp_path):
    """What was acknowledged is in both, each line once, and in order."""
    random = Random(5)
    mirror = tmp_path / "mirror"
    acknowledged: set[str] = set()
    root = Path(__file__).parents[2]
    for _ in range(200 if STRESS else 5):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(mirror)],
            stdout=subprocess.PIPE,
            cwd=root,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            begun = time.monotonic()
            acknowledged |= {writer.stdout.readline().rstrip("\n") for _ in range(3)}
            time.sleep(random.random() * (time.monotonic() - begun) / 3)
            writer.send_signal(signal.SIGKILL)
            acknowledged |= {line[:-1] for line in writer.stdout if line.endswith("\n")}
        there = {data_in(line).get("hash") for line in mirror.read_bytes().splitlines()}
        assert acknowledged <= there
    write(path, mirror)
    assert differences(path, mirror) == []
    numbers = [number for line in mirror.read_bytes().splitlines() if (number := number_in(line))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= len(acknowledged)


def test_a_mirror_that_may_only_be_appended_to_will_do(filled, tmp_path):
    mirror = tmp_path / "mirror"
    mirror.touch()
    if subprocess.run(["chattr", "+a", str(mirror)], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to let a file only be appended to")
    try:
        append(filled, 8, mirror)
        append(filled, 9, mirror)
        assert differences(filled, mirror) == []
    finally:
        subprocess.run(["chattr", "-a", str(mirror)], check=True)


def test_a_long_one_is_looked_at_by_its_end(path, tmp_path):
    fill(path, 300)
    write(path, tmp_path / "mirror")
    assert (tmp_path / "mirror").stat().st_size > 64 * 1024
    assert append(path, 301, tmp_path / "mirror") == []
    shutil.copy(path, tmp_path / "old.sqlite")
    append(path, 302, tmp_path / "mirror")
    assert "knows of 302 entries" in refusal(tmp_path / "old.sqlite", tmp_path / "mirror")


def test_only_the_beginning_of_a_line_is_a_line_cut_short():
    assert cut_short(b'{"a"', b'{"a":1}\n')
    assert cut_short(b"\n", b'{"a":1}\n')
    assert cut_short(b'{"a"\0\0\n', b'{"a":1}\n\0\0\0')
    assert not cut_short(b'{"a":1}\n', b'{"a":1}\n')
    assert not cut_short(b'{"b"', b'{"a":1}\n')
