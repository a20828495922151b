"""What kind of export a path is: told by names and first bytes alone."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import Sheets

from threshold.exports.formats.recognition import (
    files_of_rows,
    is_annex_a,
    is_census,
    is_local_events,
    is_ssd,
    list_number,
)


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(b"")
    return folder


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("List 4", 4),
        ("LIST_5", 5),
        ("list-11", 11),
        ("list07", 7),
        ("Annex A (List 3) final", 3),
        ("List", None),
        ("List 123", None),
        ("Checklist 4", None),
        ("4", None),
    ],
)
def test_a_list_is_known_by_the_number_in_its_name(name: str, number: int | None) -> None:
    assert list_number(name) == number


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSM", "a.xlsb", "a.xls", "a.ods"])
def test_a_workbook_that_cannot_be_opened_is_no_list_and_no_census(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<html><table></table></html>")
    assert not is_annex_a(path)
    assert not is_census(path)
    assert is_local_events(path)


@pytest.mark.parametrize(
    ("sheets", "annex_a"),
    [
        ({"Cover": [["Our lists"]], "List 4": [["a"]]}, True),
        ({"Cover": [["Our lists"]], "Assessments": [[], ["Child Unique ID", "Assessment start date"]]}, True),
        ({"Sheet1": [["Child Unique ID", "Event", "Date"]]}, False),
        ({"Assessments": [["Child ID", "Assessment start date"]]}, False),
        ({"Sheet1": [["Our report"], ["Person ID", "Event", "Date"]]}, False),
        ({"Sheet1": []}, False),
    ],
)
def test_a_workbook_is_annex_a_by_its_sheets_or_headers(
    workbook: Callable[[Sheets], Path], sheets: Sheets, annex_a: bool
) -> None:
    assert is_annex_a(workbook(sheets)) is annex_a


def test_a_folder_is_annex_a_where_one_of_its_files_is_a_list(tmp_path: Path) -> None:
    touch(tmp_path, "notes.csv", "List 4.md", "List 4.parquet")
    (tmp_path / "List 5.csv").mkdir()
    assert not is_annex_a(tmp_path)
    assert is_annex_a(touch(tmp_path, "our list 4.TXT"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_census_is_known_by_its_first_bytes_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "census.txt"
    path.write_bytes("<Message/>".encode(encoding))
    assert is_census(path)
    path.write_bytes("Message".encode(encoding))
    assert not is_census(path)


def test_a_census_is_known_by_its_name_or_behind_blank_lines(tmp_path: Path) -> None:
    assert is_census(touch(tmp_path, "census.XML") / "census.XML")
    path = tmp_path / "census"
    path.write_bytes(b"\r\n  <Message/>")
    assert is_census(path)
    assert not is_census(tmp_path)
    assert not is_census(tmp_path / "nowhere")


def test_a_folder_is_no_census_whatever_it_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "census.xml"
    folder.mkdir()
    assert not is_census(folder)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    ("headers", "census", "ssd", "annex_a"),
    [
        ("LAchildID,CINdetailsID,CINreferralDate", True, False, False),
        ("lachildid;AssessmentActualStartDate", True, False, False),
        ("LAchildID,Ethnicity", False, False, False),
        ("AssessmentActualStartDate,Child", False, False, False),
        ("cine_referral_id,CINE_PERSON_ID,cine_referral_date", False, True, False),
        ("pers_person_id,pers_sex", False, False, False),
        ("Child Unique ID,Date of referral", False, False, True),
        ("child_id,event,date", False, False, False),
        ("Child Unique ID,Event,Date", False, False, False),
    ],
)
def test_a_folder_of_tables_is_known_by_its_headers(
    tmp_path: Path, encoding: str, headers: str, census: bool, ssd: bool, annex_a: bool
) -> None:
    (tmp_path / "a.csv").write_bytes(f"{headers}\n".encode(encoding))
    (tmp_path / "b.md").write_text("LAchildID,CINreferralDate cine_person_id,cine_referral_date")
    assert (is_census(tmp_path), is_ssd(tmp_path), is_annex_a(tmp_path)) == (census, ssd, annex_a)
    assert (is_census(tmp_path / "a.csv"), is_ssd(tmp_path / "a.csv")) == (census, ssd)


def test_tables_may_be_parquet(tmp_path: Path) -> None:
    pl.DataFrame({"CINE_PERSON_ID": ["1"], "cine_referral_date": ["x"]}).write_parquet(tmp_path / "a.pq")
    touch(tmp_path, "b.parquet")
    assert is_ssd(tmp_path)
    assert not is_census(tmp_path)


@pytest.mark.parametrize("name", ["a.csv", "a.TSV", "a.txt", "a.parquet", "a.pq", "a.ndjson", "a.JSONL"])
def test_every_file_of_rows_is_one_of_local_events(tmp_path: Path, name: str) -> None:
    path = touch(tmp_path, name) / name
    assert is_local_events(path)
    assert is_local_events(tmp_path)
    assert files_of_rows(path) == files_of_rows(tmp_path) == [path]


def test_files_of_rows_come_in_order_and_nothing_else_does(tmp_path: Path) -> None:
    touch(tmp_path, "c.pq", "a.ndjson", "b.csv", "columns.yaml", "a.xlsx", "~$a.xlsx")
    (tmp_path / "d.csv").mkdir()
    assert [path.name for path in files_of_rows(tmp_path)] == ["a.ndjson", "a.xlsx", "b.csv", "c.pq"]
    assert files_of_rows(tmp_path / "columns.yaml") == []
    assert not is_local_events(tmp_path / "d.csv")
