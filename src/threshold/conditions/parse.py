"""From YAML to the condition tree, strictly: declared facts, operators that suit them, typed operands."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import cast, get_args

from threshold.conditions.tree import (
    All,
    Any,
    Condition,
    Lookup,
    Not,
    Operand,
    Operator,
    OtherFact,
    Test,
)
from threshold.dates import Duration, parse_duration
from threshold.reading import BadInput, Mapping, Node, Problem, Scalar, Sequence, did_you_mean
from threshold.vocabulary import Fact, Value, ValueType, Vocabulary, as_named, item_type, parse_text

MAX_GROUPS = 2
GROUPS = ("all", "any", "none")
_ORDER = ("at_least", "at_most", "above", "below", "between")
_DATES = ("before", "after", "on_or_before", "on_or_after")
_AGO = ("at_least_ago", "more_than_ago", "within_last")
_LISTS = ("includes", "includes_all", "includes_none", "only")

Cell = Value | None
Setting = Value | MappingOf[str, MappingOf[str, Cell]] | None


@dataclass(slots=True)
class Context:
    """What a condition may refer to: the vocabulary and its pack's parameters, at the values in force.

    `used` gathers the parameters that were referred to, so that a decision can say which it relied on;
    `of_test` those of the test that is being read.
    """

    vocabulary: Vocabulary
    settings: MappingOf[str, Setting]
    file: str
    used: set[str] = field(default_factory=set)
    of_test: set[str] = field(default_factory=set)

    def setting(self, name: str) -> Setting:
        """A parameter's value, by its name without the dollar. Raises ValueError if it is not declared."""
        if name not in self.settings:
            raise ValueError(f"no parameter ${name} is declared{did_you_mean(name, self.settings)}")
        self.used.add(name)
        self.of_test.add(name)
        return self.settings[name]

    def test(self, fact: str, operator: Operator, operand: Operand = None) -> Test:
        """A leaf, with the parameters that were referred to since its line was begun."""
        return Test(fact, operator, operand, tuple(sorted(self.of_test)))

    def held(self, name: str, node: Node, field: str = "") -> Setting:
        """A parameter's value, as `setting` gives it. Raises BadInput at the node if it is not declared."""
        try:
            return self.setting(name)
        except ValueError as error:
            raise self.bad(node, str(error), field) from None

    def bad(self, node: Node, message: str, field: str = "") -> BadInput:
        return BadInput(Problem(message, self.file, node.line, node.column, field))

    def fact(self, text: str, node: Node) -> Fact:
        """The fact named, perhaps by a parameter that holds a fact's name."""
        try:
            if text.startswith("$"):
                named = self.setting(text[1:])
                if not isinstance(named, str):
                    raise ValueError(f"{text} does not name a fact")
                text = named
            return self.vocabulary.fact(text)
        except ValueError as error:
            raise self.bad(node, str(error)) from None

    def duration(self, text: str, node: Node) -> Duration:
        """A duration, written out or held by a parameter."""
        try:
            if not text.startswith("$"):
                return parse_duration(text)
            held = self.setting(text[1:])
        except ValueError as error:
            raise self.bad(node, str(error)) from None
        if not isinstance(held, Duration):
            raise self.bad(node, f"{text} holds no duration, and this needs one")
        return held


def parse_condition(node: Node, context: Context, groups: int = 0) -> Condition:
    """The tree of a condition. Raises BadInput with the line of what cannot be understood."""
    if not isinstance(node, Mapping):
        raise context.bad(node, "a condition is a mapping of facts to tests")
    if not node.entries:
        raise context.bad(node, "this condition is empty")
    parts: list[Condition] = []
    for key, value in node.entries.items():
        if key in GROUPS:
            parts.append(_group(key, value, context, groups))
        else:
            context.of_test.clear()
            parts.extend(_tests(context.fact(key, node.keys[key]), value, context))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _group(key: str, node: Node, context: Context, groups: int) -> Condition:
    if groups == MAX_GROUPS:
        raise context.bad(node, "groups go two deep at most; give this thought a name in definitions")
    if not isinstance(node, Sequence) or not node.items:
        raise context.bad(node, f'"{key}" needs a list of conditions')
    parts = tuple(parse_condition(item, context, groups + 1) for item in node.items)
    return All(parts) if key == "all" else Any(parts) if key == "any" else Not(Any(parts))


def _tests(fact: Fact, node: Node, context: Context) -> list[Condition]:
    if not isinstance(node, Mapping) or _is_reference(node):
        return [_plain(fact, node, node, context)]
    if not node.entries:
        raise context.bad(node, "this test is empty", fact.name)
    return [_operated(fact, key, value, node.keys[key], context) for key, value in node.entries.items()]


