"""The flat table of all results, as Parquet and as CSV."""

from pathlib import Path

import polars as pl
import pytest

from threshold.audit.results_file import check_suffix, write_results, write_table
from threshold.audit.rows import COLUMNS, rows
from threshold.audit.run import Run
from threshold.reading import BadInput

from .conftest import FORMULA, RULE


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_flat_table_has_every_row(done: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"results{suffix}"
    number = write_results(path, done)
    table = pl.read_parquet(path) if suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    assert table.height == number == sum(each.height for each in rows(done))
    assert tuple(table.columns) == (*COLUMNS, "as_at")
    states = dict(table.filter(pl.col("rule") == RULE)["state"].value_counts().iter_rows())
    assert states == {"met": 2, "late": 1, "overdue": 3, "pending": 1}
    assert (f"'{FORMULA}" if suffix == ".csv" else FORMULA) in table["child"].to_list()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "A.CSV", "a.b.Parquet"])
def test_a_name_says_which_of_the_two_it_is(name: str) -> None:
    check_suffix(Path(name))


@pytest.mark.parametrize("name", ["a", "a.xlsx", "csv", "a.csv.gz", ".parquet"])
def test_a_name_that_says_neither_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="--results: must end in"):
        check_suffix(Path(name))


@pytest.mark.parametrize("suffix", [".csv", ".CSV", ".parquet"])
def test_each_rule_is_told_of_and_the_headings_stand_once(done: Run, tmp_path: Path, suffix: str) -> None:
    told: list[None] = []
    path = tmp_path / "new" / f"results{suffix}"
    number = write_results(path, done, lambda: told.append(None))
    assert len(told) == len(done.audit.rules)
    if suffix != ".parquet":
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == number + 1
        assert [line for line in lines if line.startswith("child,rule,")] == lines[:1]


def test_only_a_spreadsheet_needs_its_formulas_defused(done: Run, tmp_path: Path) -> None:
    """Text of any column, and nothing but text."""
    for suffix in (".csv", ".parquet"):
        write_results(tmp_path / f"results{suffix}", done)
    table = pl.read_csv(tmp_path / "results.csv", infer_schema=False)
    assert "'=South()" in table["team"].to_list()
    assert not table.select(pl.any_horizontal(pl.all().str.contains(r"^[=+@\t\r-]")).any()).item()
    kept = pl.read_parquet(tmp_path / "results.parquet")
    assert "=South()" in kept["team"].to_list()
    assert kept["met_on"].dtype == pl.Date


def test_nothing_is_left_of_a_table_that_was_interrupted(done: Run, tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    for suffix in (".csv", ".parquet"):
        with pytest.raises(KeyboardInterrupt):
            write_results(tmp_path / f"results{suffix}", done, stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_in_memory_is_written_as_the_rows_are(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "new" / f"table{suffix}"
    table = pl.DataFrame({"child": [FORMULA, "C-1"], "n": [1, 2]})
    assert write_table(path, table) == 2
    read = pl.read_parquet(path) if suffix == ".parquet" else pl.read_csv(path)
    assert read["child"].to_list() == [f"'{FORMULA}" if suffix == ".csv" else FORMULA, "C-1"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_option_that_names_the_file_is_the_one_that_is_told() -> None:
    with pytest.raises(BadInput, match="--suppose-results: must end in"):
        check_suffix(Path("a.xlsx"), "--suppose-results")


ODD = "North\x1b[31m\u202eWest"


def test_text_of_the_export_is_obeyed_by_no_terminal(tmp_path: Path) -> None:
    """In CSV; Parquet, which no terminal shows, keeps it."""
    table = pl.DataFrame({"child": ["C-1", "=2"], "team": [ODD, "East"], "state": ["met", "late"]})
    write_table(tmp_path / "told.csv", table)
    assert (tmp_path / "told.csv").read_text() == "child,team,state\nC-1,North?[31m?West,met\n'=2,East,late\n"
    write_table(tmp_path / "told.parquet", table)
    assert pl.read_parquet(tmp_path / "told.parquet")["team"][0] == ODD
