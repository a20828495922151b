"""Parquet and lines of JSON: the same rows as a CSV file would give, and bad lines told by number."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import EVENTS, HEADERS, ROWS, Read, events, findings

from threshold.exports.files.records import NdjsonFile, ParquetFile
from threshold.exports.quality import together
from threshold.reading import BadInput


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("suffix", [".parquet", ".ndjson", ".csv"])
def test_every_kind_of_file_says_the_same(tmp_path: Path, read: Read, suffix: str, typed: bool) -> None:
    rows = pl.DataFrame(ROWS, schema=HEADERS, orient="row")
    if typed:
        rows = rows.with_columns(pl.col("date").str.to_date(), pl.col("event").cast(pl.Categorical))
    path = tmp_path / f"report{suffix}"
    getattr(rows, f"write_{suffix[1:]}")(path)
    export = read(path)
    assert events(export) == EVENTS
    assert {str(status) for status in export.tables.events["status"]} == {"held", "planned"}


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize("name", ["report[1]", "re*rt", "rep?rt1", "{report1,b}"])
@pytest.mark.parametrize("suffix", [".parquet", ".ndjson", ".csv"])
def test_a_name_is_no_pattern_for_other_files(
    tmp_path: Path, read: Read, suffix: str, name: str, blank: bool
) -> None:
    rows = pl.DataFrame(ROWS, schema=HEADERS, orient="row")
    write = f"write_{suffix[1:]}"
    getattr(rows.head(1), write)(tmp_path / f"report1{suffix}")
    empty = pl.DataFrame([[None] * len(HEADERS)] * blank, schema=rows.schema, orient="row")
    getattr(pl.concat([rows, empty]), write)(tmp_path / f"{name}{suffix}")
    assert events(read(tmp_path / f"{name}{suffix}")) == EVENTS


def test_bad_lines_of_json_are_told_by_number(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "report.ndjson"
    row = {
        "child_id": 1,
        "event": "network_meeting",
        "date": "2024-01-02",
        "attended": ["Social Worker", "Referrer"],
    }
    path.write_text(f"{json.dumps(row)}\n{{\n[1]\n{'[' * 100_000}\n\n{json.dumps(row | {'child_id': 2})}\n")
    export = read(path)
    assert findings(export) == {("unreadable-row", number, None) for number in (2, 3, 4)}
    assert export.tables.events["attended"].to_list() == [["Social Worker", "Referrer"]] * 2
    assert (export.rows_in, export.rows_refused) == (5, 3)


def lines(folder: Path, text: str | bytes) -> NdjsonFile:
    path = folder / "report.ndjson"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return NdjsonFile(path, path.name)


@pytest.mark.parametrize("tail", ["", "\n\n"])
def test_lines_say_the_same_read_in_one_go_or_one_by_one(tmp_path: Path, tail: str) -> None:
    file = lines(
        tmp_path,
        '{"a": 1, "b": true, "c": ["x", "y"]}\n{"b": null, "a": "\u00e9", "more": 1}\n{"c": "x"}\n' + tail,
    )
    assert file.headers == ["a", "b", "c", "more"]
    rows = file.read({"a", "b", "c"}).rows
    assert rows.columns == ["row", "a", "b", "c"]
    assert [row[:3] for row in rows.rows()] == [(1, "1", "true"), (2, "\u00e9", None), (3, None, None)]
    written = [json.loads(rows["c"][0]), *rows["c"][1:]]
    assert written == [["x", "y"], None, "x"]


@pytest.mark.parametrize("again", ["child_id", "child\\u005fid", "date"])
@pytest.mark.parametrize("tail", ["", "\n\n"])
def test_a_line_that_says_a_key_twice_is_refused(tmp_path: Path, read: Read, again: str, tail: str) -> None:
    line = '{"child_id": "C-%s", "event": "referral", "date": "2024-01-0%s"%s}\n'
    text = line % (1, 1, "") + line % (2, 2, f', "{again}": "2024-01-09"') + line % (3, 3, ', "event2": 1')
    path = tmp_path / "events.ndjson"
    path.write_text(text + tail)
    export = read(path)
    assert events(export) == {("C-1", "referral", "2024-01-01"), ("C-3", "referral", "2024-01-03")}
    assert findings(export) == {("unreadable-row", 2, None)}


def test_blank_lines_do_not_move_the_numbers_of_lines(tmp_path: Path) -> None:
    read = lines(tmp_path, '{"a": 1}\n\n \n{"a": 2}\nno json\n{"a": 3}').read({"a"})
    assert read.rows.rows() == [(1, "1"), (4, "2"), (6, "3")]
    assert together(read.findings).select("kind", "row").rows() == [("unreadable-row", 5)]
    assert read.refused == 1


def test_an_empty_text_is_an_empty_cell_where_lines_are_read_one_by_one(tmp_path: Path) -> None:
    assert lines(tmp_path, '{"a": "", "b": 0}\n\n').read({"a", "b"}).rows.rows() == [(1, None, "0")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1252"])
def test_every_usual_encoding_of_lines(tmp_path: Path, encoding: str) -> None:
    file = lines(tmp_path, '{"a": "Ca\u00e9"}\n{"a": "2"}\n'.encode(encoding))
    assert file.read(file.headers).rows["a"].to_list() == ["Ca\u00e9", "2"]


def test_keys_are_looked_for_in_the_first_thousand_lines(tmp_path: Path) -> None:
    text = "{}\n" * 999 + '{"last": 1}\n{"late": 2}\n'
    assert lines(tmp_path, text).headers == ["last"]


def test_a_key_called_row_is_no_column(tmp_path: Path) -> None:
    file = lines(tmp_path, '{"row": 7, "a": 1}\n')
    assert file.headers == ["a"]
    assert file.read({"row", "a"}).rows.rows() == [(1, "1")]
    path = tmp_path / "report.parquet"
    pl.DataFrame({"row": [7], "a": [1]}).write_parquet(path)
    assert ParquetFile(path, path.name).headers == ["a"]


def test_columns_of_parquet_keep_their_types_and_rows_are_numbered_from_one(tmp_path: Path) -> None:
    path = tmp_path / "report.parquet"
    pl.DataFrame({"a": [1, None], "b": ["x", "x"], "c": [True, False]}).write_parquet(path)
    rows = ParquetFile(path, path.name).read({"b", "a"}, {"a", "b"}).rows
    assert rows.schema == {"row": pl.UInt32(), "a": pl.Int64(), "b": pl.Categorical()}
    assert rows.cast({"b": pl.String}).rows() == [(1, 1, "x"), (2, None, "x")]


@pytest.mark.parametrize("kind", [pl.Date, pl.Datetime("us")])
def test_a_day_of_a_year_that_no_calendar_has_is_read_again_as_it_is_written(
    tmp_path: Path, kind: pl.DataType
) -> None:
    days = pl.Series("on", [0, 5_236_000, None], pl.Int32).cast(pl.Date).cast(kind)
    pl.DataFrame({"on": days}).write_parquet(tmp_path / "a.parquet")
    again = dict(ParquetFile(tmp_path / "a.parquet", "a.parquet").again([1, 2, 3], ["on"]))
    assert str(again[1]["on"]).startswith("1970-01-01")
    assert again[3] == {"on": None}
    assert "16305" in str(again[2]["on"])


def test_a_parquet_file_that_is_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.parquet"
    pl.DataFrame({"a": [str(number) for number in range(1_000)]}).write_parquet(path)
    data = path.read_bytes()
    path.write_bytes(data[:4] + b"\xff" * 200 + data[204:])
    with pytest.raises(BadInput, match="damaged"):
        ParquetFile(path, path.name)
    path.write_bytes(data[:100] + b"\xff" * 200 + data[300:])
    file = ParquetFile(path, path.name)
    with pytest.raises(BadInput, match="damaged"):
        file.read({"a"})


@pytest.mark.parametrize("reader", [ParquetFile, NdjsonFile])
def test_what_cannot_be_opened_is_refused(tmp_path: Path, reader: type[ParquetFile | NdjsonFile]) -> None:
    with pytest.raises(BadInput):
        reader(tmp_path / "nowhere", "nowhere")


@pytest.mark.parametrize("child", [["a"], {"a": 1}, b"C-1\xff", [[1]]])
def test_a_parquet_file_with_more_than_one_value_in_a_cell_is_refused_in_words(
    tmp_path: Path, read: Read, child: Any
) -> None:
    path = tmp_path / "report.parquet"
    rows = pl.DataFrame({"child_id": [child], "event": ["referral"], "date": [date(2024, 1, 2)]})
    rows.write_parquet(path)
    with pytest.raises(BadInput) as told:
        read(path)
    (problem,) = told.value.problems
    assert (problem.file, problem.field) == ("report.parquet", "child_id")
    assert "one value in each cell" in problem.message


def test_bytes_lengths_of_time_and_odd_columns_nobody_reads_stop_nothing(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "report.parquet"
    rows = {
        "child_id": [b"C-1", b"C-2"],
        "event": ["referral", "referral"],
        "date": [timedelta(1), None],
        "other": [{"a": 1}, {"a": 2}],
    }
    pl.DataFrame(rows).write_parquet(path)
    export = read(path)
    assert findings(export) == {("unreadable-date", 1, "date"), ("no-date", 2, "date")}
    assert ParquetFile(path, "report").sample()["other"].to_list() == [None, None]


@pytest.mark.parametrize("tail", ["", "\n\n"])
def test_what_is_no_reference_in_lines_of_json_is_no_child(tmp_path: Path, read: Read, tail: str) -> None:
    path = tmp_path / "report.ndjson"
    children = ['{"a": 1}', "[1]", "true", "null", '"NaN"', "1.5", "12"]
    rows = (f'{{"child_id": {each}, "event": "referral", "date": "2024-01-02"}}\n' for each in children)
    path.write_text("".join(rows) + tail)
    export = read(path)
    refused = {("unreadable-reference", number, "child_id") for number in (1, 2, 3)}
    assert findings(export) == refused | {("no-child", number, "child_id") for number in (4, 5)}
    assert {child for child, *_ in events(export)} == {"1.5", "12"}
    assert (export.rows_in, export.rows_refused) == (7, 5)


def test_half_characters_within_a_list_stop_nothing(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "report.ndjson"
    path.write_text(
        '{"child_id": ["\\ud83d"], "event": "referral", "date": "2024-01-02"}\n\n'
        '{"child_id": "C-1", "event": {"a": "\\udfff"}, "date": "2024-01-02"}\n'
    )
    assert findings(read(path)) == {("unreadable-reference", 1, "child_id"), ("unknown-event", 3, "event")}
