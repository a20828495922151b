"""How one clock stands, by what is done, what ends it and what an export records completely."""

from dataclasses import dataclass, replace
from datetime import date

from .limits import Limit


@dataclass(frozen=True)
class Outcome:
    """How one clock stands; of one that cannot be told, nothing else is expected."""

    state: str
    start: date | None = None
    due: date | None = None
    met_on: date | None = None
    days: int | None = None


CANNOT_TELL = Outcome("cannot_tell")


@dataclass(frozen=True)
class Clock:
    """What one clock is judged by: its limit, what would meet it, what ends it, and what is covered."""

    limit: Limit
    done: list[date]
    ends: date | None
    as_at: date
    done_until: date | None
    end_covered: bool = True

    def shows_up_to(self, due: date) -> bool:
        """Whether the export would show it, had it been done by then (S21)."""
        return self.done_until is not None and self.done_until >= due

    def from_day(self, start: date) -> Outcome:
        """S64, S143, S144."""
        due = self.limit.due(start)
        met_on = min((day for day in self.done if day >= start), default=None)
        if met_on is not None and met_on <= due:
            return Outcome("met", start, due, met_on)
        if self.ends is not None and self.ends <= due:
            return Outcome("ended", start, due)
        if met_on is not None:
            return Outcome("late", start, due, met_on, self.limit.between(due, met_on))
        before = max(self.done, default=None)
        if before is not None:
            return Outcome("early", start, due, before)
        return self.not_done(start, due)

    def not_done(self, start: date, due: date) -> Outcome:
        if self.ends is not None:
            if not self.shows_up_to(due):
                return CANNOT_TELL
            return Outcome("missed", start, due, None, self.limit.between(due, self.ends))
        if self.as_at <= due:
            return Outcome("pending", start, due, None, self.limit.between(self.as_at, due))
        if not self.shows_up_to(due) or not self.end_covered:
            return CANNOT_TELL
        return Outcome("overdue", start, due, None, self.limit.between(due, self.as_at))

    def doing_on(self, *days: date) -> "Clock":
        """The same clock, where only on these days something was done."""
        return replace(self, done=list(days))

    def open_after(self, start: date) -> bool:
        """Whether the definitions give two answers: two of its points hold at once."""
        since = [day for day in self.done if day >= start]
        early = not since and bool(self.done)
        after_its_end = self.ends is not None and start > self.ends
        return (after_its_end and bool(since)) or (early and self.ends is not None)
