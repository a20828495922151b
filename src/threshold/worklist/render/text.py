"""The worklist as text: what matters first, then every contact in its order, under what is to be done."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from threshold.output.terminal import wrapped
from threshold.output.words import many, sentence, spoken
from threshold.worklist.model import ACTS, Act, Row
from threshold.worklist.render.csv import level

_SAID: dict[Act, str] = {
    "refer_now": "to refer now",
    "unread": "that cannot be read",
    "ask_first": "to ask about danger first",
    "overdue": "overdue",
    "pass_on": "to pass on",
    "put_right": "to put right first",
    "find_out": "to find out about",
    "no_rule": "that the policy has no rule on",
    "look_at": "to look at",
}
_INDENT = " " * 5


def as_text(rows: Sequence[Row], head: Sequence[str], width: int) -> str:
    """The whole list; `head` is what is to be said once of all of them."""
    lines = [*wrapped(summary(rows), width)]
    for each in head:
        lines += wrapped(each, width)
    names = max((len(row.reference) for row in rows), default=0)
    for act, group in groupby(rows, key=lambda row: row.act):
        mine = list(group)
        lines += ["", f"{_heading(act)} ({len(mine)})"]
        for row in mine:
            lines += _lines(row, names, width)
    return "\n".join(lines) + "\n"


def summary(rows: Sequence[Row]) -> str:
    """How many there are to do what about: the first line."""
    if not rows:
        return "No contacts: there is nothing to triage."
    counts = Counter(row.act for row in rows)
    told = [f"{counts[act]:,} {_SAID[act]}" for act in ACTS if counts[act]]
    return sentence(f"{', '.join(told)}: {many(len(rows), 'contact')} in all, none left out.")


def _heading(act: Act) -> str:
    return sentence(_SAID[act].removeprefix("to ").removeprefix("that "))


def _lines(row: Row, names: int, width: int) -> Iterator[str]:
    rank = f"{row.rank:>3}" if row.rank is not None else "  -"
    known = [
        row.reference.ljust(names) or "(no reference)",
        (spoken(row.colour) or "not rated").ljust(9) if row.act != "unread" else "",
        *([f"level {level(row)}"] if level(row) else []),
        row.response.left,
        f"to {row.to}" if row.to else "",
        "NEW" if row.since == "new" else "CHANGED" if row.since == "changed" else "",
    ]
    yield from wrapped("  ".join(filter(None, known)), width, f"{rank}  ", _INDENT)
    for detail in _details(row):
        yield from wrapped(detail, width, _INDENT, f"{_INDENT}  ")


def _details(row: Row) -> Iterator[str]:
    """Why, what to ask, and what is wrong, each where there is any of it."""
    if row.act == "unread":
        yield f"{row.place}, row {row.row}: {'; '.join(row.problems)}"
    elif row.problems:
        yield f"Not read: {'; '.join(row.problems)}"
    if row.missing:
        more = len(row.missing) - 1
        yield f"Ask: {row.ask}{f' (and {more} more)' if more else ''}"
    if row.act != "ask_first":
        yield from row.why[:2]
    yield from (f"Contradiction: {each}" for each in row.conflicts)
    yield from (f"Perhaps twice: {each}" for each in row.duplicates)
