"""How time and memory of a whole audit grow, from a Parquet file of local events to the counts by rule.

`audit_scaling.py [CHILDREN...]`. Each size runs in a process of its own, so that its greatest use of memory
is its own. The whole is to read, compile, evaluate and count; a page and a replay are told apart.
"""

import itertools
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from threshold.audit.render_html import as_html
from threshold.audit.summary import summarise
from threshold.batch import Batch, replay
from threshold.demo import AS_AT, write_demo
from threshold.exports import read_export
from threshold.policy import load_policy

SIZES = (2_000, 10_000, 100_000, 1_000_000)
REPLAYED = 50


def measure(folder: Path) -> None:
    """One audit of what lies in the folder."""
    files = load_policy("default")
    laps = [time.perf_counter()]
    export = read_export(folder / "events.parquet", files.vocabulary, AS_AT)
    laps.append(time.perf_counter())
    policy = files.at(AS_AT)
    batch = Batch(policy, AS_AT)
    laps.append(time.perf_counter())
    parts = [batch.evaluate(tables) for tables in export.tables]
    laps.append(time.perf_counter())
    audit = summarise(export, parts, policy)
    laps.append(time.perf_counter())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    as_html(audit)
    laps.append(time.perf_counter())
    replay(export.tables[0], parts[0], REPLAYED)
    laps.append(time.perf_counter())
    names = ("read", "compile", "evaluate", "count", "page", f"replay of {REPLAYED}")
    took = dict(zip(names, (after - before for before, after in itertools.pairwise(laps)), strict=True))
    whole = sum(took[name] for name in names[:4])
    print(
        f"{export.children:>9,} children {audit.rows.read:>11,} rows: {whole:6.2f} s, "
        f"{export.children / whole:>8,.0f} children a second, {memory:5,.0f} MiB ("
        + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in took.items())
        + ")"
    )


def run(children: int) -> None:
    """Write the events aside, then audit them in a process that has done nothing else."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "events.parquet")
        write_demo(path, children, seed=1)
        subprocess.run([sys.executable, __file__, "--folder", folder], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--folder"]:
        measure(Path(sys.argv[2]))
    else:
        for size in [int(each) for each in sys.argv[1:]] or SIZES:
            run(size)
