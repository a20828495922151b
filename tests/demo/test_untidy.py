"""Whole files as people leave them: lines around the table, columns left out, blank or misspelt."""

from pathlib import Path

import polars as pl
import pytest

from threshold.demo.dirt import CLEAN, read_dirt
from threshold.demo.untidy import lines_around, spoil_columns, write_csv, write_folder
from threshold.reading import BadInput

ROWS = pl.DataFrame({"child": ["A", "B"], "ended": ["2026-01-01", None]})


def written(folder: Path, asked: str) -> list[str]:
    path = folder / "report.csv"
    write_csv(ROWS, path, "A report", read_dirt(asked))
    return path.read_text(encoding="utf-8").splitlines()


def test_lines_stand_above_and_below(tmp_path: Path) -> None:
    lines = written(tmp_path, "title-lines,totals")
    assert lines[0] == "A report"
    assert lines[2:6] == ["", "child,ended", "A,2026-01-01", "B,"]
    assert lines[6] == "Total,2"
    assert lines[-1].startswith('"Printed')


def test_semicolons_are_told_in_the_first_line(tmp_path: Path) -> None:
    assert written(tmp_path, "separator-line") == ["sep=;", "child;ended", "A;2026-01-01", "B;"]


def test_blank_lines_stand_between_rows() -> None:
    rows = pl.DataFrame({"child": [str(number) for number in range(100)]})
    lines = list(lines_around(rows, "A report", read_dirt("blank-lines")))
    assert [number for number, line in enumerate(lines) if not line] == [21, 42, 63, 84, 105]


def test_clean_is_clean(tmp_path: Path) -> None:
    assert written(tmp_path, "0") == ["child,ended", "A,2026-01-01", "B,"]
    assert list(lines_around(ROWS, "A report", CLEAN)) == [["child", "ended"], *map(list, ROWS.rows())]
    assert spoil_columns(ROWS, "ended", CLEAN).equals(ROWS)


def test_a_column_is_left_out_blank_or_misspelt() -> None:
    assert spoil_columns(ROWS, "ended", read_dirt("missing-column")).columns == ["child"]
    assert spoil_columns(ROWS, "ended", read_dirt("blank-column"))["ended"].null_count() == 2
    (child, other) = spoil_columns(ROWS, "ended", read_dirt("misspelt-column")).columns
    assert child == "child"
    assert other != "ended"
    assert sorted(other) == sorted("ended")


def test_a_folder_has_a_file_for_each_table_and_is_not_written_over(tmp_path: Path) -> None:
    files = write_folder({"one": ROWS, "two": ROWS}, tmp_path / "made", CLEAN, ".parquet")
    assert [file.name for file in files] == ["one.parquet", "two.parquet"]
    assert pl.read_parquet(files[0]).equals(ROWS)
    with pytest.raises(BadInput, match="exist already"):
        write_folder({"one": ROWS}, tmp_path / "made", CLEAN)
