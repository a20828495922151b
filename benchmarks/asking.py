"""How long it takes to find what to ask: of every example case, under `default`, beside one decision of it.

    python benchmarks/asking.py [--every 1] [--rounds 3] [--signs 300]

Beside them, an empty case under a made-up pack with a table of so many signs in nine domains and four levels,
every question answered with no; there the ratio is to a decision of that case.

Everything is warm, in one process, and what is told is the time that a core was busy. "First" is a case as it
stands; "next" the same again, after the first question was answered (with the first of the answers offered),
up to as many rounds. The ratio is to one decision of the very same case in the same run: machines differ, the
ratio differs less.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from tabulate import tabulate

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
from threshold.policy import PolicyFiles, load_policy
from threshold.questions.answers import answered
from threshold.questions.search import questions

ROOT = Path(__file__).resolve().parents[1]
_Came = TypeVar("_Came")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="only every so manyth example")
    parser.add_argument("--rounds", type=int, default=3, help="questions answered of each")
    parser.add_argument("--signs", type=int, default=300, help="signs of the made-up table")
    options = parser.parse_args()
    policy = load_policy("default")
    read = read_cases([str(ROOT / "cases")], policy.vocabulary)
    cases = [case for case in read if isinstance(case, Case)][:: options.every]
    engine = Engine(policy)
    warm(engine, cases)
    first, following = [], []
    for case in cases:
        one, further = asked(engine, case, options.rounds)
        first.append(one)
        following += further
    print(f"{len(cases)} cases under `default`, {len(following)} answers")
    heads = ["", "median ms", "95 in 100 ms", "worst ms", "median, of a decision", "worst, of a decision"]
    with TemporaryDirectory() as folder:
        of_signs = asked_of_signs(Path(folder), options.signs)
    rows = [row("first questions", first), row("next questions", following)]
    rows.append(row(f"with {options.signs} signs", of_signs))
    print(tabulate(rows, heads, "github"))
    slowest = max(zip(first, cases, strict=True), key=lambda each: each[0][0])
    print(f"\nslowest: {slowest[1].reference}, {1000 * slowest[0][0]:.0f} ms")


def warm(engine: Engine, cases: list[Case]) -> None:
    """Everything that is worked out once for a policy and a direction is worked out here."""
    directions = {case.given.get("request.direction"): case for case in cases}
    for case in directions.values():
        engine.decide(case)
        questions(engine, case)


def asked(engine: Engine, case: Case, rounds: int) -> tuple[tuple[float, float], list[tuple[float, float]]]:
    """For the case as it stands and after each answer: seconds for the questions, and for a decision."""
    took: list[tuple[float, float]] = []
    for _ in range(rounds + 1):
        deciding, _ = timed(lambda c=case: engine.decide(c))
        asking, found = timed(lambda c=case: questions(engine, c))
        took.append((asking, deciding))
        if not found or not found[0].answers or case.as_at is None:
            break
        case = answered(case, found[0], found[0].answers[0], case.as_at)
    return took[0], took[1:]


def asked_of_signs(folder: Path, number: int) -> list[tuple[float, float]]:
    """The same for each question in turn about an empty case, to a table of signs: no to all of them."""
    write_table(folder, number)
    engine = Engine(PolicyFiles(str(folder / "signs.yaml")))
    case = Case("C-1", {}, as_at=date(2026, 6, 1))
    warm(engine, [case])
    took: list[tuple[float, float]] = []
    while True:
        deciding, _ = timed(lambda c=case: engine.decide(c))
        asking, found = timed(lambda c=case: questions(engine, c))
        took.append((asking, deciding))
        if not found or case.as_at is None:
            return took
        no = next((each for each in found[0].answers if each.value is False), found[0].answers[0])
        case = answered(case, found[0], no, case.as_at)


def write_table(folder: Path, number: int) -> None:
    """A policy with a pack that has a table of signs in nine domains and four levels."""
    levels = ("Universal", "Early Support", "Family Help", "Protection")
    rows = [
        f"S-{n},{levels[n // 9 % 4]},Domain {n % 9 + 1},Is sign {n} there?,,"
        f"{'yes' if n % 9 > 6 and n // 9 % 4 == 3 else ''}"
        for n in range(number)
    ]
    pack = folder / "signs"
    (pack / "rules").mkdir(parents=True)
    (pack / "pack.yaml").write_text(
        "pack: signs\ntitle: Signs\nsource: {document: Signs, publisher: Us, date: 2026-01-01, clauses: S}\n"
    )
    (pack / "vocabulary.yaml").write_text(f"levels: [{', '.join(levels)}]\n")
    (pack / "indicators.csv").write_text("\n".join(["id,level,domain,asks,ages,protection", *rows]) + "\n")
    (folder / "signs.yaml").write_text(
        "policy: signs\ntitle: Signs\npacks: [{pack: national, role: overlay}, {pack: signs, role: lead}]\n"
    )


def row(name: str, took: list[tuple[float, float]]) -> list[str]:
    times = sorted(asking for asking, _ in took)
    ratios = [asking / deciding for asking, deciding in took]
    high = times[min(len(times) - 1, int(0.95 * len(times)))]
    told = [f"{1000 * seconds:.0f}" for seconds in (statistics.median(times), high, times[-1])]
    return [name, *told, f"{statistics.median(ratios):.1f}x", f"{max(ratios):.1f}x"]


def timed(do: Callable[[], _Came]) -> tuple[float, _Came]:
    start = time.process_time()
    came = do()
    return time.process_time() - start, came


if __name__ == "__main__":
    main()
