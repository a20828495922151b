"""Whole files as people leave them: lines around the table, columns left out, blank or misspelt."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from threshold.demo.dirt import AROUND_TABLES, Dirt
from threshold.output.files import new_file
from threshold.reading import BadInput, Problem

_EVERY = 20  # rows between blank lines


def spoil_columns(rows: pl.DataFrame, column: str, dirt: Dirt) -> pl.DataFrame:
    """The rows with this column left out, blank, or under a header with a slip of the pen."""
    if "missing-column" in dirt:
        return rows.drop(column)
    if "blank-column" in dirt:
        rows = rows.with_columns(pl.lit(None, pl.String).alias(column))
    if "misspelt-column" in dirt:
        rows = rows.rename({column: _misspelt(column)})
    return rows


def lines_around(rows: pl.DataFrame, title: str, dirt: Dirt) -> Iterator[list[Any]]:
    """Every line of a sheet, headers and rows among them, with what people put above, between and below."""
    if "title-lines" in dirt:
        yield from ([title], ["Run by the performance team; official, sensitive"], [])
    yield list(rows.columns)
    for number, row in enumerate(rows.iter_rows(), 1):
        yield list(row)
        if "blank-lines" in dirt and number % _EVERY == 0:
            yield []
    if "totals" in dirt:
        yield ["Total", rows.height]
        yield []
        yield ["Printed from the case system, page 1 of 1"]


def write_csv(rows: pl.DataFrame, path: Path, title: str, dirt: Dirt) -> None:
    """Write the rows; line by line only where there is something to put between them."""
    with new_file(path) as file:
        if not any(kind in dirt for kind in AROUND_TABLES):
            rows.write_csv(file)
            return
        semicolons = "separator-line" in dirt
        text = StringIO(newline="")
        if semicolons:
            text.write("sep=;\n")
        writer = csv.writer(text, delimiter=";" if semicolons else ",", lineterminator="\n")
        writer.writerows(lines_around(rows, title, dirt))
        file.write_text(text.getvalue(), encoding="utf-8")


def write_folder(tables: dict[str, pl.DataFrame], path: Path, dirt: Dirt, suffix: str = ".csv") -> list[Path]:
    """A new folder with a CSV (or Parquet) file for each table; the files written.

    Raises BadInput where the folder cannot be made.
    """
    try:
        path.mkdir(mode=0o700)
    except OSError:
        message = "this folder cannot be made; does it exist already?"
        raise BadInput(Problem(message, str(path))) from None
    files = []
    for name, rows in tables.items():
        files.append(path / f"{name}{suffix}")
        if suffix == ".csv":
            write_csv(rows, files[-1], name, dirt)
        else:
            with new_file(files[-1]) as file:
                rows.write_parquet(file)
    return files


def _misspelt(header: str) -> str:
    """The header with two letters in the middle changed over."""
    middle = len(header) // 2
    return header[: middle - 1] + header[middle] + header[middle - 1] + header[middle + 1 :]
