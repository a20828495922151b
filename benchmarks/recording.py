"""How long storing an entry for good takes, beside a bare SQLite insert of the same bytes on the same disk.

    python benchmarks/recording.py [--entries 300] [--folder PLACE]

Both wait for the disk until power may fail (`journal_mode = DELETE`, `synchronous = EXTRA`). They
take turns, so that a slow moment falls on both.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tabulate import tabulate

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.register import Recording, open_register
from threshold.register.chain import Content, new_salt

CASE = Path(__file__).resolve().parents[1] / "cases" / "step-up-step-down" / "step-down.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    engine = Engine(load_policy("step-up-step-down"))
    (case,) = read_cases([str(CASE)], engine.policy.vocabulary)
    assert isinstance(case, Case)
    recording = Recording(engine, case, None, "step_down", "Team Manager")
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        folder = Path(place)
        with open_register(folder / "register.sqlite", make=True) as register:
            recording.store(register, "TM-07", True, "")
            kept = register.content(1)
            assert kept is not None
            content: Content = kept
            size = sum(map(len, (content.summary, content.case_file, content.recommendation)))
            with closing(_bare(folder / "bare.sqlite")) as bare:

                def insert() -> None:
                    row = (new_salt(), content.summary, content.case_file, content.recommendation)
                    bare.execute("INSERT INTO content (salt, a, b, c) VALUES (?, ?, ?, ?)", row)

                rows = _measured(
                    options.entries,
                    {
                        "a bare SQLite insert": insert,
                        "an entry appended": lambda: register.append(content, "{}"),
                        "a case decided, checked and recorded": lambda: _record(engine, case, register),
                    },
                )
    print(f"{options.entries} entries of {size:,} characters")
    print(
        tabulate(
            rows, ["stored for good", "median ms", "slowest twentieth, ms", "of a bare insert"], "github"
        )
    )


def _record(engine: Engine, case: Case, register: object) -> None:
    recording = Recording(engine, case, None, "step_down", "Team Manager")
    recording.store(register, "TM-07", True, "")  # type: ignore[arg-type]


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("CREATE TABLE content (number INTEGER PRIMARY KEY, salt, a, b, c)")
    return connection


def _measured(times: int, tasks: dict[str, Callable[[], object]]) -> list[list[str]]:
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(times):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            taken[name].append((time.perf_counter() - start) * 1000)
    first = statistics.median(next(iter(taken.values())))
    return [
        [
            name,
            f"{statistics.median(each):.2f}",
            f"{statistics.quantiles(each, n=20)[-1]:.2f}",
            f"{statistics.median(each) / first:.1f}",
        ]
        for name, each in taken.items()
    ]


if __name__ == "__main__":
    main()
