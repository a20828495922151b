"""Two policies put to a whole export, with up to four changes, beside one audit of the same export.

    python benchmarks/trying.py [CHILDREN] [--rounds 3]

Each is run in turn, over the same export, read once, in one process; the least time of a core of each counts,
and the ratio is of those: machines differ, the ratio differs less. To find out what changed in meaning is
told apart, for it takes the same however many children there are.
"""

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tabulate import tabulate

from threshold.audit.run import run
from threshold.batch.request_status import Request
from threshold.demo import AS_AT, write_demo
from threshold.exports import Export, read_export
from threshold.policy import PolicyFiles, load_policy
from threshold.trying.export import try_export
from threshold.trying.supposed import try_request
from threshold.versions import Versions

CHANGES = (
    "national.assessment_within=40 working days",
    "step-up-step-down.cin_meeting_within=7 working days",
    "step-up-step-down.cin_minimum_after_cp=2 months",
    "step-up-step-down.review_every=6 weeks",
)
DOWN = Request("step_down", "early_help")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("children", type=int, nargs="?", default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    files = load_policy("default")
    with TemporaryDirectory() as folder:
        path = Path(folder, "events.parquet")
        write_demo(path, options.children, seed=1)
        export = read_export(path, files.vocabulary, AS_AT)
    audit: Callable[[], object] = partial(run, export, files)
    contenders: dict[str, Callable[[], object]] = {"one audit": audit}
    for number in (1, 2, 4):
        contenders[f"tried, {number} of four changes"] = partial(tried, files, export, CHANGES[-number:])
    contenders["tried, a request supposed"] = partial(tried, files, export, CHANGES[2:3], DOWN)
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, do in contenders.items():
            took[name].append(timed(do))
    least = {name: tuple(map(min, zip(*each, strict=True))) for name, each in took.items()}
    base = least["one audit"][1]
    rows = [
        [name, f"{passed:.1f}", f"{busy:.1f}", f"{busy / base:.1f}x"]
        for name, (passed, busy) in least.items()
    ]
    print(f"{export.children:,} children, {export.rows_in:,} rows")
    print(tabulate(rows, ["", "seconds", "of a core", "of an audit"], "github", disable_numparse=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"at most {memory:,.0f} MiB, the export included")


def tried(
    files: PolicyFiles, export: Export, trial: tuple[str, ...], request: Request | None = None
) -> object:
    """The changes tried, what changed in meaning included."""
    versions = Versions(files, files, (), trial)
    if request is not None:
        return try_request(versions, export, request)
    return try_export(versions, export)


def timed(do: Callable[[], object]) -> tuple[float, float]:
    """The seconds that passed, and those that a core was busy."""
    start, used = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - start, time.process_time() - used


if __name__ == "__main__":
    main()
