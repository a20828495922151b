"""Forgetting the calls of before a day: which go, which stay, and the entries that say so for good."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from threshold.register.calls.days import day_of, moment_of
from threshold.register.calls.log import Log, read_log
from threshold.register.chain import Link
from threshold.register.entries import Decided, Entry, Erasure
from threshold.register.erase import check
from threshold.register.reasons import tidy
from threshold.register.store import Register, Way

TOGETHER = 100  # entries that one erasure names: each of them is named in an entry for each


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What goes and what stays of the log of calls.

    numbers  the entries that go, of calls and of their follow-ups; `calls` is how many calls they are
    open_    references of calls that stay, since their follow-up is open
    amiss    entries that stay, since nobody can tell of which day they are
    """

    numbers: tuple[int, ...]
    calls: int
    open_: tuple[str, ...]
    amiss: tuple[Entry, ...]


def to_be_forgotten(register: Register, before: date, with_open: bool = False) -> Forgetting:
    """What of the log of calls is of before a day. Raises BadInput where the chain cannot be read."""
    log = read_log(register)
    old = [call for call in log.calls if call.day < before]
    going = [call for call in old if with_open or not call.is_open]
    numbers = [call.number for call in going]
    numbers += [each.link.number for call in going for each in call.follow_ups]
    numbers += _unclaimed(log, before)
    open_ = tuple(call.told.reference for call in old if call not in going)
    return Forgetting(tuple(sorted(numbers)), len(going), open_, log.amiss)


def forget(register: Register, going: Forgetting, decided: Decided, way: Way) -> list[Link]:
    """Erase what the entries held, all of it or nothing. `decided` says who decided that, and why.

    Raises BadInput, with everything that is wrong, where it may not be.
    """
    check(register, decided)
    return register.erase_all(_erasures(register, going.numbers, decided), way)


def _unclaimed(log: Log, before: date) -> list[int]:
    """Follow-ups of calls that are erased already; of one that is not given out, they stay with it."""
    amiss = {entry.link.number for entry in log.amiss}
    return [
        each.link.number
        for each in log.unclaimed
        if each.told.of_entry not in amiss and day_of(moment_of(each.link.made)) < before
    ]


def _erasures(
    register: Register, numbers: Sequence[int], decided: Decided
) -> Iterator[tuple[Sequence[int], Erasure]]:
    for start in range(0, len(numbers), TOGETHER):
        some = tuple(numbers[start : start + TOGETHER])
        said = (decided.by, decided.reference, tidy(decided.reason))
        yield some, Erasure(some, *said, register.identity)
