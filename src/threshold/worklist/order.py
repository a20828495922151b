"""The order of the worklist, and which of its rows are about the same contact."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from threshold.exports.contacts import Contact
from threshold.output.words import many
from threshold.worklist.model import DANGER, Act, Row
from threshold.worklist.times import LATE

# Not looked at by anybody yet, then the most urgent.
COLOURS = ("", "red", "amber", "green", "blue")
_FIRST = ("refer_now", "unread", "ask_first")
Part = Act | Literal["rest"]
REST: Literal["rest"] = "rest"
BY_COLOUR = "The rest, by colour"
# These come before all others, each of them together; the rest is by colour, whatever is to be done.
PARTS: tuple[Act, ...] = ("refer_now", "unread", "ask_first", "overdue")
_SIGNS = re.compile(r"[\W_]+")
_NAMED = 3  # of others alike, so many are named


def ranked(rows: Iterable[Row]) -> list[Row]:
    """The rows in their order, each with its rank.

    Refer now, unread, ask first, then the rest; within each of these overdue first, then by colour, by when
    it is due and when it came in; last by reference and place: ties are always alike. What is to be referred
    now goes by the danger instead of by the colour, and by that before all else.
    """
    return [row.at(rank) for rank, row in enumerate(sorted(rows, key=_place), start=1)]


def part_of(row: Row) -> Part:
    """The part of the list that a row stands in: by what to do, as long as that comes before all else."""
    return row.act if row.act in PARTS else REST


def _place(row: Row) -> tuple[object, ...]:
    first = _FIRST.index(row.act) if row.act in _FIRST else len(_FIRST)
    danger = row.act == "refer_now"
    colour = COLOURS.index(row.colour) if row.colour in COLOURS else len(COLOURS)
    due = row.response.due if row.response.state in (*LATE, "pending") else ""
    # A day is over when all its hours are.
    return (
        first,
        DANGER.index(row.danger) if danger else 0,
        row.response.state not in LATE,
        0 if danger else colour,
        not due,
        due if "T" in due else f"{due}~",
        not row.received,
        row.received if "T" in row.received else f"{row.received}~",
        row.reference,
        row.place,
        row.row,
    )


def with_danger_elsewhere(rows: Sequence[Row]) -> list[Row]:
    """The rows, of which those of a reference that is to be referred now elsewhere say so.

    Under the very same reference two accounts contradict each other, and the more dangerous is acted on.
    """
    told: dict[str, list[Row]] = {}
    for row in rows:
        if row.act == "refer_now" and row.reference:
            told.setdefault(alike(row.reference), []).append(row)
    return [_beside(row, told.get(alike(row.reference), ())) if told else row for row in rows]


def _beside(row: Row, danger: Sequence[Row]) -> Row:
    if row.act == "refer_now" or not danger:
        return row
    worst = min(danger, key=lambda each: DANGER.index(each.danger))
    place = f"row {worst.row}" if worst.place == row.place else f"{worst.place}, row {worst.row}"
    if worst.reference != row.reference:
        found = (
            *row.conflicts,
            f"A reference like it ({place}) is to be referred now: is it the same child?",
        )
        return replace(row, conflicts=found)
    why = f"The same reference tells of danger in {place}: the more dangerous account is acted on"
    act: Act = "refer_now"
    return replace(row, act=act, to=worst.to or row.to, danger=worst.danger, conflicts=(*row.conflicts, why))


def duplicates(contacts: Sequence[Contact]) -> Mapping[int, tuple[str, ...]]:
    """Of each contact by its number, the others that may be the same; those without any are left out.

    The same reference; one that differs by capitals, spaces or signs alone; or the same in all but that, and
    come in at the same minute.
    """
    told: dict[int, list[str]] = {}
    several = len({contact.place for contact in contacts}) > 1
    for same, key in (
        ("the same reference", _reference),
        ("a reference like it", _like),
        ("the same in all but the reference", _content),
    ):
        groups: dict[object, list[int]] = {}
        for number, contact in enumerate(contacts):
            if (found := key(contact)) is not None:
                groups.setdefault(found, []).append(number)
        for group in groups.values():
            if len(group) == 1:
                continue
            others = _Others.of(group, contacts, key is not _reference)
            for number in group:
                if named := others.named(number, several):
                    told.setdefault(number, []).append(f"{same}: {named}")
    return {number: tuple(each) for number, each in told.items()}


@dataclass(frozen=True, slots=True)
class _Others:
    """Contacts that may be the same, of which each names a few of the others: `first` has enough for any.

    With `apart`, those of its own reference are none of them; `alike` counts each reference.
    """

    contacts: Sequence[Contact]
    number: int
    first: Sequence[int]
    alike: Mapping[str, int]
    apart: bool

    @classmethod
    def of(cls, group: Sequence[int], contacts: Sequence[Contact], apart: bool) -> "_Others":
        """The others of a group, given by their numbers in order."""
        if not apart:
            return cls(contacts, len(group), group[: _NAMED + 1], {}, False)
        alike = Counter(contacts[number].reference for number in group)
        seen, first = Counter[str](), list[int]()
        for number in group:
            seen[contacts[number].reference] += 1
            if seen[contacts[number].reference] <= _NAMED:
                first.append(number)
        return cls(contacts, len(group), first[: 2 * _NAMED], alike, True)

    def named(self, number: int, with_place: bool) -> str:
        """The first few others of one of them, and how many more; nothing where there are none."""
        own = self.contacts[number].reference
        if self.apart:
            others = [each for each in self.first if self.contacts[each].reference != own]
            count = self.number - self.alike[own]
        else:
            others, count = [each for each in self.first if each != number], self.number - 1
        told = [self.contacts[each] for each in others[:_NAMED]]
        names = [f"{each.place}, row {each.row}" if with_place else f"row {each.row}" for each in told]
        more = count - len(told)
        return "; ".join(names) + (f"; and {many(more, 'more', 'more')}" if more > 0 else "")


def _reference(contact: Contact) -> object | None:
    return contact.reference or None


def _like(contact: Contact) -> object | None:
    return alike(contact.reference) or None


def alike(reference: str) -> str:
    """What references that differ by capitals, spaces or signs alone have in common."""
    return _SIGNS.sub("", reference).casefold()


def _content(contact: Contact) -> object | None:
    """All that is told of a contact but its reference, where it says to the minute when it came in."""
    case = contact.case
    if case is None or not hasattr(case.given.get("contact.received"), "hour"):
        return None
    return frozenset(case.given.items())
