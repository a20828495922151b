"""Times of day behind a date: told from the day, and moments of other time zones put on England's clock."""

import polars as pl

LOCAL = "Europe/London"

_TIME = (
    r"(?i)^(?P<day>.*?\d)(?:T|[\s,]+)(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d|60)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|BST|(?:UTC|GMT)?[+\-\x{2212}](?:0\d|1[0-4]):?(?:[0-5]\d)?)?$"
)
_DAY_IN_A_ZONE = (
    r"^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$"  # as XML writes a day; it is that day all the same
)
_ANYTHING_BEHIND = r"[T\s]+\d{1,2}:\d{2}.*$"


def apart(text: pl.Series) -> pl.DataFrame:
    """Each text as the `day` in it and, where there are such, `seconds` since midnight and a zone's `offset`.

    All are of the moment as written; `offset` is in seconds, too. Midnight at the end of a day (24:00) is
    86,400 seconds. An hour that no day has (24:30, 25:00) leaves no day either: it may be the one after.
    """
    written = pl.DataFrame({"text": text.str.strip_chars()}).with_columns(
        pl.col("text").str.extract_groups(_TIME).alias("time")
    )
    part = written["time"].struct
    hour, minute, second = (
        part.field(name).cast(pl.Int32, strict=False) for name in ("hour", "minute", "second")
    )
    half, zone = part.field("half").str.to_lowercase().str.head(1), part.field("zone")
    # A leap second is of the minute that it stands in, which is the last of an hour.
    impossible = ((second == 60) & (minute != 59)).fill_null(False)
    second = second.fill_null(0).clip(upper_bound=59)
    beyond = ((hour > 24) | ((hour == 24) & (minute + second > 0))).fill_null(False)
    hour = _of_the_day(hour.set(beyond | impossible, None), half)
    day = part.field("day").fill_null(
        written["text"].str.replace(_DAY_IN_A_ZONE, "$1").str.replace(_ANYTHING_BEHIND, "")
    )
    return pl.DataFrame(
        {
            "day": day.set(beyond, None) if beyond.any() else day,
            "seconds": hour * 3600 + minute * 60 + second,
            "offset": _offset(zone),
        }
    )


def on_the_clock(days: pl.Series, times: pl.DataFrame) -> pl.Series:
    """The moments on England's clock; null where there is no day, or no time of day."""
    return pl.select(
        pl.when(times["offset"].is_null())
        .then(_moment(days, times["seconds"]))
        .otherwise(
            _moment(days, times["seconds"] - times["offset"])
            .dt.replace_time_zone("UTC")
            .dt.convert_time_zone(LOCAL)
            .dt.replace_time_zone(None)
        )
    ).to_series()


def local(column: pl.Series) -> pl.Series:
    """A column of moments without a zone: as they are, or, where they have one, on England's clock."""
    if getattr(column.dtype, "time_zone", None) is None:
        return column
    return column.dt.convert_time_zone(LOCAL).dt.replace_time_zone(None)


def _moment(days: pl.Series, seconds: pl.Series) -> pl.Series:
    return days.cast(pl.Datetime("us")) + (seconds.cast(pl.Int64) * 1_000_000).cast(pl.Duration("us"))


def _of_the_day(hour: pl.Series, half: pl.Series) -> pl.Series:
    """Hours from 0 to 24; null for what is none, be it 13 pm or 25."""
    twelve = pl.DataFrame({"hour": hour, "half": half}).select(
        pl.when(pl.col("half").is_null() & (pl.col("hour") <= 24))
        .then("hour")
        .when((pl.col("hour") >= 1) & (pl.col("hour") <= 12))
        .then(pl.col("hour") % 12 + 12 * (pl.col("half") == "p").cast(pl.Int32))
    )
    return twelve.to_series()


def _offset(zone: pl.Series) -> pl.Series:
    """How far a zone is ahead of Greenwich; null where none is written."""
    sign = zone.str.extract(r"([+\-\x{2212}])")
    figures = zone.str.extract_groups(r"(?P<hours>\d{2}):?(?P<minutes>\d{2})?$")
    hours = figures.struct.field("hours").cast(pl.Int32, strict=False)
    minutes = figures.struct.field("minutes").cast(pl.Int32, strict=False).fill_null(0)
    return (
        pl.DataFrame({"zone": zone, "sign": sign, "ahead": hours * 3600 + minutes * 60})
        .select(
            pl.when(pl.col("zone").is_null())
            .then(None)
            .when(pl.col("zone").str.to_lowercase() == "bst")
            .then(3600)
            .when(pl.col("sign").is_null())
            .then(0)
            .when(pl.col("sign") == "+")
            .then("ahead")
            .otherwise(-pl.col("ahead"))
            .cast(pl.Int32)
        )
        .to_series()
    )
