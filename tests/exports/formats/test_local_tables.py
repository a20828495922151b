"""The tables of a local export, and the map that holds for each."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exports.conftest import HEADERS, MAP, ROWS, Sheets, Write

from threshold.exports.formats.local_tables import find_tables
from threshold.exports.request import Request
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

Make = Callable[[Sheets], Path]


def test_the_nearest_map_holds(workbook: Make, vocabulary: Vocabulary, tmp_path: Path) -> None:
    path = workbook({"One": [HEADERS, *ROWS], "Two": [HEADERS, *ROWS]})

    def maps(given: Path | None = None) -> list[str]:
        found = find_tables(path, Request(vocabulary, None, given)).tables
        return [table.map.name if table.map else "" for table in found]

    (tmp_path / "columns.yaml").write_text(MAP)
    assert maps() == ["", ""]
    (tmp_path / "annex-a.columns.yaml").write_text(MAP)
    assert maps() == ["annex-a.columns.yaml"] * 2
    (tmp_path / "annex-a.Two.columns.yaml").write_text(MAP)
    assert maps() == ["annex-a.columns.yaml", "annex-a.Two.columns.yaml"]
    assert maps(tmp_path / "columns.yaml") == ["columns.yaml"] * 2


def test_sheets_of_a_workbook_in_a_folder_are_named_after_both(
    workbook: Make, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    workbook({"One": [HEADERS, *ROWS]})
    tables = find_tables(tmp_path, Request(vocabulary)).tables
    assert [(table.file.name, table.loose) for table in tables] == [("annex-a.xlsx, One", True)]


def test_what_a_table_lacks_hangs_on_whether_its_rows_are_events(
    write: Write, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    map_ = tmp_path / "map.yaml"
    map_.write_text("columns: {child: ID}\ndates: {referral: In}\nfacts: {child_in_need.assessed: Need}\n")

    def lacking(*headers: str) -> list[str]:
        (table,) = find_tables(write(headers=list(headers)), Request(vocabulary, None, map_)).tables
        return table.lacking

    assert lacking("ID", "In") == lacking("ID", "Need") == []
    assert lacking("In") == ["child"]
    assert lacking("ID", "Other") == ["event", "on"]


def test_an_empty_folder_of_workbooks_holds_no_table(workbook: Make, vocabulary: Vocabulary) -> None:
    with pytest.raises(BadInput, match="no table"):
        find_tables(workbook({"One": []}), Request(vocabulary))
