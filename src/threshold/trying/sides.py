"""The older and the newer policy on the day of an export, and the older with any of the changes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

import polars as pl

from threshold.batch import Tables
from threshold.exports import Export
from threshold.policy import Policy
from threshold.reading import BadInput
from threshold.trying.affected import Affected, affected
from threshold.trying.model import Untried
from threshold.versions import Change, Composed, Versions

_Told = TypeVar("_Told")


@dataclass(frozen=True)
class Sides:
    """Two policies on a day. `apart` says of a change, by its number, why it cannot be made alone."""

    versions: Versions
    day: date
    apart: dict[int, str] = field(default_factory=dict)
    _settled: dict[int, frozenset[str]] = field(default_factory=dict)
    _files: dict[frozenset[int], Composed | None] = field(default_factory=dict)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes that may make a difference; they go by their numbers here."""
        return tuple(change for change in self.versions.changes if change.decides)

    @cached_property
    def old_files(self) -> Composed:
        """The older policy, to be asked for any day."""
        return self.versions.composed(())

    @cached_property
    def new_files(self) -> Composed:
        """The newer policy, to be asked for any day."""
        return self.versions.composed(self.versions.changes)

    @cached_property
    def old(self) -> Policy:
        """The older policy."""
        return self.old_files.at(self.day)

    @cached_property
    def new(self) -> Policy:
        """The newer one."""
        return self.new_files.at(self.day)

    def files(self, chosen: frozenset[int]) -> Composed | None:
        """The older policy with some of the changes; None where they cannot stand without others."""
        if chosen == frozenset(range(len(self.changes))):
            return self.new_files
        if chosen not in self._files:
            made = self.versions.composed([self.changes[number] for number in sorted(chosen)])
            self._files[chosen] = made
            try:
                made.at(self.day)
            except BadInput as error:
                self._files[chosen] = None
                if len(chosen) == 1:
                    self.apart[next(iter(chosen))] = error.problems[0].message
        return self._files[chosen]

    def composed(self, chosen: Collection[int]) -> Policy | None:
        """The same on the day."""
        made = self.files(frozenset(chosen))
        return None if made is None else made.at(self.day)

    @cached_property
    def touched(self) -> tuple[Affected, ...]:
        """The rules that each change touches."""
        return self.each(affected)

    def each(self, told: Callable[[Policy, Policy], _Told]) -> tuple[_Told, ...]:
        """What is told of each change: of it by itself or, where it cannot stand alone, beside all others."""
        found, everything = [], range(len(self.changes))
        for number in everything:
            alone = self.composed([number])
            if alone is not None:
                found.append(told(self.old, alone))
                continue
            without = self.composed([place for place in everything if place != number])
            found.append(told(self.old if without is None else without, self.new))
        return tuple(found)

    def settled(self, number: int) -> frozenset[str]:
        """The rules that a change by itself makes just what they are in the newer policy."""
        if number not in self._settled:
            alone = self.composed([number])
            rest = None if alone is None else affected(alone, self.new)
            sure = rest is not None and not rest.everywhere and not self.touched[number].everywhere
            mine = frozenset(self.touched[number].rules) if rest is not None and sure else frozenset()
            self._settled[number] = mine if rest is None else mine - {*rest.rules}
        return self._settled[number]

    def touches(self, number: int, rule: str) -> bool:
        """Whether a rule may come out otherwise by a change."""
        each = self.touched[number]
        return each.everywhere or rule in each.rules

    def touching(self, rule: str) -> tuple[Change, ...]:
        """The changes that a rule hangs on."""
        both = zip(self.changes, self.touched, strict=True)
        return tuple(change for change, each in both if rule in each.rules)

    @cached_property
    def later(self) -> str | None:
        """The first day after that of the export on which a change begins to make a difference."""
        days = [change.since for change in self.changes if change.since is not None]
        return min((day.isoformat() for day in days if day > self.day), default=None)


def those(tables: Tables, children: pl.Series) -> Tables:
    """The tables of some children alone."""
    mine = pl.col("child").is_in(children.unique().implode())
    events, facts, gaps = (each.filter(mine) for each in (tables.events, tables.facts, tables.gaps))
    return Tables(events, facts, tables.covers, tables.as_at, gaps, tables.links_hold)


def left_out(export: Export, misread: Collection[tuple[str, int]]) -> tuple[Untried, ...]:
    """What could not be put to a policy; `misread` says of how many children each policy misreads a value."""
    told = [
        ("rows of the export that cannot be read", export.rows_refused),
        ("rows that the column map leaves out, or that are of no child", export.rows_left_out),
    ]
    of_children = [
        (f"{which} does not know a value that they state, and takes it as not known", number)
        for which, number in misread
    ]
    return tuple(Untried(why, number) for why, number in (*of_children, *told) if number)
