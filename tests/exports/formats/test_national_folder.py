"""Files of a folder as the tables of a return: by their headers, else by their names."""

from pathlib import Path

import pytest

from threshold.exports.formats.national_folder import folder_tables, side_by_side, table_of
from threshold.exports.formats.national_map import NationalMap, TableMap
from threshold.exports.formats.specification import specification
from threshold.exports.gathering import Gathered

CENSUS, DATASET = specification("census.yaml"), specification("ssd.yaml")


@pytest.mark.parametrize(
    ("name", "headers", "table"),
    [
        ("Assessments", "LAchildID,AssessmentActualStartDate", "Assessments"),
        ("tbl_3", "LACHILDID,assessmentactualstartdate,x", "Assessments"),
        ("CINdetails", "LAchildID,DateOfInitialCPC", "CINdetails"),
        ("2024 Section47", "LAchildID,DateOfInitialCPC", "Section47"),
        ("tbl", "LAchildID,DateOfInitialCPC", None),
        ("Section47", "LAchildID,DateOfInitialCPC,S47ActualStartDate", "Section47"),
        ("ChildIdentifiers", "LAchildID,Sex", "ChildIdentifiers"),
        ("Disabilities", "LAchildID,Disability", None),
        ("Header", "Year,ReferenceDate", "Header"),
        ("Assessments", "a,b", None),
    ],
)
def test_a_file_is_what_its_headers_say(name: str, headers: str, table: str | None) -> None:
    assert table_of(name, headers.split(","), CENSUS) == table


def test_the_tables_of_a_dataset_are_told_apart() -> None:
    for key, group in DATASET.groups.items():
        headers = [names[0] for names in group.dates.values()]
        if key != "ssd_s47_enquiry":
            assert table_of("x", headers, DATASET) == key
    assert table_of("x", ["s47e_s47_start_date"], DATASET) == "ssd_s47_enquiry"


def test_only_what_is_read_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("LAchildID,Forename,AssessmentActualStartDate\nA,Wren,2024-01-08\n")
    (tmp_path / "b.csv").write_text("LAchildID,Forename\nA,Wren\n")
    first, second = folder_tables(tmp_path, CENSUS, NationalMap(), Gathered())
    assert first.rows is not None
    assert first.rows.columns == ["row", "LAchildID", "AssessmentActualStartDate"]
    assert first.columns == ("LAchildID", "Forename", "AssessmentActualStartDate")
    assert second.rows is None


def test_a_map_may_say_which_table_a_file_is_and_what_a_column_holds(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Pupil,Begun\nA,2024-01-08\n")
    columns = {"child": "Pupil", "assessment_started": "Begun"}
    said = NationalMap((TableMap("Assessments", "a", columns, {}),))
    (table,) = folder_tables(tmp_path, CENSUS, said, Gathered())
    assert table.key == "Assessments"
    assert table.rows is not None
    assert table.rows.rows() == [(2, "A", "2024-01-08")]


def test_tables_side_by_side_are_told_and_not_read(tmp_path: Path) -> None:
    headers = "LAchildID,CINreferralDate,AssessmentActualStartDate,S47ActualStartDate"
    (tmp_path / "a.csv").write_text(f"{headers}\nA,2024-01-02,2024-01-08,2024-01-09\n")
    assert side_by_side(headers.split(","), CENSUS) == ["CINdetails", "Assessments", "Section47"]
    assert side_by_side(["LAchildID", "CINreferralDate", "DateOfInitialCPC"], CENSUS) == ["CINdetails"]
    gathered = Gathered()
    (table,) = folder_tables(tmp_path, CENSUS, NationalMap(), gathered)
    assert (table.key, table.rows) == ("", None)
    assert [each["kind"][0] for each in gathered.findings] == ["several-tables"]


def test_rows_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    # Of the columns that are read the second row has as many as it should.
    text = "LAchildID,AssessmentActualStartDate,Notes\nA,2024-01-08,with, a comma\nNULL,,\n"
    (tmp_path / "a.csv").write_text(text)
    gathered = Gathered()
    (table,) = folder_tables(tmp_path, CENSUS, NationalMap(), gathered)
    assert (gathered.rows_in, gathered.rows_refused) == (1, 1)
    assert gathered.unused == {"ragged": 1}
    assert table.rows is not None
    assert table.rows.rows() == [(3, None, None)]
