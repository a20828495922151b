"""A table of signs given by its file: CSV or a workbook, with its levels from the least up."""

from pathlib import Path

import pytest
import xlsxwriter

from threshold.reading import BadInput
from threshold.starters.signs import numbers_in, read_signs

HEADER = ("id", "level", "domain", "asks", "ages", "protection")


def table(folder: Path, levels: list[str], name: str = "signs.csv") -> Path:
    path = folder / name
    rows = [f"S-{at},{level},Health,Sign number {at},," for at, level in enumerate(levels, 1)]
    path.write_text("\n".join((",".join(HEADER), *rows)) + "\n")
    return path


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        (["2", "4", "3"], ("Universal", "Early Help", "Family Help", "Protection")),
        (["1", "6"], ("Level 1", "Level 2", "Level 3", "Level 4", "Level 5", "Level 6")),
        (["Tier 3", "Tier 2", "tier 3"], ("Universal", "Tier 2", "Tier 3")),
        (["Tier 3", "Tier 1", "Tier 2"], ("Tier 1", "Tier 2", "Tier 3")),
        (["Some", "More", "Most", "Some"], ("Universal", "Some", "More", "Most")),
        (["Universal services", "More", "Most"], ("Universal services", "More", "Most")),
    ],
)
def test_the_levels_are_taken_from_the_table(tmp_path: Path, written: list[str], levels: tuple[str, ...]):
    signs = read_signs(table(tmp_path, written), ())
    assert signs.levels == levels
    assert {each.level for each in signs.table.signs} <= {*levels}


def test_levels_that_are_told_are_those(tmp_path: Path):
    signs = read_signs(table(tmp_path, ["low", "HIGH", "2"]), ("Low", "Middle", "High"))
    assert [each.level for each in signs.table.signs] == ["Low", "High", "Middle"]
    with pytest.raises(BadInput, match="none of those that --levels names") as error:
        read_signs(table(tmp_path, ["low", "huge"]), ("Low", "Middle", "High"))
    assert [(each.file, each.line) for each in error.value.problems] == [(str(tmp_path / "signs.csv"), 3)]


@pytest.mark.parametrize("levels", [("One", "Two"), ("One", "one", "Two"), tuple("ABCDEFGHIJ")])
def test_too_few_too_many_or_the_same_twice_are_refused(tmp_path: Path, levels: tuple[str, ...]):
    with pytest.raises(BadInput, match="name from 3 to 9 levels"):
        read_signs(table(tmp_path, ["1"]), levels)


def test_a_workbook_is_read_and_what_is_wrong_told_by_its_cell(tmp_path: Path):
    path = tmp_path / "our signs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((HEADER, ("S-1", 2, "Health", "A sign", "5 to 16", ""))):
            sheet.write_row(row, 0, cells)
    assert [each.level for each in read_signs(path, ()).table.signs] == ["Early Help"]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((HEADER, ("S-1", 2, "Health", "A sign", "some", ""))):
            sheet.write_row(row, 0, cells)
    with pytest.raises(BadInput) as error:
        read_signs(path, ())
    assert str(error.value).startswith(f"{path}, cell E2: ")


def test_another_kind_of_file_and_none_are_refused(tmp_path: Path):
    with pytest.raises(BadInput, match="save the table as"):
        read_signs(tmp_path / "signs.ods", ())
    with pytest.raises(BadInput, match="there is no such file"):
        read_signs(tmp_path / "signs.csv", ())


def test_numbers_in_words():
    assert numbers_in("Level 2 of 4") == [2, 4]
