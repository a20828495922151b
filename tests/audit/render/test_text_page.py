"""A page of text keeps to its width; only a screen makes it narrower."""

import os
import sys

import pytest

from threshold.audit.render.text_page import NARROWEST, WIDTH, TextPage, width_of_screen
from threshold.output.tables import Table


@pytest.mark.parametrize(("columns", "width"), [(80, 80), (20, NARROWEST), (300, WIDTH)])
def test_a_screen_is_as_wide_as_it_is_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: int, width: int
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setitem(os.environ, "COLUMNS", str(columns))
    assert width_of_screen() == width


def test_what_goes_into_a_file_is_always_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    monkeypatch.setitem(os.environ, "COLUMNS", "70")
    assert width_of_screen() == WIDTH


def test_a_heading_gives_way_before_what_stands_below_it() -> None:
    table = Table(
        ("Team", "What a rule with a long name came to", ""), (("North", "93%", ""),), frozenset({1})
    )
    lines = list(TextPage(80).table(table))
    assert [line.split() for line in lines] == [
        ["Team", "What", "a", "rule"],
        ["with", "a", "long"],
        ["name", "came", "to"],
        ["North", "93%"],
    ]


def test_what_a_terminal_would_obey_is_not_in_a_table() -> None:
    (_, row) = TextPage(80).table(Table(("Child",), (("C\x1b[2J",),)))
    assert row == "  C?[2J"
