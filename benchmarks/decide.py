"""How long one decision takes: cold as a whole process, and warm inside one, side by side in one run.

    python benchmarks/decide.py [--runs 11]

Medians, and their ratio to starting Python and doing nothing: machines differ, the ratio differs less.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tabulate import tabulate

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "cases" / "step-up-step-down" / "step-down.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        cold = cold_rows(runs, Path(folder))
    print(tabulate(cold, ["cold, whole process", "median ms", "of starting Python"], "github"))
    print()
    print(tabulate(warm_rows(), ["warm, one case", "median ms"], "github"))


def cold_rows(runs: int, folder: Path) -> list[list[str]]:
    """Each command in turn, over and over, so that a slow moment of the machine falls on all of them.

    The very first run has no cache folder yet. The rules that come with the program were read when it was
    built; those of somebody's own are read in their first run. Here they are the same, with a comment more.
    """
    threshold = [sys.executable, "-m", "threshold"]
    # As it is once installed: compiled, whatever this shell says of writing bytecode.
    shell = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    shell["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    new = {**shell, "THRESHOLD_CACHE": str(folder / "new")}
    kept = {**shell, "THRESHOLD_CACHE": str(folder / "kept")}
    decide = [*threshold, "decide", str(CASE)]
    own = [*decide, "--policy", str(own_rules(folder / "rules") / "policies" / "default.yaml")]
    commands = {
        "python -c pass": ([sys.executable, "-c", "pass"], kept),
        "threshold --help": ([*threshold, "--help"], kept),
        "threshold decide CASE, the very first run": (decide, new),
        "threshold decide CASE, later": (decide, kept),
        "by a policy of one's own, its first run": (own, new),
        "by a policy of one's own, later": (own, kept),
    }
    for command, environment in commands.values():
        timed(lambda c=command, e=environment: run(c, e))
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, (command, environment) in commands.items():
            shutil.rmtree(new["THRESHOLD_CACHE"], ignore_errors=True)
            times[name].append(timed(lambda c=command, e=environment: run(c, e)))
    base = statistics.median(times["python -c pass"])
    return [
        [name, f"{1000 * statistics.median(taken):.0f}", f"{statistics.median(taken) / base:.1f}x"]
        for name, taken in times.items()
    ]


def own_rules(folder: Path) -> Path:
    shutil.copytree(ROOT / "rules", folder)
    for path in folder.rglob("*.yaml"):
        with path.open("a", encoding="utf-8") as file:
            file.write("# ours\n")
    return folder


def warm_rows(repeats: int = 200) -> list[list[str]]:
    """One case, decided again and again under the default policy: all five documents and the overlay."""
    from threshold.casefiles import Case, read_cases
    from threshold.engine import Engine, evaluators
    from threshold.engine.evaluators import PYTHON
    from threshold.policy import load_policy

    policy = load_policy(None)
    (case,) = read_cases([str(CASE)], policy.vocabulary)
    assert isinstance(case, Case)
    rows = []
    engines = {
        " and ".join(e.name for e in evaluators()): Engine(policy),
        "python alone": Engine(policy, using=(PYTHON,)),
    }
    for engine in engines.values():
        engine.decide(case)
    for name, engine in engines.items():
        taken = [timed(lambda e=engine: e.decide(case)) for _ in range(repeats)]
        rows.append([name, f"{1000 * statistics.median(taken):.1f}"])
    return rows


def timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
