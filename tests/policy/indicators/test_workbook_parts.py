"""What cells hold, by every way in which a workbook keeps them."""

from xml.parsers import expat

import pytest

from threshold.policy.indicators import workbook_parts
from threshold.policy.indicators.workbook_parts import (
    PartReader,
    RawCell,
    Sheet,
    SheetReader,
    StringsReader,
    StylesReader,
    TagReader,
    column_letters,
    local,
    place_of,
)


def take(reader: PartReader, xml: str) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: reader.start(local(tag), attributes)
    parser.EndElementHandler = lambda tag: reader.end(local(tag))
    parser.CharacterDataHandler = reader.text
    parser.Parse(xml, True)


def sheet(xml: str) -> Sheet:
    found = Sheet("Signs", False)
    take(SheetReader(found, ["shared"], [False, True]), f"<x:worksheet xmlns:x='urn:x'>{xml}</x:worksheet>")
    return found


def test_columns_and_places_go_beyond_z() -> None:
    assert [column_letters(each) for each in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(place_of(f"{column_letters(each)}7") == (7, each) for each in range(1, 1_000))
    with pytest.raises(ValueError, match="no cell"):
        place_of("7C")


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        ("<c r='B2' t='s'><v>0</v></c>", RawCell("shared")),
        (
            "<c r='B2' t='inlineStr'><is><r><t>a</t></r><r><t> b</t></r><rPh><t>no</t></rPh></is></c>",
            RawCell("a b"),
        ),
        ("<c r='B2' t='str'><f>A1</f><v>a_x000D_b</v></c>", RawCell("a\rb", formula=True)),
        ("<c r='B2'><f>A1</f></c>", RawCell("", formula=True)),
        ("<c r='B2'><v>2</v></c>", RawCell("2")),
        ("<c r='B2'><v>2.0E0</v></c>", RawCell("2")),
        ("<c r='B2'><v>2.1000000000000001</v></c>", RawCell("2.1")),
        ("<c r='B2' s='1'><v>45293</v></c>", RawCell("45293", date=True)),
        ("<c r='B2' s='9'><v>45293</v></c>", RawCell("45293")),
        ("<c r='B2' t='d'><v>2026-01-02</v></c>", RawCell("2026-01-02", date=True)),
        ("<c r='B2' t='b'><v>1</v></c>", RawCell("yes")),
        ("<c r='B2' t='b'><v>0</v></c>", RawCell("no")),
        ("<c r='B2' t='e'><v>#N/A</v></c>", RawCell("#N/A", error=True)),
        ("<c/><c t='n'><v>2</v></c>", RawCell("2")),
    ],
)
def test_a_cell_is_read_in_whatever_way_it_is_kept(xml: str, cell: RawCell) -> None:
    assert sheet(f"<row r='2'>{xml}</row>").cells == {(2, 2): cell}


def test_a_cell_that_holds_nothing_is_none() -> None:
    assert sheet("<row><c r='A1' s='1'/><c r='B1' t='s'></c></row>").cells == {}


def test_what_is_hidden_and_merged_is_kept() -> None:
    found = sheet(
        "<cols><col min='2' max='3' hidden='1'/><col min='4' max='4'/></cols>"
        "<row hidden='1'/><row/><row hidden='true'/><mergeCell ref='A1:B2'/><mergeCell ref='C3'/>"
    )
    assert (found.hidden_columns, found.hidden_rows) == ([(2, 3)], {1, 3})
    assert found.merged == [((1, 1), (2, 2)), ((3, 3), (3, 3))]


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "MOST_CELLS", 2)
    row = "<c><v>1</v></c>"
    assert len(sheet(f"<row>{row * 2}</row>").cells) == 2
    with pytest.raises(ValueError, match="as many"):
        sheet(f"<row>{row * 3}</row>")


def test_texts_are_put_together_of_their_runs() -> None:
    reader = StringsReader()
    take(
        reader, "<sst><si><t>a</t></si><si><r><t>b </t></r><r><t>c</t></r><rPh><t>x</t></rPh></si><si/></sst>"
    )
    assert reader.found == ["a", "b c", ""]


def test_a_style_is_one_of_dates_by_its_format() -> None:
    formats = {"164": "d mmm", "165": '0" days"', "166": "[Red]0.00", "167": "[h]:mm"}
    declared = "".join(f"<numFmt numFmtId='{n}' formatCode='{code}'/>" for n, code in formats.items())
    used = "".join(f"<xf numFmtId='{n}'/>" for n in ("0", "14", *formats, "47", "49"))
    reader = StylesReader()
    take(
        reader,
        f"<a><b>{declared}</b><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>{used}</cellXfs></a>",
    )
    assert reader.dates == [False, True, True, False, False, True, True, False]


def test_tags_of_one_kind_are_found() -> None:
    reader = TagReader("sheet")
    take(reader, "<a><sheet name='Signs'/><other/></a>")
    assert reader.found == [{"name": "Signs"}]
