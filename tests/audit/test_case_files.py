"""Chosen children as case files: decided as they were audited, each in a file of its own."""

import re
from pathlib import Path

from threshold.audit.case_files import file_name, write_cases
from threshold.audit.rows import read_where
from threshold.audit.run import Run
from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
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
    assert len({name.casefold() for name in names - {"c-1.yaml"}}) == 6
    assert all(re.fullmatch(r"[\w-]+\.yaml", name) for name in names)
