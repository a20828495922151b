"""The worklist as text: what matters first, then every contact in its order, under what is to be done."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from threshold.output.terminal import wrapped
from threshold.output.words import many, sentence, spoken
from threshold.worklist.asked import asked_of_all, short
from threshold.worklist.model import ACTS, Act, Row
from threshold.worklist.order import BY_COLOUR, REST, Part, part_of
from threshold.worklist.render.csv import level
from threshold.worklist.times import LATE

_SAID: dict[Act, str] = {
    "refer_now": "to refer now",
    "unread": "that cannot be read",
    "ask_first": "to ask about danger first",
    "overdue": "past their time",
    "pass_on": "to pass on",
    "put_right": "to put right first",
    "hold": "not to pass on",
    "find_out": "to find out about",
    "no_rule": "that the policy has no rule on",
    "look_at": "to look at",
}
NOT_IN_LIST = "what is in there is not in this list."
_INDENT = " " * 5
_NAMED = 4  # of what is to be asked of one contact, so many are named


def as_text(
    rows: Sequence[Row], head: Sequence[str], questions: Sequence[tuple[str, str]], width: int
) -> str:
    """The whole list.

    `head` is what is to be said once of all of them, `questions` what is to be asked in full words, by the
    short name that stands in the rows.
    """
    lines = [*wrapped(summary(rows, head), width)]
    for each in head:
        lines += wrapped(each, width) if not each.endswith(NOT_IN_LIST) else []
    names = max((len(row.reference) for row in rows), default=0)
    times = max((len(_time(row)) for row in rows), default=0)
    for part, group in groupby(rows, key=part_of):
        mine = list(group)
        of_all = asked_of_all(mine)
        told = f"; of all of them ask: {', '.join(map(short, of_all))}" if of_all else ""
        lines += ["", *wrapped(f"{_heading(part)} ({len(mine):,}){told}", width, "", _INDENT)]
        for row in mine:
            lines += _lines(row, of_all, (names, times), width)
    if questions:
        lines += ["", "What to ask"]
        for name, question in questions:
            lines += wrapped(f"{name}: {question}", width, "  ", _INDENT)
    return "\n".join(lines) + "\n"


def summary(rows: Sequence[Row], head: Sequence[str] = ()) -> str:
    """How many there are to do what about, and whether something was not read: the first line."""
    not_read = next((line for line in head if line.endswith(NOT_IN_LIST)), "")
    if not rows:
        return not_read or "No contacts: there is nothing to triage."
    if not_read:
        return f"{not_read} {_counted(rows)}"
    return _counted(rows)


def _counted(rows: Sequence[Row]) -> str:
    counts = Counter(row.act for row in rows)
    told = [f"{counts[act]:,} {_SAID[act]}" for act in ACTS if counts[act]]
    return sentence(f"{', '.join(told)}: {many(len(rows), 'contact')} in all, none left out.")


def _heading(part: Part) -> str:
    return BY_COLOUR if part == REST else sentence(_SAID[part].removeprefix("to ").removeprefix("that "))


def _lines(row: Row, of_all: Sequence[str], columns: tuple[int, int], width: int) -> Iterator[str]:
    names, times = columns
    rank = f"{row.rank:>3}" if row.rank is not None else "  -"
    known = [
        (row.reference or "-").ljust(names),
        (spoken(row.colour) or "not rated").ljust(9) if row.act != "unread" else "",
        _time(row).ljust(times),
        row.told if part_of(row) == REST else "",
        f"level {level(row)}" if level(row) else "",
        f"to {row.to}" if row.to else "",
        row.since.upper() if row.since in ("new", "changed") else "",
    ]
    first = "  ".join(each for each in known if each.strip())
    yield from wrapped(first, width, f"{rank}  ", _INDENT)
    for detail in _details(row, of_all):
        yield from wrapped(detail, width, _INDENT, f"{_INDENT}  ")


def _time(row: Row) -> str:
    """How much time there is; none is left where a child is to be protected now."""
    if row.act == "refer_now" and row.response.state not in (*LATE, "met", "late"):
        return "now"
    return row.response.left


def _details(row: Row, of_all: Sequence[str]) -> Iterator[str]:
    """Why, what to ask, and what is wrong, each where there is any of it."""
    if row.act == "unread":
        yield f"{row.place}, row {row.row}: {'; '.join(row.problems)}"
    elif row.problems:
        yield f"Could not be read: {'; '.join(row.problems)}"
    if rest := [short(name) for name in row.missing if name not in of_all]:
        more = len(rest) - _NAMED
        also = "Ask also" if of_all else "Ask"
        yield f"{also}: {', '.join(rest[:_NAMED])}{f', and {more} more' if more > 0 else ''}"
    if row.act in ("hold", "put_right"):
        yield from row.do[:2]
    if row.act not in ("ask_first", "find_out") and row.status != "undetermined":
        yield from row.why[:2]
    yield from (f"Contradiction: {each}" for each in row.conflicts)
    yield from (f"Perhaps twice: {each}" for each in row.duplicates)
