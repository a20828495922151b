"""A case in which conditions come out as wanted, found by saying one thing after the other.

After each thing that is said the engine is asked what it comes to, so that nothing is taken for shown that it
does not find. Where no case is found that does not mean that there is none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import heappop, heappush
from itertools import count, islice

from threshold.casefiles import Case
from threshold.conditions import Not, Test
from threshold.policy import Policy, PolicyFiles
from threshold.semantics.findings import Findings
from threshold.soundness.finding import Goal, Shown
from threshold.soundness.witness.judge import Judge
from threshold.soundness.witness.moves import Move, Moves
from threshold.soundness.witness.smaller import smaller
from threshold.soundness.witness.statuses import ways_to_a_status
from threshold.soundness.witness.wishes import apart, ways
from threshold.vocabulary import Value

MOST_TRIED = 120  # cases
_MOST_GOALS = 3  # of those that are not reached: for so many is something else tried each time
_MOST_WAYS = 6
_SWEEPS = 12


@dataclass(frozen=True, slots=True)
class _Node:
    """A case so far, what it has to come to, and the goals that it does not reach."""

    case: Case
    goals: tuple[Goal, ...]
    unmet: tuple[Goal, ...]
    found: Findings


@dataclass
class Finder:
    """Finds cases under policies; what was compiled is kept."""

    most: int = MOST_TRIED
    _judges: dict[tuple[int, date], Judge] = field(default_factory=dict)

    def case(self, shown: Shown, start: Case | None = None) -> Case | None:
        """The smallest case found that is like this; None where none was found.

        `start` is what it may already say; nothing of that is certain to be kept.
        """
        judge = self.judge(shown.policy, shown.day)
        begun = start or Case("WITNESS", {})
        begun = replace(begun, given={**begun.given, **shown.request}, as_at=shown.day, expect=None)
        for more in ways_to_a_status(judge.policy, shown.request, shown.comes_to):
            goals = apart((*shown.goals, *more))
            search = _Search(judge, frozenset(shown.request), self.most)
            found = search.run(begun, goals, lambda case: shows(judge, shown, case))
            if found is not None:
                return smaller(found, lambda case: shows(judge, shown, case), frozenset(shown.request))
        return None

    def judge(self, policy: Policy, day: date) -> Judge:
        """The policy on a day, compiled once."""
        key = (id(policy), day)
        if key not in self._judges:
            self._judges[key] = Judge(policy, day)
        return self._judges[key]


def find_case(
    files: PolicyFiles,
    day: date,
    goals: Sequence[Goal],
    request: Mapping[str, Value] | None = None,
    start: Case | None = None,
) -> Case | None:
    """A case in which these conditions come out as wanted under the policy of a day; None: not found."""
    return Finder().case(Shown(files.at(day), day, tuple(goals), request or {}), start)


def shows(judge: Judge, shown: Shown, case: Case) -> bool:
    """Whether the engine finds in a case all that it has to show."""
    found = judge.findings(case)
    return (
        found is not None
        and all(judge.reached(goal, found) for goal in shown.goals)
        and (not shown.comes_to or judge.status(found) in shown.comes_to)
    )


class _Search:
    """The nearest first: the case that reaches the most of its goals, and says the least."""

    def __init__(self, judge: Judge, fixed: frozenset[str], most: int) -> None:
        self.judge, self.moves, self.most = judge, Moves(judge, fixed), judge.tried + most
        self._order = count()
        self._seen: set[object] = set()
        self._open: list[tuple[int, int, int, _Node]] = []

    def run(self, case: Case, goals: tuple[Goal, ...], shows: Callable[[Case], bool]) -> Case | None:
        """The first case that reaches every goal, and shows what it is to show."""
        self._put(case, goals)
        while self._open and self.judge.tried < self.most:
            *_, node = heappop(self._open)
            if not node.unmet:
                if shows(node.case):
                    return node.case
                continue
            self._sweep(node)
            for goal in node.unmet[:_MOST_GOALS]:
                for move in islice(self._moves(goal, node.case, node.goals), _MOST_WAYS):
                    self._put(move.case or node.case, (*node.goals, *apart(move.goals)))
        return None

    def _put(self, case: Case, goals: tuple[Goal, ...]) -> None:
        goals = tuple(dict.fromkeys(goals))
        key = (repr(case), goals)
        if key in self._seen or self.judge.tried >= self.most:
            return
        self._seen.add(key)
        found = self.judge.findings(case)
        if found is not None:
            judge = self.judge
            unmet = tuple(g for g in goals if not (judge.reached(g, found) or judge.said(g, found)))
            size = len(case.given) + len(case.timeline) + len(case.covers)
            heappush(self._open, (len(unmet), size, next(self._order), _Node(case, goals, unmet, found)))

    def _sweep(self, node: _Node) -> None:
        """Say the first thing that helps for every goal at once, and for those that come up meanwhile."""
        case, goals, unmet = node.case, node.goals, list(node.unmet)
        for _ in range(_SWEEPS):
            came_up: list[Goal] = []
            for goal in unmet:
                if self._seen_already(goal, case):
                    continue
                move = next(self._moves(goal, case, (*goals, *came_up)), None)
                if move is not None:
                    case = move.case or case
                    came_up += (each for each in apart(move.goals) if each not in goals)
            goals = (*goals, *came_up)
            unmet = came_up
            if not unmet:
                break
        self._put(case, goals)

    def _seen_already(self, goal: Goal, case: Case) -> bool:
        condition, wanted = goal
        if not isinstance(condition, Test) or self.judge.policy.vocabulary.facts[condition.fact].derived:
            return False
        return self.judge.seen(condition, case) in wanted

    def _moves(self, goal: Goal, case: Case, goals: tuple[Goal, ...]) -> Iterator[Move]:
        condition, wanted = goal
        if isinstance(condition, Test):
            yield from self.moves.of(condition, wanted, case, goals)
        elif not isinstance(condition, Not):
            held = dict(goals)
            for way in ways(condition, wanted):
                # What has to come out one way already cannot be asked to come out another.
                if all(held.get(each, how) & how for each, how in apart(way)):
                    yield Move(goals=way)
