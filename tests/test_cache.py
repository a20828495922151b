"""What is remembered between runs is never out of date, never from a stranger, and never in the way."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from threshold import cache
from threshold.cache import fingerprint, remembered
from threshold.policy import rules_directory
from threshold.shapes import Shape

SOURCE = Path(__file__).parents[1] / "src" / "threshold"
CASE = Path(__file__).parents[1] / "cases" / "step-up-step-down" / "after-cp-two-months-thirty-days.yaml"
TEXT, NUMBER = Shape(str), Shape(int)
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
    assert remembered("thing", "key", TEXT, lambda: made.append(1) or "value") == "value"
    assert remembered("thing", "key", TEXT, lambda: made.append(2) or "other") == "value"
    assert made == [1]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]


def test_another_key_or_kind_is_another_thing(folder: Path) -> None:
    assert remembered("thing", fingerprint([b"a"]), NUMBER, lambda: 1) == 1
    assert remembered("thing", fingerprint([b"b"]), NUMBER, lambda: 2) == 2
    assert remembered("other", fingerprint([b"a"]), NUMBER, lambda: 3) == 3
    assert fingerprint([b"ab", b"c"]) != fingerprint([b"a", b"bc"])


def kept(folder: Path, kind: str = "thing", key: str = "key", value: str = "value") -> Path:
    """A file as the program leaves one."""
    assert remembered(kind, key, TEXT, lambda: value) == value
    return folder / f"{kind}-{key}.json"


class Harm:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


def test_a_foreign_file_is_never_run(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(mode=0o700)
    harmed = tmp_path / "harmed"
    content = pickle.dumps(Harm(harmed))
    for name in ("thing-key.json", "thing-key.pickle", "thing-key"):
        (folder / name).write_bytes(content)
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"
    assert remembered("thing", "key", TEXT, lambda: "again") == "made"
    assert not harmed.exists()


@pytest.mark.parametrize("place", range(0, 200, 3))
def test_one_bit_changed_anywhere_is_noticed(folder: Path, place: int) -> None:
    path = kept(folder, value="a value that is a little longer")
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1 << place % 8
    path.write_bytes(content)
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"
    assert remembered("thing", "key", TEXT, lambda: "again") == "made"


@pytest.mark.parametrize("content", [b"", b"garbage", b"[]", b'["value"]', b"[" * 100_000, b"\xff" * 1_000])
def test_what_cannot_be_read_is_made_anew(folder: Path, content: bytes) -> None:
    folder.mkdir(mode=0o700)
    (folder / "thing-key.json").write_bytes(content)
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"
    assert remembered("thing", "key", TEXT, lambda: "again") == "made"


@pytest.mark.parametrize("size", [1, 40, -20, -1])
def test_what_was_cut_short_is_made_anew(folder: Path, size: int) -> None:
    path = kept(folder)
    path.write_bytes(path.read_bytes()[:size])
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"


def test_a_whole_file_under_the_name_of_another_is_made_anew(folder: Path) -> None:
    shutil.copy(kept(folder, key="old"), folder / "thing-new.json")
    shutil.copy(kept(folder, kind="other"), folder / "thing-key.json")
    assert remembered("thing", "new", TEXT, lambda: "made") == "made"
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"


def test_a_value_of_another_type_is_made_anew(folder: Path) -> None:
    kept(folder)
    assert remembered("thing", "key", NUMBER, lambda: 1) == 1
    assert remembered("thing", "key", NUMBER, lambda: 2) == 1


def test_what_is_too_large_is_not_looked_at(folder: Path) -> None:
    with kept(folder).open("rb+") as file:
        file.truncate(2_000_000_000)  # takes no room on the disk
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_neither_a_pipe_nor_a_link_is_waited_for_or_followed(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    kept(folder).rename(elsewhere)
    (folder / "thing-key.json").symlink_to(elsewhere)
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"
    (folder / "thing-key.json").unlink()
    os.mkfifo(folder / "thing-key.json")
    assert remembered("thing", "key", TEXT, lambda: "again") == "again"
    assert (folder / "thing-key.json").is_file()


def test_what_has_another_shape_than_declared_is_not_kept(folder: Path) -> None:
    assert remembered("thing", "key", TEXT, lambda: 1.5) == 1.5  # type: ignore[arg-type,return-value]
    assert list(folder.iterdir()) == []


def test_what_earlier_programs_kept_goes(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "thing-old.pickle").touch()
    (folder / "ours.pickle").touch()
    kept(folder)
    assert {path.name for path in folder.iterdir()} == {"thing-key.json", "ours.pickle"}


def test_a_folder_in_the_place_of_a_file(folder: Path) -> None:
    (folder / "thing-key.json").mkdir(parents=True)
    folder.chmod(0o700)
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"
    assert [path.name for path in folder.iterdir()] == ["thing-key.json"]


def test_a_folder_that_others_can_write_to_is_not_trusted(folder: Path) -> None:
    kept(folder, value="planted")
    folder.chmod(0o777)
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_not_trusted(folder: Path) -> None:
    kept(folder, value="planted")
    os.chown(folder, 12345, 12345)
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_no_folder_to_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("THRESHOLD_CACHE", str(tmp_path / place))
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"


@pytest.mark.parametrize("off", ["off", "OFF", "Off "])
def test_off_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, off: str) -> None:
    monkeypatch.setenv("THRESHOLD_CACHE", off)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert remembered("thing", "key", NUMBER, lambda: 1) == 1
    assert remembered("thing", "key", NUMBER, lambda: 2) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_go(folder: Path) -> None:
    for number in range(30):
        remembered("thing", f"key{number:02}", NUMBER, lambda number=number: number)
        os.utime(folder / f"thing-key{number:02}.json", (number, number))
    remembered("other", "key", NUMBER, lambda: 1)
    names = sorted(path.name for path in folder.glob("thing-*"))
    assert len(names) == 24
    assert names[-1] == "thing-key29.json"
    assert (folder / "other-key.json").exists()


def test_what_fails_to_be_kept_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert remembered("thing", "key", TEXT, lambda: "made") == "made"
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
    assert all(path.suffix == ".json" for path in cache.iterdir())
    assert results == {decided("off", policy, wait=False).communicate()}


def test_what_is_of_a_file_that_changed_meanwhile_is_not_kept(folder: Path, tmp_path: Path) -> None:
    """It may be of what stood there before, under the key of what stands there now."""
    path = tmp_path / "rules.yaml"
    path.write_text("a: 1", encoding="utf-8")
    assert remembered("thing", "key", TEXT, lambda: "old", [path]) == "old"
    assert remembered("thing", "key", TEXT, lambda: "new", [path]) == "new"
    os.utime(path, (0, 0))  # long before this run
    assert remembered("thing", "key", TEXT, lambda: "kept", [path]) == "kept"
    assert remembered("thing", "key", TEXT, lambda: "again", [path]) == "kept"
    assert remembered("thing", "other", NUMBER, lambda: 1, [path, tmp_path / "gone.yaml"]) == 1
    assert remembered("thing", "other", NUMBER, lambda: 2, [path]) == 2


def test_a_folder_within_what_makes_it_counts_as_well() -> None:
    assert any(path.parent.name == "indicators" for path in cache._modules())
