"""What is written of a sign, checked cell by cell."""

import pytest

from threshold.policy.indicators.cells import Cell
from threshold.policy.indicators.grid import WrittenSign
from threshold.policy.indicators.model import Ages, Place, Sign
from threshold.policy.indicators.signs import id_fault, name_of, signs_of
from threshold.reading import Problem

from .making import row


def test_a_sign_has_what_is_said_and_its_name_by_its_id() -> None:
    problems: list[Problem] = []
    (sign,) = signs_of([row(id="EM-2.01", level="2.0", ages="13+", protection="x")], problems)
    assert sign == Sign(
        *("EM-2.01", "em_2_01", "2", "Health", "Is the child unwell?"),
        *(Ages(13, None), True, Place("indicators.csv", 7)),
    )
    assert not problems


def test_a_name_that_is_said_is_kept() -> None:
    (sign,) = signs_of([row(name="is_unwell")], [])
    assert (sign.name, name_of("EM-2-01")) == ("is_unwell", "em_2_01")


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("id", "", "has no id"),
        ("id", "2-Jan", "a spreadsheet made of something else"),
        ("id", "2.1", "an id begins with a letter"),
        ("id", "EM 2", "an id begins with a letter"),
        ("id", "E" * 41, "at most 40"),
        ("level", "", "has no level"),
        ("domain", "", "has no domain"),
        ("asks", "", "has no question"),
        ("asks", "a" * 301, "is longer than 300 letters"),
        ("asks", "a\u200b", "cannot be seen"),
        ("ages", "16-May", 'write "5 to 16"'),
        ("ages", "teens", "these ages cannot be read"),
        ("protection", "perhaps", "say yes where"),
        ("name", "Is unwell", "small letters"),
        ("name", "2_01", "begins with a letter"),
    ],
)
def test_each_fault_is_told_at_its_column_without_what_was_written(column: str, text: str, says: str) -> None:
    problems: list[Problem] = []
    assert signs_of([row(**{column: text}), row(id="EM-9")], problems)[0].id == "EM-9"
    (problem,) = problems
    assert says in problem.message
    assert (problem.line, problem.field) == (7, column)
    assert not text or text not in problem.message


def test_a_date_is_told_by_the_cell_whatever_its_column() -> None:
    place = Place("indicators.xlsx", 7, "B7")
    written = row()
    dated = WrittenSign({**written.cells, "level": Cell("45293", place, date=True)}, written.place)
    problems: list[Problem] = []
    assert not signs_of([dated], problems)
    assert [str(each) for each in problems] == [
        "indicators.xlsx, cell B7: this is a date, which a spreadsheet made of something else; "
        "make the column text, and type it again"
    ]


def test_an_age_alone_is_read_as_a_spreadsheet_keeps_it() -> None:
    (sign,) = signs_of([row(ages="7.0")], [])
    assert sign.ages == Ages(7, 7)


def test_an_id_is_one_of_a_rule() -> None:
    assert id_fault("EM-2-01") == ""
    assert id_fault("EM_2")
