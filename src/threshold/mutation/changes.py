"""Every single change that is made to a file of rules: something taken out, turned round or moved by one.

Files are changed as they are written, so that a change has its line; what no longer loads is no change of
meaning and is left out later.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from threshold.conditions import COUNT, OF_A_COUNT
from threshold.policy.indicators.model import IndicatorTable
from threshold.policy.model import Effect, IfConcern, Moves
from threshold.policy.rule_file import KINDS
from threshold.reading import Mapping, Node, Scalar, Sequence
from threshold.reading.tree import child_of, items_of, locate

Step = str | int  # a key, or the number of an item
Path = tuple[Step, ...]
Kind = Literal[
    "taken out",
    "turned round",
    "test dropped",
    "number",
    "strength",
    "list",
    "who",
    "moves",
    "if_concern",
    "mark",
    "value",
    "level",
    "ages",
    "protection",
]
Within = Literal["ground", "deciding part", "deadline", "definition", "route", "other"]
_STRENGTHS = get_args(Effect)  # the strongest first
_MOVES, _IF_CONCERN = get_args(Moves), get_args(IfConcern)
_NOBODY = (None, "", "none", "self")
_DECIDING = {"block", "condition"}
_WITHIN: dict[Step, Within] = {
    "grounds": "ground",
    "deadlines": "deadline",
    "definitions": "definition",
    "routes": "route",
}
_WHOLE = "the whole rule"
# What may stand beside the rest of a rule, a part, a row or a step, and change what it means.
_MARKS = (
    *("repeats", "or_sooner", "ends_with", "pauses_while", "each", "urgent"),
    *("otherwise", "asked_for", "available", "kind", "unlisted"),
)
# Where conditions stand: of a rule, a part, a row and a step.
_CONDITIONS = ("applies", "when", "must", "unless", "done")
_LISTS = ("carries", "tensions", "also")  # these name and cite; they decide nothing
_COUNTED = re.compile(r"(?P<number>\d+)(?P<unit> [a-z ]+)?")


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a file: at `path`, `into` another node, or nothing where it is taken out.

    `rule` is the rule that is changed, and `item` its row or step; `what` says how, in a few words. `within`
    is what kind of thing that is: all but the last decide. Where a table of indicators is changed, `rule` is
    the sign or the combination, `table` is the whole of it with the change, and `cell` where it stands in a
    workbook.
    """

    kind: Kind
    within: Within
    rule: str
    item: str
    what: str
    file: str
    line: int
    path: Path
    into: Node | None
    cell: str = ""
    table: IndicatorTable | None = None

    @property
    def named(self) -> str:
        """What is changed in the rule, as it is printed."""
        item = "" if self.item in self.what else self.item
        return f"{item} {self.kind}: {self.what}".strip()

    @property
    def whole_rule(self) -> bool:
        """Whether a whole rule is taken out."""
        return self.what == _WHOLE

    def applied(self, root: Node) -> Node:
        """The file's tree with this change."""
        return _replaced(root, self.path, self.into)


def changes(root: Node, file: str) -> Iterator[Change]:
    """Every change to a file of rules, from its top to its end."""
    people = roles_named(root)
    for start, group in _groups(root):
        scope = child_of(group, "scope")
        if scope is not group:
            yield from _Rule(file, (*start, "scope"), scope, people).changes_of_scope()
        for kind in KINDS:
            for number, entry in enumerate(items_of(child_of(group, kind))):
                yield from _Rule(file, (*start, kind, number), entry, people).changes(kind)


def roles_named(node: Node) -> tuple[str, ...]:
    """Whoever a file names outright as the one who acts or receives, each once."""
    found: dict[str, None] = {}
    for step, each in _entries(node):
        if isinstance(each, Scalar):
            if step in ("by", "to") and each.text not in _NOBODY:
                found[each.text or ""] = None
        elif step not in ("for", *_CONDITIONS):  # there `to` is the support that is asked for
            found |= dict.fromkeys(roles_named(each))
    return tuple(found)


