"""Before the first question it is settled which file and which day it is about."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from threshold.casefiles import Case
from threshold.interview.asking import Asker, Stopped
from threshold.interview.opening import (
    GoOn,
    check_name,
    how_to_go_on,
    iso,
    like_a_name,
    of_another_day,
    refused,
    told_of,
)
from threshold.interview.prompts import Screen
from threshold.reading import BadInput

TODAY = date(2026, 8, 15)
CASE = Case("C-1", {"request.direction": "close"}, as_at=datetime(2026, 8, 14, 9, 30))
UNDATED = Case("C-1", {})


def chosen(case: Case, folder: Path, *typed: str) -> tuple[GoOn, str]:
    said: list[str] = []
    answers: Iterator[str] = iter(typed)

    def hear(prompt: str) -> str:
        for answer in answers:
            return answer
        raise EOFError

    how = how_to_go_on(Asker(said.append, hear, Screen), case, folder / "C-1.yaml", TODAY)
    return how, " ".join("".join(said).split())


def test_three_ways_to_go_on(tmp_path: Path) -> None:
    how, said = chosen(CASE, tmp_path, "1")
    assert "C-1, as at Friday 14 August 2026 at 09:30: 1 answer so far." in said
    assert how == GoOn()
    assert chosen(CASE, tmp_path, "2")[0] == GoOn(TODAY)
    assert chosen(CASE, tmp_path, "3", "", "C-2.yaml")[0] == GoOn(TODAY, tmp_path / "C-2.yaml")


def test_of_no_day_there_is_no_own_day_to_go_on_with(tmp_path: Path) -> None:
    assert chosen(UNDATED, tmp_path, "1")[0] == GoOn(TODAY)
    assert chosen(UNDATED, tmp_path, "2", "C-2.json")[0].path == tmp_path / "C-2.json"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("C-1.yaml", "there already"),
        ("../C-9.yaml", "without a folder"),
        ("C-9.txt", "without a folder"),
        ("amy.yaml", "a code with a number"),
        (".yaml", "without a folder"),
    ],
)
def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "C-1.yaml").write_text("case: C-1\n")
    how, said = chosen(CASE, tmp_path, "3", name, "b", "1")
    assert says in said
    assert how == GoOn()


def test_a_free_name_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "C-1-2.yaml").touch()
    assert "such as C-1-3.yaml" in chosen(CASE, tmp_path, "3", "b", "1")[1]


def test_nothing_else_is_an_answer(tmp_path: Path) -> None:
    how, said = chosen(CASE, tmp_path, "", "u", "b", "c", "4", "0", "\x1b[A", "9" * 400, "?", "2")
    assert how == GoOn(TODAY)
    assert said.count("Type a number from 1 to 3, or q to stop.") >= 8
    with pytest.raises(Stopped):
        chosen(CASE, tmp_path, "q")
    with pytest.raises(EOFError):
        chosen(CASE, tmp_path)


def test_whose_day_it_is() -> None:
    assert of_another_day(CASE, TODAY)
    assert of_another_day(UNDATED, TODAY)
    assert not of_another_day(CASE, date(2026, 8, 14))
    assert told_of(UNDATED) == "C-1, as at a day that it does not name: 0 answers so far."
    assert "--as-at 2026-08-14T09:30 goes on" in str(refused(CASE, Path("C-1.yaml"), TODAY).problems[0])
    assert iso(TODAY) == "2026-08-15"


@pytest.mark.parametrize("name", ["amy", "amy_smith", "AmySmith", "call", "-"])
def test_a_reference_needs_a_number(name: str) -> None:
    with pytest.raises(BadInput, match="a code with a number in it"):
        check_name(Path(f"{name}.yaml"))


@pytest.mark.parametrize("name", ["C-0412", "call-17", "amy_smith_2"])
def test_with_a_number_it_may_be_one(name: str) -> None:
    check_name(Path(f"{name}.yaml"))
    assert like_a_name(Path(f"{name}.yaml")) is (name == "amy_smith_2")
