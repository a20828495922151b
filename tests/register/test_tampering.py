"""A register tampered with in every way that could be thought of: found or refused, by name, and never a crash.

Each trial changes the file of a register behind the program's back, and then puts every command to it.
`make stress` tries all of them; else some are drawn, by THRESHOLD_SEED where that is set.
"""

import os
import re
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from threshold.cli.main import main

from .conftest import fill
from .tampering import Tampering, cells, cuts, dump, flips, rows, structures

STRESS = bool(os.environ.get("THRESHOLD_STRESS"))
SEED = int(os.environ.get("THRESHOLD_SEED", "20260401"))
COMMANDS = ("list", "list --format json", "list --format csv", "show 3", "show C-2 --format json", "stats",
            "replay", "export", "export --format csv", "checkpoint --out {out}")  # fmt: skip


@dataclass
class Trials:
    """What came of many ways to tamper."""

    whole: Path
    place: Path
    put: Callable[..., tuple[int, str, str]]
    came: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def all_of(self, tamperings: Iterable[Tampering], some: int, every: int = 10) -> None:
        """Try all of them or, but for `make stress`, some; every command is put to one in `every`."""
        found = list(tamperings)
        drawn = found if STRESS or len(found) <= some else Random(SEED).sample(found, some)
        for number, each in enumerate(drawn):
            self.one(each, COMMANDS if STRESS or number % every == 0 else ())

    def one(self, tampering: Tampering, commands: Iterable[str]) -> None:
        path = self.place / "register.sqlite"
        shutil.copy(self.whole, path)
        before = dump(path)
        try:
            tampering.do(path)
        except sqlite3.Error:
            self.came["cannot be done"] += 1
            return
        self.came[self._judged(tampering, path, dump(path) == before)] += 1
        for command in commands:
            self._said(tampering, path, command.format(out=self.place / "c.json"))

    def _judged(self, tampering: Tampering, path: Path, same: bool) -> str:
        status, out, err = self._said(tampering, path, "verify")
        if same:
            return "changed nothing that can be read"
        if status == 2:
            return "refused"
        if status == 1:
            if tampering.entry is not None and not names(out, tampering.entry):
                self.wrong.append(f"{tampering.what}: entry {tampering.entry} is not named in {out[:300]!r}")
            return "found"
        if not tampering.hidden:
            self.wrong.append(f"{tampering.what}: passed, {out!r}")
        return "cannot be seen without a checkpoint or a mirror"

    def _said(self, tampering: Tampering, path: Path, command: str) -> tuple[int, str, str]:
        status, out, err = self.put(path, *command.split())
        if "internal error" in err or "Traceback" in err or status not in (0, 1, 2):
            self.wrong.append(f"{tampering.what}: `{command}` says {status} {err[:300]!r}")
        if status == 2 and not err.startswith("threshold: "):
            self.wrong.append(f"{tampering.what}: `{command}` does not say why: {err[:300]!r}")
        return status, out, err

    def report(self, of_what: str) -> None:
        told = ", ".join(f"{count} {what}" for what, count in self.came.most_common())
        print(f"{of_what}: {sum(self.came.values())} tried: {told}")
        assert not self.wrong, "\n".join([f"{len(self.wrong)} wrong", *self.wrong[:40]])


def names(out: str, entry: int) -> bool:
    """Whether an entry is named in what is told, by itself or in a range."""
    if re.search(rf"\bentry {entry}\b", out):
        return True
    return any(int(a) <= entry <= int(b) for a, b in re.findall(r"\bentries (\d+) to (\d+)\b", out))


@pytest.fixture
def trials(tmp_path, monkeypatch, capsys) -> Trials:
    whole = tmp_path / "whole.sqlite"
    fill(whole, 5)
    monkeypatch.delenv("THRESHOLD_DEBUG", raising=False)

    def put(path: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", "register", *arguments, "--register", str(path)])
        capsys.readouterr()
        status = main()
        return status, *capsys.readouterr()

    place = tmp_path / "tried"
    place.mkdir()
    return Trials(whole, place, put)


def test_every_cell_changed(trials):
    trials.all_of(cells(trials.whole), 300)
    trials.report("cells changed")


def test_every_row_removed_inserted_moved_and_exchanged(trials):
    trials.all_of(rows(trials.whole), 100)
    trials.report("rows")


def test_tables_triggers_indexes_and_marks(trials):
    trials.all_of(structures(trials.whole), 100)
    trials.report("structure")


def test_the_file_cut(trials):
    trials.all_of(cuts(trials.whole), 50)
    trials.report("cut")


def test_bits_turned_over(trials):
    trials.all_of(flips(trials.whole, 200, Random(SEED)), 200)
    trials.report("bits")
