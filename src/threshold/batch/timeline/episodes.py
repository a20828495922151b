"""The recorded runs of an episode for every child at once, as `semantics.records.runs` pairs them.

Starts and ends of one reference are one run. Those without are paired in order of time: an end closes the
run started last, if that is open; a start always begins a run; an end with nothing open is a run whose start
is not known. Of one day the end comes first where a run is open, else the start.
"""

from dataclasses import dataclass

import polars as pl

from threshold.batch.columns import everywhere
from threshold.batch.timeline.entries import day_of_key, owner_of

# What is known of a run; every null is "not known" or "not there".
SCHEMA: dict[str, pl.DataType] = {
    "child": pl.UInt32(),
    "opened": pl.Date(),
    "closed": pl.Date(),
    "ended": pl.Boolean(),  # whether an end is recorded, on whatever day
    "open": pl.Boolean(),  # whether it goes on
    "superseded": pl.Date(),  # when the next one began, where it has no end of its own
    "may_have_ended": pl.Boolean(),  # whether one of the recorded ends may be its own, and nobody can tell
    "ref": pl.Int64(),
    "of": pl.Int64(),  # the reference of what it belongs to
    "asked": pl.Boolean(),  # whether it belongs to what is asked for
}
_LINKS = ("of", "asked")
_DAYS = 2**32  # more than there are, before and after 1970


@dataclass(frozen=True, slots=True)
class Recorded:
    """The runs that starts and ends make, in order of child and time.

    `rows` as in `SCHEMA`. By child: `loose` is whether one of several starts goes on, though it is not known
    which; `more_starts` how many more starts there are than ends, where days do not tell which belong
    together (else null). Both None: nowhere.
    """

    rows: pl.DataFrame
    loose: pl.Series | None = None
    more_starts: pl.Series | None = None


def recorded(starts: pl.DataFrame, ends: pl.DataFrame, children: int) -> Recorded:
    """The runs of held starts and ends, each sorted by key (and by row within one)."""
    linked = "ref" in starts.columns and (
        starts["ref"].null_count() < starts.height or ends["ref"].null_count() < ends.height
    )
    undated = starts["day"].has_nulls() or ends["day"].has_nulls()
    if not linked and not undated:
        return Recorded(_by_date(starts, ends))
    of_references = [_linked(starts, ends)] if linked else []
    if linked:
        starts, ends = (table.filter(pl.col("ref").is_null()) for table in (starts, ends))
        if starts.is_empty() and ends.is_empty():
            return Recorded(_sorted(of_references[0]))
    unlinked = _Unlinked(starts, ends, children)
    dated, without_day = unlinked.dated(), unlinked.undated()
    if linked:
        by_reference, others = of_references[0], pl.concat([*dated, *without_day])
        of_references = [_in_doubt(by_reference, others, unlinked.loose_ends)]
        dated, without_day = ([_in_doubt(t, by_reference) for t in each] for each in (dated, without_day))
    rows = _sorted(pl.concat([*dated, *of_references, *without_day]))
    return Recorded(rows, unlinked.loose, unlinked.more_starts)


def _sorted(runs_: pl.DataFrame) -> pl.DataFrame:
    day = pl.coalesce("opened", "closed")
    return runs_.sort("child", day, nulls_last=False, maintain_order=True)


