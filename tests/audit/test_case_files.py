"""Chosen children as case files: decided as they were audited, each in a file of its own."""

import re
from datetime import date
from pathlib import Path

import pytest

from threshold.audit.case_files import file_name, write_cases
from threshold.audit.rows import Where, read_where
from threshold.audit.run import Run, run
from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
from threshold.exports import read_export
from threshold.policy import load_policy

from .conftest import PATH, RULE


def test_case_files_are_decided_as_they_were_audited(done: Run, tmp_path: Path) -> None:
    files = load_policy("national")
    written = write_cases(tmp_path, done, files.vocabulary, read_where(["status=overdue,late"], done))
    # A reference that no case file may carry gives none.
    assert (written.files, written.unfit) == (2, 2)
    read = [each for each in read_cases([str(tmp_path)], files.vocabulary) if isinstance(each, Case)]
    assert {case.reference for case in read} == {"LATE", PATH}
    for case in read:
        (row,) = [each for each in Engine(files).decide(case).deadlines if each.rule == RULE]
        assert row.state == {"LATE": "late", PATH: "overdue"}[case.reference]


def test_a_name_stays_in_its_folder_and_is_nobody_elses() -> None:
    names = {file_name(reference) for reference in ("C-1", "c-1", "C_1", "C.1", "C/1", "a/../../x", "x" * 64)}
    assert len({name.casefold() for name in names}) == 7
    assert all(re.fullmatch(r"[\w-]+\.yaml", name) for name in names)


PLANNED = """child_id,event,date,status
C-1,cp_conference,2026-05-05,held
C-1,referral,2026-03-05,held
C-1,cp_review,2026-09-01,planned
C-1,cp_review,2026-07-30,cancelled
C-1,referral_decision,2026-03-06,held
C.2,referral,2026-03-02,held
C.2,referral,some day,held
"""
MAP = """columns: {child: child_id, event: event, on: date, status: status}
covers: {referral: as_at, referral_decision: 2026-08-01}
"""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Two children: one with entries in disorder and plans, one with an entry that cannot be read."""
    path = tmp_path_factory.mktemp("planned") / "events.csv"
    path.write_text(PLANNED, encoding="utf-8")
    (path.parent / "map.yaml").write_text(MAP, encoding="utf-8")
    files = load_policy("national")
    return run(read_export(path, files.vocabulary, date(2026, 8, 14), None, path.parent / "map.yaml"), files)


def written(run: Run, folder: Path) -> dict[str, Case]:
    """The cases in the files of everybody in an export."""
    vocabulary = load_policy("national").vocabulary
    write_cases(folder, run, vocabulary, Where())
    read = read_cases([str(folder)], vocabulary)
    return {case.reference: case for case in read if isinstance(case, Case)}


def test_a_timeline_is_written_in_the_order_of_its_days_with_what_became_of_each_entry(
    planned: Run, tmp_path: Path
) -> None:
    case = written(planned, tmp_path)["C-1"]
    assert case.as_at == date(2026, 8, 14)
    assert [(entry.on.isoformat(), entry.event, entry.status) for entry in case.timeline] == [
        ("2026-03-05", "referral", "held"),
        ("2026-03-06", "referral_decision", "held"),
        ("2026-05-05", "cp_conference", "held"),
        ("2026-07-30", "cp_review", "cancelled"),
        ("2026-09-01", "cp_review", "planned"),
    ]


def test_what_an_export_records_completely_is_written_for_whom_that_goes(
    planned: Run, tmp_path: Path
) -> None:
    found = {reference: case.covers for reference, case in written(planned, tmp_path).items()}
    decided = {"referral_decision": date(2026, 8, 1)}
    # One of the referrals of the second child cannot be read, so none of them is known to be all.
    assert found == {"C-1": decided | {"referral": date(2026, 8, 14)}, "C.2": decided}
    assert not [path for path in tmp_path.iterdir() if "&" in path.read_text(encoding="utf-8")]


def test_each_child_is_written_once_however_many_of_its_rows_are_chosen(done: Run, tmp_path: Path) -> None:
    told: list[None] = []
    found = write_cases(
        tmp_path, done, load_policy("national").vocabulary, Where(), lambda: told.append(None)
    )
    assert (found.files, found.unfit) == (6, 2)
    assert len(list(tmp_path.iterdir())) == len(told) == 6


def test_no_file_is_written_where_nothing_is_chosen(done: Run, tmp_path: Path) -> None:
    nobody = Where(teams=frozenset({"Nowhere"}))
    found = write_cases(tmp_path / "cases", done, load_policy("national").vocabulary, nobody)
    assert (found.files, found.unfit) == (0, 0)
    assert not (tmp_path / "cases").exists()


@pytest.mark.parametrize(
    ("reference", "name"),
    [("C-1", "C-1.yaml"), ("12_3", "12_3.yaml"), ("SUSD-44", "SUSD-44.yaml")],
)
def test_a_plain_reference_is_the_name(reference: str, name: str) -> None:
    assert file_name(reference) == name


@pytest.mark.parametrize(
    "references",
    [("C-1", "c-1"), ("Ab", "aB", "AB", "ab"), ("C.1", "C/1", "C_1"), ("X" * 60 + ".1", "X" * 60 + ".2")],
)
def test_names_differ_even_where_capitals_do_not_count(references: tuple[str, ...]) -> None:
    assert len({file_name(reference).casefold() for reference in references}) == len(references)
