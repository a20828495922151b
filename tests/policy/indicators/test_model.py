"""Where something of a table stands, as a problem and as a message name it."""

from threshold.policy.indicators.model import Place

LINE = Place("pack/indicators.csv", 7)
CELL = Place("pack/indicators.xlsx", 7, "C7")


def test_a_line_is_named_with_its_column_and_a_cell_by_itself() -> None:
    assert str(LINE.problem("is odd", "level")) == "pack/indicators.csv, line 7, level: is odd"
    assert str(CELL.problem("is odd", "level")) == "pack/indicators.xlsx, cell C7: is odd"


def test_another_file_is_named_and_the_same_is_not() -> None:
    assert LINE.told("pack/indicators.csv") == "line 7"
    assert CELL.told("pack/indicators.csv") == "cell C7 of indicators.xlsx"
