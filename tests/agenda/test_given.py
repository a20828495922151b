"""Case files and exports are told apart by what lies there."""

from pathlib import Path

import pytest

from threshold.agenda.given import kind_of_given
from threshold.reading import BadInput

CASE = '{"case": "C-1", "as_at": "2026-08-14"}\n'
EVENT = '{"child_id": "C-1", "event": "referral"}\n'


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.yaml", "case: C-1\n", "cases"),
        ("a.yml", "rubbish", "cases"),
        ("a.json", "[]", "cases"),
        ("a.ndjson", CASE, "cases"),
        ("a.ndjson", '{"as_at": "2026-08-14", "case": "C-1"}\n', "cases"),
        ("a.jsonl", EVENT, "export"),
        ("a.ndjson", "rubbish", "cases"),
        ("a.ndjson", "", "cases"),
        ("a.csv", "child_id,event\n", "export"),
        ("a.XLSX", "", "export"),
        ("a.parquet", "", "export"),
        ("a.xml", "", "export"),
        ("a", "case: C-1\n", "cases"),
    ],
)
def test_a_file_is_told_by_its_name_and_of_lines_by_the_first(tmp_path: Path, name, text, kind):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert kind_of_given([str(tmp_path / name)]) == kind
    assert kind_of_given([str(tmp_path)]) == kind


def test_an_option_of_exports_says_that_it_is_one(tmp_path: Path):
    (tmp_path / "a.ndjson").write_text(CASE)
    assert kind_of_given([str(tmp_path / "a.ndjson")], is_export=True) == "export"


def test_standard_input_and_what_is_not_there_are_read_as_cases():
    assert kind_of_given(["-"]) == kind_of_given(["no-such.yaml"]) == "cases"
    assert kind_of_given(["-", "no-such", "a.yaml"]) == "cases"


@pytest.mark.parametrize(
    ("given", "is_export", "said"),
    [
        (["a.csv", "b.csv"], False, "several exports are given"),
        (["a.csv", "b.yaml"], False, "case files and exports are given"),
        (["-"], True, "cannot come by standard input"),
    ],
)
def test_one_export_at_a_time_and_no_cases_with_it(given, is_export, said):
    with pytest.raises(BadInput, match=said):
        kind_of_given(given, is_export)


def test_a_folder_of_cases_beside_something_hidden_is_one_of_cases(tmp_path: Path):
    (tmp_path / ".export.csv").write_text("")
    (tmp_path / "a.yaml").write_text("case: C-1\n")
    assert kind_of_given([str(tmp_path)]) == "cases"
