"""Random whole cases: any facts, any timeline, around any date; half of them grown from an example.

Every random case is told apart by a text (seed, policy, number), so that one that fails can be made again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from random import Random

from threshold.casefiles import Case, Entry, Override, ages, read_cases
from threshold.decisions import UNDER
from threshold.examples.policies import policy_path
from threshold.policy import Policy, load_policy, policy_names
from threshold.vocabulary import Value, ValueType, Vocabulary

EXAMPLES = Path(__file__).parents[2] / "cases"

# No word of any rule, message or question holds this, so that it shows wherever free text comes out.
MARK = "zqxmark"

FIRST, DAYS = date(2023, 6, 1), 1500
NEAR = (0, 0, 0, 1, 1, 2, 5, 6, 7, 8, 15, 20, 21, 45, 62, 90, 91, 92, 180, 400)


@cache
def all_examples() -> list[Case]:
    """Every example case, read once: all policies that come with the program share their vocabulary."""
    found = read_cases([str(EXAMPLES)], load_policy().vocabulary)
    return [_at_home(case) for case in found if isinstance(case, Case)]


def _at_home(case: Case) -> Case:
    """A policy that lies beside the example is named by its whole path."""
    name = (case.expect or {}).get("policy", "")
    if not name or name in policy_names():
        return case
    return replace(case, expect={**case.expect, "policy": str(policy_path(name, case.file))})


def examples_of(policy: str, only: bool = False) -> list[Case]:
    """The example cases, those of this policy three times over; or, with `only`, no others."""
    found = all_examples()
    own = [case for case in found if case.expect and case.expect.get("policy") == policy]
    return own if only else [*found, *own, *own]


def drawn(examples: Sequence[Case], number: int, key: str) -> list[Case]:
    """So many of the examples, or all where there are fewer, drawn by a key: `make stress` draws more."""
    return Random(key).sample(examples, min(len(examples), number))


@dataclass(frozen=True)
class Maker:
    """Makes the random cases of one policy."""

    policy: Policy
    examples: Sequence[Case]

    @property
    def vocabulary(self) -> Vocabulary:
        return self.policy.vocabulary

    @cached_property
    def roles(self) -> list[str]:
        return sorted({used for _, used in self.vocabulary.roles})

    def case(self, key: str) -> Case:
        random = Random(key)
        case = self._any(random)
        given = dict(case.given)
        # A document that does not lead here is refused before anything is decided.
        if given.pop(UNDER, None) is not None and random.random() < 0.5:
            given[UNDER] = random.choice([pack.name for pack in self.policy.leading] or [""])
        if ages.at_odds(given, _day(case.as_at)):  # which no case file may be
            given = {name: value for name, value in given.items() if name not in ages.AGES}
        return replace(case, given={name: value for name, value in given.items() if value != ""})

    def _any(self, random: Random) -> Case:
        # A tidy case contradicts itself seldom: nothing in it was held after the decision's date.
        tidy = random.random() < 0.7
        if self.examples and random.random() < 0.5:
            return self._grown(random, tidy)
        day = FIRST + timedelta(random.randrange(DAYS))
        as_at = datetime.combine(day, _time(random)) if random.random() < 0.2 else day
        case = Case("R-1", {}, as_at=as_at)
        self._ask(random, case)
        self._change(random, case, random.choice((0.05, 0.3, 0.6, 0.95)), tidy)
        timeline = [self._entry(random, day, tidy) for _ in range(random.randrange(14))]
        covers = self._covers(random, day, random.choice((0.0, 0.3, 0.9)))
        overrides = self._overrides(random) if random.random() < 0.1 else {}
        return replace(case, timeline=tuple(timeline), covers=covers, overrides=overrides)

    def _grown(self, random: Random, tidy: bool) -> Case:
        """An example with some facts forgotten, some changed, and dates moved."""
        example = random.choice(self.examples)
        day = _day(example.as_at)
        kept = {name: value for name, value in example.given.items() if random.random() < 0.95}
        # Not every policy begins as early as an example that was written for another.
        as_at = FIRST if day < FIRST else example.as_at
        case = replace(example, given=kept, as_at=as_at, expect=None)
        if random.random() < 0.15:
            self._ask(random, case)
        self._change(random, case, random.choice((0.0, 0.0, 0.02, 0.2)), tidy)
        timeline = [
            replace(entry, on=entry.on + timedelta(random.choice((-31, -7, -1, 1))))
            if random.random() < 0.1 and entry.on is not None
            else entry
            for entry in example.timeline
            if random.random() < 0.97
        ]
        timeline += [self._entry(random, day, tidy) for _ in range(random.choice((0, 0, 1, 3)))]
        covers = dict(example.covers) if random.random() < 0.8 else self._covers(random, day, 0.5)
        return replace(case, timeline=tuple(timeline), covers=covers)

    def _ask(self, random: Random, case: Case) -> None:
        given = case.given
        assert isinstance(given, dict)
        directions = self.vocabulary.facts["request.direction"].type.values
        given["request.direction"] = random.choice(directions)
        steps = [step for route in self.policy.routes for step in route.steps if route.table_step]
        if steps and random.random() < 0.5:
            step = random.choice(steps)
            given["request.step"], given["request.action"] = step.step, step.action

    def _change(self, random: Random, case: Case, share: float, tidy: bool) -> None:
        given, day = case.given, _day(case.as_at)
        assert isinstance(given, dict)
        for name, fact in self.vocabulary.facts.items():
            if fact.given and name not in given and random.random() < share:
                calm = fact.protection and random.random() < 0.8
                latest = day if tidy and not fact.ahead else None
                given[name] = _calm(fact.type) if calm else self._value(random, fact.type, day, latest)

    def _entry(self, random: Random, day: date, tidy: bool) -> Entry:
        event = self.vocabulary.events[random.choice(list(self.vocabulary.events))]
        status = random.choices(("held", "planned", "cancelled"), (8, 1, 1))[0]
        on = _around(random, day, day if tidy and status == "held" else None)
        carries = {
            name: self._value(random, kind, day, None)
            for name, kind in event.carries.items()
            if name in event.needs or random.random() < 0.7
        }
        return Entry(on, event.name, status, carries)  # type: ignore[arg-type]

    def _covers(self, random: Random, day: date, share: float) -> dict[str, date]:
        return {
            event: day + timedelta(random.choice((-30, -1, 0, 0, 0, 10)))
            for event in self.vocabulary.events
            if random.random() < share
        }

    def _overrides(self, random: Random) -> dict[str, Override]:
        facts = [
            fact
            for fact in self.vocabulary.facts.values()
            if fact.derived
            and not (fact.protection or fact.follows)
            and not fact.name.startswith("proposed.")
        ]
        fact = random.choice(facts)
        value = self._value(random, fact.type, FIRST, None)
        return {fact.name: Override(value, "Team Manager", "judged otherwise")}

    def _value(self, random: Random, kind: ValueType, day: date, latest: date | None) -> Value:
        match kind.kind:
            case "boolean":
                return random.random() < 0.5
            case "number":
                return random.randint(kind.least or 0, kind.most or 0)
            case "date":
                return _around(random, day, latest)
            case "datetime":
                return datetime.combine(_around(random, day, latest), _time(random))
            case "month":
                return f"{day.year - random.randrange(26)}-{random.randint(1, 12):02}"
            case "choice":
                return random.choice(kind.values)
            case "role":
                return random.choice(self.roles)
            case "list":
                items = {"role": self.roles, "text": [f"{MARK}{n}" for n in range(3)]}
                pool = items.get(kind.of, list(kind.values))
                share = random.random()
                return tuple(item for item in pool if random.random() < share)
            case "ratings":
                people = random.sample(
                    kind.values or (MARK,), k=1 if not kind.values else random.randint(1, 3)
                )
                return tuple((person, random.randint(0, kind.most or 0)) for person in people)
            case _:
                return f"{MARK}{random.randrange(100)}"


def _calm(kind: ValueType) -> Value:
    """A protection fact that gives no concern."""
    match kind.kind:
        case "boolean":
            return False
        case "choice":  # the support in place
            return "child_in_need"
        case _:
            return (("Social Worker", 7),)


def _around(random: Random, day: date, latest: date | None) -> date:
    found = day + timedelta(random.choice(NEAR) * random.choice((-1, -1, -1, 1)))
    return min(found, latest) if latest is not None else found


def _time(random: Random) -> time:
    return time(random.randrange(24), random.randrange(60))


def _day(moment: date | datetime | None) -> date:
    assert moment is not None
    return moment.date() if isinstance(moment, datetime) else moment
