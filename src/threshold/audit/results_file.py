"""The flat table of all results, as Parquet or CSV, written a rule at a time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from threshold.audit import cells
from threshold.audit.recount import check_table
from threshold.audit.rows import rows
from threshold.audit.run import Run
from threshold.output.asides import aside_folder
from threshold.output.files import written_aside
from threshold.reading import BadInput, Problem

SUFFIXES = (".parquet", ".csv")


def check_suffix(path: Path, option: str = "--results") -> None:
    """Raises BadInput where the file would be neither Parquet nor CSV."""
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput(Problem("must end in .parquet or .csv", field=option))


def write_table(path: Path, table: pl.DataFrame) -> int:
    """Write one table that is in memory. Returns how many rows it has."""
    with written_aside(path, make_folder=True) as aside:
        if path.suffix.lower() == ".csv":
            _plain(table).write_csv(aside)
        else:
            table.write_parquet(aside)
    return table.height


def write_results(path: Path, run: Run, written_one: Callable[[], None] = lambda: None) -> int:
    """Write every row; `written_one` is called after each rule. Returns how many rows there are."""
    with written_aside(path, make_folder=True) as aside:
        if path.suffix.lower() == ".csv":
            return _csv(aside, run, written_one)
        return _parquet(aside, run, written_one)


def _csv(aside: Path, run: Run, written_one: Callable[[], None]) -> int:
    height = 0
    with aside.open("wb") as file:
        for place, table in enumerate(_checked(run)):
            _plain(_dated(table, run)).write_csv(file, include_header=place == 0)
            height += table.height
            written_one()
    return height


def _parquet(aside: Path, run: Run, written_one: Callable[[], None]) -> int:
    """By way of a file for each rule, for all of them at once may be more than memory holds."""
    height = 0
    with aside_folder(aside.parent) as folder:
        for place, table in enumerate(_checked(run)):
            _dated(table, run).write_parquet(folder / f"{place:05}.parquet")
            height += table.height
            written_one()
        pl.scan_parquet(sorted(folder.iterdir()), glob=False).sink_parquet(aside)
    return height


def _checked(run: Run) -> Iterator[pl.DataFrame]:
    """The tables of all rules; raises BadInput where one has other rows than the figures are of."""
    for rule, table in zip(run.audit.rules, rows(run), strict=True):
        check_table(rule, table)
        yield table


def _dated(table: pl.DataFrame, run: Run) -> pl.DataFrame:
    """With the date of the audit, so that a later one can be compared with it."""
    return table.with_columns(as_at=pl.lit(run.results.as_at))


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    """The table with its text as `output.escaping.cell` has it."""
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    odd = table.select(cells.odd(pl.col(name)).any() for name in texts)
    changed = [name for name in texts if odd[name].item()]
    return table.with_columns(cells.cell(pl.col(name)).alias(name) for name in changed)
