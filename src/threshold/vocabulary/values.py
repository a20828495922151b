"""Types of value: how the text that somebody wrote becomes a value that can be compared.

A value is a bool, an int, a str (of a month too), a date or datetime, a Duration, a tuple (a list, always
complete) or a tuple of (person, number) pairs (ratings). What is not a value is `Missing`: nobody said, or -
where the source records such things completely - it did not happen, or it happened on a day that nobody
knows.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Literal

from threshold.dates import FIRST_YEAR, LAST_YEAR, Duration, parse_duration
from threshold.reading import Mapping, Node, Scalar, Sequence
from threshold.vocabulary.spelling import Names, as_label, name_used, nearest

Value = bool | int | str | date | datetime | Duration | tuple[str, ...] | tuple[tuple[str, int], ...]
Kind = Literal[
    "boolean",
    "choice",
    "number",
    "date",
    "datetime",
    "month",
    "duration",
    "role",
    "text",
    "label",
    "list",
    "ratings",
]


class Missing(Enum):
    """Why a fact has no value."""

    UNKNOWN = "unknown"  # nobody has said
    ABSENT = "absent"  # the source records such things completely, and there is none
    UNDATED = "undated"  # it is recorded, and the day is not known


UNKNOWN = Missing.UNKNOWN
ABSENT = Missing.ABSENT
UNDATED = Missing.UNDATED
State = Value | Missing
_SAID_OF = {UNKNOWN: "not known", ABSENT: "none recorded", UNDATED: "recorded, the day not known"}


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a fact's value may be.

    `values` are the choices (of a choice, or of a list's items), or of ratings the kinds of person who may
    put a number (none: anybody); `of` is the kind of a list's items; `least` and `most` bound a number or
    the ratings; `names` maps every name of a role, and the other spellings of choices, to the one used; and
    of a number what it is called, where its values have names.
    """

    kind: Kind
    values: tuple[str, ...] = ()
    of: Literal["", "role", "text", "choice"] = ""
    least: int | None = None
    most: int | None = None
    names: Names = ()

    @property
    def is_date(self) -> bool:
        return self.kind in ("date", "datetime")

    @property
    def is_list(self) -> bool:
        return self.kind == "list"

    @property
    def spellings(self) -> Names:
        """Every spelling of a choice or a role, with the name that is used: the names themselves first."""
        return (*((value, value) for value in self.values), *self.names)


def item_type(kind: ValueType) -> ValueType:
    """The type of one item of a list or of one rating; any other type as it is."""
    if kind.kind == "list":
        return ValueType(kind.of or "text", kind.values, names=kind.names)
    if kind.kind == "ratings":
        return ValueType("number", least=kind.least, most=kind.most)
    return kind


def parse_value(node: Node, kind: ValueType) -> Value:
    """The typed value of a node. Raises ValueError in plain words that never repeat what was written."""
    if kind.kind == "list":
        if not isinstance(node, Sequence):
            raise ValueError("must be a list, such as [a, b]; an empty list is []")
        one = item_type(kind)
        return tuple(str(parse_text(_text(item), one)) for item in node.items)
    if kind.kind == "ratings":
        return _ratings(node, kind)
    return parse_text(_text(node), kind)


def parse_text(text: str, kind: ValueType) -> Value:
    """One piece of text as a value of this kind. Raises ValueError in plain words."""
    match kind.kind:
        case "boolean":
            if text not in ("true", "false"):
                raise ValueError(_true_or_false(text))
            return text == "true"
        case "number":
            return _number(text, kind)
        case "date":
            return parse_date(text)
        case "datetime":
            return parse_moment(text)
        case "month":
            return parse_month(text)
        case "duration":
            return parse_duration(text)
        case "choice":
            return _choice(text, kind)
        case "role":
            return _role(text, kind)
        case "text":
            return text
        case "label":
            return as_label(text)
        case "list" | "ratings":
            raise ValueError("must be a list" if kind.kind == "list" else "must name each person")


def _true_or_false(text: str) -> str:
    """What is said of what is neither; of a word for it, what it lacks."""
    word = text.strip("'\"\u2018\u2019\u201c\u201d ").casefold()
    if word in ("yes", "no", "y", "n", "on", "off"):
        return "must be true or false, and not yes or no"
    return "must be true or false" + (", in small letters" if word in ("true", "false") else "")


def as_named(text: str, kind: ValueType) -> str:
    """What names a value: of a choice or a role the name that is used, of anything else what was written.

    Raises ValueError where it is no value of this kind.
    """
    value = parse_text(text, kind)
    named = kind.kind in ("choice", "role") or (kind.kind == "number" and kind.names)
    return str(value) if named else text


