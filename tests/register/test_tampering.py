"""A register tampered with in every way that was thought of: found or refused, by name, and never a crash.

Each trial changes the file behind the program's back, and then puts commands to it. What a register alone
cannot show, a checkpoint and the mirror must. `make stress` tries all of them; else some are drawn, by
THRESHOLD_SEED where that is set. The summary of a run counts what came of them.
"""

import os
import re
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest

from threshold.cli.main import main
from threshold.register.mirror import Mirror
from threshold.register.store import open_register

from .conftest import fill
from .scene import Scene, build
from .tampering import (
    Tampering,
    as_the_program_would,
    by_a_key_holder,
    cells,
    cuts,
    dump,
    flips,
    insiders,
    rows,
    structures,
    taken_over,
)

STRESS = bool(os.environ.get("THRESHOLD_STRESS"))
SEED = int(os.environ.get("THRESHOLD_SEED", "20260401"))
COMMANDS = (
    *(
        "list",
        "list --format json",
        "list --format csv",
        "show 3",
        "show C-2 --format json",
        "stats",
        "replay",
    ),
    *(
        "replay",
        "export",
        "export --format csv",
        "keys list",
        "checkpoint --out {out}",
        "verify --format json",
    ),
    *("verify --signed", "verify --against {checkpoint}", "verify --mirror {mirror}"),
    *("consult list --all", "consult list --all --format json", "consult show 7KQ4", "show CL-260401-7KQ4"),
    *("consult export --day 2026-04-01", "consult list --due"),
)
ALONE = "cannot be seen in the register alone; found by what is kept elsewhere"


@dataclass
class Trials:
    """What came of many ways to tamper."""

    scene: Scene
    place: Path
    put: Callable[..., tuple[int, str, str]]
    note: Callable[[str, object], None]
    came: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def all_of(self, tamperings: Iterable[Tampering], some: int, every: int = 10) -> None:
        """Try all or, but for `make stress`, some; all commands are put to one in `every`, or in two."""
        found = list(tamperings)
        drawn = found if STRESS or len(found) <= some else Random(SEED).sample(found, some)
        for number, each in enumerate(drawn):
            self.one(each, COMMANDS if number % (2 if STRESS else every) == 0 else ())

    def one(self, tampering: Tampering, commands: Iterable[str]) -> None:
        path = self.place / "register.sqlite"
        shutil.copy(self.scene.register, path)
        before = dump(path)
        try:
            tampering.do(path)
        except (sqlite3.Error, OverflowError):
            self.came["cannot be done"] += 1
            return
        self.came[self._judged(tampering, path, dump(path) == before)] += 1
        for command in commands:
            self._said(tampering, path, command)

    def _judged(self, tampering: Tampering, path: Path, same: bool) -> str:
        status, out, err = self._said(tampering, path, "verify")
        if same:
            return "changed nothing that can be read"
        if status in (1, 2):
            # What is refused before its entries are walked through is named by the number that it has now.
            named = tampering.entry is None or names(out, tampering.entry) or "entry" in err
            if not named:
                self.wrong.append(
                    f"{tampering.what}: entry {tampering.entry} is not named in {out + err!r:.300}"
                )
            return "found" if status == 1 else "refused"
        if not tampering.hidden:
            self.wrong.append(f"{tampering.what}: passed, {out!r}")
        elif "Not shown" not in out:
            self.wrong.append(f"{tampering.what}: passed, and not said what cannot be known: {out!r}")
        for beside in ("--mirror {mirror}", *(() if tampering.later else ("--against {checkpoint}",))):
            status, out, _ = self._said(tampering, path, f"verify {beside}")
            if status != 1:
                self.wrong.append(f"{tampering.what}: passed with {beside}, {out!r}")
        return ALONE

    def _said(self, tampering: Tampering, path: Path, command: str) -> tuple[int, str, str]:
        places = {
            "checkpoint": self.scene.checkpoint,
            "mirror": self.scene.mirror,
            "out": self.place / "c.json",
        }
        status, out, err = self.put(path, *(word.format(**places) for word in command.split()))
        if "internal error" in err or "Traceback" in err or status not in (0, 1, 2):
            self.wrong.append(f"{tampering.what}: `{command}` says {status} {err[:300]!r}")
        elif status == 2 and not (
            err.startswith("threshold: ") or "NOT looked at" in out or command == "replay"
        ):
            self.wrong.append(f"{tampering.what}: `{command}` does not say why: {err[:300]!r}")
        return status, out, err

    def report(self, of_what: str) -> None:
        told = ", ".join(f"{count} {what}" for what, count in self.came.most_common())
        self.note(
            f"tampering with {of_what}, {sum(self.came.values())} tried: {told}; THRESHOLD_SEED={SEED}", ""
        )
        assert not self.wrong, "\n".join([f"{len(self.wrong)} wrong", *self.wrong[:40]])


