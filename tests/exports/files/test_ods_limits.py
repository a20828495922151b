"""OpenDocument workbooks: read like others, and refused where a few cells stand for millions."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exports.conftest import Read, events, findings

from threshold.exports.files.ods_limits import CONTENT, check_repetitions
from threshold.reading import BadInput

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style"))
_HIDDEN = (
    '<style:style style:name="no" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)
Ods = Callable[..., Path]


def cell(text: str, times: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def entry(*texts: str) -> str:
    return row(*map(cell, texts))


NOTHING = row('<table:table-cell table:number-columns-repeated="16000"/>', times=1_000_000)
HEADERS = entry("Person ID", "Step", "Date")


@pytest.fixture
def ods(tmp_path: Path) -> Ods:
    """A workbook with these rows in its sheets."""

    def make(*rows: str, hidden: str = "", start: str = "") -> Path:
        path = tmp_path / "report.ods"
        sheets = f'<table:table table:name="Seen">{"".join(rows)}</table:table>'
        if hidden:
            sheets += f'<table:table table:name="Hidden" table:style-name="no">{hidden}</table:table>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            manifest = f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0"/>'
            file.writestr("META-INF/manifest.xml", manifest)
            file.writestr(
                CONTENT,
                f"{start}<office:document-content {_NAMES}>"
                f"<office:automatic-styles>{_HIDDEN}</office:automatic-styles>"
                f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
                "</office:document-content>",
            )
        return path

    return make


def test_a_workbook_is_read_and_its_hidden_sheet_told(ods: Ods, read: Read) -> None:
    one = entry("1", "referral", "2024-01-02")
    export = read(ods(entry("Our report"), HEADERS, one, entry("Total"), NOTHING, hidden=HEADERS + one))
    assert events(export) == {("1", "referral", "2024-01-02")}
    assert findings(export) == {("hidden-sheet", None, None), ("title-line", 1, None), ("total-row", 4, None)}


@pytest.mark.parametrize(
    "rows",
    [
        [row(cell("x", 16_000), times=1_000_000)],
        [row(cell("x" * 2_000, 1_000), times=1_000)],
        [row(cell("x" * 70), times=1_000_000)],
        [row(cell("x", 3), times=1_000_000)],
        [row(cell('<text:s text:c="900000000"/>'))],
        [row(cell("x"), times=999_999_999_999_999)],
        [row('<table:table-cell table:number-columns-repeated="400000"/>', cell("x"))],
        [row(cell("x", 20_000))],
        [NOTHING, row('<table:table-cell table:number-columns-repeated="16000"/>', cell("x"))],
        [row(cell("x")).replace('"1"', '"many"')],
    ],
)
def test_what_would_swell_is_refused(ods: Ods, read: Read, rows: list[str]) -> None:
    with pytest.raises(BadInput, match="more than any list"):
        read(ods(HEADERS, *rows))


def test_what_declares_a_document_type_is_refused(ods: Ods, read: Read) -> None:
    with pytest.raises(BadInput, match="not opened"):
        read(ods(HEADERS, start='<!DOCTYPE x [<!ENTITY a "b">]>'))


def test_damaged_content_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as file:
        file.writestr(CONTENT, "<office:document-content>")
    with zipfile.ZipFile(tmp_path / "a.ods") as file, pytest.raises(BadInput, match="damaged"):
        check_repetitions(file, 100, "a.ods")
