"""Which run of an episode is current, of every child at once."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.columns import everywhere, nothing, where
from threshold.batch.timeline.episodes import among


@dataclass(frozen=True, slots=True)
class Looked:
    """The run that is looked at, as a place among the runs of its episode; null for none of them.

    `unsure`: where it cannot be told which (None: nowhere). A row for each child, or each unit.
    """

    row: pl.Series
    unsure: pl.Series | None = None

    def at(self, place: pl.Series) -> "Looked":
        """The same of others, each of whom is at a place here."""
        return Looked(self.row[place], None if self.unsure is None else self.unsure[place])

    def whether(self, place: pl.Series | None = None) -> pl.Series:
        """Where it cannot be told, as a column in any case."""
        unsure = everywhere(False, self.row.len()) if self.unsure is None else self.unsure
        return unsure if place is None else unsure[place]


def last_of(rows: pl.DataFrame, children: int) -> Looked:
    """Each child's latest run. It cannot be told among several of which one has no day at all."""
    place = _last(rows["child"], pl.int_range(rows.height, dtype=pl.UInt32, eager=True), children)
    unsure = _no_day(rows, children)
    return Looked(place if unsure is None else where(~unsure, place), unsure)


def current_of(
    rows: pl.DataFrame,
    children: int,
    around: Looked | None,
    has_around: pl.Series | None,
    carries_over: bool,
) -> Looked:
    """Each child's current run: of those in question the latest that is open, else the latest.

    In question are those that belong to the current run of the episode around them and, where they carry
    over, all that are open; every one, where there is nothing around them (`has_around`; None: nowhere).
    """
    place = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    child, is_open = rows["child"], rows["open"].fill_null(False)
    unsure: list[pl.Series] = []
    if around is not None and has_around is not None and rows.height:
        free = ~has_around[child]
        carried = is_open if carries_over else everywhere(False, rows.height)
        others = ~free & ~carried
        current = around.row[child]
        same = (rows["outer"] == current).fill_null(False)
        untold = others & rows["outer_unsure"]
        if around.unsure is not None:
            untold = untold | (others & around.unsure[child])
        may_be_open = rows["recorded"] & rows["open"].is_null()
        if carries_over and may_be_open.any():
            none_open = ~among(child.filter(carried & ~free), children)[child]
            untold = untold | (others & ~same & may_be_open & none_open)
        if untold.any():
            unsure.append(among(child.filter(untold), children))
        in_question = free | carried | (same & ~untold)
        rows, place = rows.filter(in_question), place.filter(in_question)
        child, is_open = rows["child"], rows["open"].fill_null(False)
    if rows["open"].has_nulls():
        several = _several(child, children)
        unsure.append(several & among(child.filter(rows["open"].is_null()), children))
    latest_open = _last(child.filter(is_open), place.filter(is_open), children)
    latest = where(latest_open.is_not_null(), latest_open, _last(child, place, children))
    # Where any is open, the others do not matter.
    chosen = rows.filter(is_open | latest_open.is_null()[child])
    no_day = _no_day(chosen, children)
    if no_day is not None:
        unsure.append(no_day)
    if not unsure:
        return Looked(latest)
    vague = reduce(or_, unsure)
    return Looked(where(~vague, latest), vague)


def _no_day(rows: pl.DataFrame, children: int) -> pl.Series | None:
    """Where one of several runs has no day at all."""
    days = [name for name in ("opened", "closed", "seen") if name in rows.columns]
    without = rows.select(pl.all_horizontal(pl.col(days).is_null())).to_series()
    if not without.any():
        return None
    child = rows["child"]
    return _several(child, children) & among(child.filter(without), children)


def _several(child: pl.Series, children: int) -> pl.Series:
    return among(child.filter(child.is_duplicated()), children)


def _last(child: pl.Series, place: pl.Series, children: int) -> pl.Series:
    """Each child's last place (they are in order); null for one who has none."""
    last = (child != child.shift(-1)).fill_null(True)
    return nothing(pl.UInt32(), children).scatter(child.filter(last), place.filter(last))
