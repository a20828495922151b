"""`threshold triage`: a morning's contacts beside starting the program, and many beside each by itself.

    python benchmarks/triage.py [--contacts N] [--runs N]

A morning is 150 contacts, as a whole process, beside `threshold --version`. Many are made up with a fixed
seed: their facts are random over the columns that such lists have, and they came in over four weeks. What
1,000 of them take one by one, decided by all rules as `threshold decide` does, is measured in the same run,
and nothing is told if a row differs. Times are those that a core was busy; of processes, also what passed.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from threshold.engine import Engine
from threshold.exports.contacts import Contact, read_contacts
from threshold.policy import load_policy
from threshold.worklist.many import Many
from threshold.worklist.rows import row_of

AT = datetime(2026, 11, 28, 9)
MORNING, ONE_BY_ONE, SEED = 150, 1_000, 20
_Came = TypeVar("_Came")
COMMAND = (sys.executable, "-m", "threshold")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        morning = written(Path(folder) / "morning.ndjson", MORNING)
        many = written(Path(folder) / "many.ndjson", options.contacts)
        for policy in ("default", "caf-team"):
            starting, passed = processes(["--version"], options.runs)
            busy, whole = processes(triage(morning, policy), options.runs)
            print(f"{policy}: {MORNING} contacts {whole:.2f} s ({busy:.2f} s of a core), ", end="")
            print(f"--version {passed:.2f} s: {busy / starting:.1f} times as much of a core")
            beside(many, policy)


def beside(many: Path, policy: str) -> None:
    """All contacts of a file into rows, and some of them one by one."""
    engine = Engine(load_policy(policy))
    reading, contacts = timed(lambda: list(read_contacts([str(many)], engine.policy.vocabulary)))
    together, rows = timed(lambda: list(Many(engine, AT, contacts).rows()))
    some: Sequence[Contact] = contacts[:ONE_BY_ONE]
    alone, same = timed(lambda: [row_of(each, engine, AT) for each in some])
    if same != rows[:ONE_BY_ONE]:
        raise SystemExit("No figures: contacts come out differently among many and one by one.")
    each, by_itself = together / len(contacts), alone / len(some)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{policy}: {len(contacts):,} contacts: {1e6 * reading / len(contacts):.0f} µs each to read, ", end=""
    )
    print(f"{1e6 * each:.0f} µs to decide; one by one {1e6 * by_itself:.0f} µs ", end="")
    print(f"({by_itself / each:.0f} times as much); at most {memory:,.0f} MiB")


def triage(file: Path, policy: str) -> list[str]:
    return ["triage", str(file), "--policy", policy, "--as-at", AT.isoformat(), "--quiet"]


def processes(words: Sequence[str], runs: int) -> tuple[float, float]:
    """The median time that a core was busy, and that passed, for a whole process."""
    took = []
    for _ in range(runs + 1):
        before, start = _children(), time.perf_counter()
        subprocess.run([*COMMAND, *words], check=True, stdout=subprocess.DEVNULL, env=os.environ)
        took.append((_children() - before, time.perf_counter() - start))
    busy, passed = zip(*took[1:], strict=True)  # the first one warms the cache
    return statistics.median(busy), statistics.median(passed)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(do: Callable[[], _Came]) -> tuple[float, _Came]:
    start = time.process_time()
    came = do()
    return time.process_time() - start, came


def written(file: Path, number: int) -> Path:
    """A file of so many contacts, of which about one in five says that there is some danger."""
    drawn = random.Random(SEED)
    with file.open("w", encoding="utf-8") as lines:
        for place in range(number):
            lines.write(json.dumps(contact(place, drawn)) + "\n")
    return file


def contact(place: int, drawn: random.Random) -> dict[str, object]:
    """One contact: each fact is unknown in some."""

    def answers(yes: dict[str, float]) -> dict[str, object]:
        return {name: drawn.random() < share for name, share in yes.items() if drawn.random() < 0.85}

    told = answers(
        {"domestic_abuse": 0.2, "allocated_social_worker": 0.2, "needs_early_help": 0.4, "complex": 0.2}
    )
    colour = drawn.choice(("red", "amber", "green", "blue", ""))
    received = f"2026-11-{drawn.randint(1, 27):02}T{drawn.randint(0, 23):02}:{drawn.randint(0, 59):02}"
    consent = {"to_share": drawn.choice(("given", "refused", "not_asked")), "to_support": "given"}
    return {
        "case": f"MC-{place}",
        "child_protection": answers({"concern": 0.05, "harm_suspected": 0.05, "immediate_danger": 0.02}),
        "contact": {**told, "received": received, **({"brag": colour} if colour else {})},
        "consent": {name: said for name, said in consent.items() if drawn.random() < 0.7},
    }


if __name__ == "__main__":
    main()