def names(out: str, entry: int) -> bool:
    """Whether an entry is named in what is told, by itself or in a range."""
    if re.search(rf"\bentry {entry}\b", out):
        return True
    return any(int(a) <= entry <= int(b) for a, b in re.findall(r"\b(\d+) to (\d+)\b", out))


@pytest.fixture(scope="session")
def scene(tmp_path_factory, engine, step_down) -> Scene:
    return build(tmp_path_factory.mktemp("scene"), engine, step_down)


@pytest.fixture
def trials(scene, tmp_path, monkeypatch, capsys, record_property) -> Trials:
    for name in ("THRESHOLD_DEBUG", "THRESHOLD_KEY", "THRESHOLD_MIRROR"):
        monkeypatch.delenv(name, raising=False)

    def put(path: Path, *arguments: str) -> tuple[int, str, str]:
        of = [] if arguments[0] == "consult" else ["register"]
        monkeypatch.setattr(sys, "argv", ["threshold", *of, *arguments, "--register", str(path)])
        capsys.readouterr()
        status = main()
        return status, *capsys.readouterr()

    return Trials(scene, tmp_path, put, record_property)


def test_a_register_that_nobody_touched_is_whole(trials):
    """With and without what is kept elsewhere; or else nothing below shows anything."""
    for beside in ([], ["--against", trials.scene.checkpoint], ["--mirror", trials.scene.mirror]):
        status, out, err = trials.put(trials.scene.register, "verify", *map(str, beside))
        assert (status, err) == (0, ""), out


@pytest.mark.slow
def test_every_cell_changed(trials):
    trials.all_of(cells(trials.scene.register), 250)
    trials.report("cells")


@pytest.mark.slow
def test_every_row_removed_inserted_moved_and_exchanged(trials):
    trials.all_of(rows(trials.scene.register), 120)
    trials.report("rows")


@pytest.mark.slow
def test_tables_triggers_indexes_and_marks(trials):
    trials.all_of(structures(trials.scene.register), 120)
    trials.report("tables, triggers, indexes and marks")


def test_the_file_cut(trials):
    trials.all_of(cuts(trials.scene.register), 40)
    trials.report("the length of the file")


@pytest.mark.slow
def test_bits_turned_over(trials):
    trials.all_of(flips(trials.scene.register, 200, Random(SEED)), 200)
    trials.report("single bits")


@pytest.mark.slow
def test_an_insider_who_makes_all_hashes_anew(trials):
    trials.all_of(insiders(trials.scene.register), 60, every=5)
    trials.report("all hashes from an entry on")


def test_entries_of_another_register(trials, engine, step_down, tmp_path):
    (tmp_path / "other").mkdir()
    other = build(tmp_path / "other", engine, step_down)
    trials.all_of(taken_over(trials.scene.register, other.register), 20)
    trials.report("entries of another register")


@pytest.mark.slow
def test_an_insider_with_a_key_who_puts_in_what_the_program_never_wrote(trials):
    trials.all_of(by_a_key_holder(trials.scene.register, trials.scene.signer), 60, every=5)
    trials.report("entries of a valid key")


def test_what_is_put_in_as_the_program_writes_it_is_not_accused(trials, tmp_path):
    for each in as_the_program_would(trials.scene.register, trials.scene.signer):
        path = Path(shutil.copy(trials.scene.register, tmp_path / "register.sqlite"))
        each.do(path)
        status, out, err = trials.put(path, "verify")
        assert (status, err) == (0, ""), f"{each.what}: {out}"


@pytest.mark.slow
def test_a_register_of_version_1(trials):
    """What was altered before it is brought up to date is found while it is, or by verify after it."""
    trials.scene = replace(trials.scene, register=Path(__file__).with_name("version_1") / "register.sqlite")
    trials.all_of(cells(trials.scene.register), 120)
    trials.report("cells of version 1")


@pytest.mark.slow
def test_an_insider_of_a_register_without_keys(trials, tmp_path):
    """Nothing is signed there but what is kept elsewhere, and verify alone says what it cannot know."""
    path, checkpoint, mirror = (tmp_path / name for name in ("unsigned", "checkpoint", "mirror"))
    fill(path, 6)
    assert trials.put(path, "checkpoint", "--out", str(checkpoint))[0] == 0
    with open_register(path) as register:
        Mirror(mirror).catch_up(register)
    trials.scene = Scene(path, checkpoint, mirror)
    trials.all_of(insiders(path), 60, every=5)
    trials.report("all hashes of a register without keys")
    assert trials.came[ALONE] > 20
