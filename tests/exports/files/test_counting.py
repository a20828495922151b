"""Records counted without reading them: as many as the one splitter of rows gives, whatever the text."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from threshold.exports.files import counting, delimited
from threshold.exports.files.counting import agree, count_blank, count_json_lines, count_lines
from threshold.exports.files.delimited import DelimitedFile
from threshold.reading import BadInput
from threshold.reading.row_splitting import is_blank, rows

DIRTY = some.text('a",;\n\r ', max_size=60)


@given(DIRTY, some.sampled_from(",;"), some.integers(1, 9))
def test_the_count_is_that_of_the_splitter(text: str, separator: str, piece: int) -> None:
    found = [row.cells or [] for row in rows(text, separator)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_PIECE", piece)
        patch.setattr(counting, "_SHORT", -1)
        assert count_lines(text.encode(), separator).records == len(found)
        # One with quotation marks alone may be counted as blank: that makes no row disappear.
        blank = count_blank(text.encode(), separator)
    assert blank >= sum(map(is_blank, found))
    if '"' not in text:
        assert blank == sum(map(is_blank, found))


@given(DIRTY, some.sampled_from(["", "\ufeff"]), some.sampled_from(",;"))
def test_a_short_text_is_counted_like_a_long_one(text: str, mark: str, separator: str) -> None:
    held = (mark + text).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_SHORT", -1)
        long = count_lines(held, separator)
    assert count_lines(held, separator) == long


def test_a_file_is_counted_like_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.csv"
    for text in ("", 'a,b\n1,"x\ny"\n2', "a\rb\r\nc\n", 'a,b\n1,"open\n2,x\n'):
        path.write_text(text, encoding="utf-8-sig", newline="")
        counted = count_lines(path.read_bytes(), ",")
        assert count_lines(path, ",") == counted
        with monkeypatch.context() as patch:
            patch.setattr(counting, "_SHORT", -1)
            assert count_lines(path, ",") == counted


@given(DIRTY)
def test_every_row_of_any_file_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(f"child,event,date\n1,x,2024-01-01\n{text}".encode())
    file = DelimitedFile(path, path.name, frozenset({"child", "event", "date"}))
    read = file.read(file.headers)
    assert read.rows.height + read.refused >= 1


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_every_row_is_there_however_lines_end(tmp_path: Path, ends: str, encoding: str) -> None:
    path = tmp_path / "report.csv"
    lines = ["sep=,", "child,note", *(f'{number},"caf\u00e9, {number}"' for number in range(500)), ""]
    path.write_bytes(ends.join(lines).encode(encoding))
    read = DelimitedFile(path, path.name, frozenset({"child"})).read(["child", "note"])
    assert read.rows["child"].to_list() == [str(number) for number in range(500)]
    assert read.rows["note"][499] == "caf\u00e9, 499"


@pytest.mark.parametrize("mixed", ["\r", "\r\n"])
def test_lines_that_end_otherwise_far_down_are_rows(tmp_path: Path, mixed: str) -> None:
    path = tmp_path / "report.csv"
    far = "".join(f"{number},x\n" for number in range(60_000))
    path.write_bytes(("a,b\n" + far + mixed.join(["p,q", "r,s", "t,u"])).encode())
    assert path.stat().st_size > delimited._HEAD
    assert DelimitedFile(path, path.name).read("ab").rows.height == 60_003


@pytest.mark.parametrize("lost", ["_read_fast", "_read_slowly"])
def test_a_reader_that_loses_rows_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    path = tmp_path / "report.csv"
    path.write_text(
        "a,b\n1,2\n3,4\n5,6\n" + ('7,"open\n' if lost == "_read_slowly" else ""), encoding="utf-8"
    )
    real = getattr(DelimitedFile, lost)

    def losing(self: DelimitedFile, wanted: list[int]) -> object:
        found = real(self, wanted)
        if lost == "_read_fast":
            return found[::2]
        slow, blank = found
        return replace(slow, rows=slow.rows[::2]), blank

    monkeypatch.setattr(DelimitedFile, lost, losing)
    with pytest.raises(BadInput, match=r"holds [34] records, and 2 were read"):
        DelimitedFile(path, path.name).read("ab")


def test_a_reader_that_calls_rows_blank_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.csv"
    path.write_text("a,b\n1,2\n3,4\n5,6\n", encoding="utf-8")
    real = DelimitedFile._read_fast

    def blanking(self: DelimitedFile, wanted: list[int]) -> pl.DataFrame | None:
        found = real(self, wanted)
        return None if found is None else found.with_columns(pl.Series(delimited._BLANK, [False, True, True]))

    monkeypatch.setattr(DelimitedFile, "_read_fast", blanking)
    with pytest.raises(BadInput, match="holds 0 records, and 2 were read"):
        DelimitedFile(path, path.name).read("ab")


def test_lines_of_json_that_are_blank_are_none(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    path.write_bytes(b'{"a": 1}\n\n \r\n\xc2\xa0\n{"a": 2}')
    assert count_json_lines(path) == count_json_lines(path.read_bytes()) == 2


def test_what_agrees_is_let_pass() -> None:
    agree("a file", 3, 3)
