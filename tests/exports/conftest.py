"""The vocabulary, samples that others published (where they are at hand), and small files made here."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from xlsxwriter import Workbook

from threshold.exports import Export, read_export
from threshold.vocabulary import Vocabulary
from threshold.vocabulary.load import load_vocabulary

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "exports"
AS_AT = date(2024, 6, 1)

Read = Callable[..., Export]
Sheets = dict[str, list[list[Any]]]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT / "rules" / "vocabulary.yaml")


@pytest.fixture
def read(vocabulary: Vocabulary) -> Read:
    """Read an export as at 1 June 2024, unless told otherwise."""

    def read_it(path: Path, as_at: date | None = AS_AT, **how: Any) -> Export:
        return read_export(path, vocabulary, as_at, **how)

    return read_it


@pytest.fixture
def sample() -> Callable[[str], Path]:
    def find(name: str) -> Path:
        path = SAMPLES / name
        if not path.exists():
            pytest.skip("the published samples are not here")
        return path

    return find


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[Sheets], Path]:
    """A workbook with these rows, the first of which are headers; dates become date cells."""

    def make(sheets: Sheets) -> Path:
        path = tmp_path / "annex-a.xlsx"
        with Workbook(str(path)) as book:
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        style = day if isinstance(cell, date) else None
                        sheet.write(number, column, cell, style)
        return path

    return make


def events(export: Export) -> set[tuple[str, str, str]]:
    """(child, event, day) of everything that was read."""
    found = export.tables.events.select("child", "event", "on")
    return {(child, str(event), on.isoformat()) for child, event, on in found.rows()}


def findings(export: Export) -> set[tuple[str, int | None, str | None]]:
    """(kind, row, column) of everything that was found."""
    return set(export.findings.select("kind", "row", "column").rows())


def covered(export: Export, child: str) -> set[str]:
    """The kinds of event of which absence counts for a child."""
    gaps = export.tables.gaps.filter(pl.col("child") == child)["event"]
    return set(export.tables.covers) - set(gaps)


def stated(export: Export, fact: str) -> dict[str, Any]:
    """A fact of every child of whom it is known."""
    facts = export.tables.facts
    return dict(facts.select("child", fact).drop_nulls().rows()) if fact in facts.columns else {}
