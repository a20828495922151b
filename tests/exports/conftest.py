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

HEADERS = ["child_id", "event", "date", "ref_id", "status"]
ROWS: list[list[Any]] = [
    ["001", "referral", "2024-01-02", None, None],
    ["001", "assessment_started", "2024-01-04", "A1", "held"],
    ["001", "assessment_completed", "2024-02-20", "A1", "held"],
    ["2", "multi_agency_meeting", "2024-07-01", None, "planned"],
]
EVENTS = {(child, event, on) for child, event, on, *_ in ROWS}
MAP = "columns: {child: child_id, event: event, on: date, ref: ref_id, status: status}\n"

ASSESSMENTS = [
    "Child Unique ID",
    "Continuous Assessment Start Date",
    "Continuous Assessment Date of Authorisation",
]
JANUARY, MARCH = date(2024, 1, 8), date(2024, 3, 4)

Read = Callable[..., Export]
Write = Callable[..., Path]
WriteMap = Callable[[str], Path]
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
def write(tmp_path: Path) -> Write:
    """A CSV file with these rows under the headers."""

    def write_it(*rows: list[Any], headers: list[str] | None = None, encoding: str = "utf-8") -> Path:
        path = tmp_path / "report.csv"
        lines = (
            ",".join("" if cell is None else str(cell) for cell in row) for row in (headers or HEADERS, *rows)
        )
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    return write_it


@pytest.fixture
def column_map(tmp_path: Path) -> WriteMap:
    def write_it(text: str) -> Path:
        path = tmp_path / "map.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_it


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
    """(child, event, day) of everything that was read; "" where the day is not known."""
    found = export.tables.events.select("child", "event", "on")
    return {(child, str(event), on.isoformat() if on else "") for child, event, on in found.rows()}


def findings(export: Export) -> set[tuple[str, int | None, str | None]]:
    """(kind, row, column) of everything that was found."""
    return set(export.findings.select("kind", "row", "column").rows())


def covered(export: Export, child: str) -> set[str]:
    """The kinds of event of which absence counts for a child."""
    gaps = export.tables.gaps.filter(pl.col("child") == child)["event"]
    return set(export.tables.covers) - set(gaps)


def said(export: Export, fact: str) -> dict[str, list[Any]]:
    """What entries say of the runs that they begin or end, of every child of whom they say anything."""
    rows = export.tables.events
    told = rows.drop_nulls(fact).group_by("child", maintain_order=True) if fact in rows.columns else []
    return {str(child): some[fact].to_list() for (child,), some in told}


def stated(export: Export, fact: str) -> dict[str, Any]:
    """A fact of every child of whom it is known."""
    facts = export.tables.facts
    return dict(facts.select("child", fact).drop_nulls().rows()) if fact in facts.columns else {}
