"""One subset of the policy, the same cases, and several ways to evaluate it: side by side in one run.

    python benchmarks/side_by_side.py [CASES...] [--whole]

Ours, many at once and one by one; zen-engine (`pip install zen-engine`); and, as the upper bound, C written
out from the same rules. All give the same status to each rule and case, or no figure is printed. Slow ones
are timed on some of the cases and scaled up, which the table says; `--whole` lets zen-engine have every case.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from contenders.c_kernel import MASKED, PLAIN, Statuses
from contenders.c_kernel import compiled as compiled_kernel
from contenders.subset import AS_AT, Cases, random_cases, subset
from contenders.zen_rules import ZenRules
from tabulate import tabulate

from threshold.batch import Batch, Results
from threshold.batch.evaluate import PORTION
from threshold.batch.replay import audited_status
from threshold.batch.status import status_name
from threshold.conditions import Facts
from threshold.engine import CompiledPolicy, Evaluator, evaluators
from threshold.policy import Policy
from threshold.policy.inference_plan import applies_key
from threshold.semantics.closed_lists import AUDITED_STATUSES

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 7
SOME = 5_000
AT_ONCE = 10_000
C, C_PLAIN = "C, without jumps", "C, plain"
BATCH, TABLES, ZEN = "our batch, evaluation alone", "our batch, from tables", "zen-engine, its batch"


@dataclass(slots=True)
class Contender:
    """Something that evaluates the first `cases` cases. `check` gives its statuses, a row for each rule."""

    name: str
    cases: int
    run: Callable[[], object]
    check: Callable[[], Statuses]
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def per_case(self) -> float:
        """The median time that one case takes, in seconds."""
        return statistics.median(self.seconds) / self.cases

    @property
    def work_per_case(self) -> float:
        """The median time that one case keeps a core busy, in seconds."""
        return statistics.median(self.processor) / self.cases

    def timed(self) -> None:
        start, used = time.perf_counter(), time.process_time()
        self.run()
        self.seconds.append(time.perf_counter() - start)
        self.processor.append(time.process_time() - used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", type=int, nargs="*", default=SIZES)
    parser.add_argument("--whole", action="store_true", help="zen-engine has every case (minutes a million)")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.cases[0], options.whole)
        return
    for cases in options.cases:
        for cores in (1, 2):
            # How many threads polars has is settled when it is imported: so each in a process of its own.
            command = [sys.executable, __file__, str(cases), "--measure", *["--whole"] * options.whole]
            subprocess.run(command, check=True, env={**os.environ, "POLARS_MAX_THREADS": str(cores)})


def measure(number: int, whole: bool) -> None:
    """One size: every answer compared, then everybody timed in turn, over and over."""
    policy = subset()
    cases = random_cases(policy, number)
    with TemporaryDirectory() as folder:
        one_core = pl.thread_pool_size() == 1
        fast = [*ours(policy, cases), *in_c(policy, cases, Path(folder))]
        slow = [*one_by_one(policy, cases), *in_zen(policy, cases, whole)] if one_core else []
        expected = fast[0].check()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        for contender in (*fast[1:], *slow):
            compare(policy, contender, expected)
        for contenders, rounds in ((fast, ROUNDS), (slow, 3)):
            for _ in range(rounds):
                for contender in contenders:
                    contender.timed()
    told(policy, number, [*fast, *slow], memory)


def ours(policy: Policy, cases: Cases) -> Iterator[Contender]:
    """The batch: from tables to results and, of that, the rules alone over columns that lie ready."""
    batch, tables, facts = Batch(policy, AS_AT), cases.tables(), cases.facts()
    yield Contender(
        TABLES,
        cases.number,
        lambda: batch.evaluate(tables),
        lambda: _numbers(batch.evaluate(tables)),
    )
    program = batch.program("", frozenset(facts.columns))
    portions = [facts.slice(start, PORTION) for start in range(0, cases.number, PORTION)]
    names = [status_name(rule) for rule in policy.requirements]

    def run() -> list[pl.DataFrame]:
        with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
            return list(threads.map(lambda part: program.run(part).select(names), portions))

    yield Contender(BATCH, cases.number, run, lambda: _columns(pl.concat(run())))


def in_c(policy: Policy, cases: Cases, folder: Path) -> Iterator[Contender]:
    """The upper bound, on one thread: plain, and as the compiler can make the most of it."""
    for name, choice in ((C, MASKED), (C_PLAIN, PLAIN)):
        kernel = compiled_kernel(policy, cases, folder, choice)
        if kernel is None:
            print("No C compiler (cc) is here: measured without the upper bound.")
            return
        found = np.empty((len(policy.requirements), cases.number), np.uint8)
        run = partial(kernel.run, cases, found)
        yield Contender(name, cases.number, run, partial(_written, run, found))


def _written(run: Callable[[], None], into: Statuses) -> Statuses:
    run()
    return into


def one_by_one(policy: Policy, cases: Cases) -> Iterator[Contender]:
    """What decides single cases, without what it says about them: by Python, and by everything at hand."""
    every = evaluators()
    for using in dict.fromkeys((every[:1], every)):
        yield _single(policy, cases, using)


def _single(policy: Policy, cases: Cases, using: tuple[Evaluator, ...]) -> Contender:
    compiled = CompiledPolicy(policy, using)
    number = min(cases.number, SOME // (1 if len(using) == 1 else 5))
    known = [Facts(AS_AT, each) for each in cases.known(0, number)]

    def run() -> list[list[str]]:
        truths = [compiled.infer(facts).truths for facts in known]
        return [
            [
                audited_status(found[applies_key(rule)], found[f"{rule.head.id}:satisfied"])
                for rule in policy.requirements
            ]
            for found in truths
        ]

    name = f"one by one, {' and '.join(each.name for each in using)}"
    return Contender(name, number, run, lambda: _named(run()))


def in_zen(policy: Policy, cases: Cases, whole: bool) -> Iterator[Contender]:
    """zen-engine's batch."""
    try:
        zen = ZenRules(policy)
    except ImportError:
        print("zen-engine is not installed (pip install zen-engine): measured without it.")
        return
    number = cases.number if whole else min(cases.number, SOME)
    parts = [
        zen.requests(cases.known(start, min(start + AT_ONCE, number))) for start in range(0, number, AT_ONCE)
    ]

    def run() -> list[list[str]]:
        return [each for part in parts for each in zen.run(part)]

    yield Contender(ZEN, number, run, lambda: _named(run()))