def _plain(fact: Fact, node: Node, place: Node, context: Context) -> Test:
    if not suits("is", fact.type):
        message = f"{fact.name} holds several values; test it with includes or the like"
        if fact.type.kind == "month":
            message = f"{fact.name} is a month, which no rule reads; test child.age, worked out from it"
        raise context.bad(place, message, fact.name)
    return context.test(fact.name, "is", _with_roles(fact, _operand(fact, "is", node, context), context))


def _is_reference(node: Mapping) -> bool:
    return "fact" in node.entries or "table" in node.entries


def _operated(fact: Fact, key: str, node: Node, key_node: Node, context: Context) -> Condition:
    if key == "not":
        return Not(_plain(fact, node, key_node, context))
    if key in ("known", "recorded"):
        if not isinstance(node, Scalar) or node.text not in ("true", "false"):
            raise context.bad(node, f'"{key}" is true or false', fact.name)
        if key == "recorded" and fact.reading is None:
            raise context.bad(node, "only a fact read off the timeline can be recorded", fact.name)
        test = context.test(fact.name, "known" if key == "known" else "recorded")
        return test if node.text == "true" else Not(test)
    operator = next((name for name in get_args(Operator) if name == key), None)
    if operator is None:
        known = (*get_args(Operator), "not")
        raise context.bad(key_node, f'no test "{key}"{did_you_mean(key, known)}', fact.name)
    if not suits(operator, fact.type):
        message = f'"{operator}" does not suit {fact.name}, which is a {fact.type.kind}'
        raise context.bad(key_node, message, fact.name)
    operand = _operand(fact, operator, node, context)
    if operator == "includes_all" and isinstance(operand, tuple) and item_type(fact.type).kind == "role":
        # Each of them must be there, or somebody who counts as one.
        present = (
            context.test(fact.name, "includes", _with_roles(fact, (role,), context)) for role in operand
        )
        return All(tuple(present))
    return context.test(fact.name, operator, _with_roles(fact, operand, context))


def _with_roles(fact: Fact, operand: Operand, context: Context) -> Operand:
    """Roles that are written out, with every role that counts as one of them.

    A role that a table or another fact gives stands for itself alone.
    """
    if not isinstance(operand, tuple) or item_type(fact.type).kind != "role":
        return operand
    if isinstance(operand[0], int):  # how many there are, whoever they be
        return operand
    known = context.vocabulary
    return tuple(dict.fromkeys(each for role in operand for each in known.standing_for(str(role))))


def suits(operator: Operator, kind: ValueType) -> bool:
    """Whether a fact of this type can be put to this test. No rule reads a month: it reads the age."""
    if kind.kind == "month":
        return False
    if operator == "at_least":
        return kind.kind in ("number", "list")
    if operator in _ORDER:
        return kind.kind == "number"
    if operator in _DATES or operator in _AGO:
        return kind.is_date
    if operator == "includes":
        return kind.kind in ("list", "ratings")
    if operator in _LISTS:
        return kind.kind == "list"
    if operator == "not_known_to_be":
        return kind.kind not in ("list", "ratings") and not kind.is_date
    return kind.kind not in ("list", "ratings")


def _operand(fact: Fact, operator: Operator, node: Node, context: Context) -> Operand:
    if operator in _AGO:
        if not isinstance(node, Scalar) or node.text is None:
            raise context.bad(node, "needs a duration such as 3 months", fact.name)
        return (_countable(fact, context.duration(node.text, node), node, context),)
    if operator == "at_least" and fact.type.kind == "list":
        return (_number(fact, node, context),)
    if isinstance(node, Mapping):
        return _reference(fact, node, context)
    items = node.items if isinstance(node, Sequence) else [node]
    if not items:
        raise context.bad(node, "needs at least one value", fact.name)
    values = tuple(value for item in items for value in _values(fact, item, context))
    if operator == "between" and len(values) != 2:
        raise context.bad(node, "between needs two values, such as [1, 3]", fact.name)
    if operator == "between" and cast(int, values[0]) > cast(int, values[1]):
        raise context.bad(node, "between needs the smaller number first", fact.name)
    if operator in (*_ORDER, *_DATES) and operator != "between" and len(values) != 1:
        raise context.bad(node, f"{operator} needs one value", fact.name)
    return values


def _number(fact: Fact, node: Node, context: Context) -> int:
    """How many different items a list is to hold, written out or held by a parameter."""
    text = _text(node)
    number = context.held(text[1:], node, fact.name) if text.startswith("$") else text
    if isinstance(number, str) and number.isdecimal():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise context.bad(node, "of a list, at_least needs one number, of 1 or more", fact.name)
    return number


