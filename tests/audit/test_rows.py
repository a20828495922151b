"""The rows behind the figures: chosen, written flat, and turned into case files."""

import re
from pathlib import Path

import polars as pl
import pytest

from threshold.audit.case_files import file_name, write_cases
from threshold.audit.results_file import write_results
from threshold.audit.rows import COLUMNS, read_where, rows
from threshold.audit.run import Run
from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.reading import BadInput

from .conftest import FORMULA, MARKUP, PATH, RULE


def chosen(done: Run, *terms: str) -> list[str]:
    return [child for table in rows(done, read_where(terms, done)) for child in table["child"]]


def test_terms_apply_together_and_commas_are_alternatives(done: Run) -> None:
    assert set(chosen(done, "status=overdue")) == {FORMULA, MARKUP, PATH}
    assert set(chosen(done, f"status=overdue,late rule={RULE}")) == {FORMULA, MARKUP, PATH, "LATE"}
    assert chosen(done, "status=overdue", "team=South", f"clause={RULE}") == [PATH]
    assert chosen(done, "status=overdue pack=mosaic-cin") == []


def test_a_value_may_have_spaces(done: Run) -> None:
    assert read_where(["team=North East status=late"], done).teams == {"North East"}


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("state=late", 'mean "status"'),
        ("late", "a term is such as"),
        ("status=overdu", 'mean "overdue"'),
        ("rule=X", "no such rule"),
    ],
)
def test_a_term_that_means_nothing(done: Run, term: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_where([term], done)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_flat_table_has_every_row(done: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"results{suffix}"
    number = write_results(path, done)
    table = pl.read_parquet(path) if suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    assert table.height == number == sum(each.height for each in rows(done))
    assert tuple(table.columns) == COLUMNS
    states = dict(table.filter(pl.col("rule") == RULE)["state"].value_counts().iter_rows())
    assert states == {"met": 2, "late": 1, "overdue": 3, "pending": 1, "cannot_tell": 1}
    assert (f"'{FORMULA}" if suffix == ".csv" else FORMULA) in table["child"].to_list()
    assert list(tmp_path.iterdir()) == [path]


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
