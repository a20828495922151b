"""Lists of contacts in every kind of file, in all their dirt."""

import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.exports.contacts.conftest import HEADERS, MAP, ReadThem, of_paths
from xlsxwriter import Workbook

from threshold.exports.contacts import Contact
from threshold.exports.contacts.tables import contacts_in_tables
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

ROWS: list[list[Any]] = [
    ["MC-1", "27/11/2026 17:59", "AMBER ", "Y"],
    ["MC-2", "28/11/2026 02:26", "Grn", "N"],
]
FACTS = [("amber", True, datetime(2026, 11, 27, 17, 59)), ("green", False, datetime(2026, 11, 28, 2, 26))]

OfRows = Callable[[Path], list[Contact]]


@pytest.fixture
def read(tmp_path: Path, vocabulary: Vocabulary) -> OfRows:
    map_ = tmp_path / "map.yaml"
    map_.write_text(MAP)
    return lambda path: of_paths([str(path)], vocabulary, map_)[0]


def facts(contacts: list[Contact]) -> list[tuple[object, ...]]:
    names = ("contact.brag", "child_protection.immediate_danger", "contact.received")
    return [tuple(each.case.given.get(name) for name in names) for each in contacts if each.case]


def lines(separator: str = ",", end: str = "\n") -> str:
    return end.join(separator.join(row) for row in [HEADERS.split(","), *ROWS]) + end


@pytest.mark.parametrize(
    "data",
    [
        lines().encode(),
        lines().encode("utf-8-sig"),
        lines().encode("utf-16"),
        lines(end="\r\n").encode(),
        lines(end="\r").encode(),
        lines(";").encode(),
        lines("\t").encode(),
        ("sep=;\n" + lines(";")).encode(),
        lines().replace("AMBER ", '"AMBER\n"').encode(),
        lines().replace("\nMC-2", "\n\n,,,\nMC-2").encode(),
    ],
    ids=["plain", "bom", "utf-16", "crlf", "cr", "semicolons", "tabs", "sep", "quotes", "blank rows"],
)
def test_text_in_any_dress(data: bytes, read: OfRows, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert facts(read(path)) == FACTS


def test_a_workbook_with_titles_merged_cells_and_a_sheet_of_something_else(
    read: OfRows, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(str(path)) as book:
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        notes = book.add_worksheet("Notes")
        notes.write(0, 0, "How to fill this in")
        sheet = book.add_worksheet("Contacts")
        sheet.merge_range(0, 0, 0, 3, "Contacts of the morning")
        for column, header in enumerate(HEADERS.split(",")):
            sheet.write(2, column, header)
        for number, (row, fact) in enumerate(zip(ROWS, FACTS, strict=True), 3):
            sheet.write(number, 0, row[0])
            sheet.write_datetime(number, 1, fact[2], moment)
            sheet.write(number, 2, row[2])
            sheet.write_formula(number, 3, f'="{row[3]}"', value=row[3])
    found = read(path)
    assert facts(found) == FACTS
    assert [(each.place, each.row) for each in found] == [("Contacts", 4), ("Contacts", 5)]


def test_parquet_of_categories_and_moments_in_a_zone(read: OfRows, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "ContactID": ["MC-1", "MC-2", "MC-3"],
            "Received": [
                datetime(2026, 11, 27, 17, 59, tzinfo=UTC),
                datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
                None,
            ],
            "BRAG": pl.Series(["Amber", "Grn", None], dtype=pl.Categorical),
            "Danger": [True, False, None],
        }
    ).write_parquet(path)
    map_ = MAP.replace("{column: Danger, values: {Y: true, N: false}}", "Danger")
    (tmp_path / "map.yaml").write_text(map_)
    assert facts(read(path)) == [
        ("amber", True, datetime(2026, 11, 27, 17, 59)),
        ("green", False, datetime(2026, 7, 2, 0, 30)),
        (None, None, None),
    ]


def test_a_time_may_have_a_column_of_its_own(contacts: ReadThem) -> None:
    map_ = MAP.replace("contact.received: Received", "contact.received: {column: Day, time: Time}")
    read, _ = contacts(
        "ContactID,Day,Time\nMC-1,27/11/2026,17:59\nMC-2,28/11/2026,\nMC-3,28/11/2026,late\n", map_
    )
    assert [each[2] for each in facts(read)] == [
        datetime(2026, 11, 27, 17, 59),
        date(2026, 11, 28),
        date(2026, 11, 28),
    ]
    assert [(problem.line, problem.field) for each in read for problem in each.problems] == [(4, "Time")]


def test_a_map_beside_the_file_is_taken(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "morning.csv"
    path.write_text(lines())
    (tmp_path / "morning.columns.yaml").write_text(MAP)
    assert facts(of_paths([str(path)], vocabulary)[0]) == FACTS
    (tmp_path / "morning.columns.yaml").write_text("columns: {child: ContactID}\n")
    ((unread,), _) = of_paths([str(path)], vocabulary)
    assert (unread.row, unread.case) == (0, None)
    assert "facts:" in unread.problems[0].message


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ("", 0, "the file is empty"),
        ("ContactID,BRAG,BRAG\nMC-1,Red,Green\n", 0, "several columns have this header"),
        ("BRAG\nRed\n", 0, "no column was found"),
    ],
    ids=["empty", "headers twice", "no reference"],
)
def test_what_cannot_be_read_at_all_is_said(text: str, row: int, words: str, contacts: ReadThem) -> None:
    (unread,), _ = contacts(text)
    assert (unread.row, unread.case) == (row, None)
    assert words in unread.problems[0].message


def test_headers_alone_are_no_contacts_and_no_mistake(contacts: ReadThem) -> None:
    read, told = contacts([])
    assert read == []
    assert [each.message for each in told] == ["holds no contacts"]


def test_headers_twice_that_say_the_same_are_read_once(contacts: ReadThem) -> None:
    read, told = contacts("ContactID,BRAG,BRAG,Danger,Received\nMC-1,Red,Red,,\n")
    assert [each[0] for each in facts(read)] == ["red"]
    assert [each.column for each in told] == ["BRAG"]


def test_lists_in_the_cells_of_references_are_refused(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path, map_ = tmp_path / "a.parquet", tmp_path / "map.yaml"
    map_.write_text(MAP)
    pl.DataFrame({"ContactID": [["MC-1"]], "BRAG": ["Red"]}).write_parquet(path)
    with pytest.raises(BadInput, match="holds lists"):
        list(contacts_in_tables(path, vocabulary, map_, print))


def test_many_are_read_with_everything_each_says(read: OfRows, tmp_path: Path) -> None:
    rows = [[f"MC-{number}", *random.Random(number).choice(ROWS)[1:]] for number in range(20_000)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEADERS, *(",".join(row) for row in rows)]) + "\n")
    found = read(path)
    assert [each.reference for each in found] == [row[0] for row in rows]
    known = dict(zip(["Y", "N"], FACTS, strict=True))
    assert facts(found) == [known[row[3]] for row in rows]


def test_reading_a_list_loads_neither_engine_nor_batch() -> None:
    code = (
        "import sys, threshold.exports.contacts.tables\n"
        "print([n for n in sys.modules if n.startswith(('threshold.engine', 'threshold.batch.eval'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "[]\n"