def _groups(root: Node) -> Iterator[tuple[Path, Node]]:
    yield (), root
    for number, group in enumerate(items_of(child_of(root, "groups"))):
        yield ("groups", number), group


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule as it is written, and where it stands."""

    file: str
    path: Path
    node: Node
    people: tuple[str, ...]  # whoever the file names

    def changes_of_scope(self) -> Iterator[Change]:
        """Every change to what is said once for the rules that follow."""
        if isinstance(self.node, Mapping):
            yield from self._conditions(self.node, ())
            yield from self._numbers(self.node, ())
            yield from self._lists(self.node, ())

    def changes(self, kind: str) -> Iterator[Change]:
        """Every change to it."""
        if not isinstance(self.node, Mapping):
            return
        yield self._change("taken out", _WHOLE, (), None, self.node)
        yield from self._conditions(self.node, ())
        yield from self._numbers(self.node, ())
        yield from self._lists(self.node, ())
        yield from self._strength(self.node)
        yield from self._marks(self.node, ())
        yield from self._if_concern(self.node, kind)
        yield from self._who(self.node, ())
        for key in (*_STRENGTHS, "rows", "steps", "actions"):
            for number, item in enumerate(items_of(child_of(self.node, key))):
                yield from self._item(key, number, item)

    def _item(self, key: str, number: int, item: Node) -> Iterator[Change]:
        """Changes to a part, a row or a step: it is taken out, its condition turned round, its people."""
        if not isinstance(item, Mapping):
            return
        inside: Path = (key, number)
        yield self._change("taken out", f"{key} {number + 1}", inside, None, item)
        yield from self._conditions(item, inside)
        yield from self._who(item, inside)
        yield from self._marks(item, inside)
        moves = item.entries.get("moves")
        if isinstance(moves, Scalar):
            for other in _other_moves(moves.text, key):
                yield self._change(
                    "moves", f"{moves.text} → {other}", (*inside, "moves"), _text(other, moves), moves
                )

    def _conditions(self, node: Mapping, inside: Path) -> Iterator[Change]:
        for key in _CONDITIONS:
            condition = node.entries.get(key)
            if isinstance(condition, Mapping) and "event" not in condition.entries:
                yield from self._condition(condition, (*inside, key))

    def _condition(self, condition: Mapping, inside: Path) -> Iterator[Change]:
        """A condition is turned round, and each of its tests left out."""
        yield self._change("turned round", _place(inside), inside, _none_of(condition), condition)
        yield from self._tests(condition, inside)

    def _tests(self, node: Node, inside: Path) -> Iterator[Change]:
        several = _entries(node)
        counts = isinstance(node, Mapping) and COUNT in node.entries
        if isinstance(node, Mapping) and counts and (rest := _without(node, OF_A_COUNT)).entries:
            yield self._change("test dropped", f"{_place(inside)}: without {COUNT}", inside, rest, node)
        for step, each in several:
            path = (*inside, step)
            if counts and step in OF_A_COUNT:
                # What is counted by name alone is a list, each of whose items is left out as such.
                if step == COUNT and not all(isinstance(item, Scalar) for item in items_of(each)):
                    yield from self._tests(each, path)
                continue
            if len(several) > 1:
                what = step if isinstance(step, str) else _shown(each)
                yield self._change("test dropped", f"{_place(inside)}: without {what}", path, None, each)
            if step in ("all", "any", "none") or isinstance(node, Sequence):
                yield from self._tests(each, path)

    def _numbers(self, node: Node, inside: Path) -> Iterator[Change]:
        """Every number of a condition or a limit, one unit more and one less."""
        for step, each in _entries(node):
            path = (*inside, step)
            if isinstance(each, Scalar):
                for into in moved_by_one(each.text or "") if _counts(path) else ():
                    what = f"{_place(path)}: {each.text} → {into}"
                    yield self._change("number", what, path, _text(into, each), each)
            else:
                yield from self._numbers(each, path)

    def _lists(self, node: Node, inside: Path) -> Iterator[Change]:
        """Every list of values of which one is left out."""
        for step, each in _entries(node):
            path = (*inside, step)
            if (
                isinstance(each, Sequence)
                and step not in _LISTS
                and all(isinstance(i, Scalar) for i in each.items)
            ):
                for number, item in enumerate(each.items if len(each.items) > 1 else ()):
                    yield self._change(
                        "list", f"{_place(path)}: without {_shown(item)}", (*path, number), None, item
                    )
            elif not isinstance(each, Scalar):
                yield from self._lists(each, path)

    def _strength(self, node: Mapping) -> Iterator[Change]:
        for place, key in enumerate(_STRENGTHS):
            if key not in node.entries:
                continue
            for other in (_STRENGTHS[place - 1 : place] if place else ()) + _STRENGTHS[place + 1 : place + 2]:
                into = _renamed(node, key, other)
                yield self._change("strength", f"{key} → {other}", (), into, node.keys[key])

    def _marks(self, node: Mapping, inside: Path) -> Iterator[Change]:
        """A word beside the rest that changes what it means is left out."""
        for key in _MARKS:
            if key in node.entries:
                yield self._change("mark", f"without {key}", (*inside, key), None, node.keys[key])

    def _if_concern(self, node: Mapping, kind: str) -> Iterator[Change]:
        if kind != "requirements" or not _DECIDING & node.entries.keys():
            return  # what stands in nobody's way is told under a concern as ever
        now = node.entries.get("if_concern")
        said = now.text if isinstance(now, Scalar) else None
        for other in (each for each in (*_IF_CONCERN, None) if each != said):
            what = f"{said or 'left out'} → {other or 'left out'}"
            path: Path = ("if_concern",)
            place = now or node
            yield self._change(
                "if_concern", what, path, None if other is None else _text(other, place), place
            )

    def _who(self, node: Mapping, inside: Path) -> Iterator[Change]:
        """Whoever acts and whoever it goes to change places; where it goes to nobody, somebody else acts."""
        by, to = node.entries.get("by"), node.entries.get("to")
        if by is not None and to is not None and _whom(by) != _whom(to):
            into = Mapping(node.line, node.column, {**node.entries, "by": to, "to": by}, node.keys)
            yield self._change("who", f"by {_whom(to)}, to {_whom(by)}", inside, into, by)
        elif isinstance(by, Scalar) and to is None:
            other = next((each for each in self.people if each != by.text), None)
            if other is not None:
                what = f"by {other} in the place of {by.text}"
                yield self._change("who", what, (*inside, "by"), _text(other, by), by)

    def _change(self, kind: Kind, what: str, inside: Path, into: Node | None, at: Node) -> Change:
        rule, path = _id_of(self.node) or str(self.path[-1]), (*self.path, *inside)
        return Change(kind, self._within, rule, self._item_of(inside), what, self.file, at.line, path, into)

    @property
    def _within(self) -> Within:
        section = self.path[-2] if len(self.path) > 1 else ""
        if section == "requirements":
            decides = isinstance(self.node, Mapping) and bool(_DECIDING & self.node.entries.keys())
            return "deciding part" if decides else "other"
        return _WITHIN.get(section, "other")

    def _item_of(self, inside: Path) -> str:
        """The id of the row or step that is changed, if it has one."""
        found = _id_of(locate(self.node, inside[:2]))
        return "" if found == _id_of(self.node) else found


def _id_of(node: Node) -> str:
    """The id of a rule or a row; that of a step is its first key, which begins with a capital."""
    if not isinstance(node, Mapping):
        return ""
    own = node.entries.get("id")
    if isinstance(own, Scalar):
        return own.text or ""
    first = next(iter(node.entries), "")
    return first if first[:1].isupper() and "-" in first else ""


def moved_by_one(text: str) -> Iterator[str]:
    """A number or a length of time, one unit more and one less; nothing of any other text."""
    if found := _COUNTED.fullmatch(text):
        for other in (int(found["number"]) + 1, int(found["number"]) - 1):
            if other >= 0:
                yield f"{other}{found['unit'] or ''}"


def _counts(path: Path) -> bool:
    """Whether a number there is one that decides: in a condition, or a limit."""
    return path[0] == "within" or any(step in _CONDITIONS for step in path)


def _place(path: Path) -> str:
    """Where something stands in a rule, as it would be said: `block 2 must`."""
    return " ".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _entries(node: Node) -> list[tuple[Step, Node]]:
    if isinstance(node, Mapping):
        return [*node.entries.items()]
    return [*enumerate(node.items)] if isinstance(node, Sequence) else []


def _shown(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text or ""
    return ", ".join(_shown(each) if isinstance(step, int) else step for step, each in _entries(node))


def _whom(node: Node) -> str:
    """Somebody who is named outright, or by the value of a fact."""
    if isinstance(node, Scalar):
        return node.text or ""
    return ", ".join(f"{step}: {_whom(each)}" for step, each in _entries(node))


def _text(text: str, at: Node) -> Scalar:
    return Scalar(text, at.line, at.column)


def _none_of(condition: Mapping) -> Mapping:
    place = condition.line, condition.column
    return Mapping(*place, {"none": Sequence(*place, [condition])}, {"none": Scalar("none", *place)})


def _without(node: Mapping, keys: Collection[str]) -> Mapping:
    """The mapping without some of its keys."""
    entries = {key: value for key, value in node.entries.items() if key not in keys}
    return Mapping(node.line, node.column, entries, {key: node.keys[key] for key in entries})


def _renamed(node: Mapping, key: str, other: str) -> Mapping:
    entries = {other if each == key else each: value for each, value in node.entries.items()}
    keys = {other if each == key else each: place for each, place in node.keys.items()}
    return Mapping(node.line, node.column, entries, keys)


def _replaced(node: Node, path: Path, into: Node | None) -> Node:
    if not path:
        assert into is not None
        return into
    step, rest = path[0], path[1:]
    if isinstance(node, Mapping) and isinstance(step, str):
        entries, keys = dict(node.entries), dict(node.keys)
        if not rest and into is None:
            entries.pop(step, None)
            keys.pop(step, None)
        else:
            entries[step] = _replaced(entries.get(step, node), rest, into)
            keys.setdefault(step, Scalar(step, node.line, node.column))
        return Mapping(node.line, node.column, entries, keys)
    assert isinstance(node, Sequence)
    assert isinstance(step, int)
    items = list(node.items)
    if not rest and into is None:
        del items[step]
    else:
        items[step] = _replaced(items[step], rest, into)
    return Sequence(node.line, node.column, items)


def _other_moves(moves: str | None, key: str) -> Iterator[str]:
    """The other ways that a row may move; of a step in a sequence only that it no longer goes down.

    There `up` and `same` say no more than that a label does not mean what it looks like.
    """
    if key == "steps":
        yield from ("same",) if moves == "down" else ()
    else:
        yield from (each for each in _MOVES if each != moves)
