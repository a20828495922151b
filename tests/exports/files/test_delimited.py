"""CSV files: separators, rows that do not fit, loose quotation marks and blank lines."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import EVENTS, HEADERS, ROWS, Read, Write, events, findings

from threshold.exports.files.delimited import DelimitedFile, ReadRows, delimited_files, unique_names
from threshold.exports.quality import together
from threshold.reading import BadInput


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_every_usual_separator(write: Write, read: Read, separator: str) -> None:
    path = write(*ROWS)
    path.write_text(path.read_text().replace(",", separator))
    assert events(read(path)) == EVENTS


def test_an_open_quotation_mark_swallows_nothing(write: Write, read: Read) -> None:
    export = read(write(["1", '"referral', "2024-01-02", "", ""], ["2", "referral", "2024-01-03", "", ""]))
    assert events(export) == {("1", "referral", "2024-01-02"), ("2", "referral", "2024-01-03")}


def test_blank_lines_do_not_move_the_row_numbers(write: Write, read: Read) -> None:
    path = write(["1", "referral", "2024-01-02", "", ""])
    path.write_text(path.read_text() + "\n\n9,Coffee,2024-01-02,,\n")
    assert findings(read(path)) == {("unknown-event", 5, "event")}


def test_thousands_of_columns(write: Write, read: Read) -> None:
    more = [f"column {number}" for number in range(5_000)]
    path = write(["1", "referral", "2024-01-02", "", "", *more], headers=[*HEADERS, *more])
    assert events(read(path)) == {("1", "referral", "2024-01-02")}


def table(folder: Path, text: str, columns: str = "abc") -> ReadRows:
    """These columns of a file with this text."""
    path = folder / "report.csv"
    path.write_bytes(text.encode())
    return DelimitedFile(path, path.name).read(columns)


def told(read: ReadRows) -> list[tuple[Any, ...]]:
    return together(read.findings).select("kind", "row").rows()


@pytest.mark.parametrize(
    ("row", "ragged"),
    [
        ("1,2,3", False),
        ("1,2,3,", False),
        ("1,2,3,,,", False),
        ("1,2,3, ,", False),
        ("1,2,3,,4", True),
        ("1,2", False),
    ],
)
def test_only_filled_cells_beyond_the_headers_make_a_row_ragged(
    tmp_path: Path, row: str, ragged: bool
) -> None:
    read = table(tmp_path, f"a,b,c\n{row}\n5,6,7\n")
    kept = [] if ragged else [(2, "1", "2", "3" if "3" in row else None)]
    assert read.rows.rows() == [*kept, (3, "5", "6", "7")]
    assert told(read) == [("ragged", 2)] * ragged
    assert read.refused == ragged


@pytest.mark.parametrize("tail", ["", "\n\n"])
def test_cells_that_a_short_row_lacks_are_empty(tmp_path: Path, tail: str) -> None:
    read = table(tmp_path, f"a,b,c\n1\n2,3\n4,5,6\n{tail}")
    assert read.rows.rows() == [(2, "1", None, None), (3, "2", "3", None), (4, "4", "5", "6")]


def test_rows_that_do_not_fit_move_no_other_row_s_number(tmp_path: Path) -> None:
    read = table(tmp_path, "a,b\n1,2,3\n\n4,5\n6,7,8\n9,0\n", "ab")
    assert told(read) == [("ragged", 2), ("ragged", 5)]
    assert read.rows.rows() == [(4, "4", "5"), (6, "9", "0")]
    assert read.refused == 2


@pytest.mark.parametrize("tail", ["", "\n\n"])
def test_rows_say_the_same_read_in_one_go_or_one_by_one(tmp_path: Path, tail: str) -> None:
    text = 'a,b,c\r\n1,"x, y",\r\n2,"two\nlines","say ""so"" now"\r\n3, spaced ,\u00e9\r\n' + tail
    read = table(tmp_path, text)
    assert read.rows.rows() == [
        (2, "1", "x, y", None),
        (3, "2", "two\nlines", 'say "so" now'),
        (4, "3", " spaced ", "\u00e9"),
    ]
    assert (told(read), read.refused) == ([], 0)


def test_only_the_columns_that_are_wanted_are_read(tmp_path: Path) -> None:
    for tail in ("", "\n\n"):
        read = table(tmp_path, f"a,b,c\n1,2,3\n{tail}", "ca")
        assert read.rows.columns == ["row", "a", "c"]
        assert read.rows.rows() == [(2, "1", "3")]


def test_labels_may_come_as_categories_and_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("a,b\nx,1\nx,2\n", encoding="utf-8")
    rows = DelimitedFile(path, path.name).read("ab", {"a", "elsewhere"}).rows
    assert rows.cast({"a": pl.String}).rows() == [(2, "x", "1"), (3, "x", "2")]


def test_the_separator_is_the_one_that_the_headers_have_most_of(tmp_path: Path) -> None:
    assert table(tmp_path, "a;b;c, or d\n1,5;2;3\n", ["a", "b", "c, or d"]).rows.rows() == [
        (2, "1,5", "2", "3")
    ]


@pytest.mark.parametrize("first", ["", "\n", "\ufeff"])
def test_headers_stand_in_the_first_line_that_is_not_blank(tmp_path: Path, first: str) -> None:
    read = table(tmp_path, f"{first}a,b\n1,2\n", "ab")
    assert read.rows.select("a", "b").rows() == [("1", "2")]


def test_names_of_columns_are_unique_and_keep_their_places() -> None:
    headers = [" Child ", "", "Date", "row", "Date", "  "]
    assert unique_names(headers) == [
        "Child",
        "(column 2)",
        "Date",
        "row (column 4)",
        "Date (column 5)",
        "(column 6)",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_last_row_in_which_the_file_breaks_off(
    tmp_path: Path, read: Read, ends: str, encoding: str
) -> None:
    rows = [*HEADERS, "team"], ["1", "referral", "2024-01-02", *[""] * (len(HEADERS) - 3), "North"]
    text = ends.join(map(",".join, rows)) + ends
    path = tmp_path / "report.csv"
    path.write_bytes((text + "2,referral,2024-01-2").encode(encoding))
    export = read(path)
    assert events(export) == {("1", "referral", "2024-01-02")}
    assert ("cut-short", 3, None) in findings(export)
    assert (export.rows_in, export.rows_refused) == (2, 1)
    path.write_bytes((text + "2,referral,2024-01-2" + ends).encode(encoding))
    assert read(path).rows_refused == 0
    path.write_bytes((text + "\x1a").encode(encoding))
    assert ("cut-short", 3, None) not in findings(read(path))
    path.write_bytes(text.removesuffix(ends).encode(encoding))
    assert read(path).rows_refused == 0


def test_a_separator_that_is_named_and_separates_nothing(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "report.csv"
    path.write_text(
        "sep=;\n" + ",".join(HEADERS) + "\n1,referral,2024-01-02" + "," * (len(HEADERS) - 3) + "\n"
    )
    assert events(read(path)) == {("1", "referral", "2024-01-02")}


def test_a_row_that_is_longer_than_the_headers_is_refused(write: Write, read: Read) -> None:
    export = read(write(*ROWS, ["9", "referral", "2024-01-02", "", "", "", "x"]))
    assert findings(export) == {("ragged", 6, None)}
    assert (export.rows_in, export.rows_refused) == (5, 1)


def test_an_endless_cell_is_told_and_the_rows_behind_it_are_read(tmp_path: Path) -> None:
    read = table(tmp_path, f"a,b\n1,2\n3,{'x' * 140_000}\n5,6,7\n8,9\n", "ab")
    assert told(read) == [("unreadable-row", 3), ("ragged", 4)]
    assert read.rows.rows() == [(2, "1", "2"), (5, "8", "9")]
    assert read.refused == 2


@pytest.mark.parametrize("columns", ["abcd", "abc", "ab", "d"])
@pytest.mark.parametrize("tail", ["", ",,", "\n\n"])
def test_a_row_that_is_too_long_is_told_whichever_columns_are_read(
    tmp_path: Path, columns: str, tail: str
) -> None:
    read = table(tmp_path, f"a,b,c,d\n1,2,3,4{tail}\n1,2,3,4,5,6\n7,8,9,0\n", columns)
    rows = 3 + 2 * (tail == "\n\n")
    assert told(read) == [("ragged", rows)]
    assert [row[0] for row in read.rows.rows()] == [2, rows + 1]


def test_files_of_a_folder_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.csv", "a.TSV", "c.txt", "notes.md"):
        (tmp_path / name).touch()
    (tmp_path / "folder.csv").mkdir()
    assert [file.name for file in delimited_files(tmp_path)] == ["a.TSV", "b.csv", "c.txt"]


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="permission"):
        delimited_files(tmp_path / "nowhere")


@pytest.mark.parametrize("blank", ["", ",,", "\r"])
def test_a_row_without_any_cell_is_none_however_blank_it_is(tmp_path: Path, blank: str) -> None:
    read = table(tmp_path, f"a,b,c\n1,2,3\n{blank}\n,,4\n{blank}\n5,,\n", "ab")
    assert read.rows.rows() == [(2, "1", "2"), (4, None, None), (6, "5", None)]
    assert (told(read), read.refused) == ([], 0)


@pytest.mark.parametrize("columns", ["a", "ab", "abc"])
def test_a_row_too_long_stops_nothing_where_another_has_nothing_in_it_that_is_read(
    tmp_path: Path, columns: str
) -> None:
    read = table(tmp_path, "a,b,c\n1,2,3\n,,9\n4,5,6,7\n", columns)
    assert (read.rows["row"].to_list(), read.refused) == ([2, 3], 1)


def test_lines_may_end_in_a_return_alone(tmp_path: Path) -> None:
    read = table(tmp_path, "a,b,c\r1,2,3\r4,5,6\r", "ab")
    assert read.rows.rows() == [(2, "1", "2"), (3, "4", "5")]


def test_a_row_that_hides_others_is_refused_and_whoever_is_in_it_is_known(tmp_path: Path) -> None:
    for tail in ("", "\n\n"):
        read = table(tmp_path, f'a,b,c\n1,2,3\n4,"5,6\n7,8",9\n10,11,12\n{tail}')
        assert told(read) == [("hidden-rows", 3)]
        assert (read.rows["a"].to_list(), read.refused, read.records) == (["1", "10"], 1, 3)
        assert {"4", "7"} <= set(read.ragged)