def _values(fact: Fact, node: Node, context: Context) -> tuple[Value, ...]:
    """The values that one item stands for: itself, or all that a parameter holds, typed as the fact is."""
    if not isinstance(node, Scalar) or node.text is None:
        raise context.bad(node, "must be a value", fact.name)
    kind = item_type(fact.type)
    try:
        if not node.text.startswith("$"):
            return (parse_text(node.text, kind),)
        held = context.setting(node.text[1:])
        if held is None or isinstance(held, MappingOf):
            raise ValueError(f"{node.text} holds nothing that can be compared with")
        if isinstance(held, tuple):
            return tuple(parse_text(str(item), kind) for item in held)
        if isinstance(held, str):
            return (parse_text(held, kind),)
        if kind.kind != _kind_of(held):
            raise ValueError(f"{node.text} holds a {_kind_of(held)}, and {fact.name} is a {fact.type.kind}")
        return (held,)
    except ValueError as error:
        raise context.bad(node, str(error), fact.name) from None


def _kind_of(value: Value) -> str:
    """The type of a parameter's value that is neither text nor a list."""
    if isinstance(value, bool):
        return "boolean"
    return "duration" if isinstance(value, Duration) else "number"


def _reference(fact: Fact, node: Mapping, context: Context) -> Operand:
    entries = node.entries
    if "table" in entries:
        return _comparable(fact, parse_lookup(node, context), node, context)
    if not set(entries) <= {"fact", "plus"} or "fact" not in entries:
        raise context.bad(node, "another fact is written {fact: name} or {fact: name, plus: 3 months}")
    reference = parse_other_fact(node, context)
    other = context.vocabulary.fact(reference.fact)
    if other.type.kind != fact.type.kind and not (other.type.is_date and fact.type.is_date):
        raise context.bad(node, f"{other.name} is a {other.type.kind}, not a {fact.type.kind}")
    return reference


def _comparable(fact: Fact, table: Lookup, node: Node, context: Context) -> Lookup:
    """The look-up, where its column holds what the fact can be compared with."""
    words = fact.type.kind in ("choice", "role", "text", "label", "list")
    wanted = int if fact.type.kind in ("number", "ratings") else str if words else None
    if any(cell is not None and (wanted is None or not isinstance(cell, wanted)) for _, cell in table.cells):
        message = f"the column cannot be compared with {fact.name}, which is a {fact.type.kind}"
        raise context.bad(node, message, fact.name)
    return table


def parse_other_fact(node: Node, context: Context) -> OtherFact:
    """`{fact: name, plus: duration}`. Raises BadInput when it is written otherwise."""
    if not isinstance(node, Mapping) or not isinstance(node.entries.get("fact"), Scalar):
        raise context.bad(node, "must be written {fact: name} or {fact: name, plus: 3 months}")
    named, plus = node.entries["fact"], node.entries.get("plus")
    fact = context.fact(_text(named), named)
    if plus is None:
        return OtherFact(fact.name)
    if not fact.type.is_date:
        raise context.bad(plus, "only a date can be moved on", fact.name)
    return OtherFact(fact.name, _countable(fact, context.duration(_text(plus), plus), plus, context))


def _countable(fact: Fact, length: Duration, node: Node, context: Context) -> Duration:
    """The length, where it can be counted from such a fact: hours need a time of day."""
    if "hours" in length.unit and fact.type.kind != "datetime":
        raise context.bad(node, f"hours count from a time of day, and {fact.name} is only a date", fact.name)
    return length


def parse_lookup(node: Mapping, context: Context) -> Lookup:
    """`{table: $name, row: {fact: name}, column: name}`. Raises BadInput when it is written otherwise."""
    if set(node.entries) != {"table", "row", "column"}:
        raise context.bad(node, "a look-up is written {table: $name, row: {fact: name}, column: name}")
    row = parse_other_fact(node.entries["row"], context)
    named, column = node.entries["table"], _text(node.entries["column"])
    try:
        table = context.setting(_text(named).removeprefix("$"))
        if not isinstance(table, MappingOf):
            raise ValueError("the parameter is not a table")
        kind = context.vocabulary.fact(row.fact).type
        rows = [(as_named(key, kind), cells) for key, cells in table.items()]
    except ValueError as error:
        raise context.bad(named, str(error)) from None
    return Lookup(row.fact, tuple((key, cells[column]) for key, cells in rows if column in cells))


def _text(node: Node) -> str:
    return (node.text or "") if isinstance(node, Scalar) else ""
