"""A table without a row, or with an empty or unknown cell, for a value that can occur.

What would happen: for a child of that value nothing is looked up, so that no clock runs, nobody is named, or
no support fits, and nobody is told that the table is silent.
How to mend it: write the row; where the document says nothing there, write the row with `none` in it.
How far it looks: at every table whose `key` is a choice, a number, a level or a yes or no, on every date and
under every policy that holds it, and at both cells of `support_for_level`. Where the key is a role or text,
what can occur has no end, and is told as not examined. The colours of contacts are told as a remark.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from threshold.conditions import Test, Truth
from threshold.output.words import listed
from threshold.policy.model import LEVEL, SUPPORT_TABLE, Policy
from threshold.policy.parameters import Parameter
from threshold.policy.protection import HIGHEST
from threshold.reading import Node, Problem, did_you_mean
from threshold.reading.tree import child_of, items_of
from threshold.soundness.checks.colours_without_table import COLOUR
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Shown, Unexamined
from threshold.vocabulary import Value, ValueType, called

CODE = "table-without-row"
_EFFECT = "Whoever has this value is told nothing of what the table is there for"
_NO_SUPPORT = "For a child at this level nobody is told which support fits"


def check(examination: Examination) -> Iterator[Finding | Unexamined]:
    """The tables of every pack, on every date."""
    for examined in examination.packs:
        for day, policies in examination.on.items():
            for policy in policies:
                pack = next((each for each in policy.packs if each.name == examined.held.entry.pack), None)
                for name, rows in () if pack is None else pack.tables.items():
                    parameter = examined.held.parameters[name]
                    if parameter.entry.key == COLOUR:
                        continue
                    kind = policy.vocabulary.facts[parameter.entry.key].type
                    values = what_can_occur(kind)
                    if not values:
                        why = f"its rows are by {parameter.entry.key}, of which any number may occur"
                        yield Unexamined(CODE, parameter.name, why)
                        continue
                    for value in values:
                        if str(value) not in rows and _said(value) not in rows:
                            yield _without(value, parameter, policy, day)
                    if name == SUPPORT_TABLE:
                        yield from _wrong_support(parameter, rows, policy, day)


def what_can_occur(kind: ValueType) -> tuple[Value, ...]:
    """The values that a fact of a type may have; none where there is no end to them."""
    if kind.kind == "boolean":
        return (True, False)
    if kind.kind == "number" and kind.least is not None and kind.most is not None:
        return tuple(range(kind.least, kind.most + 1))
    return kind.values if kind.kind in ("choice", "list") else ()


def _said(value: Value) -> str:
    """A yes or no as it is written."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _goal(parameter: Parameter, value: Value) -> tuple[tuple[Test, frozenset[Truth]], ...]:
    return ((Test(parameter.entry.key, "is", (value,)), frozenset({True})),)


def _without(value: Value, parameter: Parameter, policy: Policy, day: date) -> Finding:
    key = parameter.entry.key
    named = called(value, policy.vocabulary.facts[key].type)
    message = f"has no row for {named}; write one, with `none` in it where the document says nothing of it"
    problem = _problem(message, parameter, _rows_of(parameter))
    shown = Shown(policy, day, _goal(parameter, value))
    return Finding(CODE, problem, _NO_SUPPORT if key == LEVEL else _EFFECT, shown)


def _wrong_support(
    parameter: Parameter, rows: Mapping[str, Mapping[str, Value | None]], policy: Policy, day: date
) -> Iterator[Finding]:
    """Rows that leave one of the two out, or name no kind of support, or the more before the less."""
    order = [str(each) for each in policy.vocabulary.facts[HIGHEST].order]
    for row, cells in rows.items():
        wrong = [_wrong_cell(name, cells.get(name), order) for name in ("lowest", "highest")]
        if not any(wrong) and order.index(str(cells["lowest"])) < order.index(str(cells["highest"])):
            wrong = ["the lowest support is more than the highest"]
        if told := [each for each in wrong if each]:
            message = f"row {row}: {listed(told, 'and')}"
            goals = _goal(parameter, int(row)) if row.isdigit() else ()
            shown = Shown(policy, day, goals) if goals else None
            yield Finding(CODE, _problem(message, parameter, _rows_of(parameter)), _NO_SUPPORT, shown)


def _wrong_cell(name: str, cell: Value | None, order: Collection[str]) -> str:
    if cell is None:
        return f"`{name}` is missing, so that no support fits this level"
    return "" if cell in order else f"`{name}` is no kind of support{did_you_mean(str(cell), order)}"


def _rows_of(parameter: Parameter) -> Node:
    """Where the rows of the pack's latest value stand."""
    written = items_of(child_of(parameter.node, "values"))
    return child_of(written[-1], "is") if written else parameter.node


def _problem(message: str, parameter: Parameter, node: Node) -> Problem:
    return Problem(message, parameter.file, node.line, node.column, parameter.name)
