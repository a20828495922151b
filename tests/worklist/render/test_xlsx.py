"""The workbook reads back with days and numbers as such, runs nothing, and is the same for the same list."""

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
import pytest

from threshold.reading import BadInput
from threshold.worklist.model import Response
from threshold.worklist.render import xlsx
from threshold.worklist.render.columns import ACTS, COLUMNS
from threshold.worklist.render.xlsx import write_workbook

from .conftest import HOSTILE, Told, row

HEAD = ["As at 30 November 2026 at 09:00, policy ours. Advice only: a person decides."]


def sheet(path: Path, name: str, header: int | None = 0) -> list[tuple[object, ...]]:
    return fastexcel.read_excel(path).load_sheet(name, header_row=header).to_polars().rows()


def test_a_contact_reads_back_in_words_with_days_and_numbers_as_such(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_workbook([row()], HEAD, path)
    table = fastexcel.read_excel(path).load_sheet("Worklist").to_polars()
    assert table.columns == [column.heading for column in COLUMNS if column.name != "schema"]
    assert table.to_dicts() == [
        {
            "Rank": 1,
            "What to do": "Find out",
            "Reference": "MC-1",
            "Rated": "Red",
            "Level": 3,
            "From": "child in need",
            "To": "The MASH",
            "Came in": datetime(2026, 11, 30),
            "Due": datetime(2026, 11, 30, 10),
            "Within": "2 hours",
            "State": "pending",
            "Minutes left": 60,
            "Time left": "1 h left",
            "Status": "undetermined",
            "Direction": "continue",
            "Danger": None,
            "To do": "Send the form (by the MASH)",
            "Why": "One reason [OUR-1]\nAnother [OUR-2]",
            "Not known": "support in place\nconsent to support",
            "Ask": "What support is in place?",
            "Contradictions": "It cannot be both",
            "Perhaps twice": "the same reference: row 7",
            "Not read": "contact.received: is no date",
            "Since then": "new",
            "File": "contacts.csv",
            "Row": 2,
            "As at": datetime(2026, 11, 30, 9),
            "Rule": "OUR-3",
        }
    ]


def test_what_is_not_known_is_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    bare = row(response=Response(), level=None, at_least=2, colour="", received="", missing=())
    lost = row(act="unread", colour="", response=Response(), as_at="")
    write_workbook([bare, lost], HEAD, path)
    names = [column.name for column in COLUMNS]
    first, second = (dict(zip(names, each, strict=False)) for each in sheet(path, "Worklist"))
    assert {first[name] for name in ("received", "due", "minutes_left", "time_left", "missing")} == {None}
    assert (first["level"], first["colour"], second["colour"]) == ("at least 2", "Not rated", None)


def test_every_contact_is_there_in_its_order(morning: Told, tmp_path: Path) -> None:
    rows, head, _ = morning
    path = tmp_path / "new" / "list.xlsx"
    write_workbook(rows, head, path)
    found = sheet(path, "Worklist")
    assert [each[0] for each in found] == list(range(1, 10))
    assert [each[2] for each in found] == [each.reference or None for each in rows]


def test_the_other_sheet_says_what_it_is_and_what_the_words_mean(morning: Told, tmp_path: Path) -> None:
    rows, head, _ = morning
    path = tmp_path / "list.xlsx"
    write_workbook(rows, head, path)
    said = dict(each for each in sheet(path, "About", None) if each[0])  # type: ignore[misc]
    assert str(said["What"]).startswith("1 to refer now, 1 that cannot be read")
    assert said["Columns"] == "threshold/worklist/1"
    assert set(ACTS.values()) <= set(said.values())
    assert {column.heading for column in COLUMNS if column.name != "schema"} <= set(said)
    assert set(head) <= {each[1] for each in sheet(path, "About", None)}


def parts(path: Path) -> dict[str, ElementTree.Element]:
    with ZipFile(path) as book:
        return {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}


def test_nothing_in_it_is_run(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_workbook(
        [row(reference=HOSTILE, to="=1+1", why=(HOSTILE, "=2"), place="http://a.b")], [HOSTILE], path
    )
    found = parts(path)
    sheets = [name for name in found if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    assert not [name for name in sheets if found[name].findall(".//{*}f")]
    assert not [name for name in sheets if found[name].findall(".//{*}hyperlink")]
    assert not [name for name in found if "external" in name.lower() or "vba" in name.lower()]
    ((_, _, reference, *_),) = sheet(path, "Worklist")
    assert str(reference).startswith("=1+1<script>")
    assert "\n" not in str(reference)


def test_it_can_be_filtered_scrolled_and_printed(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_workbook([row()] * 3, HEAD, path)
    found = parts(path)["xl/worksheets/sheet1.xml"]
    assert [each.get("ref") for each in found.findall("{*}autoFilter")] == ["A1:AB4"]
    (pane,) = found.findall(".//{*}pane")
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("3", "1", "frozen")
    (setup,) = found.findall("{*}pageSetup")
    assert (setup.get("paperSize"), setup.get("orientation")) == ("9", "landscape")
    assert (setup.get("fitToWidth"), setup.get("fitToHeight")) == ("2", "0")


def test_the_same_list_makes_the_same_bytes(morning: Told, tmp_path: Path) -> None:
    rows, head, _ = morning
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_workbook(rows, head, first)
    write_workbook(rows, head, second)
    assert first.read_bytes() == second.read_bytes()
    created = parts(first)["docProps/core.xml"].findtext("{*}created")
    assert created == "2026-11-30T00:00:00Z"


def test_no_contacts_are_a_workbook_as_well(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_workbook([], HEAD, path)
    assert sheet(path, "Worklist") == []
    assert ("What", "No contacts: there is nothing to triage.") in sheet(path, "About", None)


def test_more_than_a_sheet_holds_is_said_and_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(BadInput, match="a sheet holds 2 contacts, and there are more; use --format csv"):
        write_workbook([row()] * 3, HEAD, tmp_path / "list.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_workbook_that_was_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(xlsx, "_about", stop)
    with pytest.raises(KeyboardInterrupt):
        write_workbook([row()], HEAD, tmp_path / "list.xlsx")
    assert list(tmp_path.iterdir()) == []
