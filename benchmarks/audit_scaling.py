"""How time and memory of a whole audit grow, from a Parquet file of local events to the counts by rule.

    python benchmarks/audit_scaling.py [CHILDREN...]

Each size runs in a process of its own, so that its greatest use of memory is its own. The whole is what
`threshold audit` does: to read, compile, evaluate, decide a sample one by one, and count, with what each rule
lacks. What follows it, a page, is told apart.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from threshold.audit.render.html import as_html
from threshold.audit.run import Silent, run
from threshold.demo import AS_AT, write_demo
from threshold.exports import read_export
from threshold.policy import load_policy

SIZES = (10_000, 100_000, 1_000_000, 4_000_000)
SAMPLE = 200  # as `threshold audit` has it


class Laps(Silent):
    """The stages of an audit, each with the seconds that it took."""

    def __init__(self) -> None:
        self.took: dict[str, float] = {}
        self._name, self._since = "reading", time.perf_counter()

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        now = time.perf_counter()
        self.took[self._name] = now - self._since
        self._name, self._since = name, now


def audited_apart(path: Path) -> None:
    """Audit an export in a process that has done nothing else, and print what that took."""
    subprocess.run([sys.executable, __file__, "--file", path], check=True)


def measure(path: Path) -> None:
    files = load_policy("default")
    laps, processor = Laps(), time.process_time()
    export = read_export(path, files.vocabulary, AS_AT)
    laps.stage("compiling")
    audit = run(export, files, sample=SAMPLE, progress=laps).audit
    laps.stage("page")
    processor = time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    whole = sum(laps.took.values())
    as_html(audit)
    laps.stage("done")
    print(
        f"{export.children:>9,} children {audit.rows.read:>11,} rows: {whole:6.2f} s ({processor:.2f} s of a "
        f"core), {export.children / whole:>8,.0f} children a second, {memory:5,.0f} MiB ("
        + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in laps.took.items())
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
