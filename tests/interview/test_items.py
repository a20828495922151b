"""A fact or an event is put as a question, and its answer is the file with it in, which is not saved yet."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from threshold.casefiles import Entry
from threshold.casefiles.write import CaseFile
from threshold.engine import Engine, evaluators
from threshold.interview.asking import Asker, Back, Passed
from threshold.interview.items import About, Answered, Items
from threshold.interview.prompts import Screen
from threshold.policy import load_policy

ENGINE = Engine(load_policy("default"), using=evaluators()[:1])
TODAY = date(2026, 8, 14)


class Put:
    """One question, answered; `said` is on one line."""

    def __init__(self, folder: Path, name: str, *typed: str, text: str = "") -> None:
        said: list[str] = []
        answers: Iterator[str] = iter(typed)

        def hear(prompt: str) -> str:
            for answer in answers:
                return answer
            raise EOFError

        path = folder / "C-1.yaml"
        self.file = CaseFile(path, f"case: C-1\n{text}")
        items = Items(ENGINE, Asker(said.append, hear, Screen), TODAY)
        try:
            self.came: Answered | Passed = items.put(name, self.file, About("Question 1"))
        finally:
            self.said = " ".join("".join(said).split())
        assert not path.exists()

    @property
    def timeline(self) -> tuple[Entry, ...]:
        assert isinstance(self.came, Answered)
        return self.came.case.timeline


def test_a_fact_is_stated_and_told_back(tmp_path: Path) -> None:
    put = Put(tmp_path, "consent.to_support", "no", "yes")
    assert isinstance(put.came, Answered)
    assert put.came.case.given == {"consent.to_support": "given"}
    assert put.came.settled is False
    assert "1 (not asked), 3 (refused) or 4 (withdrawn)" in put.said
    assert put.said.endswith("Given.")
    assert put.file.text() == "case: C-1\n"


def test_what_is_typed_freely_is_not_told_back(tmp_path: Path) -> None:
    put = Put(tmp_path, "request.step", "ring 020 7946 0123", "new facts")
    assert "It seems to hold a telephone number" in put.said
    assert "new facts" not in put.said
    assert "7946" not in put.said


def test_the_scale_takes_parts_and_roles(tmp_path: Path) -> None:
    put = Put(tmp_path, "safety.scale", "?", "Jane Smith: 6", "mum 4, social worker 6")
    assert "Who can be: mother, father" in put.said
    assert "Jane" not in put.said
    assert put.said.endswith("Mother: 4, Social Worker: 6.")


@pytest.mark.parametrize(
    ("typed", "entry", "settled"),
    [
        ("11/05/2026", Entry(date(2026, 5, 11), "cin_review"), False),
        ("yes", Entry(None, "cin_review"), True),
        ("11 September 2026", Entry(date(2026, 9, 11), "cin_review", "planned"), True),
    ],
)
def test_an_event_by_its_date(tmp_path: Path, typed: str, entry: Entry, settled: bool) -> None:
    put = Put(tmp_path, "cin_review", typed)
    assert put.timeline == (entry,)
    assert isinstance(put.came, Answered)
    assert put.came.settled is settled


def test_an_event_with_a_time_of_day(tmp_path: Path) -> None:
    put = Put(tmp_path, "contact_response", "yesterday at 4.30pm")
    moment = datetime(2026, 8, 13, 16, 30)
    assert put.timeline == (Entry(moment.date(), "contact_response", "held", {"at": moment}),)
    assert "Thursday 13 August 2026 at 16:30." in put.said


def test_an_event_that_has_not_happened(tmp_path: Path) -> None:
    put = Put(tmp_path, "cin_review", "maybe", "no")
    assert isinstance(put.came, Answered)
    assert put.came.case.covers == {"cin_review": TODAY}
    assert "no if it has not happened; yes if it has happened and nobody knows the day" in put.said


def test_of_an_event_that_is_recorded_another_is_asked_for(tmp_path: Path) -> None:
    held = "timeline: [{on: 2026-05-01, event: cin_review}]\n"
    assert "no if there was no other" in Put(tmp_path, "cin_review", "no", text=held).said


def test_a_day_that_becomes_known_is_put_to_the_entry_there_is(tmp_path: Path) -> None:
    held = "timeline: [{on: unknown, event: consent_given, for: panel, ref: c1}]\n"
    put = Put(tmp_path, "consent_given", "1 May", text=held)
    assert put.timeline == (Entry(date(2026, 5, 1), "consent_given", "held", {"for": "panel"}, "c1"),)
    put = Put(tmp_path, "consent_given", "yes", text=held)
    assert put.came is Passed.UNKNOWN
    assert "in the file already" in put.said


def test_what_an_entry_needs_is_asked_for_and_can_be_gone_back_from(tmp_path: Path) -> None:
    put = Put(tmp_path, "consent_given", "1 May", "b", "2 May", "panel")
    assert put.timeline == (Entry(date(2026, 5, 2), "consent_given", "held", {"for": "panel"}),)
    put = Put(tmp_path, "consent_given", "1 May", "")
    assert put.came is Passed.SKIPPED
    assert "none was made" in put.said
    with pytest.raises(Back):
        Put(tmp_path, "consent_given", "1 May", "b", "b")


@pytest.mark.parametrize("event", sorted(ENGINE.policy.vocabulary.events))
def test_every_event_takes_a_day_and_refuses_rubbish(tmp_path: Path, event: str) -> None:
    put = Put(tmp_path, event, "1/13/2026", "Jane", "\x00", "1 May 2026", *["1"] * 3)
    assert [entry.on for entry in put.timeline] == [date(2026, 5, 1)]
    assert "Jane" not in put.said
    assert "1/13" not in put.said


def test_an_age_is_asked_for_and_stands_at_the_head(tmp_path: Path) -> None:
    put = Put(tmp_path, "child.age", "26", "7")
    assert isinstance(put.came, Answered)
    assert put.came.file.text() == "case: C-1\nage: 7\n"
    assert "How old is the child, in whole years?" in put.said
    assert "Type a number from 0 to 25. Type unborn where the child is not born yet." in put.said
    assert put.said.endswith("7.")


@pytest.mark.parametrize("typed", ["unborn", "Unborn", "not born yet"])
def test_a_child_who_is_not_born_has_no_age(tmp_path: Path, typed: str) -> None:
    put = Put(tmp_path, "child.age", typed)
    assert isinstance(put.came, Answered)
    assert put.came.file.text() == "case: C-1\nage: unborn\n"
    assert put.came.case.given == {"child.unborn": True}
    assert put.said.endswith("Not born yet.")


def test_an_age_that_cannot_be_is_asked_for_again(tmp_path: Path) -> None:
    put = Put(tmp_path, "child.age", "3", "7", text="as_at: 2026-08-14\nborn_month: 2019-04\n")
    assert isinstance(put.came, Answered)
    assert put.came.case.given == {"child.age": 7, "child.born_month": "2019-04"}
    assert "It cannot be so beside born_month" in put.said
