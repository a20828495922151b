"""Random cases that get somewhere: each grows from one before it, towards the status reached least so far.

A walk keeps, for each group of requests, cases of every status and those nearest to being permitted; the next
case changes a few things of one of them, guided by what its decision says stands in the way.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from threshold.casefiles import Case
from threshold.decisions import Decision

from .oracle import PROTECTED, QUESTIONS, RECORDED, protection
from .requests import Kind
from .space import Space, covered, of_the_request, recorded, stated, unstated

AIMS = ("permitted", "blocked", "undetermined")
_KEPT = 24
_DOWN = ("step_down", "close")


@dataclass(frozen=True, slots=True)
class Seen:
    """A case that was decided: how far from permitted, what stands in the way, and what settled the rest.

    `endangered`: protection may stand in the way of it.
    """

    case: Case
    status: str
    distance: int
    obstacles: tuple[str, ...]
    settled_by: tuple[str, ...]
    endangered: bool


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

    def next(self, wanted: tuple[str, str] | None = None) -> tuple[Kind, Case]:
        """The next case, with the kind of its request; `wanted` is a group and the status to aim at."""
        kinds = [kind for kind in self.kinds if wanted is None or kind.group == wanted[0]]
        kind = self.random.choices(kinds, [kind.weight for kind in kinds])[0]
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
        self.counts[kind.group][decision.status] += 1
        seen = self._read(case, decision)
        for pool, by in (
            (self._pool[kind.group, decision.status], None),
            (self._nearest[kind.group], lambda each: each.distance),
        ):
            pool.append(seen)
            if len(pool) > _KEPT:
                if by is None:
                    pool.pop(self.random.randrange(_KEPT))
                else:
                    pool.sort(key=by)
                    pool.pop()

    def _read(self, case: Case, decision: Decision) -> Seen:
        deciding = [check for check in decision.checks if check.decides or check.effect == "ground"]
        bad = [check for check in deciding if check.status in ("not_met", "undetermined")]
        amiss = {name for check in bad for name in (*check.missing, *check.facts_used)}
        amiss |= {each.fact for each in decision.missing} | {f for c in decision.conflicts for f in c.facts}
        used = {name for check in deciding if check.status == "met" for name in check.facts_used}
        far = {"permitted": 0, "conditional": 2}.get(decision.status, 6)
        # One ground that holds is enough: the others are not in the way.
        asked = [check for check in bad if check.effect != "ground"]
        distance = far + sum(2 if check.status == "not_met" else 1 for check in asked)
        endangered = decision.status != "permitted" and not protection(case).calm
        distance += 3 if endangered else 0
        return Seen(case, decision.status, distance, self._bases(amiss), self._bases(used), endangered)

    def _bases(self, names: set[str]) -> tuple[str, ...]:
        return tuple(sorted({base for name in names for base in self.space.behind.get(name, ())}))

    def _towards(self, aim: str, kind: Kind) -> Case:
        """A case changed so that it may come to the status aimed at."""
        random = self.random
        sources = self._pool[kind.group, "permitted"] or self._nearest[kind.group]
        if not sources or random.random() < 0.06:
            return self._asking(kind, self._fresh(kind))
        reached = self._pool[kind.group, aim]
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
        same = all(case.given.get(name) == value for name, value in kind.given.items())
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
        fitting = [each for each in self.examples if each.given.get("request.direction") == asked]
        if fitting and random.random() < 0.85:
            return random.choice(fitting)
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
                return stated(case, "child_protection.conference_needed", random.random() < 0.8)
            case "care":
                return stated(case, "care.looked_after", random.random() < 0.5)
            case "support":
                return self._changed(case, "support.in_place")
        return self._changed(case, random.choice(space.facts + space.events))