def parse_date(text: str) -> date:
    """An ISO date. Raises ValueError for anything else, such as 30 February or 14/08/2026."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("must be a date written as year-month-day, such as 2026-08-14")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a day in the calendar") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"lies outside the years of the holiday calendar, {FIRST_YEAR} to {LAST_YEAR}")
    return day


def parse_month(text: str) -> str:
    """A month of a year, such as 2019-04. Raises ValueError for anything else, a whole date above all."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}", text):
        raise ValueError("must be the year and the month alone, such as 2019-04; a day is not taken here")
    year, month = map(int, text.split("-"))
    if not 1 <= month <= 12:
        raise ValueError("is not a month in the calendar; write it as year-month, such as 2019-04")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"lies outside the years of the holiday calendar, {FIRST_YEAR} to {LAST_YEAR}")
    return text


def parse_moment(text: str) -> date | datetime:
    """An ISO date, or date and time of day (English local time). Raises ValueError for anything else."""
    if "T" not in text and " " not in text:
        return parse_date(text)
    parse_date(text[:10])
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a date and time such as 2026-08-14T09:30") from None
    if moment.tzinfo is not None:
        raise ValueError("must be in local time, without a time zone, such as 2026-08-14T09:30")
    return moment


def day_written(text: str) -> date | None:
    """A day as the days of counted events are kept; None of one that nobody knows."""
    return date.fromisoformat(text) if text else None


def shown(value: Value | Missing) -> str:
    """A value as a person reads it."""
    if isinstance(value, Missing):
        return _SAID_OF[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.day} {value:%B %Y at %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, tuple):
        return ", ".join(_shown_item(item) for item in value) or "none"
    return str(value).replace("_", " ")


def called(value: Value | Missing, kind: ValueType) -> str:
    """A value as a person reads it, with what it is called where the numbers of its kind have names."""
    name = next((name for name, number in kind.names if kind.kind == "number" and number == str(value)), "")
    return f"{shown(value)} ({name})" if name else shown(value)


def _shown_item(item: str | tuple[str, int]) -> str:
    return item.replace("_", " ") if isinstance(item, str) else f"{item[0]}: {item[1]}"


def _text(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise ValueError("must be a single value")
    if node.text is None:
        raise ValueError("is empty; leave the line out where nothing is known")
    return node.text


def _choice(text: str, kind: ValueType) -> str:
    if text in kind.values:
        return text
    if (found := name_used(text, kind.spellings)) is None:
        close = nearest(text, kind.spellings)
        hint = f'; did you mean "{close[1]}"?' if close else ""
        raise ValueError(f"must be one of {', '.join(kind.values)}{hint}")
    return found


def _role(text: str, kind: ValueType) -> str:
    if (found := name_used(text, kind.names)) is None:
        close = nearest(text, kind.names)
        hint = f'; did you mean "{close[0]}"?' if close else ""
        raise ValueError(f"is not a role that the vocabulary knows{hint}")
    return found


def _number(text: str, kind: ValueType) -> int:
    if kind.names and (called := name_used(text, kind.names)) is not None:
        return int(called)
    bounds = f" from {kind.least} to {kind.most}" if kind.least is not None else ""
    if kind.names:
        bounds += f", or one of {', '.join(name for name, _ in kind.names)}"
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError(f"must be a whole number{bounds}")
    number = int(text)
    if kind.least is not None and number < kind.least:
        raise ValueError(f"must be a whole number{bounds}")
    if kind.most is not None and number > kind.most:
        raise ValueError(f"must be a whole number{bounds}")
    return number


def _ratings(node: Node, kind: ValueType) -> tuple[tuple[str, int], ...]:
    if not isinstance(node, Mapping):
        raise ValueError("must give one number for each person, such as {social worker: 4}")
    rated: dict[str, int] = {}
    for written, rating in node.entries.items():
        person = _person(written, kind)
        if person in rated:
            raise ValueError("gives two numbers to one person; say each by a part of their own")
        rated[person] = _number(_text(rating), kind)
    return tuple(rated.items())


def _person(text: str, kind: ValueType) -> str:
    """The kind of person meant. Where kinds are declared, nobody is known by a name."""
    if not kind.spellings:
        return text
    if (found := name_used(text, kind.spellings)) is None:
        raise ValueError("says who by something else than a part or a role, such as mother or social worker")
    return found
