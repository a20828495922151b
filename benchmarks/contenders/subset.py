"""The subset of the policy that is measured, and random cases to put it to.

The rules are real ones, chosen by id: requirements about the child itself, and definitions, that hang on
stated facts of one value each (yes or no, a choice, a role). Nothing that reads dates, lists or the timeline
is among them, nor what works out a direction where nobody asks for one: every case makes a request.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from threshold.batch import Tables, column_type
from threshold.conditions import facts_of, tests
from threshold.policy import Definition, Policy, load_policy
from threshold.vocabulary import Fact, Value

AS_AT = date(2026, 8, 14)
UNKNOWN_SHARE = 0.25
ROLES = 6

REQUIREMENTS = (
    *("YOR-LEV-0a", "YOR-LEV-2b", "YOR-LEV-3b", "YOR-LEV-3c", "YOR-LEV-4a", "YOR-LEV-4b", "YOR-OUT-1a"),
    *("RBC-2.5d", "RBC-2.6b", "RBC-2.6c", "RBC-3.1b", "RBC-3.3b", "RBC-3.3c", "RBC-3.3d", "RBC-5.6"),
    *("RBC-5.7a", "RBC-D-1", "RBC-P-2", "RBC-P-3"),
)
DEFINED = ("need.level", "closure.after_decline", "consent.may_be_left_out")
LEFT_OUT = ("YOR-SOS-3a", "YOR-S47-2b")  # definitions of the level that read a list, or the timeline
REQUESTS = {"proposed.direction": "request.direction", "proposed.to": "request.to"}

Codes = np.ndarray[tuple[int], np.dtype[np.int8]]


def subset() -> Policy:
    """The policy with the chosen rules alone."""
    policy = load_policy("default").at(AS_AT)

    def chosen(rule: Definition) -> bool:
        return rule.fact in DEFINED and rule.head.id not in LEFT_OUT

    packs = [
        replace(
            pack,
            requirements=tuple(rule for rule in pack.requirements if rule.head.id in REQUIREMENTS),
            definitions=tuple(filter(chosen, pack.definitions)),
            deadlines=(),
            routes=(),
            conflicts=(),
        )
        for pack in policy.packs
    ]
    strata = tuple(tuple(filter(chosen, stratum)) for stratum in policy.strata)
    found = replace(policy, packs=tuple(packs), strata=strata, late_strata=(), compared=())
    missing = set(REQUIREMENTS) - {rule.head.id for rule in found.requirements}
    if missing:
        raise SystemExit(f"not in the policy any more: {', '.join(sorted(missing))}")
    return found


def definitions(policy: Policy) -> dict[str, list[Definition]]:
    """The definitions of each derived fact, in an order in which they can be worked out."""
    found: dict[str, list[Definition]] = {}
    for stratum in policy.strata:
        for rule in stratum:
            found.setdefault(rule.fact, []).append(rule)
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of every case: a number for each, that of a value, or -1 where it is unknown."""

    fact: Fact
    values: tuple[Value, ...]
    codes: Codes


@dataclass(frozen=True, slots=True)
class Cases:
    """Random cases, a column for each fact that the rules read."""

    number: int
    columns: Mapping[str, Column]

    def tables(self) -> Tables:
        """As a batch takes them: no events, and a row of facts each."""
        events = pl.DataFrame(schema={"child": pl.String, "event": pl.String, "on": pl.Date})
        return Tables(events, self.facts().with_columns(child=_names(self.number)), {}, AS_AT)

    def facts(self) -> pl.DataFrame:
        """The facts as typed columns."""
        return pl.DataFrame([_typed(name, column) for name, column in self.columns.items()])

    def known(self, start: int, stop: int) -> Iterator[dict[str, Value]]:
        """What is known of each of some cases."""
        rows = zip(*(column.codes[start:stop].tolist() for column in self.columns.values()), strict=True)
        named = [(name, column.values) for name, column in self.columns.items()]
        for row in rows:
            pairs = zip(named, row, strict=True)
            yield {name: values[code] for (name, values), code in pairs if code >= 0}


def random_cases(policy: Policy, number: int, seed: int = 1) -> Cases:
    """Cases in which each value is as likely as the next, and every fact but the request may be unknown."""
    draw = np.random.default_rng(seed)
    columns = {}
    for name, values in _read(policy).items():
        codes = draw.integers(0, len(values), number, dtype=np.int8)
        if name != "request.direction":
            codes[draw.random(number, dtype=np.float32) < UNKNOWN_SHARE] = -1
        columns[name] = Column(policy.vocabulary.facts[name], values, codes)
    return Cases(number, columns)


def _read(policy: Policy) -> dict[str, tuple[Value, ...]]:
    """The stated facts that the rules read, each with the values that it may have."""
    asked: dict[str, list[Value]] = {name: [] for name in REQUESTS.values()}
    conditions = [row.when for rules in definitions(policy).values() for rule in rules for row in rule.rows]
    for rule in policy.requirements:
        conditions += [rule.applies, rule.satisfied]
    for condition in conditions:
        for test in tests(condition):
            asked.setdefault(REQUESTS.get(test.fact, test.fact), []).extend(test.operand or ())
        assert not set(facts_of(condition)) - {*asked, *REQUESTS}
    facts = policy.vocabulary.facts
    return {name: _values(facts[name], used) for name, used in asked.items() if not facts[name].derived}


def _values(fact: Fact, used: list[Value]) -> tuple[Value, ...]:
    if fact.type.kind == "boolean":
        return (False, True)
    if fact.type.kind == "role":
        return tuple(dict.fromkeys((*used, *(role for _, role in fact.type.names))))[:ROLES]
    return tuple(value for value in fact.type.values if value != fact.default)


def _typed(name: str, column: Column) -> pl.Series:
    codes = pl.Series(column.codes)
    values = pl.Series(name, column.values, dtype=column_type(column.fact.type))
    return values.gather(codes.set(codes < 0, None))


def _names(number: int) -> pl.Series:
    return pl.select(pl.format("C{}", pl.int_range(number))).to_series()
