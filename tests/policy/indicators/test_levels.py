"""Levels that there are none of, signs of danger below the highest, and an `otherwise` that lifts a child."""

from datetime import date
from pathlib import Path

import pytest

from threshold.policy.indicators.levels import wrong_levels
from threshold.policy.indicators.model import IndicatorTable
from threshold.vocabulary import ValueType

from ..own import LEVELS, SIGNS, Own
from .making import sign, told, workbook

COMBINE = """combine:
  - id: O-C
    at_least: 2
    of: Family Help
    is: Protection
    because: So it says
"""
DAY = date(2026, 6, 1)


def refused(folder: Path, **files: str) -> list[str]:
    own = Own(folder)
    own.pack(**files)
    return told(lambda: own.files().at(DAY))


def test_levels_that_are_written_well_are_read(tmp_path: Path) -> None:
    yaml = f"{COMBINE}otherwise: early support\n"
    assert not refused(tmp_path, vocabulary=LEVELS, indicators_csv=SIGNS, indicators_yaml=yaml)
    assert not refused(tmp_path / "2", indicators_csv=in_numbers(SIGNS), indicators_yaml="otherwise: 2\n")


@pytest.mark.parametrize("words", [None, "prefix: us\n"])
def test_named_levels_that_no_vocabulary_names_are_told_once(tmp_path: Path, words: str | None) -> None:
    files = {"vocabulary": words} if words else {}
    (found,) = refused(tmp_path, indicators_csv=SIGNS, **files)
    assert found.startswith("indicators.csv, line 2, level: levels are named here, but vocabulary.yaml names")
    assert "write `levels: [..]` there, from the least up" in found


def test_a_level_is_told_at_its_cell(tmp_path: Path) -> None:
    own = Own(tmp_path)
    place = own.pack()
    workbook(place / "indicators.xlsx", lambda sheet: sheet.write(1, 1, "Early"))
    (found,) = told(lambda: own.files().at(DAY))
    assert found.startswith("indicators.xlsx, cell B2: levels are named here")


def test_what_is_no_level_is_told_at_its_line_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        vocabulary=LEVELS,
        indicators_csv=SIGNS.replace("O-2-1,Early Support", "O-2-1,Early Suport"),
        indicators_yaml=f"{COMBINE.replace('is: Protection', 'is: Protecton')}otherwise: Universl\n",
    )
    places = [
        "indicators.csv, line 2, level",
        "indicators.yaml, line 5, is",
        "indicators.yaml, line 7, otherwise",
    ]
    assert [each.partition(": ")[0] for each in found] == places
    for each, meant in zip(found, ("Early Support", "Protection", "Universal"), strict=True):
        assert f'did you mean "{meant}"?' in each


def test_a_number_beyond_the_levels_is_told(tmp_path: Path) -> None:
    numbers = in_numbers(SIGNS).replace("O-4-1,4", "O-4-1,5")
    (found,) = refused(tmp_path, indicators_csv=numbers)
    assert found == "indicators.csv, line 5, level: must be a whole number from 1 to 4"
    (found,) = refused(tmp_path / "2", indicators_csv=in_numbers(SIGNS), indicators_yaml="otherwise: 0\n")
    assert found == "indicators.yaml, line 1, otherwise: must be a whole number from 1 to 4"


def test_a_sign_of_danger_stands_at_the_highest_level(tmp_path: Path) -> None:
    lower = SIGNS.replace("O-4-1,Protection", "O-4-1,Family Help")
    (found,) = refused(tmp_path, vocabulary=LEVELS, indicators_csv=lower)
    assert found.startswith("indicators.csv, line 5, level: a sign of `protection` makes the highest level")
    assert "write Protection, or take `protection` away" in found


def test_no_child_without_a_sign_is_above_one_with_a_sign(tmp_path: Path) -> None:
    (found,) = refused(
        tmp_path,
        vocabulary=LEVELS,
        indicators_csv=SIGNS,
        indicators_yaml="signs: []\notherwise: Family Help\n",
    )
    assert found.startswith(
        "indicators.yaml, line 2, otherwise: a child of whom no sign is there would be above"
    )
    assert "a sign of Early Support; write Universal, or leave `otherwise` out" in found


def in_numbers(table: str) -> str:
    for number, name in enumerate(("Universal", "Early Support", "Family Help", "Protection"), 1):
        table = table.replace(name, str(number))
    return table


def test_levels_are_those_that_the_vocabulary_has() -> None:
    table = IndicatorTable((sign(1, "2"), sign(2, "3")), (), (), "", ())
    assert not [*wrong_levels(table, ValueType("number", least=1, most=3))]
    (problem,) = wrong_levels(table, ValueType("number", least=1, most=2))
    assert (problem.line, problem.field) == (3, "level")
