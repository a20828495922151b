"""From YAML to the condition tree, strictly: declared facts, operators that suit them, typed operands."""

from collections.abc import Collection
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import cast, get_args

from threshold.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Entries,
    Lookup,
    Not,
    Operand,
    Operator,
    OtherFact,
    Test,
)
from threshold.dates import OFFICE, Duration, OfficeHours, parse_duration
from threshold.reading import BadInput, Mapping, Node, Problem, Scalar, Sequence, did_you_mean
from threshold.vocabulary import (
    Fact,
    Value,
    ValueType,
    Vocabulary,
    all_recorded,
    as_named,
    days_recorded,
    item_type,
    parse_text,
)

MAX_GROUPS = 2
GROUPS = ("all", "any", "none")
COUNT, ENOUGH, WINDOW = "count", "at_least", "within_last"  # a count, how many are enough, and since when
OF_A_COUNT = (COUNT, ENOUGH, WINDOW)  # the keys that make one count together
SIGNS = ("<", ">", "=", "\u2264", "\u2265")
COMPARED = (
    "more and less are written behind the fact, as {at_least: 3}, {at_most: 3}, {above: 3} or {below: 3}"
)
_TOO_DEEP = "groups go two deep at most; give this thought a name in definitions"
_A_COUNT = "{count: [a fact, another, {a: condition}], at_least: 2}"
_NO_NUMBER = f'"{ENOUGH}" needs a whole number of 1 or more, or a $parameter that holds one'
_ORDER = ("at_least", "at_most", "above", "below", "between")
_DATES = ("before", "after", "on_or_before", "on_or_after")
_AGO = ("at_least_ago", "more_than_ago", "within_last")
_LISTS = ("includes", "includes_all", "includes_none", "only")

Cell = Value | None
Setting = Value | MappingOf[str, MappingOf[str, Cell]] | None


@dataclass(slots=True)
class Context:
    """What a condition may refer to: the vocabulary and its pack's parameters, at the values in force.

    `hours` are those of every office, by its name; `columns` those that each table declares. `used` gathers
    the parameters that were referred to, so that a decision can say which it relied on; `of_test` those of
    the test that is being read.
    """

    vocabulary: Vocabulary
    settings: MappingOf[str, Setting]
    file: str
    hours: MappingOf[str, OfficeHours] = field(default_factory=lambda: {OFFICE.name: OFFICE})
    columns: MappingOf[str, Collection[str]] = field(default_factory=dict)
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
        """A duration, written out or held by a parameter; working hours are those of `office`."""
        office = self.hours[OFFICE.name]
        try:
            if not text.startswith("$"):
                return parse_duration(text).counted_in(office)
            held = self.setting(text[1:])
        except ValueError as error:
            hint = f" The parameter of this name is written ${text}." if text in self.settings else ""
            raise self.bad(node, f"{error}{hint}") from None
        if not isinstance(held, Duration):
            raise self.bad(node, f"{text} holds no duration, and this needs one")
        return held.counted_in(office)


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
        elif key == COUNT:
            parts.append(_count(node, value, context, groups))
        elif key in OF_A_COUNT:
            if COUNT not in node.entries:
                message = f'"{key}" by itself belongs to something that is counted: {_A_COUNT}'
                raise context.bad(node.keys[key], message)
        else:
            context.of_test.clear()
            parts.extend(_tests(context.fact(key, node.keys[key]), value, context))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _count(node: Mapping, counted: Node, context: Context, groups: int) -> Condition:
    """`count:` with the `at_least:` that stands beside it."""
    if ENOUGH not in node.entries:
        raise context.bad(counted, f'"{COUNT}" needs an "{ENOUGH}" beside it: {_A_COUNT}')
    if isinstance(counted, Scalar) and counted.text:
        return _of_events(node, counted, context)
    if not isinstance(counted, Sequence) or not counted.items:
        raise context.bad(counted, f'"{COUNT}" needs a kind of event, or a list: {_A_COUNT}')
    if WINDOW in node.entries:
        raise context.bad(node.keys[WINDOW], f'"{WINDOW}" belongs to a kind of event that is counted')
    parts: dict[Condition, None] = {}
    for item in counted.items:
        part = _counted(item, context, groups)
        if part in parts:
            raise context.bad(item, f'this stands in "{COUNT}" twice; leave one out')
        parts[part] = None
    context.of_test.clear()
    number = _enough(node.entries[ENOUGH], len(parts), context)
    return AtLeast(number, tuple(parts), tuple(sorted(context.of_test)))


