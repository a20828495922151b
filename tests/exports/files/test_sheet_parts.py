"""The names of sheets and their parts, as workbooks of every make list them."""

import zipfile
from io import BytesIO

from threshold.exports.files.sheet_parts import BOOK, RELATIONS, attribute, sheet_parts


def workbook(book: str, relations: str) -> zipfile.ZipFile:
    with zipfile.ZipFile(held := BytesIO(), "w") as file:
        file.writestr(BOOK, book)
        file.writestr(RELATIONS, relations)
    return zipfile.ZipFile(held)


def test_each_sheet_has_its_part_whatever_its_tags_are_called() -> None:
    book = '<x:sheet name="A &amp; b" r:id="r2"/><sheet name="C&#38;D" d:id="r1"/><sheet name="E" r:id="r9"/>'
    relations = '<Relationship Id="r1" Target="/xl/s/1.xml"/><p:Relationship Target="two.xml" Id="r2"/>'
    assert sheet_parts(workbook(book, relations)) == [
        ("A & b", "xl/two.xml"),
        ("C&D", "xl/s/1.xml"),
        ("E", ""),
    ]


def test_a_zip_file_that_lists_none_has_none() -> None:
    with zipfile.ZipFile(held := BytesIO(), "w") as file:
        file.writestr("other", "")
    assert sheet_parts(zipfile.ZipFile(held)) == []


def test_an_attribute_that_is_not_there_is_empty() -> None:
    assert attribute(b'<a name="x"/>', b"id") == ""
