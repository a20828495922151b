"""What became of columns, rows and cells is told by numbers, and by headers where they tell of nobody."""

from pathlib import Path

from threshold.exports.request import Request
from threshold.policy import load_policy
from threshold.pseudonyms.columns import Wanted, chosen
from threshold.pseudonyms.sources import sources
from threshold.pseudonyms.told import of_cells, of_columns, of_rows

TEXT = "child_id,event,date,Sarah Smith,Notes,Step\n4711,referral,2026-01-12,x,y,z\n"


def lines(folder: Path, wanted: Wanted, renamed: dict[str, str] | None = None) -> list[str]:
    path = folder / "x.csv"
    path.write_text(TEXT, encoding="utf-8")
    (source,) = sources(path, Request(load_policy().vocabulary), wanted.named()).tables
    return list(of_columns(source, chosen(source, wanted), renamed or {}, lambda text: "Sarah" not in text))


def test_each_column_is_told_once(tmp_path: Path) -> None:
    assert lines(tmp_path, Wanted(kept=("Step",), dropped=("date",)), {"Step": "column 6"}) == [
        'x.csv: references made up in column 1 ("child_id")',
        'x.csv: column 6 ("Step") is called "column 6" now',
        'x.csv: column 3 ("date") is left out, as --drop names it',
        'x.csv: columns 4, 5 ("Notes") are left out, as no audit reads them; --keep COLUMN keeps one',
    ]


def test_rows_are_counted_where_there_are_any_to_tell_of(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(TEXT, encoding="utf-8")
    (source,) = sources(path, Request(load_policy().vocabulary)).tables
    assert list(of_rows(source, 0)) == []
    assert list(of_rows(source, 2)) == ["x.csv: 2 rows without a reference of a child; they stay so"]


def test_cells_are_counted_each_by_what_became_of_them() -> None:
    assert list(of_cells(0, 0, 0)) == []
    emptied, teams, alike = of_cells(3, 1, 2)
    assert emptied.startswith("3 cells emptied")
    assert teams.startswith("1 name of a team is made up")
    assert alike.startswith("2 references of children differ")
