"""Calls that were begun and not finished, beside the log of calls: they are in no entry of the register."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from threshold.output.gate import say_line, tell

if TYPE_CHECKING:
    from threshold.consultation.drafts import Drafts, Unfinished
    from threshold.register.store import Register

_MANY = 20  # calls that are named


@dataclass(frozen=True)
class Begun:
    """The calls of before a day that were begun and are not in the register."""

    drafts: "Drafts"
    register: "Register"
    before: date

    @cached_property
    def _old(self) -> "list[Unfinished]":
        from threshold.register.calls.days import day_of
        from threshold.register.calls.log import read_log

        unfinished = self.drafts.unfinished(read_log(self.register).references)
        return [each for each in unfinished if day_of(each.started) < self.before]

    @cached_property
    def going(self) -> tuple[str, ...]:
        """The references of those that go: nobody is taking them."""
        return tuple(each.reference for each in self._old if not each.goes_on)

    @property
    def said(self) -> str:
        """What they are, in words; nothing where there are none."""
        if not self.going:
            return ""
        return f"{_calls(len(self.going))} not finished, in no entry of the register: {_named(self.going)}"

    def tell(self) -> int:
        """Name those that go, and what stays; the exit status."""
        if self.said:
            tell(f"these go too: {self.said}")
        taken = [each.reference for each in self._old if each.goes_on]
        if taken:
            tell(f"these go on in another window, so they stay: {_named(taken)}")
        if unread := self.drafts.unreadable():
            tell(
                f"{len(unread)} of the files of calls that were begun cannot be read, so they stay; delete "
                f"what is old yourself, in {self.drafts.folder}"
            )
        return 1 if taken or unread else 0

    def remove(self) -> None:
        """Remove those that go."""
        for reference in self.going:
            self.drafts.remove(reference)
        if self.said:
            say_line(f"Removed {self.said}.")


def tell_of_begun(drafts: "Drafts", logged: frozenset[str]) -> None:
    """Say how many calls are not finished."""
    waiting = [each for each in drafts.unfinished(logged) if not each.goes_on]
    if waiting:
        named = _named([each.reference for each in waiting])
        say_line(f"{_calls(len(waiting))} begun and not finished: {named}; `threshold consult --resume REF`")


def _calls(number: int) -> str:
    from threshold.output.words import many

    return many(number, "call")


def _named(references: "list[str] | tuple[str, ...]") -> str:
    from threshold.output.words import listed

    more = [f"{len(references) - _MANY:,} more"] if len(references) > _MANY else []
    return listed([*references[:_MANY], *more], "and")