def _of_events(node: Mapping, counted: Scalar, context: Context) -> Test:
    """So many entries of one kind of event, all in all or within the last so long."""
    event, known = counted.text or "", context.vocabulary
    if event not in known.events:
        if event in known.facts:
            message = f"{event} is a fact: what is counted is a kind of event, or a list ({_A_COUNT})"
            raise context.bad(counted, message)
        raise context.bad(counted, f'no event "{event}" is declared{did_you_mean(event, known.events)}')
    context.of_test.clear()
    number = _whole_number(node.entries[ENOUGH], context)
    if number is None:
        raise context.bad(node.entries[ENOUGH], _NO_NUMBER)
    length, window = None, node.entries.get(WINDOW)
    if window is not None:
        length = context.duration(_text(window), window)
        if "hours" in length.unit:
            raise context.bad(window, "events are counted by the day, and this is a length in hours")
    operand = Entries(days_recorded(event), number, length)
    return context.test(context.fact(all_recorded(event), counted).name, "at_least", operand)


def _counted(item: Node, context: Context, groups: int) -> Condition:
    """One of what is counted: a fact that is yes or no, by its name, or a condition."""
    if not isinstance(item, Scalar):
        return parse_condition(item, context, groups)
    context.of_test.clear()
    fact = context.fact(_text(item), item)
    if fact.type.kind != "boolean":
        message = f"{fact.name} is not a yes or no; count a condition on it, such as {{{fact.name}: ...}}"
        raise context.bad(item, message, fact.name)
    return context.test(fact.name, "is", (True,))


def _enough(node: Node, counted: int, context: Context) -> int:
    """How many are enough of those that are counted, written out or held by a parameter."""
    number = _whole_number(node, context)
    if number is None:
        raise context.bad(node, _NO_NUMBER)
    if number > counted:
        message = f"this can never hold: of {counted} that are counted, {number} are never there"
        raise context.bad(node, f"{message}; ask for fewer, or count more")
    return number


def _whole_number(node: Node, context: Context, field: str = "") -> int | None:
    """A whole number of 1 or more, written out or held by a parameter; None where it is anything else."""
    text = _text(node)
    number = context.held(text[1:], node, field) if text.startswith("$") else text
    if isinstance(number, str) and number.isdecimal():
        number = int(number)
    return None if isinstance(number, bool) or not isinstance(number, int) or number < 1 else number


def _group(key: str, node: Node, context: Context, groups: int) -> Condition:
    if groups == MAX_GROUPS:
        raise context.bad(node, _TOO_DEEP)
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
    number = _whole_number(node, context, fact.name)
    if number is None:
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
        hint = f"; {COMPARED}" if node.text.lstrip()[:1] in SIGNS else ""
        raise context.bad(node, f"{error}{hint}", fact.name) from None


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
    if length.in_hours and (why := without_time(fact, context.vocabulary)):
        raise context.bad(node, f"hours count from a time of day, and {why}", fact.name)
    return length


def without_time(fact: Fact, vocabulary: Vocabulary) -> str:
    """Why a fact never has a time of day, and what to write instead; empty where it may have one."""
    events = fact.reading.events if fact.reading is not None else ()
    untimed = [name for name in events if not vocabulary.events[name].timed]
    if fact.type.kind == "datetime" and (fact.reading is None or fact.reading.give):
        return ""
    why = f"{fact.name} is only a date"
    if fact.reading is not None and not fact.reading.episode and untimed:
        why = f"{fact.name} is read off {untimed[0]}, which is not `timed: true` and has only a day"
    elif fact.type.kind == "datetime":
        why = f"{fact.name} takes only the day of what it is read off"
    return (
        f"{why}; use a fact of `type: datetime` (read off the timeline, with `give: at` and an event that is "
        "`timed: true`), or a length in days"
    )


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
    except ValueError as error:
        raise context.bad(named, str(error)) from None
    columns = context.columns.get(_text(named).removeprefix("$"), [column])
    if column not in columns:
        message = f'{_text(named)} has no column "{column}"{did_you_mean(column, columns)}'
        raise context.bad(node.entries["column"], message)
    kind = context.vocabulary.fact(row.fact).type
    try:
        rows = [(as_named(key, kind), cells) for key, cells in table.items()]
    except ValueError as error:
        message = f"the rows of {_text(named)} are not those of this fact, which {error}"
        raise context.bad(node.entries["row"], message, row.fact) from None
    return Lookup(row.fact, tuple((key, cells[column]) for key, cells in rows if column in cells))


def _text(node: Node) -> str:
    return (node.text or "") if isinstance(node, Scalar) else ""
