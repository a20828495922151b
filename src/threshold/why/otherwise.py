"""The fewest changes that lead to another answer, each found and proved by deciding the changed case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property

from threshold.casefiles import Case
from threshold.conditions import Moment
from threshold.conditions.words import Words
from threshold.dates import OutsideCalendar, day_of
from threshold.engine import Engine
from threshold.policy.inference_plan import conditions_of
from threshold.questions.answers import compared_with
from threshold.reading import BadInput
from threshold.semantics.findings import Findings
from threshold.semantics.status import Conclusion, conclude
from threshold.vocabulary import Value
from threshold.why.answer import words_of
from threshold.why.changeable import Change, Changeable, changed
from threshold.why.obstacles import Distance, Obstacle, obstacles, protection_stands, to_be_asked

MOST = 400  # cases that are decided: more would take longer than somebody waits
DEEP = 6  # changes
ALTERNATIVES = 4
_ORDER = {"done": 0, "time": 1, "found_out": 2, "consent": 3}


@dataclass(frozen=True)
class Tried:
    """A case with some changes, decided."""

    changes: tuple[Change, ...]
    case: Case
    at: Moment
    findings: Findings
    came: Conclusion


@dataclass
class Search:
    """Looks for the changes that lead a case to an answer; the engine alone says whether they do."""

    engine: Engine
    case: Case
    moment: Moment
    wanted: str
    tried: int = 0
    cut: bool = False
    _seen: set[frozenset[tuple[object, ...]]] = field(default_factory=set)
    _known: dict[frozenset[tuple[object, ...]], Tried | None] = field(default_factory=dict)

    @cached_property
    def start(self) -> Tried:
        """The case as it is."""
        found = self._decided(())
        if found is None:  # as it is, a case is decided before anything is looked for
            raise BadInput
        return found

    @cached_property
    def found(self) -> list[Tried]:
        """Every smallest way that was found, the most practicable first."""
        ways: list[Tried] = []
        level, size = [self.start], 0
        while level and size < DEEP and len(ways) < ALTERNATIVES:
            size += 1
            ahead: list[Tried] = []
            for here in level:
                for there in self._further(here):
                    if there.came.status != self.wanted:
                        ahead.append(there)
                    elif self._smallest(least := self._stripped(there), ways):
                        ways.append(least)
            level = sorted(ahead, key=self._left)
        ways.sort(key=lambda way: (len(way.changes), sum(_ORDER[each.kind] for each in way.changes)))
        return ways[:ALTERNATIVES]

    def stands(self, here: Tried) -> list[Obstacle]:
        """The rules in the way of the answer."""
        return list(obstacles(here.came, here.findings, self.wanted))

    def _left(self, here: Tried) -> float:
        return sum(Distance(here.findings).to(each.wanted) for each in self.stands(here))

    def _further(self, here: Tried) -> Iterator[Tried]:
        """The case with one change more: of those that bring the obstacle nearer that has the fewest ways.

        Each obstacle has to be gone in the end, so that it is enough to look at one of them at a time.
        """
        if protection_stands(here.came, here.findings) or to_be_asked(here.findings):
            return
        ways: list[Tried] | None = None
        for obstacle in self.stands(here)[:4]:
            each = list(self._nearer(here, obstacle))
            if ways is None or len(each) < len(ways):
                ways = each
            if not ways:
                return
        for way in ways or ():
            # In another order the same changes have been gone on from already.
            if (parts := _parts(way.changes)) not in self._seen:
                self._seen.add(parts)
                yield way

    def _nearer(self, here: Tried, obstacle: Obstacle) -> Iterator[Tried]:
        movable = self._changeable(self.start.findings).movable(obstacle.wanted)
        far = Distance(here.findings, movable).to(obstacle.wanted)
        for change in self._candidates(here, obstacle):
            if (changes := self._joined(here, change)) is None:
                continue
            there = self._decided(changes)
            if there is None or protection_stands(there.came, there.findings):
                continue
            head = obstacle.head.id
            gone = all(each.head.id != head for each in self.stands(there))
            if (
                there.came.status == self.wanted
                or gone
                or Distance(there.findings, movable).to(obstacle.wanted) < far
            ):
                yield there

    def _joined(self, here: Tried, change: Change) -> tuple[Change, ...] | None:
        """The changes with one more; what is added to one list is one change. None where two differ."""
        earlier = [each for each in here.changes if each.about == change.about and change.day is None]
        if not earlier:
            return (*here.changes, change)
        if not (more := self._added(change)):
            return None
        whole = self._changeable(self.start.findings).adding(change.about, more)
        return (*(each for each in here.changes if each is not earlier[0]), whole)

    def _candidates(self, here: Tried, obstacle: Obstacle) -> Iterator[Change]:
        changeable = self._changeable(here.findings)
        yield from changeable.of(obstacle.wanted)
        if all(each.day is None for each in here.changes):
            yield from changeable.of_time(obstacle.wanted)

    def _changeable(self, findings: Findings) -> Changeable:
        return Changeable(findings, self._words, self._compared)

    @cached_property
    def _words(self) -> Words:
        return words_of(self.start.findings.policy)

    @cached_property
    def _compared(self) -> Mapping[str, Sequence[Value]]:
        return compared_with(conditions_of(self.start.findings.policy))

    def _decided(self, changes: Iterable[Change]) -> Tried | None:
        """The case with these changes, decided; None where it cannot be, or enough have been."""
        told = tuple(changes)
        parts = _parts(told)
        if parts not in self._known:
            self._known[parts] = self._decided_anew(told)
        return self._known[parts]

    def _decided_anew(self, told: tuple[Change, ...]) -> Tried | None:
        if self.tried >= MOST:
            self.cut = True
            return None
        self.tried += 1
        case, at = changed(self.case, told, self.moment)
        try:
            findings = self.engine.findings(case, at)
        except (BadInput, OutsideCalendar):
            if not told:
                raise
            return None
        return Tried(told, case, at, findings, conclude(findings))

    def _stripped(self, way: Tried) -> Tried:
        """The way without whatever it adds to a list that it need not."""
        for place, change in enumerate(way.changes):
            for less in self._with_less(change):
                changes = (*way.changes[:place], less, *way.changes[place + 1 :])
                there = self._decided(changes)
                if there is not None and there.came.status == self.wanted:
                    return self._stripped(there)
        return way

    def _with_less(self, change: Change) -> Iterator[Change]:
        """The change of a list with one thing less that was not there before."""
        more = self._added(change)
        for each in more if len(more) > 1 else ():
            rest = tuple(one for one in more if one != each)
            yield self._changeable(self.start.findings).adding(change.about, rest)

    def _added(self, change: Change) -> tuple[str, ...]:
        """What a change adds to a list as it is in the case; nothing where it is of no list."""
        if change.given is None or not isinstance(change.given[1], tuple):
            return ()
        held = self.start.findings.facts.state(change.about)
        before = held if isinstance(held, tuple) else ()
        return tuple(str(each) for each in change.given[1] if each not in before)

    def _smallest(self, way: Tried, known: list[Tried]) -> bool:
        """Whether no part can be left out, no day be earlier, and no smaller way lies in it."""
        mine = _parts(way.changes)
        if any(_parts(each.changes) <= mine for each in known):
            return False
        for left_out in way.changes:
            rest = tuple(each for each in way.changes if each is not left_out)
            there = self._decided(rest)
            if there is None or there.came.status == self.wanted:
                return False
        return all(self._not_before(way, each) for each in way.changes if each.day is not None)

    def _not_before(self, way: Tried, of_time: Change) -> bool:
        """Whether one day earlier does not do."""
        assert of_time.day is not None
        eve = of_time.day - timedelta(days=1)
        if eve <= day_of(self.moment):
            return True  # the day before is that of the decision: without the wait it does not do
        sooner = tuple(replace(each, day=eve) if each is of_time else each for each in way.changes)
        there = self._decided(sooner)
        return there is not None and there.came.status != self.wanted


def _parts(changes: Iterable[Change]) -> frozenset[tuple[object, ...]]:
    return frozenset((each.given, str(each.entry), each.day) for each in changes)
