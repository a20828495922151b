"""Values that a spreadsheet would take for a formula, made plain text."""

import polars as pl

DANGEROUS = r"^[=+\-@\t\r]"

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def dangerous(text: str) -> bool:
    """Whether a spreadsheet might run this."""
    return text.startswith(_DANGEROUS)


def defused(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might run it."""
    return f"'{text}" if dangerous(text) else text


def defused_columns(table: pl.DataFrame) -> pl.DataFrame:
    """The table with all its text defused."""
    return table.with_columns(
        pl.when(pl.col(pl.String).str.contains(DANGEROUS))
        .then("'" + pl.col(pl.String))
        .otherwise(pl.col(pl.String))
        .name.keep()
    )
