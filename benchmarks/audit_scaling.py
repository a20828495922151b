"""How time and memory of a whole audit grow, from a Parquet file of local events to the counts by rule.

    python benchmarks/audit_scaling.py [CHILDREN...]

Each size runs in a process of its own, so that its greatest use of memory is its own. The whole is to read,
compile, evaluate and count; what follows it, a page and a replay of some children, is told apart.
"""

import itertools
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from threshold.audit.render.html import as_html
from threshold.audit.summary import summarise
from threshold.batch import Batch, replay
from threshold.demo import AS_AT, write_demo
from threshold.exports import read_export
from threshold.policy import load_policy

SIZES = (10_000, 100_000, 1_000_000, 4_000_000)
REPLAYED = 50


def audited_apart(path: Path) -> None:
    """Audit an export in a process that has done nothing else, and print what that took."""
    subprocess.run([sys.executable, __file__, "--file", path], check=True)


def measure(path: Path) -> None:
    files = load_policy("default")
    laps, processor = [time.perf_counter()], time.process_time()
    export = read_export(path, files.vocabulary, AS_AT)
    tables = export.tables
    laps.append(time.perf_counter())
    policy = files.at(AS_AT)
    batch = Batch(policy, AS_AT)
    laps.append(time.perf_counter())
    results = batch.evaluate(tables)
    laps.append(time.perf_counter())
    audit = summarise(export, results, policy)
    laps.append(time.perf_counter())
    processor = time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    as_html(audit)
    laps.append(time.perf_counter())
    replay(tables, results, REPLAYED)
    laps.append(time.perf_counter())
    names = ("read", "compile", "evaluate", "count", "page", f"replay of {REPLAYED}")
    took = dict(zip(names, (after - before for before, after in itertools.pairwise(laps)), strict=True))
    whole = sum(took[name] for name in names[:4])
    print(
        f"{export.children:>9,} children {audit.rows.read:>11,} rows: {whole:6.2f} s ({processor:.2f} s of a "
        f"core), {export.children / whole:>8,.0f} children a second, {memory:5,.0f} MiB ("
        + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in took.items())
        + ")",
        flush=True,
    )


def main() -> None:
    if sys.argv[1:2] == ["--file"]:
        measure(Path(sys.argv[2]))
        return
    for children in [int(each) for each in sys.argv[1:]] or SIZES:
        with TemporaryDirectory() as folder:
            path = Path(folder, "events.parquet")
            write_demo(path, children, seed=1)
            audited_apart(path)


if __name__ == "__main__":
    main()
