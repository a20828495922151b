"""Workbooks opened strictly: what is none, is damaged, or would swell is refused in plain words."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from threshold.policy.indicators import workbook as opening
from threshold.policy.indicators.sheets import read_workbook
from threshold.policy.indicators.workbook import open_workbook

from .making import told, workbook

Change = Callable[[str, bytes], bytes | None]


def changed(folder: Path, change: Change) -> Path:
    """A workbook with other parts: None leaves one out."""
    made = folder / "indicators.xlsx"
    with zipfile.ZipFile(workbook(folder / "made.xlsx")) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
    return made


def test_sheets_come_in_their_order_with_what_is_hidden(tmp_path: Path) -> None:
    path = workbook(tmp_path / "indicators.xlsx", lambda sheet: sheet.hide(), [["a", 1]], [["b"]])
    sheets = open_workbook(path)
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        *(("Signs", True), ("Other 2", False), ("Other 3", False))
    ]
    assert sheets[1].cells[1, 2].text == "1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "has a password, or is of the old kind (.xls)"),
        (b"%PDF-1.7", "this is a PDF, and not a workbook"),
        (b"id,level\n", "if it is CSV, let its name end in .csv"),
        (b"\1\0\2", "this workbook is damaged"),
        (b"PK\3\4 and no more", "this workbook is damaged"),
    ],
)
def test_what_is_no_workbook_is_told(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "indicators.xlsx"
    path.write_bytes(data)
    (found,) = told(lambda: open_workbook(path))
    assert says in found


SHEET = "xl/worksheets/sheet1.xml"
DAMAGES: dict[str, tuple[Change, str]] = {
    "no book": (lambda name, data: None if name == "xl/workbook.xml" else data, "this is no Excel workbook"),
    "no xml": (lambda name, data: b"no xml" if name == SHEET else data, "is damaged"),
    "cut short": (lambda name, data: data[:200] if name == SHEET else data, "is damaged"),
    "no texts": (lambda name, data: None if name == "xl/sharedStrings.xml" else data, "is damaged"),
    "a text below none": (lambda name, data: data.replace(b"<v>0<", b"<v>-1<"), "is damaged"),
    "no such cell": (lambda name, data: data.replace(b'r="A1"', b'r="1A"'), "is damaged"),
    "letters of nowhere": (
        lambda name, data: data.replace(b"UTF-8", b"UTF-98") if name == SHEET else data,
        "is damaged",
    ),
    "entities": (
        lambda name, data: data.replace(b"<sst", b'<!DOCTYPE a [<!ENTITY b "c">]><sst', 1),
        "declares what none needs",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_told(tmp_path: Path, damage: str) -> None:
    change, says = DAMAGES[damage]
    (found,) = told(lambda: open_workbook(changed(tmp_path, change)))
    assert says in found


def test_one_that_swells_is_not_unpacked_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_UNPACKED", 100_000)
    long = b"<sheetData>" + b" " * 200_000
    path = changed(tmp_path, lambda name, data: data.replace(b"<sheetData>", long))
    (found,) = told(lambda: open_workbook(path))
    assert "would swell" in found


def test_a_part_may_be_named_from_the_root(tmp_path: Path) -> None:
    path = changed(
        tmp_path, lambda name, data: data.replace(b'Target="worksheets', b'Target="/xl/worksheets')
    )
    assert [sheet.name for sheet in open_workbook(path)] == ["Signs"]


def test_a_sheet_whose_part_is_not_there_is_none(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda name, data: None if name == SHEET else data)
    assert open_workbook(path) == []


@given(some.integers(0, 2**32))
@settings(max_examples=40)
def test_one_whose_parts_are_garbled_is_read_or_refused(seed: int) -> None:
    chance = Random(seed)

    def garble(name: str, data: bytes) -> bytes | None:
        if not name.startswith("xl/") or chance.random() < 0.5:
            return data
        at, new = (
            chance.randrange(len(data)),
            chance.choice([b"", b"<", b">", b"9", b"-1", b"A", b'"', b"\0"]),
        )
        return data[:at] + new + data[at + chance.randrange(3) :]

    with TemporaryDirectory() as folder:
        path = changed(Path(folder), garble)
        for problem in told(lambda: read_workbook(path)):
            assert problem.startswith("indicators.xlsx")
