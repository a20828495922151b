"""Small workbooks that would swell hugely are refused before they are opened; honest ones are not."""

import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from subprocess import run

import fastexcel
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exports.conftest import Read

from threshold.exports.files import limits, workbook_limits
from threshold.exports.files.workbook_limits import look_inside
from threshold.reading import BadInput

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="List 4" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
LONG = f"<si><t>{'x' * 30_000}</t></si>"
TEXT, CELLS = "repeats long text", "reaches over more cells"

Make = Callable[..., Path]


def write(path: Path, rows: str, strings: str = "", **more: str) -> Path:
    sheet = f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    table = f'<sst xmlns="{MAIN}">{strings}</sst>'
    parts = PARTS | {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": table} | more
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda *parts, **more: write(tmp_path / "lists.xlsx", *parts, **more)


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as told:
        look_inside(path, "lists.xlsx")
    return str(told.value.problems[0])


def test_a_zip_bomb_is_not_opened(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", bytes(100 * 1024**2))
    with pytest.raises(BadInput, match="swell"):
        read(path)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A{0}" t="s"><v>0</v></c>',
        '<c r="A{0}" s="1" t="s"><f>B{0}</f><v>0</v></c>',
        "<c r='a{0}' t='s'><v>0</v></c>",
        '<x:c r="A{0}" t="s"><x:v>0</x:v></x:c>',
        '<c a=">" r="A{0}" t="s"><v>0</v></c>',
        '<c t="s"><v> +00 </v></c>',
        '<c r="A{0}" t="s"><v>0<!-- --></v></c>',
        '<c r="A{0}" t="s"><v>&#48;</v></c>',
    ],
)
def test_long_text_that_many_cells_share(make: Make, cell: str) -> None:
    path = make("".join(f'<row r="{row}">{cell.format(row)}</row>' for row in range(1, 10_001)), LONG)
    assert path.stat().st_size < 200_000
    assert TEXT in refused(path)
    assert refused(path).startswith("lists.xlsx")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="CAA1"><v>1</v></c></row><row r="20000"><c r="A20000"><v>1</v></c></row>',
        "<row><c r='xfd1048576'><v>1</v></c></row>",
        '<row r="1048576"></row><row>' + "<c><v>1</v></c>" * 100 + "</row>",
        '<row r="1"><c r="A1048576"><v>1</v></c>' + "<c><v>1</v></c>" * 100 + "</row>",
        '<row a="<c>" r="1048576"><c b=">" r="XFD1048576"><v>1</v></c></row>',
        f"<row><c{' ' * 1_500_000}r='XFD1048576'><v>1</v></c></row>",
    ],
)
def test_few_cells_far_apart(make: Make, rows: str) -> None:
    assert CELLS in refused(make(rows))


BEYOND, STRANGE = "beyond the last", "as no spreadsheet does"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ('r="XFE3"', BEYOND),
        ('r="ZZZ3"', BEYOND),
        ('r="A1048577"', BEYOND),
        ('r="a1048577"', BEYOND),
        ('r="A0"', BEYOND),
        *(
            (each, STRANGE)
            for each in (
                'r="ZZZZZZ3"',
                "r='aaaaa3'",
                'r="MWLQKWU3"',
                'r="A-3"',
                'r="$XFD$3"',
                'r=" AAAAA3"',
                'r="A3:AAAAA3"',
                'r="&#65;AAAA3"',
                'r="A3" r="AAAAA3"',
                'r="AAAAA3" r="A3"',
                "r=AAAAA3",
                's="1"r="AAAAA3"',
                'a=">" r="AAAAA3"',
                '\nr\n=\n"AAAAA3"',
                'r="3AAAAA"',
                'r=""',
            )
        ),
    ],
)
@pytest.mark.parametrize("tag", ["", "x:"])
def test_a_cell_where_none_can_be(make: Make, place: str, told: str, tag: str) -> None:
    plain = '<row r="1"><c r="A1"><v>1</v></c></row>'
    cell = f"<{tag}c {place}><{tag}v>1</{tag}v></{tag}c>"
    assert told in refused(make(f"{plain}<{tag}row r='3'>{cell}</{tag}row>"))


def test_more_cells_side_by_side_than_there_can_be(make: Make) -> None:
    assert CELLS in refused(make(f"<row>{'<c><v>1</v></c>' * 16_385}</row>"))
    assert look_inside(make(f"<row>{'<c><v>1</v></c>' * 16_384}</row>"), "lists.xlsx") == {}


def test_a_word_that_looks_like_a_place_is_none(make: Make) -> None:
    text = '<is><t>r = "ZZZZZZ1" c r="XFE9999999"</t></is>'
    assert look_inside(make(f"<row r='1'><c r='A1' t='inlineStr'>{text}</c></row>"), "lists.xlsx") == {}


@pytest.mark.parametrize("said", ["4294967295", "18446744073709551615", "-1"])
@pytest.mark.parametrize("key", ["count", "uniqueCount"])
def test_text_said_to_be_more_than_any(make: Make, said: str, key: str) -> None:
    table = f'<sst xmlns="{MAIN}" {key}="{said}"><si><t>x</t></si></sst>'
    assert "swell" in refused(make("", **{"xl/sharedStrings.xml": table}))


def test_an_endless_tag(make: Make) -> None:
    assert "swell" in refused(make(f"<row><c{' ' * 4_000_000}r='XFD1048576'><v>1</v></c></row>"))


def test_many_sheets_with_few_cells_far_apart(make: Make) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="400000"><c r="J400000"><v>1</v></c></row>'
    assert look_inside(make(far), "lists.xlsx") == {}
    more = {f"xl/worksheets/sheet{number}.xml": f"<sheetData>{far}</sheetData>" for number in (2, 3)}
    assert CELLS in refused(make(far, **more))


