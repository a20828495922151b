"""What a program that was killed left goes; what another is at work on, or a user's own, never does."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from threshold.output import asides
from threshold.output.asides import aside_file, aside_folder, claimed, clear, is_claimed, locked

WRITES = """
import sys, time
from pathlib import Path
from threshold.output.asides import aside_file, aside_folder
place = Path(sys.argv[1])
made = aside_folder(place) if sys.argv[2] == "folder" else aside_file(place / "a.csv", 0o600)
with made as aside:
    (aside / "part" if sys.argv[2] == "folder" else aside).write_text("half")
    print(aside.name, flush=True)
    time.sleep(600)
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="where what is left stays for a day")


@pytest.fixture(autouse=True)
def _first_run() -> Iterator[None]:
    clear.cache_clear()
    yield
    clear.cache_clear()


@pytest.fixture(params=["file", "folder"])
def writer(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator["subprocess.Popen[str]"]:
    """Another program that is writing."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITES, str(tmp_path), request.param], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_another_program_writes_is_left_until_it_is_killed(
    tmp_path: Path, writer: "subprocess.Popen[str]"
) -> None:
    (left,) = names(tmp_path)
    clear(tmp_path)
    assert names(tmp_path) == [left]
    writer.kill()
    writer.wait()
    assert names(tmp_path) == [left]
    clear.cache_clear()
    clear(tmp_path)
    assert names(tmp_path) == []


def test_whoever_writes_next_clears(tmp_path: Path, writer: "subprocess.Popen[str]") -> None:
    writer.kill()
    writer.wait()
    with aside_file(tmp_path / "b.csv", 0o600) as aside:
        assert names(tmp_path) == [aside.name]
    assert names(tmp_path) == []


def test_it_is_locked_also_where_the_number_of_the_program_says_nothing(
    tmp_path: Path, writer: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asides, "_runs", lambda program: False)  # as from another container
    clear(tmp_path)
    assert len(names(tmp_path)) == 1


def dead() -> int:
    """The number of a program that runs no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def left(folder: Path, machine: str | None = None, program: int | None = None, age: float = 0) -> Path:
    """A file as a killed program leaves one."""
    machine = asides._machine() if machine is None else machine
    path = folder / f".threshold-{machine}-{dead() if program is None else program}-{'0a' * 8}.csv"
    path.touch()
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def test_of_another_machine_or_a_running_program_it_stays_for_a_day(tmp_path: Path) -> None:
    for age, stays in ((0, True), (23 * 3600, True), (25 * 3600, False)):
        for path in (left(tmp_path, machine="0" * 8, age=age), left(tmp_path, program=os.getppid(), age=age)):
            clear.cache_clear()
            clear(tmp_path)
            assert path.exists() == stays
            path.unlink(missing_ok=True)
    assert not left(tmp_path).unlink()


def test_what_an_earlier_version_left_goes_after_a_day(tmp_path: Path) -> None:
    path = tmp_path / f".threshold-{'0a' * 8}.xlsx"
    path.touch()
    clear(tmp_path)
    assert path.exists()
    os.utime(path, (0, 0))
    clear.cache_clear()
    clear(tmp_path)
    assert not path.exists()


@pytest.mark.parametrize(
    "name",
    [
        "threshold-{machine}-{dead}-0a0a0a0a0a0a0a0a.csv",
        ".threshold-notes.csv",
        ".threshold-{machine}-{dead}-0a0a0a0a0a0a0a0a.csv.bak",
        ".threshold-{machine}-{dead}-0A0A0A0A0A0A0A0A.csv",
        "x.threshold-{machine}-{dead}-0a0a0a0a0a0a0a0a",
        ".threshold-0a0a0a0a",
        ".threshold-examples",
    ],
)
def test_what_has_another_name_is_not_ours(tmp_path: Path, name: str) -> None:
    path = tmp_path / name.format(machine=asides._machine(), dead=dead())
    path.touch()
    os.utime(path, (0, 0))
    clear(tmp_path)
    assert path.exists()


def test_a_link_is_neither_followed_nor_taken_away(tmp_path: Path) -> None:
    folder, precious = tmp_path / "here", tmp_path / "precious"
    folder.mkdir()
    precious.mkdir()
    (precious / "file").touch()
    link = left(folder)
    link.unlink()
    link.symlink_to(precious)
    clear(folder)
    assert (precious / "file").exists()
    assert link.is_symlink()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_what_belongs_to_somebody_else_stays(tmp_path: Path) -> None:
    path = left(tmp_path)
    os.chown(path, 12345, 12345)
    clear(tmp_path)
    assert path.exists()


def test_a_folder_that_is_not_there_has_nothing_to_clear(tmp_path: Path) -> None:
    clear(tmp_path / "missing")
    with pytest.raises(FileNotFoundError), aside_file(tmp_path / "missing" / "a.csv", 0o600):
        pass


def test_one_s_own_are_gone_in_the_end_and_private_meanwhile(tmp_path: Path) -> None:
    with aside_folder(tmp_path) as folder, aside_file(tmp_path / "a.csv", 0o600) as file:
        (folder / "part").touch()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.suffix == ".csv"
    assert names(tmp_path) == []


def test_a_folder_lies_where_the_system_keeps_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    with aside_folder() as folder:
        assert folder.parent == tmp_path
        shutil.rmtree(folder)  # gone already: nothing to say
    assert names(tmp_path) == []


def test_only_one_at_a_time(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from threshold.output.asides import locked
with locked(Path(sys.argv[1])):
    print("in", flush=True)
"""
    with locked(tmp_path):
        other = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
    assert other.communicate(timeout=60)[0] == "in\n"
    with locked(tmp_path / "missing"):  # no folder, no lock, no harm
        pass


def test_what_is_claimed_is_seen_to_be_until_its_program_ends_however(tmp_path: Path) -> None:
    path = tmp_path / "call"
    assert not is_claimed(path)
    with claimed(path):
        assert is_claimed(path)
    assert not path.exists()
    path.write_text("")  # of a program that was killed
    assert not is_claimed(path)
    with claimed(tmp_path / "missing" / "call"):
        assert not is_claimed(tmp_path / "missing" / "call")
