"""Options that several commands share: a date, a choice, one case, and whether colour is wanted."""

import io
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from threshold.cli.options import choose, in_colour, moment, one_case
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy
from threshold.reading import BadInput

ENGINE = Engine(load_policy("national"), using=evaluators()[:1])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, None),
        ("2026-08-14", date(2026, 8, 14)),
        ("2026-08-14T09:30", datetime(2026, 8, 14, 9, 30)),
        ("2026-08-14 09:30", datetime(2026, 8, 14, 9, 30)),
    ],
)
def test_a_moment_is_a_day_or_a_time_of_day(text: str | None, found: date | None) -> None:
    assert moment(text) == found
    assert type(moment(text)) is type(found)


@pytest.mark.parametrize("text", ["", "tomorrow", "14/08/2026", "2026-02-30"])
def test_what_is_no_moment_is_told_with_its_option(text: str) -> None:
    with pytest.raises(BadInput) as told:
        moment(text)
    (problem,) = told.value.problems
    assert problem.field == "--as-at"


def test_a_choice_is_one_of_those_there_are() -> None:
    assert choose("json", ("text", "json"), "--format") == "json"
    with pytest.raises(BadInput) as told:
        choose("jason", ("text", "json"), "--format")
    (problem,) = told.value.problems
    assert problem.field == "--format"
    assert problem.message == 'must be one of text, json; did you mean "json"?'


class Screen(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "environment", "wanted"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": ""}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], wanted: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Screen(terminal))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert in_colour() is wanted


def test_one_case_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("case: C-1\nas_at: 2026-08-14\n")
    assert one_case(str(path), ENGINE).reference == "C-1"
    (tmp_path / "map.yaml").write_text("columns: {child: Child}\n")  # no case, so not another one
    assert one_case(str(tmp_path), ENGINE).reference == "C-1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- case: A-1\n- case: A-2\n", "holds more than one case; give one at a time"),
        ("case: A-1\n---\ncase: A-2\n", "holds more than one case"),
        ("case: A-1\nname: Joan\n", "a name identifies a child"),
        ("- case: A-1\n- case: A-2\n  ned: {}\n", "this key is not known here"),
        ("", "the file is empty"),
    ],
)
def test_another_number_of_cases_or_an_unreadable_one_is_told(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as told:
        one_case(str(path), ENGINE)
    assert says in " ".join(map(str, told.value.problems))
    assert str(path) in str(told.value.problems[0])
