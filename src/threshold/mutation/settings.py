"""Every single change to the values of a pack's parameters: moved by one, shortened, or another choice."""

from collections.abc import Iterator, Sequence

from threshold.mutation.changes import Change, Kind, Path, moved_by_one
from threshold.reading import Mapping, Node, Scalar
from threshold.reading import Sequence as Listed
from threshold.reading.tree import child_of, items_of

_OTHERWISE = {"true": "false", "false": "true"}


def changes_of_values(root: Node, file: str, people: Sequence[str]) -> Iterator[Change]:
    """Every change to parameters.yaml, from its top to its end; `people` are roles that the rules name."""
    for name, entry in root.entries.items() if isinstance(root, Mapping) else ():
        others = _others(entry, people)
        for number, value in enumerate(items_of(child_of(entry, "values"))):
            since, setting = child_of(value, "from"), child_of(value, "is")
            dated = since.text if isinstance(since, Scalar) else ""
            for kind, what, inside, into, at in _of_setting(setting, others):
                path: Path = (name, "values", number, "is", *inside)
                yield Change(kind, "other", name, f"from {dated}", what, file, at.line, path, into)


_Made = tuple[Kind, str, Path, Node | None, Node]


def _of_setting(setting: Node, others: Sequence[str], inside: Path = ()) -> Iterator[_Made]:
    """The changes to one value; a table's are those of its cells, and each of its rows taken out."""
    if isinstance(setting, Scalar):
        yield from _of_scalar(setting, others, inside)
    elif isinstance(setting, Listed) and len(setting.items) > 1:
        for number, item in enumerate(setting.items):
            shown = item.text if isinstance(item, Scalar) else str(number + 1)
            yield "list", f"without {shown}", (*inside, number), None, item
    elif isinstance(setting, Mapping):
        for row, cell in setting.entries.items():
            if not inside:
                yield "taken out", f"row {row}", (row,), None, cell
            yield from _of_setting(cell, (), (*inside, row))


def _of_scalar(setting: Scalar, others: Sequence[str], inside: Path) -> Iterator[_Made]:
    text = setting.text or ""
    for into in moved_by_one(text):
        yield "number", f"{text} → {into}", inside, _in_place_of(setting, into), setting
    for into in (*filter(None, [_OTHERWISE.get(text)]), *(each for each in others if each != text)):
        yield "value", f"{text} → {into}", inside, _in_place_of(setting, into), setting


def _others(entry: Node, people: Sequence[str]) -> tuple[str, ...]:
    """What else a parameter may be: the choices that it lists, or somebody else where it is a role."""
    kind = child_of(entry, "type")
    if isinstance(kind, Scalar) and kind.text == "role":
        values = items_of(child_of(entry, "values"))
        own = {each.text for each in (child_of(value, "is") for value in values) if isinstance(each, Scalar)}
        return tuple(person for person in people if person not in own)[:1]
    listed = items_of(child_of(entry, "one_of"))
    return tuple(each.text or "" for each in listed if isinstance(each, Scalar))


def _in_place_of(setting: Scalar, text: str) -> Scalar:
    return Scalar(text, setting.line, setting.column)
