"""How often people override, by clause, direction and role."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from threshold.output.words import spoken
from threshold.register.entries import Entry, Summary
from threshold.register.outcomes import in_words


@dataclass(frozen=True, slots=True)
class Count:
    """How many decisions, and how many of them against the recommendation."""

    name: str
    decisions: int
    overridden: int

    @property
    def percent(self) -> int:
        """The share overridden, in hundredths, rounded half up."""
        return (200 * self.overridden + self.decisions) // (2 * self.decisions) if self.decisions else 0

    @property
    def shown(self) -> str:
        """Such as "3 of 8 overridden (38%)"."""
        return f"{self.overridden} of {self.decisions} overridden ({self.percent}%)"


@dataclass(frozen=True, slots=True)
class Stats:
    """Overrides in a register. A decision counts under every clause that its recommendation rests on."""

    all: Count
    by_clause: tuple[Count, ...]
    by_direction: tuple[Count, ...]  # what was recommended, and what was decided
    by_status: tuple[Count, ...]
    by_role: tuple[Count, ...]
    mismatches: int  # decided by a role that the policy does not name
    erased: int
    not_as_recorded: int  # altered since, or unreadable: not counted
    first: str | None
    last: str | None


def stats(entries: Sequence[Entry]) -> Stats:
    """The counts over the decisions among these entries, most overridden first."""
    amiss = sum(bool(entry.amiss) for entry in entries)
    decisions = [entry for entry in entries if entry.is_decision and not entry.amiss]
    told = [entry.summary for entry in decisions if entry.summary is not None]
    dates = [entry.link.made for entry in decisions]
    return Stats(
        all=_count("all decisions", told),
        by_clause=_grouped(told, lambda summary: summary.clauses),
        by_direction=_grouped(told, _directions),
        by_status=_grouped(told, lambda summary: (summary.status,)),
        by_role=_grouped(told, lambda summary: (summary.decided.by,)),
        mismatches=sum(summary.authority == "mismatch" for summary in told),
        erased=len(decisions) - len(told),
        not_as_recorded=amiss,
        first=min(dates, default=None),
        last=max(dates, default=None),
    )


def _directions(summary: Summary) -> tuple[str]:
    recommended, decided = summary.recommended, summary.decided.decision
    same = recommended == decided
    return (spoken(recommended) if same else f"{spoken(recommended)}, decided {in_words(decided)}",)


def _grouped(told: Iterable[Summary], names: Callable[[Summary], Sequence[str]]) -> tuple[Count, ...]:
    groups: dict[str, list[Summary]] = defaultdict(list)
    for summary in told:
        for name in names(summary):
            groups[name].append(summary)
    counts = [_count(name, group) for name, group in groups.items()]
    return tuple(sorted(counts, key=lambda count: (-count.overridden, -count.decisions, count.name)))


def _count(name: str, group: Sequence[Summary]) -> Count:
    return Count(name, len(group), sum(not summary.decided.agrees for summary in group))
