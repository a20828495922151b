"""A document's entries written in the one layout."""

from collections.abc import Iterator

from threshold.layout.comments import wrapped
from threshold.layout.order import Place, in_order
from threshold.layout.scalars import on_one_line, over_lines
from threshold.layout.shape import is_block, is_spaced
from threshold.layout.tree import Collection, Entry

WIDTH = 100


def lines_of(document: Entry) -> list[str]:
    """The lines of a document, without the marks that stand between documents."""
    head, value = wrapped(document.before, WIDTH), document.value
    if isinstance(value, Collection) and value.entries:
        below = _block(value, (), WIDTH)
    else:
        above, below = _entry(document, "", (), WIDTH)
        head = above
    return [*head, "", *below] if head else below


def _block(value: Collection, place: Place, room: int) -> list[str]:
    """Each entry in lines of its own, then the comments at the end."""
    lines: list[str] = []
    spaced, was_long = is_spaced(place), False
    for entry, inner in _ordered(value, place):
        name = "-" if entry.key is None else f"{on_one_line(entry.key)}:"
        above, own = _entry(entry, name, inner, room)
        is_long = isinstance(entry.value, Collection) and len(own) > 1
        if lines and spaced and (is_long or was_long):
            lines.append("")
        lines += above + own
        was_long = is_long
    if value.after and spaced and was_long:
        lines.append("")
    return lines + wrapped(value.after, room)


def _entry(entry: Entry, name: str, place: Place, room: int) -> tuple[list[str], list[str]]:
    """The comments above an entry, and the entry itself from its name or dash on."""
    line = _one_line(entry.value, name, place, room)
    lines = _lines(entry.value, name, place, room) if line is None else [line]
    # Behind a dash the line is that of an entry within, and within quotation marks a # is no comment.
    within = name == "-" and isinstance(entry.value, Collection)
    no_place = line is None and (within or lines[0].endswith("\\"))
    if len(entry.beside) == 1 and not no_place:
        beside = f"{lines[0]}  {entry.beside[0]}"
        if len(beside) <= room:
            return wrapped(entry.before, room), [beside, *lines[1:]]
    return wrapped([*entry.before, *entry.beside], room), lines


def _one_line(value: str | Collection | None, name: str, place: Place, room: int) -> str | None:
    """An entry in one line; None where it takes several, or that would not fit and several would."""
    short = _short(value, place, in_brackets=False)
    if short is None:
        return None
    line = f"{name} {short}".lstrip()
    can_be_parted = bool(value.entries if isinstance(value, Collection) else value)
    return None if can_be_parted and len(line) > room else line


def _lines(value: str | Collection | None, name: str, place: Place, room: int) -> list[str]:
    """An entry in several lines."""
    if isinstance(value, Collection):
        inner = _block(value, place, room - 2)
        return _under_dash(inner) if name == "-" else [name, *_indented(inner)]
    first, *rest = over_lines(value or "", room - 2)
    return [f"{name} {first}".lstrip(), *_indented(rest)]


def _under_dash(lines: list[str]) -> list[str]:
    """The first line goes behind the dash; a comment above it goes above the dash."""
    first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}", *_indented(lines[first + 1 :])]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _short(value: str | Collection | None, place: Place, in_brackets: bool) -> str | None:
    """A value in one line, however long; None where it takes several whatever its length."""
    if not isinstance(value, Collection):
        return None if value is not None and "\n" in value else on_one_line(value, in_brackets)
    if not value.entries:
        return "{}" if value.mapping else "[]"
    mappings = any(isinstance(each.value, Collection) and each.value.mapping for each in value.entries)
    if value.after or is_block(place, value.mapping, mappings):
        return None
    parts: list[str] = []
    for entry, inner in _ordered(value, place):
        part = _short(entry.value, inner, in_brackets=True)
        if part is None or entry.before or entry.beside:
            return None
        parts.append(part if entry.key is None else f"{on_one_line(entry.key, in_brackets=True)}: {part}")
    return f"{{{', '.join(parts)}}}" if value.mapping else f"[{', '.join(parts)}]"


def _ordered(value: Collection, place: Place) -> Iterator[tuple[Entry, Place]]:
    """The entries in the order of their keys, each with its own place."""
    keys = [entry.key or "" for entry in value.entries]
    for number in in_order(keys, place) if value.mapping else range(len(keys)):
        entry = value.entries[number]
        yield entry, (*place, "-" if entry.key is None else entry.key)
