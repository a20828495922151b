"""Signs of a level are put as one list: several are chosen at once, and the file says so of each of them."""

from pathlib import Path

import pytest

from threshold.casefiles.write import CaseFile
from threshold.engine import Engine, evaluators
from threshold.interview.prompts import Screen

from ..policy.own import CALM, LEVELS, Own
from .talk import Talk

SIGNS = """id,level,domain,asks,ages,protection
O-2-1,Early Support,Home,Is the home cold?,,
O-2-2,Early Support,Home,Is the home crowded?,,
O-3-1,Family Help,Home,Is the home neglected?,,
O-3-2,Family Help,Home,Is there no bed for the child?,,
O-4-1,Protection,Home,Is the home dangerous?,,
O-4-2,Protection,Home,Has the child been hit?,,yes
"""
HELP, EARLY, DANGER = (f"Home, {level}: which" for level in ("Family Help", "Early Support", "Protection"))
DOMAIN = "Is there anything to worry about in: Home?"


class Asked:
    """An interview under a policy with a table of signs, about a child in no danger."""

    def __init__(self, folder: Path, *answers: str) -> None:
        own = Own(folder / "own")
        own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
        self.engine = Engine(own.files(), using=evaluators()[:1])
        self.path = folder / "C-1.yaml"
        if not self.path.exists():
            self.path.write_text(f"case: C-1\n{CALM}")
        self.talk = Talk(self.path, *answers, engine=self.engine, as_at=None, screen=Screen(100, 40))

    @property
    def given(self) -> dict[str, object]:
        """What the file says of signs."""
        case = CaseFile(self.path).case(self.engine.policy.vocabulary)
        return {name.partition(".")[2]: value for name, value in case.given.items() if "_signs" in name}


@pytest.fixture(autouse=True)
def _of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is of the day on which it is asked about."""
    monkeypatch.setattr("threshold.interview.opening.of_another_day", lambda *_: False)


def test_several_at_once(tmp_path: Path) -> None:
    asked = Asked(tmp_path, "yes", "none", "1, 2", "q")
    assert [
        DOMAIN in asked.talk.prompts[0],
        DANGER in asked.talk.prompts[1],
        HELP in asked.talk.prompts[2],
    ] == [
        True,
        True,
        True,
    ]
    assert "1 Has the child been hit? 2 Is the home dangerous?" in asked.talk.prompts[1]
    assert "1 and 2 are there." in asked.talk.words
    assert asked.given == {"o_4_1": False, "o_4_2": False, "o_3_1": True, "o_3_2": True}


def test_what_is_not_named_is_not_there(tmp_path: Path) -> None:
    asked = Asked(tmp_path, "yes", "0", "2", "q")
    assert "None of these is there." in asked.talk.words
    assert "2 is there; no other is." in asked.talk.words
    assert (asked.given["o_3_1"], asked.given["o_3_2"]) == (False, True)


def test_what_is_no_number_is_asked_for_again(tmp_path: Path) -> None:
    asked = Asked(tmp_path, "yes", "7", "perhaps", "none", "q")
    assert "It names a number that is not from 1 to 2." in asked.talk.words
    assert "It does not name any of these by their numbers." in asked.talk.words
    assert asked.given == {"o_4_1": False, "o_4_2": False}


def test_back_takes_the_whole_list_out_again(tmp_path: Path) -> None:
    asked = Asked(tmp_path, "yes", "none", "1", "b", "q")
    assert asked.given == {"o_4_1": False, "o_4_2": False}
    assert HELP in asked.talk.prompts[-1]


def test_a_list_that_nobody_can_answer_is_not_put_again(tmp_path: Path) -> None:
    asked = Asked(tmp_path, "yes", "u", "u", "u")
    assert [sum(level in prompt for prompt in asked.talk.prompts) for level in (DANGER, HELP, EARLY)] == [
        1,
        1,
        1,
    ]
    assert asked.given == {}


def test_one_sign_of_a_list_can_be_changed(tmp_path: Path) -> None:
    asked = Asked(tmp_path, "yes", "none", "none", "c", "7", "yes", "q")
    assert sorted(value for value in asked.given.values() if value) == [True]


def test_a_sign_of_danger_stops_the_questions(tmp_path: Path) -> None:
    asked = Asked(tmp_path, "yes", "1")
    assert asked.given == {"o_4_2": True, "o_4_1": False}
    assert "Danger comes first: the questions stop here." in asked.talk.words
