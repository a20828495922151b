"""The log of calls as it is read: each with what followed it up, by reference, by day, by what is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar

from threshold.output.words import listed
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.register.calls.days import day_of, moment_of
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.chain import CALL, Link
from threshold.register.entries import Entry
from threshold.register.store import Register

FollowUpState = Literal["none", "open", "overdue", "done"]
_Said = TypeVar("_Said", CallEntry, FollowUp)
NEWER = "is in a form that only a newer threshold knows; use that one"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the follow-up of a call: by when something is to be done, and what."""

    state: FollowUpState
    due: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """An entry about the follow-up of a call."""

    link: Link
    told: FollowUp


@dataclass(frozen=True, slots=True)
class Logged:
    """A call with what followed it up, the earliest first."""

    link: Link
    told: CallEntry
    follow_ups: tuple[Followed, ...] = ()

    @property
    def number(self) -> int:
        """The number of its entry."""
        return self.link.number

    @property
    def day(self) -> date:
        """The day on which it began, in England."""
        return day_of(moment_of(self.told.started))

    def standing(self, today: date) -> Standing:
        """How it stands with the follow-up on a day."""
        due, about, done = self.told.follow_up, self.told.follow_up_about, False
        for each in self.follow_ups:
            done = each.told.done and not each.told.next
            due, about = each.told.next, each.told.about or ("" if each.told.done else about)
        if due:
            return Standing("overdue" if due < today.isoformat() else "open", due, about)
        return Standing("done" if done else "none")

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.standing(date.min).state == "open"


@dataclass(frozen=True)
class Log:
    """All calls that can be relied on, in the order in which they began, and the entries that cannot.

    gone      entries of calls that were erased
    unclaimed follow-ups whose call was erased, or is not given out
    """

    calls: tuple[Logged, ...]
    amiss: tuple[Entry, ...] = ()
    gone: int = 0
    unclaimed: tuple[Followed, ...] = field(default=())

    def between(self, first: date, last: date) -> list[Logged]:
        """The calls that began on these days and between them."""
        return [call for call in self.calls if first <= call.day <= last]

    def due(self, by: date) -> list[Logged]:
        """The calls whose follow-up is due by a day, the longest overdue first."""
        open_ = [(call.standing(by), call) for call in self.calls]
        due = [(how.due, call) for how, call in open_ if how.due and how.due <= by.isoformat()]
        return [call for _, call in sorted(due, key=lambda each: each[0])]

    def call(self, reference: str) -> Logged:
        """The call of a reference, or of the end of one, in letters of either case.

        Raises BadInput where there is none, or several have this end.
        """
        wanted = "".join(reference.split()).upper()
        found = [call for call in self.calls if call.told.reference == wanted]
        found = found or [call for call in self.calls if call.told.reference.endswith(f"-{wanted}")]
        if len(found) == 1:
            return found[0]
        if found:
            which = listed(sorted(call.told.reference for call in found), "and")
            raise BadInput(Problem(f"{len(found)} calls end like this: {which}; name one in full"))
        hint = did_you_mean(wanted, self.references)
        amiss = [f"entry {each.link.number} {each.amiss}" for each in self.amiss[:3]]
        unsure = f"; nobody can tell whether it is one of these: {listed(amiss, 'and')}" if amiss else ""
        raise BadInput(Problem(f"no call is recorded under this reference{hint}{unsure}", field="REF"))

    @cached_property
    def references(self) -> frozenset[str]:
        """The references of all calls."""
        return frozenset(call.told.reference for call in self.calls)


def read_log(register: Register) -> Log:
    """The log of calls. Raises BadInput where the chain cannot be read."""
    entries = register.entries_of_calls()
    amiss = [entry for entry in entries if entry.amiss]
    amiss += [Entry(entry.link, None, NEWER) for entry in entries if entry.newer]
    followed: dict[int, list[Followed]] = {}
    for link, told in _of(entries, FollowUp):
        followed.setdefault(told.of_entry, []).append(Followed(link, told))
    calls = [
        Logged(link, told, tuple(followed.pop(link.number, ()))) for link, told in _of(entries, CallEntry)
    ]
    erased = [each for each in entries if each.told is None and not each.amiss and not each.newer]
    return Log(
        tuple(sorted(calls, key=lambda call: (call.told.started, call.number))),
        tuple(sorted(amiss, key=lambda entry: entry.link.number)),
        sum(entry.link.kind == CALL for entry in erased),
        tuple(each for left in followed.values() for each in left),
    )


def _of(entries: Sequence[Entry], form: type[_Said]) -> Iterator[tuple[Link, _Said]]:
    for entry in entries:
        if isinstance(entry.told, form):
            yield entry.link, entry.told
