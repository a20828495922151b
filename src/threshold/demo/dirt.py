"""Dirt as real exports have it, in a given share of the rows."""

import numpy as np
import polars as pl


def soil_dates(rows: pl.DataFrame, columns: list[str], share: float, seed: int) -> pl.DataFrame:
    """Dates as text: most in ISO form; of this share one half as dd/mm/yyyy, the other no dates at all."""
    drawn = np.random.default_rng([seed, 1])
    texts = []
    for name in columns:
        lot = pl.Series("lot", drawn.random(rows.height))
        iso, british = pl.col(name).dt.strftime("%Y-%m-%d"), pl.col(name).dt.strftime("%d/%m/%Y")
        texts.append(
            pl.when(pl.col(name).is_not_null() & (lot < share / 2))
            .then(pl.lit("see notes"))
            .when(lot < share)
            .then(british)
            .otherwise(iso)
            .alias(name)
        )
    return rows.with_columns(texts)


def soil_rows(rows: pl.DataFrame, dates: list[str], share: float, seed: int) -> pl.DataFrame:
    """So large a share of rows spoiled: no child, twice there, ten years ahead, ending before it starts."""
    if not share:
        return rows
    lot = pl.Series("lot", np.random.default_rng([seed, 2]).random(rows.height))
    later = pl.col(dates[0]).dt.offset_by("10y")
    spoiled = rows.with_columns(
        pl.when(lot < share / 4).then(None).otherwise(pl.col("child")).alias("child"),
        pl.when((lot >= share / 4) & (lot < share / 2))
        .then(later)
        .otherwise(pl.col(dates[0]))
        .alias(dates[0]),
    )
    if len(dates) > 1:
        before = pl.col(dates[0]) - pl.duration(days=30)
        backward = (lot >= share / 2) & (lot < 3 * share / 4) & pl.col(dates[1]).is_not_null()
        spoiled = spoiled.with_columns(
            pl.when(backward).then(before).otherwise(pl.col(dates[1])).alias(dates[1])
        )
    return pl.concat([spoiled, spoiled.filter(lot >= 1 - share / 4)])
