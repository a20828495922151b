"""The census as a folder of tables: read as the census is, linked by its numbers, each row counted once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import Read, events, findings

from threshold.exports import inspect_export
from threshold.exports.formats import census_tables
from threshold.exports.request import Request
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

TABLES = {
    "ChildIdentifiers": ["LAchildID,Sex", "A,F", "B,M", ",F"],
    "CINdetails": [
        "LAchildID,CINdetailsID,CINreferralDate,DateOfInitialCPC,CINclosureDate,ReferralNFA",
        "A,1,2023-06-05,2023-06-30,2023-12-20,0",
        "A,2,2024-01-08,2024-02-15,,0",
        "B,3,2024-02-01,,,1",
    ],
    "Assessments": [
        "LAchildID,CINdetailsID,AssessmentActualStartDate,AssessmentAuthorisationDate",
        "A,1,2023-06-05,2023-08-01",
        "A,2,2024-01-08,",
    ],
    "Section47": [
        "LAchildID,CINdetailsID,S47ActualStartDate,DateOfInitialCPC,ICPCnotRequired",
        "A,1,2023-06-12,2023-06-30,0",
        "A,2,2024-01-15,,1",
    ],
    "ChildProtectionPlans": [
        "LAchildID,CINdetailsID,CPPID,CPPstartDate,CPPendDate",
        "A,1,P1,2023-06-30,2023-12-15",
    ],
    "Reviews": ["LAchildID,CPPID,CPPreviewDate", "A,P1,2023-09-20", "A,P1,2023-12-15"],
    "CINPlanDates": ["LAchildID,CINdetailsID,CINPlanStartDate,CINPlanEndDate", "A,2,2024-03-01,"],
    "Disabilities": ["LAchildID,Disability", "A,NONE"],
}
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with these tables, some of them changed or left out (None)."""

    def make(suffix: str = ".csv", **changed: list[str] | None) -> Path:
        path = tmp_path / "census"
        path.mkdir()
        for name, lines in {**TABLES, **changed}.items():
            if lines is None:
                continue
            text = "\n".join(lines) + "\n"
            if suffix == ".csv":
                (path / f"{name}.csv").write_text(text, encoding="utf-8")
            else:
                rows = pl.read_csv(text.encode(), infer_schema=False)
                rows.write_parquet(path / f"{name}{suffix}")
        return path

    return make


def test_every_group_is_read_and_every_row_counted_once(folder: Folder, read: Read) -> None:
    export = read(folder())
    assert export.source.format == "CIN census"
    found = events(export)
    assert ("A", "referral", "2023-06-05") in found
    assert ("A", "assessment_completed", "2023-08-01") in found
    assert ("A", "cin_plan_started", "2024-03-01") in found
    assert {on for _, event, on in found if event == "cp_review"} == {"2023-09-20", "2023-12-15"}
    assert export.children == 2
    assert (export.rows_in, export.rows_refused, export.rows_left_out) == (14, 1, 0)
    assert ("no-child", 4, "LAchildID") in findings(export)
    assert export.source.unused == ("Disabilities.csv",)


def test_a_conference_counts_once_with_its_enquiry_or_else_with_its_episode(
    folder: Folder, read: Read
) -> None:
    held = read(folder()).tables.events.filter(pl.col("event") == "cp_conference")
    assert sorted(str(on) for on in held["on"]) == ["2023-06-30", "2024-02-15"]


def test_what_belongs_together_stays_together(folder: Folder, read: Read) -> None:
    """Two assessments overlap; each has its own end, whatever the order of the days."""
    lines = [
        "LAchildID,CINdetailsID,AssessmentActualStartDate,AssessmentAuthorisationDate",
        "A,2,2024-01-08,2024-05-30",
        "A,2,2024-02-01,2024-03-01",
    ]
    export = read(folder(Assessments=lines))
    work = export.tables.events.filter(pl.col("event").cast(pl.String).str.starts_with("assessment_"))
    spans = {tuple(sorted(map(str, each["on"]))) for each in work.partition_by("ref")}
    assert spans == {("2024-01-08", "2024-05-30"), ("2024-02-01", "2024-03-01")}
    reviews = export.tables.events.filter(pl.col("event") == "cp_review")
    plan = export.tables.events.filter(pl.col("event") == "cp_plan_started")
    assert reviews["of"].to_list() == plan["ref"].to_list() * 2
    assert work["of"].drop_nulls().n_unique() == 1