def _linked(starts: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """A run for each reference, in the order in which the file first names them."""
    marks = pl.concat(
        table.select("row", "child", "day", "ref", *_LINKS, opens=pl.lit(opens))
        for table, opens in ((starts, True), (ends, False))
    ).filter(pl.col("ref").is_not_null())
    # What its start says that it belongs to counts before what its end does.
    told = marks.filter(pl.col("of").is_not_null() | pl.col("asked")).sort(~pl.col("opens"), "row")
    belongs = told.select("ref", *_LINKS).unique("ref", keep="first", maintain_order=True)
    return (
        marks.group_by("ref")
        .agg(
            pl.col("child").first(),
            pl.col("row").min(),
            opened=_first_day(pl.col("opens")),
            closed=_first_day(~pl.col("opens")),
            ended=(~pl.col("opens")).any(),
        )
        .sort("row")
        .join(belongs, on="ref", how="left", maintain_order="left")
        .with_columns(pl.col("asked").fill_null(False))
        .select(
            "child",
            "opened",
            "closed",
            "ended",
            open=~pl.col("ended"),
            superseded=pl.lit(None, pl.Date),
            may_have_ended=pl.lit(False),
            ref="ref",
            of="of",
            asked="asked",
        )
    )


def _first_day(mask: pl.Expr) -> pl.Expr:
    """Of these rows the day that the file names first. Row and day as one number are found soonest."""
    both = pl.col("row").cast(pl.Int64) * _DAYS + pl.col("day") + _DAYS // 2
    return (pl.when(mask).then(both).min() % _DAYS - _DAYS // 2).cast(pl.Int32).cast(pl.Date)


class _Unlinked:
    """The runs of starts and ends without a reference, some of which have no day."""

    def __init__(self, starts: pl.DataFrame, ends: pl.DataFrame, children: int) -> None:
        self.starts, self.ends = starts, ends
        everybody = pl.DataFrame({"child": pl.int_range(children, dtype=pl.UInt32, eager=True)})
        number = {
            name: table.group_by("child").agg(
                pl.len().cast(pl.Int32).alias(name), pl.col("day").has_nulls().alias(f"no day {name}")
            )
            for name, table in (("starts", starts), ("ends", ends))
        }
        known = everybody
        for table in number.values():
            known = known.join(table, on="child", how="left", maintain_order="left")
        known = known.with_columns(
            pl.col("starts", "ends").fill_null(0), pl.col("no day starts", "no day ends").fill_null(False)
        )
        undated = known["no day starts"] | known["no day ends"]
        alone = (known["starts"] <= 1) & (known["ends"] <= 1)
        self._one_of_each = undated & alone
        self._undated = undated & ~alone
        self._no_starts = known["starts"] == 0
        self._any_ends = known["ends"] > 0
        self.loose_ends = self._undated & ~self._no_starts & known["no day ends"]
        self.loose = self._undated & ~self._no_starts & (known["ends"] == 0)
        more = known["starts"] - known["ends"]
        self.more_starts = known.select(pl.when(self._undated).then(more)).to_series()

    def dated(self) -> list[pl.DataFrame]:
        """Those of one start and one end, whatever their days; and those that are paired by their days."""
        starts, ends = (
            table.filter(~self._of(self._one_of_each, table) & table["day"].is_not_null())
            for table in (self.starts, self.ends)
        )
        paired = _by_date(starts, ends)
        unsure = self._of(self._undated, paired) & ~paired["ended"]
        may_have_ended = unsure & self._of(self._any_ends, paired)
        paired = paired.with_columns(
            open=pl.when(~unsure).then("open"), may_have_ended=may_have_ended.fill_null(False)
        )
        return [self._single(), paired]

    def undated(self) -> list[pl.DataFrame]:
        """Each start without a day; and each such end, where nothing ever started that it could end."""
        starts, ends = (
            table.filter(self._of(self._undated, table) & table["day"].is_null())
            for table in (self.starts, self.ends)
        )
        never = ends.filter(self._of(self._no_starts, ends))
        begun = _without_day(starts, ended=False, open_=None)
        begun = begun.with_columns(may_have_ended=self._of(self._any_ends, begun))
        return [begun, _without_day(never, ended=True, open_=False)]

    @staticmethod
    def _of(mask: pl.Series, table: pl.DataFrame) -> pl.Series:
        return mask[table["child"]]

    def _single(self) -> pl.DataFrame:
        """One start and one end belong together, whatever their days."""
        starts, ends = (
            table.filter(self._of(self._one_of_each, table)) for table in (self.starts, self.ends)
        )
        links = [name for name in _LINKS if name in starts.columns]
        table = starts.select("child", "day", *links, begun=pl.lit(True)).join(
            ends.select("child", "day", *links, over=pl.lit(True)),
            on="child",
            how="full",
            coalesce=True,
            suffix=" end",
        )
        ended = pl.col("over").fill_null(False)
        if not links:
            table = table.with_columns(
                **dict.fromkeys(("of", "of end"), pl.lit(None, pl.Int64)),
                **dict.fromkeys(("asked", "asked end"), pl.lit(False)),
            )
        own = pl.col("of").is_not_null() | pl.col("asked").fill_null(False)
        return table.sort("child").select(
            "child",
            opened=pl.col("day").cast(pl.Date),
            closed=pl.col("day end").cast(pl.Date),
            ended=ended,
            open=~ended,
            superseded=pl.lit(None, pl.Date),
            may_have_ended=pl.lit(False),
            ref=pl.lit(None, pl.Int64),
            of=pl.when(own).then("of").otherwise("of end"),
            asked=pl.when(own).then("asked").otherwise("asked end").fill_null(False),
        )


def _in_doubt(runs_: pl.DataFrame, others: pl.DataFrame, loose_ends: pl.Series | None = None) -> pl.DataFrame:
    """Runs of which those without an end may have that of one of the others, which has no start.

    One kind has references, the other has none: somebody may have left one out.
    """
    ends = (
        others.filter(pl.col("ended") & pl.col("opened").is_null())
        .group_by("child")
        .agg(last=pl.col("closed").max(), on_any_day=pl.col("closed").has_nulls())
    )
    beside = runs_.join(ends, on="child", how="left", maintain_order="left")
    loose = everywhere(False, beside.height) if loose_ends is None else loose_ends[beside["child"]]
    after = (pl.col("last") >= pl.col("opened")) | (pl.col("last").is_not_null() & pl.col("opened").is_null())
    may_be = loose | pl.col("on_any_day").fill_null(False) | after.fill_null(False)
    doubt = beside.select(pl.col("may_have_ended") | (~pl.col("ended") & may_be)).to_series()
    return runs_.with_columns(may_have_ended=doubt)


def _without_day(table: pl.DataFrame, ended: bool, open_: bool | None) -> pl.DataFrame:
    linked = "of" in table.columns
    return table.select(
        "child",
        opened=pl.lit(None, pl.Date),
        closed=pl.lit(None, pl.Date),
        ended=pl.lit(ended),
        open=pl.lit(open_, pl.Boolean),
        superseded=pl.lit(None, pl.Date),
        may_have_ended=pl.lit(False),
        ref=pl.lit(None, pl.Int64),
        of=pl.col("of") if linked else pl.lit(None, pl.Int64),
        asked=pl.col("asked") if linked else pl.lit(False),
    )


def _by_date(starts: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """The runs of dated starts and ends, each sorted."""
    return _paired(_in_order(starts, ends))


def _in_order(starts: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """Starts and ends in the order in which they count: by day, and within a day turn and turn about."""
    links = [name for name in _LINKS if name in starts.columns]
    marks = pl.concat(
        [table.select("key", *links, opens=pl.lit(opens)) for table, opens in ((starts, True), (ends, False))]
    ).sort("key", maintain_order=True)
    twice = marks["key"] == marks["key"].shift(1)
    if not twice.any():
        return marks
    # Only for children with several on one day does the order within it matter.
    child = marks.select(owner_of(pl.col("key"))).to_series()
    places = child.is_in(child.filter(twice.fill_null(False)).unique().implode()).arg_true()
    order = pl.int_range(marks.height, dtype=pl.UInt32, eager=True)
    return marks[order.scatter(places, places[_turn_about(marks[places])])]


def _turn_about(marks: pl.DataFrame) -> pl.Series:
    """The places of starts and ends, sorted by day, in the order in which those of one day count."""
    # On a day with as many starts as ends, a run is open after it if one was before; else the
    # greater number decides. So the state before each day is that after the last unequal one.
    balance = pl.col("opens").sum().cast(pl.Int32) * 2 - pl.len().cast(pl.Int32)
    days = marks.group_by("key", maintain_order=True).agg(balance=balance)
    first = owner_of(pl.col("key")).ne_missing(owner_of(pl.col("key").shift(1)))
    after = pl.when(pl.col("balance") != 0).then(pl.col("balance") > 0)
    days = days.with_columns(
        first=first, after=pl.when(first & after.is_null()).then(False).otherwise(after).forward_fill()
    ).with_columns(open_before=pl.when(pl.col("first")).then(False).otherwise(pl.col("after").shift(1)))
    ends_first = days["open_before"][days["key"].search_sorted(marks["key"])]
    nth = pl.int_range(pl.len()).over("key", "opens")
    turn = 2 * nth + (pl.col("opens") == ends_first).cast(pl.Int64)
    turns = marks.select("key", turn=turn).with_row_index("place")
    return turns.sort("key", "turn")["place"]


def _paired(marks: pl.DataFrame) -> pl.DataFrame:
    """A row for each run; `marks` are in order."""
    same_before = pl.col("child").eq_missing(pl.col("child").shift(1))
    same_after = pl.col("child").eq_missing(pl.col("child").shift(-1))
    day = day_of_key(pl.col("key"))
    ends_next = same_after & ~pl.col("opens").shift(-1)
    closed = pl.when(~pl.col("opens")).then("day").when(ends_next).then(pl.col("day").shift(-1))
    starts = pl.col("opens") | ~(same_before & pl.col("opens").shift(1)).fill_null(False)
    linked = "of" in marks.columns
    of: dict[str, pl.Expr] = {"of": pl.lit(None, pl.Int64), "asked": pl.lit(False)}
    if linked:
        own = pl.col("of").is_not_null() | pl.col("asked")
        of = {
            name: pl.when(own | ~(pl.col("opens") & ends_next)).then(name).otherwise(pl.col(name).shift(-1))
            for name in _LINKS
        }
    found = (
        marks.with_columns(child=owner_of(pl.col("key")), day=day)
        .with_columns(starts=starts, opened=pl.when("opens").then("day"), closed=closed, **of)
        .filter("starts")
    )
    next_opened = pl.when(same_after).then(pl.col("opened").shift(-1))
    over = pl.col("closed").is_not_null()
    return found.select(
        "child",
        "opened",
        "closed",
        over.alias("ended"),
        (~over & next_opened.is_null()).alias("open"),
        pl.when(~over).then(next_opened).alias("superseded"),
        pl.lit(False).alias("may_have_ended"),
        pl.lit(None, pl.Int64).alias("ref"),
        pl.col("of"),
        pl.col("asked"),
    )


def going_on(found: Recorded, children: int) -> tuple[pl.Series, pl.Series]:
    """Of each child, whether any recorded run goes on, and whether that is not known."""
    certain = _whose(found.rows, pl.col("open"), children)
    if found.loose is not None:
        certain = certain | found.loose
    return certain, _whose(found.rows, pl.col("open").is_null(), children) & ~certain


def left_open(found: Recorded, children: int) -> tuple[pl.Series, pl.Series]:
    """Of each child, whether any recorded run has no end of its own, and whether that is not known."""
    certain = _whose(found.rows, ~pl.col("ended"), children)
    if found.more_starts is None:
        return certain, everywhere(False, children)
    by_days = found.more_starts.is_null()
    linked = _whose(found.rows, ~pl.col("ended") & pl.col("ref").is_not_null(), children)
    sure = (found.more_starts > 0).fill_null(False) | linked
    return (by_days & certain) | (~by_days & sure), ~by_days & ~sure & certain


def _whose(rows: pl.DataFrame, mask: pl.Expr, children: int) -> pl.Series:
    """Which children have such a run."""
    return among(rows.filter(mask)["child"], children)


def among(numbers: pl.Series, children: int) -> pl.Series:
    """Which children are among these numbers."""
    mask = everywhere(False, children)
    return mask.scatter(numbers.unique(), True) if numbers.len() else mask