def test_what_a_part_says_that_it_comes_to_is_not_believed(make: Make) -> None:
    """A reader that goes on to the end of what is packed is never given what another has not seen."""
    few = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    many = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(2, 2_000))
    path = make("", **{"xl/worksheets/sheet1.xml": f"{few}{many}</sheetData></worksheet>"})
    assert CELLS in refused(path)
    data = path.read_bytes()
    whole = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml")
    told = struct.pack("<I", whole.CRC), struct.pack("<I", whole.file_size)
    less = struct.pack("<I", zlib.crc32(few.encode())), struct.pack("<I", len(few))
    path.write_bytes(data.replace(told[0], less[0]).replace(told[1], less[1]))
    with zipfile.ZipFile(path) as file:
        assert file.read("xl/worksheets/sheet1.xml") == few.encode()
    assert "damaged" in refused(path)


def test_text_elsewhere_than_it_belongs(make: Make) -> None:
    elsewhere = {"xl/text.xml": f"{' ' * 2_000_000}<sst>{LONG}</sst>"}
    assert "keeps its text" in refused(make('<row r="1"></row>', **elsewhere))
    assert "keeps its text" in refused(make('<row r="1"></row>', **{"xl/text.xml": f"<sst>{LONG}</sst>"}))


def test_text_that_declares_entities(make: Make) -> None:
    table = '<!DOCTYPE sst [<!ENTITY e "eeee">]><sst><si><t>&e;</t></si></sst>'
    assert "declares" in refused(make("", **{"xl/sharedStrings.xml": table}))


def test_text_that_is_damaged(make: Make) -> None:
    assert "damaged" in refused(make("", "<si><t>"))


def test_too_many_strings(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_limits, "MAX_STRINGS", 10)
    assert look_inside(make("", "<si/>" * 10), "lists.xlsx") == {}
    assert "swell" in refused(make("", "<si/>" * 11))


def test_cells_that_are_only_formatted_take_no_room(make: Make) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert look_inside(make(rows), "lists.xlsx") == {}


def test_text_that_few_cells_share_is_no_trap(make: Make) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 1_001))
    assert look_inside(make(rows, LONG), "lists.xlsx") == {}


def test_errors_are_found_however_cells_are_written(make: Make) -> None:
    rows = (
        '<row r="1"><c r="B1"><v>1</v></c><c r="C1" s="1" t="e"><v>#N/A</v></c></row>'
        '<row r="2"><c s="1" r="B2" t="e"><v>#REF!</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert look_inside(make(rows), "lists.xlsx") == {"List 4": [(0, 1), (1, 0), (1, 1)]}


@pytest.mark.parametrize("cell", ["<c r='c1' t='e'>", "<x:c t = 'e' r = 'C1'>", '<c s="1" t="e" r="C1">'])
def test_errors_in_cells_that_few_programs_write(make: Make, cell: str) -> None:
    end = cell[1:].partition("c ")[0] + "c"
    rows = f"<row r='1'><c r='b1'><v>1</v></c>{cell}<v>#N/A</v></{end}></row>"
    assert look_inside(make(rows), "lists.xlsx") == {"List 4": [(0, 1)]}


def test_errors_in_cells_without_a_place(make: Make) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
    assert "without a place" in refused(make(rows))


@pytest.mark.parametrize("kind", ["text", "cells"])
def test_memory_stays_small(make: Make, kind: str) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell a process's greatest memory apart from its parent's")
    if kind == "text":
        row = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
        path = make("".join(row.format(number) for number in range(1, 300_001)), LONG)
    else:
        path = make('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>')
    script = (
        "import resource, sys; from threshold.cli.main import main; status = main(); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(status)"
    )
    words = [sys.executable, "-c", script, "audit", str(path), "--as-at", "2026-03-31"]
    done = run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert {"text": TEXT, "cells": CELLS}[kind] in done.stderr
    assert 20 * 1024**2 < int(done.stdout) * 1024 < 400 * 1024**2


NUMBERS = st.sampled_from(["0", "1", " 1 ", "+1", "01", "0<!-- -->1", "7", "1.5", "&#49;", "<![CDATA[1]]>"])
PLACES = st.sampled_from(["", ' r="A{0}"', " r='c{0}'", ' r="E{0}"', ' r = "B{0}"', ' x=">" r="D{0}"'])
KINDS = st.sampled_from([' t="s"', "", ' t="str"', ' t="e"', " t='s'"])
CELL = st.builds("<c{}{}><v>{}</v></c>".format, PLACES, KINDS, NUMBERS)
ROW = st.builds(
    lambda start, end, number, cells: f"{start.format(number)}{''.join(cells).format(number)}{end}",
    st.sampled_from(["<row>", '<row r="{0}">', "<row spans='1:5' r='{0}'>"]),
    st.just("</row>"),
    st.integers(1, 9),
    st.lists(CELL, max_size=5),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, max_size=6))
def test_what_is_let_through_is_no_larger_than_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str]
) -> None:
    monkeypatch.setattr(limits, "MAX_CELLS", 20)
    monkeypatch.setattr(limits, "MAX_TEXT", 30)
    path = write(tmp_path / "lists.xlsx", "".join(rows), "<si><t>ab</t></si><si><r><t>abcde</t></r></si>")
    try:
        look_inside(path, "lists.xlsx")
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    except (BadInput, fastexcel.FastExcelError):
        return
    cells = sheet.to_polars()
    assert cells.height * cells.width <= 20
    shared = [text for column in cells.iter_columns() for text in column if text in ("ab", "abcde")]
    assert sum(map(len, shared)) <= 30