def test_parquet_reads_the_same(folder: Folder, read: Read, tmp_path: Path) -> None:
    csv = events(read(folder()))
    (tmp_path / "census").rename(tmp_path / "before")
    assert events(read(folder(".parquet"))) == csv


def test_the_date_in_the_header_is_that_of_the_audit(folder: Folder, read: Read) -> None:
    header = ["Collection,Year,ReferenceDate", "CIN,2024,2024-03-31"]
    export = read(folder(Header=header), as_at=None)
    assert export.tables.as_at == date(2024, 3, 31)


def test_without_any_date_it_asks_for_one(folder: Folder, read: Read) -> None:
    with pytest.raises(BadInput, match="--as-at"):
        read(folder(), as_at=None)


def test_files_may_have_other_names_and_headers_other_capitals(
    folder: Folder, read: Read, tmp_path: Path
) -> None:
    path = folder(**{name: None for name in TABLES if name != "Assessments"})
    text = (path / "Assessments.csv").read_text().replace("LAchildID", "LACHILDID")
    (path / "Assessments.csv").unlink()
    (path / "cin_2024_tbl7.csv").write_text(text)
    assert len(events(read(path))) == 3


def test_one_table_alone_is_read(folder: Folder, read: Read) -> None:
    assert len(events(read(folder() / "Assessments.csv"))) == 3


def test_without_the_numbers_that_link_days_are_gone_by(folder: Folder, read: Read) -> None:
    lines = [
        line.replace("A,1,", "A,").replace("A,2,", "A,").replace("CINdetailsID,", "")
        for line in TABLES["Assessments"]
    ]
    export = read(folder(Assessments=lines))
    assert ("A", "assessment_completed", "2023-08-01") in events(export)
    assert export.tables.events.filter(pl.col("event") == "assessment_started")["of"].null_count() == 2


@pytest.mark.parametrize(
    "lines", [[], [""], ["LAchildID"], ["LAchildID,CINreferralDate"], ["\0\0\0"], ["a,b", "1,2"]]
)
def test_a_table_without_rows_or_dates_stops_no_other(folder: Folder, read: Read, lines: list[str]) -> None:
    export = read(folder(CINdetails=lines))
    assert ("A", "assessment_completed", "2023-08-01") in events(export)
    assert export.rows_in == export.rows_reported + export.rows_refused + export.rows_left_out


def test_null_is_nothing_as_a_database_writes_it(folder: Folder, read: Read) -> None:
    lines = [
        "LAchildID,CINdetailsID,AssessmentActualStartDate,AssessmentAuthorisationDate",
        "A,NULL,2024-01-08 00:00:00.000,NULL",
        "NULL,2,2024-01-09,NULL",
    ]
    export = read(folder(Assessments=lines))
    assert {child for child, _, _ in events(export)} == {"A", "B"}
    assert not {"unlinked", "unreadable-date"} & {kind for kind, _, _ in findings(export)}
    assert "assessment_completed" not in export.tables.covers


def test_nothing_of_a_census_is_refused(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "a.csv").write_text("LAchildID,Sex\nA,F\n")
    with pytest.raises(BadInput, match="none of the census's groups"):
        census_tables.read(tmp_path, Request(vocabulary, date(2024, 1, 1)))


def test_inspecting_names_every_table_and_column(folder: Folder, vocabulary: Vocabulary) -> None:
    found = inspect_export(folder(), vocabulary)
    recognised, _, rest = found.text().partition("Not recognised")
    assert "ChildIdentifiers.csv, LAchildID" in recognised
    assert "Assessments.csv, CINdetailsID: the reference of what it belongs to" in recognised
    assert "Disabilities.csv, Disability" in rest
    assert "ChildIdentifiers.csv, Sex" in rest
    assert found.column_map is not None
    assert "assessment_started" in found.column_map
