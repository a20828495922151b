"""One policy's random cases, decided, completed and held against the invariant; what was found, counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.engine import Engine, evaluators
from threshold.policy import Policy, load_policy, policy_names

from ..properties.cases import examples_of
from .completions import completions
from .oracle import IN_PLACE, STATED
from .properties import is_completion, of_one, of_two, suspicious
from .requests import AIMS, impossible, kinds
from .shape import Bench
from .space import Space
from .walk import Walk

TODAY = date(2026, 8, 14)
PYTHON = evaluators()[:1]
_EXAMPLES_KEPT = 2
_AIMED = 0.85  # of the cases, as long as something is lacking
_UNASKED = 0.06  # of the cases, whatever is lacking


@dataclass(frozen=True, slots=True)
class Found:
    """A case that breaks the invariant, and the completion that shows it, if one is needed."""

    kind: str
    line: str
    case: Case
    completed: Case | None = None


@dataclass
class Report:
    """What came of one run: counts by group and status, failures by kind with a few cases of each.

    `pairs` counts completions by the status that they were held against.
    """

    policy: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)
    pairs: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    found: dict[str, list[Found]] = field(default_factory=dict)

    def add(self, found: Found) -> None:
        self.failures[found.kind] += 1
        kept = self.found.setdefault(found.kind, [])
        if len(kept) < _EXAMPLES_KEPT:
            kept.append(found)

    def merge(self, other: "Report") -> None:
        """Add what another run of the same policy found."""
        for group, counts in other.counts.items():
            self.counts.setdefault(group, Counter()).update(counts)
        self.answers |= other.answers
        self.pairs += other.pairs
        self.failures += other.failures
        for kind, found in other.found.items():
            kept = self.found.setdefault(kind, [])
            kept += found[: _EXAMPLES_KEPT - len(kept)]


def bench_of(policy: str) -> Bench:
    """A policy with the evaluator that explains, alone: the other is tried on a share of the cases."""
    files = load_policy(policy)
    bench = Bench(Engine(files, using=PYTHON), files.at(TODAY))
    bench.more_of_danger = frozenset(Space(bench).protection) - {*STATED, *IN_PLACE}
    return bench


def run(policy: str, seed: str, cases: int, alone: int | None, mixed: int, least: int = 0) -> Report:
    """So many random cases of a policy, each with so many completions.

    Most of them aim at what requests that are answered have come to less than `least` times; where
    something is still lacking in the end, up to twice as many follow.
    """
    bench = bench_of(policy)
    space, random = Space(bench), Random(f"{seed}/{policy}")
    walk = Walk(space, kinds(bench), random, [_bare(each) for each in examples_for(bench.policy)])
    report = Report(policy, walk.counts)
    walk.start(bench.decide)
    for number in range(3 * cases):
        lacking = seldom(report, bench, least)
        if number >= cases and not lacking:
            break
        aimed = lacking and random.random() < _AIMED
        # The more is lacking of it, the likelier.
        short = [least - report.counts[group][aim] for group, aim in lacking]
        wanted = random.choices(lacking, short)[0] if aimed else None
        if random.random() < _UNASKED:
            wanted = ("no request", "advisory")
        kind, case = walk.next(wanted)
        decision = bench.decide(case)
        walk.saw(kind, case, decision)
        if decision.answered:
            report.answers.add(kind.group)
        for name, line in of_one(case, decision, bench):
            report.add(Found(name, line, case))
        if decision.status in ("permitted", "blocked"):
            held = completions(space, random, case, decision, alone, mixed)
            _hold_against(held, case, decision, bench, report)
    return report


def examples_for(policy: Policy) -> list[Case]:
    """The examples of this policy, and of those whose leading packs all lead here too."""
    mine = {pack.name for pack in policy.packs if pack.role == "lead"}
    theirs = {
        name: {pack.name for pack in load_policy(name).at(TODAY).packs if pack.role == "lead"}
        for name in policy_names()
    }
    return [each for name in policy_names() if theirs[name] <= mine for each in examples_of(name, only=True)]


def _hold_against(held: Iterable[Case], case: Case, decision: Decision, bench: Bench, report: Report) -> None:
    """Compare a case with its completions, in full only where something looks broken."""
    before = bench.judge(case)
    for more in held:
        after = bench.judge(more)
        if not is_completion(before, after):
            report.pairs["contradict something, so left out"] += 1
            continue
        report.pairs[decision.status] += 1
        ends = [(each.status, each.direction) for each in (before, after)]
        if suspicious(ends[0], ends[1], case, more, bench):
            for name, line in of_two(case, decision, more, bench):
                report.add(Found(name, line, case, more))


def seldom(report: Report, bench: Bench, least: int) -> list[tuple[str, str]]:
    """The groups of requests that are answered, each with an aim that it came to fewer times than this."""
    return sorted(
        (group, aim)
        for group in report.answers
        for aim in AIMS
        if report.counts[group][aim] < least and aim not in impossible(bench, group)
    )


def _bare(case: Case) -> Case:
    return replace(case, reference="R-1", family=None, about=None, expect=None, overrides={}, origin="")


def breaks(found: Found, bench: Bench) -> bool:
    """Whether the case, with its completion if there is one, still fails in this way."""
    decision = bench.decide(found.case)
    if found.completed is None:
        return found.kind in {kind for kind, _ in of_one(found.case, decision, bench)}
    if not is_completion(bench.judge(found.case), bench.judge(found.completed)):
        return False
    return found.kind in {kind for kind, _ in of_two(found.case, decision, found.completed, bench)}


def smaller(found: Found, bench: Bench) -> Found:
    """The same failure with all left out that does not matter to it."""
    progress = True
    while progress:
        progress = False
        for less in _less(found):
            if breaks(less, bench):
                found, progress = less, True
                break
    return found


def _less(found: Found) -> Iterator[Found]:
    """The failure with one thing less: first what the completion adds, then what both hold."""
    for leave_out in _parts(found.completed) if found.completed else ():
        less = replace(found, completed=leave_out(found.completed))
        if _holds(less.completed, found.case):
            yield less
    for leave_out in _parts(found.case):
        completed = found.completed and leave_out(found.completed)
        yield replace(found, case=leave_out(found.case), completed=completed)


def _parts(case: Case) -> Iterator[Callable[[Case], Case]]:
    for name in case.given:
        if name != "request.direction":
            yield lambda each, name=name: replace(
                each, given={key: value for key, value in each.given.items() if key != name}
            )
    for entry in case.timeline:
        yield lambda each, entry=entry: replace(each, timeline=tuple(e for e in each.timeline if e != entry))
    for event in case.covers:
        yield lambda each, event=event: replace(
            each, covers={key: upto for key, upto in each.covers.items() if key != event}
        )


def _holds(more: Case | None, case: Case) -> bool:
    """Whether a completion still holds all that the case does."""
    assert more is not None
    return (
        more.given.items() >= case.given.items()
        and set(map(repr, more.timeline)) >= set(map(repr, case.timeline))
        and all(more.covers.get(event, date.min) >= upto for event, upto in case.covers.items())
    )
