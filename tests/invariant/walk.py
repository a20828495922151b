"""Random cases that get somewhere: each grows from one before it, towards the status reached least so far.

A walk keeps, for each group of requests, cases of every status and those nearest to being permitted; the next
case changes a few things of one of them, guided by what its decision says stands in the way.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from threshold.casefiles import Case
from threshold.decisions import Decision
from threshold.decisions.model import Check

from .oracle import PROTECTED, QUESTIONS, RECORDED, protection
from .requests import AIMS, Kind, came_to
from .space import Space, covered, of_the_request, recorded, stated, unstated

_KEPT = 24
_DOWN = ("step_down", "close")


@dataclass(frozen=True, slots=True)
class Seen:
    """A case that was decided: how far from permitted and from blocked, and what settles that.

    `obstacles` are the facts that stand in the way, `settled_by` those that what is in order rests on.

    `endangered`: protection may stand in the way of it.
    """

    kind: Kind
    case: Case
    status: str
    distance: int
    unrefused: int
    obstacles: tuple[str, ...]
    settled_by: tuple[str, ...]
    endangered: bool


def _wanting(decision: Decision, bad: Sequence[Check]) -> int:
    """How much is wanting: a ground for each pack that answers, and each check that is not met or open."""
    cost = {"not_met": 2, "undetermined": 1}
    wanting = sum(cost[check.status] for check in bad if check.effect != "ground")
    by_pack: dict[str, set[str]] = defaultdict(set)
    for check in decision.checks:
        if check.effect == "ground" and check.decides:
            by_pack[check.source.pack].add(check.status)
    fitting = [statuses - {"not_applicable"} for statuses in by_pack.values()]
    answers = [statuses for statuses in fitting if statuses]
    wanting += sum(0 if "met" in s else 2 if "undetermined" in s else 4 for s in answers)
    return wanting + (0 if answers else 8)


def _not_yet_refused(decision: Decision) -> int:
    """How many grounds may still hold, of the pack that has the fewest: with none, line 3 blocks."""
    by_pack: Counter[str] = Counter()
    for check in decision.checks:
        if check.effect == "ground" and check.decides and check.status != "not_applicable":
            by_pack[check.source.pack] += 0 if check.status == "not_met" else 1
    return min(by_pack.values(), default=9)


def _keep_the_best(kept: list[Seen], seen: Seen, by: Callable[[Seen], int]) -> None:
    # Among equals the newest stays, so that a walk goes on over level ground.
    kept.insert(0, seen)
    if len(kept) > _KEPT:
        kept.sort(key=by)
        kept.pop()


@dataclass
class Walk:
    """One policy's random cases, in an order that its random numbers and its decisions determine."""

    space: Space
    kinds: Sequence[Kind]
    random: Random
    examples: Sequence[Case] = ()
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _pool: dict[tuple[str, str], list[Seen]] = field(default_factory=lambda: defaultdict(list))
    _nearest: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    _nearly_blocked: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))

    def start(self, decide: Callable[[Case], Decision]) -> None:
        """Grow the first cases from the examples, by what they come to."""
        for case in self.examples:
            for kind in self.kinds:
                if kind.is_asked_by(case.given):
                    self._keep(kind, self._read(kind, case, decide(case)))
                    break

    def next(self, wanted: tuple[str, str] | None = None) -> tuple[Kind, Case]:
        """The next case, with the kind of its request; `wanted` is a group and the status to aim at."""
        kinds = [kind for kind in self.kinds if wanted is None or kind.group == wanted[0]]
        kind = self.random.choices(kinds, [kind.weight for kind in kinds])[0]
        reached = self._pool[wanted] if wanted else []
        if reached and self.random.random() < 0.5:
            # Of many actions only a few may come to what is wanted.
            kind = self.random.choice(reached).kind
        counts = self.counts[kind.group]
        aim = wanted[1] if wanted else min(AIMS, key=lambda status: counts[status])
        if self.random.random() < 0.35:
            aim = self.random.choice(AIMS)
        case = self._towards(aim, kind)
        for _ in range(self.random.choice((0, 0, 0, 0, 1, 2))):
            case = self._spiced(case)
        return kind, case

    def saw(self, kind: Kind, case: Case, decision: Decision) -> None:
        """Keep what came of a case."""
        seen = self._read(kind, case, decision)
        self.counts[kind.group][seen.status] += 1
        self._keep(kind, seen)

    def _keep(self, kind: Kind, seen: Seen) -> None:
        pool = self._pool[kind.group, seen.status]
        pool.append(seen)
        if len(pool) > _KEPT:
            pool.pop(self.random.randrange(_KEPT))
        _keep_the_best(self._nearest[kind.group], seen, lambda each: each.distance)
        _keep_the_best(self._nearly_blocked[kind.group], seen, lambda each: each.unrefused)

    def _read(self, kind: Kind, case: Case, decision: Decision) -> Seen:
        deciding = [check for check in decision.checks if check.decides or check.effect == "ground"]
        bad = [check for check in deciding if check.status in ("not_met", "undetermined")]
        amiss = {name for check in bad for name in (*check.missing, *check.facts_used)}
        amiss |= {each.fact for each in decision.missing} | {f for c in decision.conflicts for f in c.facts}
        used = {name for check in deciding if check.status == "met" for name in check.facts_used}
        endangered = not protection(case).calm
        status = came_to(decision)
        if status == "permitted":
            distance = 0
        else:
            distance = 2 + _wanting(decision, bad) + (3 if endangered else 0) + len(decision.conflicts)
        unrefused = _not_yet_refused(decision) + (3 if endangered else 0)
        return Seen(
            kind, case, status, distance, unrefused, self._bases(amiss), self._bases(used), endangered
        )

    def _bases(self, names: set[str]) -> tuple[str, ...]:
        return tuple(sorted({base for name in names for base in self.space.behind.get(name, ())}))

    def _towards(self, aim: str, kind: Kind) -> Case:
        """A case changed so that it may come to the status aimed at."""
        random = self.random
        if kind.given["request.direction"] == "none":
            return self._unasked(kind)
        sources = self._pool[kind.group, "permitted"] or self._nearest[kind.group]
        if not sources or random.random() < 0.06:
            return self._asking(kind, self._fresh(kind))
        reached = self._pool[kind.group, aim]
        if not reached and (case := self._first_of(aim, kind)):
            return case
        seen = random.choice(reached if reached and random.random() < 0.4 else sources)
        case = self._asking(kind, seen.case)
        if aim == "blocked":
            for _ in range(random.choice((1, 1, 2, 3))):
                case = self._changed(case, self._one_of(seen.settled_by or seen.obstacles))
        elif aim == "undetermined":
            for _ in range(random.choice((1, 1, 2, 4))):
                case = self._forgotten(case, self._one_of(seen.settled_by or tuple(case.given)))
        elif seen.status == "permitted":
            # More known, or less: what stays permitted while little is known is what tells most.
            for _ in range(random.choice((0, 1, 2, 4, 8))):
                fact = self._one_of(tuple(case.given))
                case = self._forgotten(case, fact) if random.random() < 0.6 else self._spiced(case)
        else:
            case = self._calmed(case) if seen.endangered and random.random() < 0.5 else case
            for _ in range(random.choice((0, 1, 1, 2, 3))):
                change = self._changed
                if seen.status == "conflict" and random.random() < 0.6:
                    change = self._forgotten
                case = change(case, self._one_of(seen.obstacles))
        return case

    def _unasked(self, kind: Kind) -> Case:
        """What was asked for before, asked for no longer; or an example, or anything."""
        asked = [pool for pool in self._pool.values() if pool]
        if not asked or self.random.random() < 0.2:
            return self._asking(kind, self._fresh(kind))
        return self._asking(kind, self.random.choice(self.random.choice(asked)).case)

    def _first_of(self, aim: str, kind: Kind) -> Case | None:
        """A case for an aim that this request has not come to yet, now and then."""
        random = self.random
        # Another request of the same direction may have come to it already.
        kin = [seen for pool in self._kin(kind, aim) for seen in pool]
        if kin and random.random() < 0.4:
            some = random.choices(kin, k=4)
            seen = min(some, key=lambda each: each.unrefused if aim == "blocked" else each.distance)
            return self._changed(self._asking(kind, seen.case), self._one_of(seen.obstacles))
        if aim == "blocked" and random.random() < 0.7:
            some = random.choices(self._nearly_blocked[kind.group], k=3)
            seen = min(some, key=lambda each: each.unrefused)
            case = self._asking(kind, seen.case)
            return self._changed(case, self._one_of(seen.obstacles + seen.settled_by))
        return None

    def _kin(self, kind: Kind, aim: str) -> Iterator[list[Seen]]:
        asked = kind.given["request.direction"]
        groups = {each.group for each in self.kinds if each.given["request.direction"] == asked}
        return (self._pool[group, aim] for group in sorted(groups))

    def _calmed(self, case: Case) -> Case:
        """The case with nobody in danger, and none of the records that tell of danger."""
        told = (*QUESTIONS, "child_protection.conference_needed", "safety.scale", "care.looked_after")
        given = {name: value for name, value in case.given.items() if name not in told}
        given |= dict.fromkeys(QUESTIONS, False)
        if given.get("support.in_place") in (None, *PROTECTED):
            given["support.in_place"] = "child_in_need"
        timeline = tuple(entry for entry in case.timeline if entry.event not in RECORDED)
        return replace(case, given=given, timeline=timeline)

    def _asking(self, kind: Kind, case: Case) -> Case:
        """The case with this request instead of its own."""
        random = self.random
        same = kind.is_asked_by(case.given)
        given = {name: value for name, value in case.given.items() if same or not of_the_request(name)}
        given |= kind.given
        if "request.by" not in given or random.random() < 0.15:
            given.pop("request.by", None)
            if kind.adders and random.random() < 0.6:
                given["request.by"] = random.choice(kind.adders)
            elif random.random() < (0.4 if kind.adders else 0.1):
                given["request.by"] = random.choice(self.space.roles)
        if "request.made" not in given and random.random() < 0.5:
            given["request.made"] = self.space.day(random, case)
        return replace(case, given=given)

    def _fresh(self, kind: Kind) -> Case:
        """An example of the policy with another request, or a calm case with some facts stated."""
        random = self.random
        asked = kind.given["request.direction"]
        fitting = [each for each in self.examples if kind.is_asked_by(each.given)]
        near = [each for each in self.examples if each.given.get("request.direction") == asked]
        if near and random.random() < 0.85:
            return random.choice(fitting if fitting and random.random() < 0.6 else near)
        day = date(2026, 8, 14) - timedelta(random.choice((0, 0, random.randrange(560))))
        case = Case("R-1", dict.fromkeys(QUESTIONS, False), as_at=day)
        case = stated(case, "support.in_place", "child_in_need" if asked in _DOWN else "early_help")
        share = random.choice((0.05, 0.3, 0.7, 0.95))
        for name in self.space.facts:
            if name not in self.space.protection and random.random() < share:
                case = stated(case, name, self.space.value(random, name, case))
        for event in self.space.events:
            if random.random() < share / 4:
                case = recorded(case, self.space.entry(random, event, case))
            if random.random() < share / 2:
                case = covered(case, event)
        return case

    def _one_of(self, names: Sequence[str]) -> str:
        """One of these, or now and then anything that the policy reads."""
        if not names or self.random.random() < 0.1:
            return self.random.choice(self.space.facts + self.space.events)
        return self.random.choice(names)

    def _changed(self, case: Case, name: str) -> Case:
        random, space = self.random, self.space
        if name in space.vocabulary.events:
            without = replace(case, timeline=tuple(e for e in case.timeline if e.event != name))
            if random.random() < 0.2:
                return covered(without, name)
            more = recorded(without if random.random() < 0.7 else case, space.entry(random, name, case))
            return covered(more, name) if random.random() < 0.3 else more
        if of_the_request(name) and name not in ("request.by", "request.made"):
            return case
        return stated(case, name, space.value(random, name, case))

    def _forgotten(self, case: Case, name: str) -> Case:
        if name in self.space.vocabulary.events:
            entries = tuple(entry for entry in case.timeline if entry.event != name)
            covers = {event: upto for event, upto in case.covers.items() if event != name}
            return replace(case, timeline=entries, covers=covers)
        kept = of_the_request(name) and name not in ("request.by", "request.made")
        return case if kept else unstated(case, name)

    def _spiced(self, case: Case) -> Case:
        """One more thing that may tell of protection, or anything else that the policy reads."""
        random, space = self.random, self.space
        what = random.choices(
            ("danger", "unknown", "enquiry", "over", "plan", "conference", "care", "support", "any"),
            (5, 8, 5, 3, 4, 4, 3, 4, 30),
        )[0]
        match what:
            case "danger":
                return stated(case, random.choice(QUESTIONS), True)
            case "unknown":
                return unstated(case, random.choice(QUESTIONS))
            case "enquiry":
                return self._changed(case, "section_47_started")
            case "over":
                return self._changed(self._changed(case, "section_47_started"), "section_47_ended")
            case "plan":
                return self._changed(case, random.choice(("cp_plan_started", "cp_plan_ended")))
            case "conference":
                if random.random() < 0.3:
                    held = space.entry(random, "cp_conference", case)
                    return recorded(case, replace(held, status="planned"))
                return stated(case, "child_protection.conference_needed", random.random() < 0.8)
            case "care":
                return stated(case, "care.looked_after", random.random() < 0.5)
            case "support":
                return self._changed(case, "support.in_place")
        return self._changed(case, random.choice(space.facts + space.events))
