"""Where cells and rows end, however lines end and whatever quotation marks do."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as some

from threshold.reading.row_splitting import LONGEST_CELL, hidden_rows, is_blank, may_hide_rows, rows

CELLS = [["a", "b"], ["1", "x, y"], ["2", 'say "so"'], ["3", "two\nlines"], ["", ""], ["4", ""]]


def split(text: str, separator: str = ",") -> list[list[str] | None]:
    return [row.cells for row in rows(text, separator)]


@pytest.mark.parametrize("ends", [["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"], ["\r", "\n"]])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_rows_are_the_same_however_they_end(ends: list[str], last: bool, separator: str) -> None:
    text = ""
    for place, cells in enumerate(CELLS):
        quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
        end = ends[place % len(ends)] if last or place < len(CELLS) - 1 else ""
        text += separator.join(quoted) + end
    assert split(text, separator) == CELLS


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('"open,1\n2,3\n', [["open", "1"], ["2", "3"]]),
        ('a,"open\n"Smith, John",3', [["a", "open"], ["Smith, John", "3"]]),
        ('"one,1\n2,2\n"two,3\n', [["one", "1"], ["2", "2"], ["two", "3"]]),
        ('5" nail,1\n6" nail,2\n', [['5" nail', "1"], ['6" nail', "2"]]),
        ('"a"b,c', [['a"b', "c"]]),
        ('"","",""', [["", "", ""]]),
        ("a,", [["a", ""]]),
        ("\n\r\n\r", [[""], [""], [""]]),
        ("", []),
    ],
)
def test_a_mark_that_does_not_stand_around_a_cell_swallows_nothing(text: str, cells: list[list[str]]) -> None:
    assert split(text) == cells


def test_where_each_row_begins_is_told_and_an_endless_cell_is_none() -> None:
    found = list(rows(f"a\r\n\r\n{'x' * (LONGEST_CELL + 1)},b\nc", ","))
    assert [(row.number, row.start) for row in found] == [(1, 0), (2, 3), (3, 5), (4, LONGEST_CELL + 9)]
    assert [row.cells for row in found] == [["a"], [""], None, ["c"]]


def test_a_row_of_what_nobody_sees_is_blank() -> None:
    assert is_blank(["", " \t", "\r"])
    assert not is_blank(["", "x"])


@given(some.lists(some.lists(some.text('ab",\n\r ', max_size=4), min_size=2, max_size=3), max_size=6))
def test_what_is_quoted_as_it_should_be_comes_back(cells: list[list[str]]) -> None:
    written = StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(cells)
    assert split(written.getvalue()) == cells


@given(some.text('a",\n\r', max_size=30))
def test_nothing_of_any_text_is_lost(text: str) -> None:
    assert text.count("a") == sum(cell.count("a") for row in rows(text, ",") for cell in row.cells or [])


@pytest.mark.parametrize(
    ("record", "hides"),
    [
        ('1,"a,b\n2,c",d\n', True),  # one row swallowed by the one above it
        ('1,"a\n2,c,d\n3,e",f,g\n', True),  # a whole row within
        ('1,"a\r\n2,c,d\r\n3",f\r\n', True),
        ('1,"two\nlines",d\n', False),
        ('1,"two, with\na comma",d', False),
        ("1,a,d\n", False),
    ],
)
def test_a_cell_that_holds_rows_is_seen(record: str, hides: bool) -> None:
    assert bool(hidden_rows(record, ",", 3)) == hides
    assert not hides or may_hide_rows(f"x,y,z\n{record}".encode(), b",", 3)


def test_rows_hidden_in_a_cell_are_not_looked_for_where_there_is_one_column() -> None:
    assert not may_hide_rows(b'a\n"one\ntwo"\n', b",", 1)