def compare(policy: Policy, contender: Contender, expected: Statuses) -> None:
    """Refuse to go on where any status of any case differs."""
    differ = contender.check() != expected[:, : contender.cases]
    if differ.any():
        rules = [rule.head.id for rule, row in zip(policy.requirements, differ, strict=True) if row.any()]
        raise SystemExit(f"No figures: {contender.name} answers otherwise on {', '.join(rules)}.")


def told(policy: Policy, number: int, contenders: Sequence[Contender], memory: float) -> None:
    """The table. On one core, times are compared by what a core was busy, so that other work does no harm."""
    one_core = pl.thread_pool_size() == 1
    cost = {each.name: each.work_per_case if one_core else each.per_case for each in contenders}
    print(
        f"\n{number:,} cases, {len(policy.requirements)} requirements, our batch on "
        f"{'one core' if one_core else 'two cores'}: equal answers. "
        f"At most {memory:,.0f} MiB, cases included."
    )
    rows = [
        [
            each.name,
            f"{number * each.per_case:.4f}",
            f"{number * each.work_per_case:.4f}",
            f"{1 / each.per_case:,.0f}",
            *(f"{cost[each.name] / cost[name]:,.1f}" if name in cost else "" for name in (C, C_PLAIN)),
            f"{cost[ZEN] / cost[each.name]:,.1f}" if ZEN in cost else "",
            "" if each.cases == number else f"scaled up from {each.cases:,} cases",
        ]
        for each in sorted(contenders, key=lambda each: cost[each.name])
    ]
    headings = [
        "",
        "seconds",
        "of a core",
        "cases a second",
        "times C",
        "times plain C",
        "times as fast as zen",
        "",
    ]
    align = ("left", *["right"] * 6, "left")
    print(tabulate(rows, headings, "github", colalign=align, disable_numparse=True), flush=True)


def _columns(found: pl.DataFrame) -> Statuses:
    return np.stack([column.to_physical().to_numpy() for column in found.iter_columns()])


def _numbers(results: Results) -> Statuses:
    return _columns(results.checks[""])


def _named(found: Sequence[Sequence[str]]) -> Statuses:
    number = {status: place for place, status in enumerate(AUDITED_STATUSES)}
    return np.array([[number[status] for status in row] for row in found], np.uint8).T


if __name__ == "__main__":
    main()
