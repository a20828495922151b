"""What is remembered between runs is never out of date, never from a stranger, and never in the way."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from threshold.cache import fingerprint, remembered
from threshold.policy import rules_directory

SOURCE = Path(__file__).parents[1] / "src" / "threshold"
CASE = Path(__file__).parents[1] / "cases" / "step-up-step-down" / "after-cp-two-months-thirty-days.yaml"
FINGERPRINT = "from threshold.cache import fingerprint; print(fingerprint([b'same']))"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    path = tmp_path / "cache"
    monkeypatch.setenv("THRESHOLD_CACHE", str(path))
    return path


def decided(cache: Path | str, policy: str, *, wait: bool = True) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "threshold", "decide", str(CASE), "--policy", policy],
        env={**os.environ, "THRESHOLD_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if wait:
        process.wait()
    return process


def own_rules(folder: Path) -> Path:
    """Rules that mean what those of the program mean, and are not the ones that the build made ready."""
    shutil.copytree(rules_directory(), folder)
    with (folder / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write("# ours\n")
    os.utime(folder / "vocabulary.yaml", (0, 0))  # what was changed just now is not kept
    return folder


def test_made_once(folder: Path) -> None:
    made: list[int] = []
    assert remembered("thing", "key", lambda: made.append(1) or "value") == "value"
    assert remembered("thing", "key", lambda: made.append(2) or "other") == "value"
    assert made == [1]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]


def test_another_key_or_kind_is_another_thing(folder: Path) -> None:
    assert remembered("thing", fingerprint([b"a"]), lambda: 1) == 1
    assert remembered("thing", fingerprint([b"b"]), lambda: 2) == 2
    assert remembered("other", fingerprint([b"a"]), lambda: 3) == 3
    assert fingerprint([b"ab", b"c"]) != fingerprint([b"a", b"bc"])


@pytest.mark.parametrize(
    "content", [b"", b"garbage", pickle.dumps("value")[:-3], b"cno_such_module\nThing\n."]
)
def test_what_cannot_be_read_is_made_anew(folder: Path, content: bytes) -> None:
    folder.mkdir(mode=0o700)
    (folder / "thing-key.pickle").write_bytes(content)
    assert remembered("thing", "key", lambda: "made") == "made"
    assert remembered("thing", "key", lambda: "again") == "made"


def test_a_folder_in_the_place_of_a_file(folder: Path) -> None:
    (folder / "thing-key.pickle").mkdir(parents=True)
    folder.chmod(0o700)
    assert remembered("thing", "key", lambda: "made") == "made"
    assert [path.name for path in folder.iterdir()] == ["thing-key.pickle"]


def test_a_folder_that_others_can_write_to_is_not_trusted(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "thing-key.pickle").write_bytes(pickle.dumps("planted"))
    assert remembered("thing", "key", lambda: "made") == "made"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_not_trusted(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "thing-key.pickle").write_bytes(pickle.dumps("planted"))
    os.chown(folder, 12345, 12345)
    assert remembered("thing", "key", lambda: "made") == "made"


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_no_folder_to_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("THRESHOLD_CACHE", str(tmp_path / place))
    assert remembered("thing", "key", lambda: "made") == "made"


def test_off_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THRESHOLD_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert remembered("thing", "key", lambda: 1) == 1
    assert remembered("thing", "key", lambda: 2) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_go(folder: Path) -> None:
    for number in range(30):
        remembered("thing", f"key{number:02}", lambda number=number: number)
        os.utime(folder / f"thing-key{number:02}.pickle", (number, number))
    remembered("other", "key", lambda: 1)
    names = sorted(path.name for path in folder.glob("thing-*"))
    assert len(names) == 24
    assert names[-1] == "thing-key29.pickle"
    assert (folder / "other-key.pickle").exists()


def test_what_fails_to_be_kept_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert remembered("thing", "key", lambda: "made") == "made"
    assert list(folder.iterdir()) == []


def test_an_edited_program_remembers_nothing_of_the_old(tmp_path: Path) -> None:
    copy = shutil.copytree(SOURCE, tmp_path / "threshold", ignore=shutil.ignore_patterns("__pycache__"))

    def told() -> str:
        command = [sys.executable, "-c", FINGERPRINT]
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    before = told()
    assert told() == before
    path = copy / "dates" / "arithmetic.py"
    path.write_text(path.read_text() + "\n")
    assert told() != before


def test_an_edited_rule_takes_effect_at_once(tmp_path: Path) -> None:
    rules = own_rules(tmp_path / "rules")
    policy, cache = str(rules / "policies" / "step-up-step-down.yaml"), tmp_path / "cache"
    before = decided(cache, policy).stdout.read()  # type: ignore[union-attr]
    assert "the earliest date is 15 August 2026" in " ".join(before.split())
    assert list(cache.iterdir())
    path = rules / "step-up-step-down" / "parameters.yaml"
    changed = path.read_text().replace("is: 3 months", "is: 4 months")
    assert changed != path.read_text()
    path.write_text(changed)
    after = decided(cache, policy).stdout.read()  # type: ignore[union-attr]
    assert "the earliest date is 15 September 2026" in " ".join(after.split())


def test_several_at_once_into_a_new_cache(tmp_path: Path) -> None:
    rules, cache = own_rules(tmp_path / "rules"), tmp_path / "cache"
    policy = str(rules / "policies" / "step-up-step-down.yaml")
    processes = [decided(cache, policy, wait=False) for _ in range(4)]
    results = {process.communicate() for process in processes}
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert len(results) == 1
    assert all(path.suffix == ".pickle" for path in cache.iterdir())
    assert results == {decided("off", policy, wait=False).communicate()}


def test_what_is_of_a_file_that_changed_meanwhile_is_not_kept(folder: Path, tmp_path: Path) -> None:
    """It may be of what stood there before, under the key of what stands there now."""
    path = tmp_path / "rules.yaml"
    path.write_text("a: 1", encoding="utf-8")
    assert remembered("thing", "key", lambda: "old", [path]) == "old"
    assert remembered("thing", "key", lambda: "new", [path]) == "new"
    os.utime(path, (0, 0))  # long before this run
    assert remembered("thing", "key", lambda: "kept", [path]) == "kept"
    assert remembered("thing", "key", lambda: "again", [path]) == "kept"
    assert remembered("thing", "other", lambda: 1, [path, tmp_path / "gone.yaml"]) == 1
    assert remembered("thing", "other", lambda: 2, [path]) == 2
