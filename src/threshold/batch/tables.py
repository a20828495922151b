"""What a batch is given: events and facts of many children as tables, and how both must be typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from threshold.batch.links import bad_links
from threshold.casefiles.model import ENTRY_STATUSES
from threshold.dates import FIRST_YEAR, LAST_YEAR
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.vocabulary import Fact, ValueType, Vocabulary

WHOLE_DAY = "__whole_day"
FRAME = ("child", "event", "on", "status", "ref", "of")
_NEEDED = ("child", "event", "on")
_FULL = ("child", "event")  # without empty cells


def no_gaps() -> pl.DataFrame:
    """That of every child everything could be read."""
    return pl.DataFrame(schema={"child": pl.String, "event": pl.String})


@dataclass(frozen=True, slots=True)
class Tables:
    """A whole export as tables, as `threshold.batch` describes them.

    `links_hold`: whoever made them has seen to it that every link can be, which takes long to look at twice.
    """

    events: pl.DataFrame
    facts: pl.DataFrame
    covers: Mapping[str, date]
    as_at: date
    gaps: pl.DataFrame = field(default_factory=no_gaps)
    links_hold: bool = False


def column_type(kind: ValueType) -> pl.DataType:
    """The type of a column of such values. Raises ValueError for one that no column can hold."""
    match kind.kind:
        case "boolean":
            return pl.Boolean()
        case "number":
            return pl.Int32()
        case "date":
            return pl.Date()
        case "datetime":
            return pl.Datetime("us")
        case "choice":
            return pl.Enum(kind.values)
        case "role":
            return pl.Enum(list(dict.fromkeys(used for _, used in kind.names)))
        case "text" | "label" | "month":
            return pl.String()
        case "list":
            return pl.List(pl.String())
        case "ratings":
            return pl.List(pl.Int32())
        case "duration":
            raise ValueError("a column cannot hold lengths of time")


def carried_type(kind: ValueType) -> pl.DataType:
    """The type of a carried column; several kinds of event may share one, each with choices of its own."""
    return pl.String() if kind.kind in ("choice", "role") else column_type(kind)


def checked(tables: Tables, vocabulary: Vocabulary) -> Tables:
    """The tables with every column of its one type. Raises BadInput with everything that does not fit."""
    problems: list[Problem] = []
    events = _events(tables, vocabulary, problems)
    facts = _facts(tables.facts, vocabulary, problems)
    for event in tables.covers:
        if event not in vocabulary.events:
            hint = did_you_mean(event, vocabulary.events)
            problems.append(_problem("covers", event, f"no such event is declared{hint}"))
    gaps = _gaps(tables, vocabulary, problems)
    days = [
        column for column in (*events.iter_columns(), *facts.iter_columns()) if column.dtype.is_temporal()
    ]
    for column in days:
        if not _inside_calendar(column):
            message = f"holds dates outside the years {FIRST_YEAR} to {LAST_YEAR}"
            problems.append(_problem("tables", column.name, message))
    if not FIRST_YEAR <= tables.as_at.year <= LAST_YEAR:
        problems.append(_problem("tables", "as_at", f"must lie in {FIRST_YEAR} to {LAST_YEAR}"))
    if problems:
        raise BadInput(*problems)
    return Tables(events, facts, tables.covers, tables.as_at, gaps, tables.links_hold)


def _events(tables: Tables, vocabulary: Vocabulary, problems: list[Problem]) -> pl.DataFrame:
    events = tables.events
    missing = [name for name in _NEEDED if name not in events.columns]
    if missing:
        raise BadInput(*(_problem("events", name, "this column is missing") for name in missing))
    wanted: dict[str, pl.DataType] = {"child": pl.String(), "on": pl.Date()}
    wanted |= {"ref": pl.String(), "of": pl.String()}
    for event in vocabulary.events.values():
        for name, kind in event.carries.items():
            wanted.setdefault(name, carried_type(kind))
            if wanted[name] != carried_type(kind):
                message = "is carried by several kinds of event, each with another type"
                problems.append(_problem("events", name, message))
    for event in vocabulary.events.values():
        wanted |= {name: column_type(kind) for name, kind in event.states.items()}
    for name in events.columns:
        if name not in wanted and name not in FRAME:
            hint = did_you_mean(name, wanted)
            problems.append(_problem("events", name, f"no event carries this{hint}"))
    events = _cast(events, wanted, "events", problems)
    events = _cast(events, {"event": pl.Enum(list(vocabulary.events))}, "events", problems)
    if "status" in events.columns:
        events = _cast(events, {"status": pl.Enum(ENTRY_STATUSES)}, "events", problems)
        events = events.with_columns(pl.col("status").fill_null("held"))
    else:
        events = events.with_columns(status=pl.lit("held", dtype=pl.Enum(ENTRY_STATUSES)))
    for name in _FULL:
        if events[name].has_nulls():
            problems.append(_problem("events", name, "has empty cells"))
    return events if tables.links_hold else _linked(events, vocabulary, problems)


def _linked(events: pl.DataFrame, vocabulary: Vocabulary, problems: list[Problem]) -> pl.DataFrame:
    """With empty references as none, and every link that cannot be told."""
    links = [name for name in ("ref", "of") if name in events.columns]
    if not links or problems:
        return events
    events = events.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in links)
    for column, number, message in bad_links(events, vocabulary):
        rows = "1 row" if number == 1 else f"{number} rows"
        problems.append(_problem("events", column, f"{message} ({rows})"))
    return events


def _facts(facts: pl.DataFrame, vocabulary: Vocabulary, problems: list[Problem]) -> pl.DataFrame:
    if "child" not in facts.columns:
        raise BadInput(_problem("facts", "child", "this column is missing"))
    wanted: dict[str, pl.DataType] = {"child": pl.String()}
    for name in facts.columns:
        if name == "child":
            continue
        fact = vocabulary.facts.get(name.removesuffix(WHOLE_DAY))
        if fact is None or not fact.given:
            given = [known for known, each in vocabulary.facts.items() if each.given]
            problems.append(_problem("facts", name, f"is not a stated fact{did_you_mean(name, given)}"))
        elif name.endswith(WHOLE_DAY):
            wanted[name] = pl.Boolean()
        else:
            wanted[name] = column_type(fact.type)
    facts = _with_whole_days(facts, vocabulary)
    facts = _cast(facts, wanted, "facts", problems)
    if facts["child"].has_nulls():
        problems.append(_problem("facts", "child", "has empty cells"))
    elif facts["child"].n_unique() < facts.height:
        problems.append(_problem("facts", "child", "lists a child more than once"))
    return facts


def _gaps(tables: Tables, vocabulary: Vocabulary, problems: list[Problem]) -> pl.DataFrame:
    """The gaps in what is covered, each once; in the rest nothing is missed."""
    missing = [name for name in ("child", "event") if name not in tables.gaps.columns]
    if missing:
        raise BadInput(*(_problem("gaps", name, "this column is missing") for name in missing))
    wanted = {"child": pl.String(), "event": pl.Enum(list(vocabulary.events))}
    gaps = _cast(tables.gaps.select("child", "event"), wanted, "gaps", problems)
    return gaps.filter(pl.col("event").cast(pl.String).is_in(list(tables.covers))).unique(maintain_order=True)


def _with_whole_days(facts: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """With plain dates, for a fact that may have a time of day, marked as what they are."""
    plain = [
        name
        for name, dtype in facts.schema.items()
        if dtype == pl.Date and name in vocabulary.facts and is_moment(vocabulary.facts[name])
    ]
    return facts.with_columns(pl.col(name).is_not_null().alias(name + WHOLE_DAY) for name in plain)


def is_moment(fact: Fact) -> bool:
    """Whether a fact's value may have a time of day."""
    return fact.type.kind == "datetime"


def _cast(
    table: pl.DataFrame, wanted: Mapping[str, pl.DataType], name: str, problems: list[Problem]
) -> pl.DataFrame:
    cast: list[pl.Series] = []
    for column, dtype in wanted.items():
        if column not in table.columns or table.schema[column] == dtype:
            continue
        try:
            series = table[column]
            text = isinstance(dtype, pl.Enum) and series.dtype != pl.String
            cast.append((series.cast(pl.String) if text else series).cast(dtype))
        except pl.exceptions.PolarsError:
            # The message would repeat a value, which might be a child's.
            problems.append(_problem(name, column, "holds values that do not suit it"))
    return table.with_columns(cast)


def _inside_calendar(days: pl.Series) -> bool:
    low, high = days.min(), days.max()
    bounds: Iterable[object] = (low, high)
    return all(not isinstance(day, date) or FIRST_YEAR <= day.year <= LAST_YEAR for day in bounds)


def _problem(table: str, column: str, message: str) -> Problem:
    return Problem(message, table, field=column)
