"""The condition tree: five kinds of node, and nothing else for an evaluator to know.

A condition has been resolved before it becomes a tree: parameters stand as their values. A mapping of
several tests is an `All`; `none: [..]` is `Not(Any(..))`; `not: x` is `Not` of the plain test;
`{count: [..], at_least: n}` is an `AtLeast`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from threshold.dates import Duration
from threshold.vocabulary import Value

Operator = Literal[
    "is",
    "not_known_to_be",
    "known",
    "recorded",
    "at_least",
    "at_most",
    "above",
    "below",
    "between",
    "before",
    "after",
    "on_or_before",
    "on_or_after",
    "at_least_ago",
    "more_than_ago",
    "within_last",
    "includes",
    "includes_all",
    "includes_none",
    "only",
]
# These tell something of a fact that nobody has given: whether it may matter is for a question to find out.
SILENT: tuple[Operator, ...] = ("known", "not_known_to_be")


@dataclass(frozen=True, slots=True)
class OtherFact:
    """The value of another fact, moved on by a duration where `plus` is given."""

    fact: str
    plus: Duration | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """The cell of a table parameter whose row another fact names."""

    row_fact: str
    cells: tuple[tuple[str, Value | None], ...]  # (row, value); None: the table says that there is none


@dataclass(frozen=True, slots=True)
class Entries:
    """How many entries of a kind have to be on record, and within what length of time up to now (None: ever).

    `days` is the fact that holds their days; the fact that is tested tells whether those are all.
    """

    days: str
    number: int
    within: Duration | None = None


Operand = tuple[Value, ...] | OtherFact | Lookup | Entries | None


@dataclass(frozen=True, slots=True)
class Test:
    """One fact put to one test: a leaf. `operand` is a tuple of values, or where else to look.

    `parameters` are those of which something of it was taken: for people to read, and part of no comparison.
    """

    fact: str
    operator: Operator
    operand: Operand = None
    parameters: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True where some part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True where so many parts are; false where those that are or may be true are too few.

    Each part counts once for each time that it stands there. A rule's own counts ask for 1 up to all of the
    parts; of none, it is always true, and of more than there are, never. `parameters` as those of a test.
    """

    number: int
    parts: tuple[Condition, ...]
    parameters: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is false."""

    part: Condition


Condition = Test | All | Any | AtLeast | Not
ALWAYS = All(())
NEVER = Any(())


def tests(condition: Condition) -> Iterator[Test]:
    """Every leaf, in the order in which it was written."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests(part)
        case All(parts) | Any(parts) | AtLeast(parts=parts):
            for each in parts:
                yield from tests(each)


def facts_of(condition: Condition) -> Iterator[str]:
    """Every fact that the condition reads, operands included."""
    for test in tests(condition):
        yield test.fact
        yield from operand_facts(test.operand)


def operand_facts(operand: Operand) -> Iterator[str]:
    """The facts that an operand reads."""
    if isinstance(operand, OtherFact):
        yield operand.fact
    elif isinstance(operand, Lookup):
        yield operand.row_fact
    elif isinstance(operand, Entries):
        yield operand.days
