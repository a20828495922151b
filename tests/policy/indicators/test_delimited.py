"""CSV in all its encodings and separators; what could mean two things is refused at its line."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as some

from threshold.policy.indicators.delimited import read_delimited

from .making import HEADER, ROW, csv, told

TABLE = csv(ROW, ("EM-2", "3", "Home", "Is the caf\u00e9\u2019s door shut?"))


def path(folder: Path, data: bytes) -> Path:
    found = folder / "indicators.csv"
    found.write_bytes(data)
    return found


def texts(folder: Path, data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()][:4] for row in read_delimited(path(folder, data))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_way_of_saving_it_is_read_the_same(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    text = TABLE.replace(",", separator).replace("\n", end)
    assert texts(tmp_path, text.encode(encoding)) == [
        [*ROW],
        ["EM-2", "3", "Home", "Is the caf\u00e9\u2019s door shut?"],
    ]


@pytest.mark.parametrize(("first", "separator"), [("sep=;", ";"), ('"sep=,"', ","), ("sep=\t", "\t")])
def test_a_first_line_may_name_the_separator_and_lines_are_counted_with_it(
    tmp_path: Path, first: str, separator: str
) -> None:
    text = f"{first}\n" + TABLE.replace(",", separator)
    (row, _) = read_delimited(path(tmp_path, text.encode()))
    assert (row.cells["id"].text, row.place.line) == ("EM-1", 3)


def test_lines_are_counted_past_quoted_ones_that_go_on(tmp_path: Path) -> None:
    text = csv(("EM-1", "2", "Health", '"Is the child,\n\nof late, unwell?"'), ("", ""), ROW)
    first, second = read_delimited(path(tmp_path, text.encode()))
    assert first.cells["asks"].text == "Is the child, of late, unwell?"
    assert (first.place.line, second.place.line) == (2, 6)


BEGUN = csv(ROW, ("EM-2", "2", "Home", '"Is it'), ("EM-3", "2", "Home", "Is it?"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "this is a PDF"),
        (b"PK\x03\x04abc", "this is a workbook"),
        (TABLE.encode() + b"\0", "this is not a text file"),
        (TABLE.encode("utf-16-le"), "save it as UTF-8"),
        (csv(("EM-1", "2", "Home", "\x81")).encode("latin-1"), "line 2: holds a character that is not UTF-8"),
        (b"<html><body>signs</body></html>", "has no header"),
        (csv(("EM-1", "2", "Home", "=A1")).encode(), "line 2: holds a formula"),
        (BEGUN.encode(), "line 3: a quotation mark is opened and not closed"),
        ((BEGUN + csv(("EM-4", "2", "Home", 'so?"'))).encode(), "line 3: a quotation mark swallows"),
        (csv(("EM-1", "2", "Home", f'"{"a" * 200_000}"')).encode(), "line 2: a cell is longer"),
        (
            csv(("EM-1", "2", "Home", "is it", "or not"), header=HEADER[:4]).encode(),
            "line 2: this row has more",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_line(tmp_path: Path, data: bytes, says: str) -> None:
    (found,) = told(lambda: read_delimited(path(tmp_path, data)))
    assert f"indicators.csv{',' if says.startswith('line') else ':'} {says}" in found or says in found


@given(
    some.binary()
    | some.text(alphabet="idlevaskomn,;\"'=\n\r\t2-").map(lambda text: f"id,level{text}".encode())
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        for problem in told(lambda: read_delimited(path(Path(folder), data))):
            assert problem.startswith("indicators.csv")
