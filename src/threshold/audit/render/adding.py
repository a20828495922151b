"""How the numbers of a rule add up to n, as every format shows it: nothing that n counts stands nowhere."""

from collections.abc import Iterator

from threshold.audit.model import HIDDEN, Counts
from threshold.semantics.closed_lists import AUDIT_STATES, FAILED

NEITHER = ("early", "ended", "paused", "no_limit")  # neither met nor not: they count in no share
UNKNOWN = ("cannot_tell", "conflict")
OF_N = tuple(state for state in AUDIT_STATES if state != "not_applicable")
NEITHER_WAY = "Counted neither way"
N = (
    "n is all that a rule applies to, or may apply to: what was met, what was not (late, overdue, missed or "
    "not met), what is still open, what counts neither way (early, ended before it was due, paused, or "
    "without a number set), and what cannot be told or is in conflict. The share is of what was met or not."
)
_WORDS = {
    "met": "met",
    "late": "late",
    "overdue": "overdue",
    "missed": "missed",
    "not_met": "not met",
    "pending": "still open",
    "early": "early",
    "ended": "ended before due",
    "paused": "paused",
    "cannot_tell": "that cannot be told",
    "conflict": "in conflict",
    "no_limit": "without a number set",
}


def together(counts: Counts, names: tuple[str, ...]) -> int | None:
    """How many are in any of these outcomes; None where one of them is hidden."""
    numbers = [getattr(counts, name) for name in names]
    return None if None in numbers else sum(numbers)


def in_all(counts: Counts, names: tuple[str, ...]) -> str:
    """The same as it is written."""
    number = together(counts, names)
    return HIDDEN if number is None else f"{number:,}"


def neither(counts: Counts) -> str:
    """How many count neither way, and why: `22 ended before due`, or `24: 2 early, 22 ended before due`."""
    number = together(counts, NEITHER)
    if not number:
        return HIDDEN if number is None else "0"
    parts = [*_told(counts, NEITHER)]
    return parts[0] if len(parts) == 1 else f"{number:,}: {', '.join(parts)}"


def sum_of(counts: Counts) -> str:
    """The numbers of a rule as the sum that n is, of which nobody is left out: `n 40 = 35 met + 5 late`.

    Where some are hidden it is no sum: what is told comes first, then what is not.
    """
    if None not in (counts.n, *(getattr(counts, name) for name in OF_N)):
        return f"n {counts.told('n')} = {' + '.join(_told(counts, OF_N)) or '0'}"
    if counts.n is None and not [*_told(counts, OF_N)]:
        return "every number is hidden"
    hidden = [_WORDS[name] for name in OF_N if counts.told(name) == HIDDEN]
    parts = [
        ", ".join([*_told(counts, OF_N), *_not_met(counts)]),
        f"hidden: {', '.join(hidden)}" if hidden else "",
    ]
    return f"n {counts.told('n')}: {'; '.join(part for part in parts if part)}"


def _not_met(counts: Counts) -> Iterator[str]:
    """How many were not met in all, where only in which of the ways is hidden."""
    if together(counts, FAILED) is None and counts.judged is not None and counts.met is not None:
        yield f"{counts.judged - counts.met:,} not met in all"


def _told(counts: Counts, names: tuple[str, ...]) -> Iterator[str]:
    """Those of which there are any, as far as they are told."""
    for name in names:
        if getattr(counts, name) != 0 and counts.told(name) != HIDDEN:
            yield f"{counts.told(name)} {_WORDS[name]}"
