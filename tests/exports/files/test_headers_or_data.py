"""What a first row holds is a header only where that is certain: else it may be a child's."""

from pathlib import Path

import pytest

from threshold.exports.files.delimited import DelimitedFile
from threshold.exports.files.headers_or_data import are_headers

KNOWN = {"child id", "event", "date", "referral"}
EVENTS = {"referral"}


def rows(*lines: str) -> list[list[str]]:
    return [line.split(";") for line in lines]


@pytest.mark.parametrize(
    "table",
    [
        ["Child ID;Event;Note", "1;referral;a"],
        ["Child ID;Note", "Amy;x"],
        ["pers_person_id;pers_sex", "A;F"],
        ["Client;What;When", "A;Call;2026-01-02", "B;Call;2026-01-03"],
        ["Client;What;When", "A;Call;2026-01-02", "Client;What;When", "B;Call;2026-01-03"],
        ["Client;Due 1;Due 2", "A;2026-01-02;2026-01-03"],
        ["Date;Referral;Note", "x;y;z"],
    ],
)
def test_headers_that_are_certain(table: list[str]) -> None:
    assert are_headers(rows(*table), 0, KNOWN, EVENTS)


@pytest.mark.parametrize(
    "table",
    [
        ["4711;Jane Smith;7 Acacia Road;White British;F", "4712;John Smith;8 Acacia Road;White British;M"],
        ["Jane Smith;Acacia Road", "John Smith;Elm Street"],
        ["C-001;Jane Smith;not known", "C-002;John Smith;2015-02-01", "C-003;Joan Smith;2015-02-01"],
        ["Jane Smith;unknown", "John Smith;2015-02-01"],
        ["Jane Smith;Referral;Acacia Road", "John Doe;Assessment;Elm Street"],
        ["Jane Smith;F;Elm", "John Smith;M;7", "Joan Smith;F;8"],
        ["Jane Smith;01/02/2015"],
        ["Jane Smith;Acacia Road"],
        ["SW1A 1AA;Jane", "N1 9GU;John"],
    ],
)
def test_what_may_be_a_child_s(table: list[str]) -> None:
    assert not are_headers(rows(*table), 0, KNOWN, EVENTS)


def test_of_a_table_without_headers_every_full_row_is_a_row(tmp_path: Path) -> None:
    """Be it one that holds no value, under others that do."""
    path = tmp_path / "report.csv"
    path.write_text("A report\n\n1,Jane,2026-01-02\nx,John,soon\n3,Joan,2026-01-04\n")
    file = DelimitedFile(path, "report.csv", KNOWN, EVENTS)
    assert file.headless
    assert file.headers == ["(column 1)", "(column 2)", "(column 3)"]
    read = file.read(file.headers)
    assert read.rows["row"].to_list() == [3, 4, 5]
    assert [each.select("kind", "row").rows() for each in read.findings] == [[("title-line", 1)]]
