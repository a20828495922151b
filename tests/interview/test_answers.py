"""What was answered is listed in words, without what was typed freely, and each can be taken out alone."""

from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles.write import CaseFile
from threshold.interview.answers import (
    counted,
    given_so_far,
    with_ages_as_of,
    without_noes_about_danger,
)
from threshold.policy import load_policy

VOCABULARY = load_policy("default").vocabulary
TEXT = """\
case: C-1
request: {direction: workflow, step: the kitchen step}
child_protection: {concern: true, immediate_danger: false}
consultation: {log_fields: [conversation, advice]}
timeline:
  - {on: 2026-05-11, event: cin_review}
  - {on: unknown, event: cp_plan_started}
  - {on: 2026-09-11, event: cin_review, status: planned}
covers: {caf_started: 2026-08-14}
"""


@pytest.fixture
def file(tmp_path: Path) -> CaseFile:
    path = tmp_path / "C-1.yaml"
    path.write_text(TEXT)
    return CaseFile(path)


def test_every_answer_in_words(file: CaseFile) -> None:
    said = [each.said for each in given_so_far(file.case(VOCABULARY), VOCABULARY)]
    assert [text.partition("? ")[2] for text in said] == [
        "workflow",
        "(in words of its own)",
        "yes",
        "no",
        "conversation, advice",
        "Monday 11 May 2026",
        "yes, on a day nobody knows",
        "Friday 11 September 2026 (planned)",
        "no other up to 14 August 2026",
    ]
    assert counted(file.case(VOCABULARY)) == "9 answers"


def test_each_can_be_taken_out_alone(file: CaseFile) -> None:
    given = given_so_far(file.case(VOCABULARY), VOCABULARY)
    for each in given:
        left = given_so_far(each.without(file).case(VOCABULARY), VOCABULARY)
        assert [one.said for one in left] == [one.said for one in given if one is not each]
    assert file.text() == TEXT


def test_of_danger_only_a_no_is_taken_out(file: CaseFile) -> None:
    case = without_noes_about_danger(file, file.case(VOCABULARY)).case(VOCABULARY)
    assert case.given["child_protection.concern"] is True
    assert "child_protection.immediate_danger" not in case.given


def test_one_answer(file: CaseFile) -> None:
    one = CaseFile(file.path, "case: C-1\nrequest: {direction: close}\n").case(VOCABULARY)
    assert counted(one) == "1 answer"


@pytest.mark.parametrize(
    ("head", "day", "left"),
    [
        ("age: 7", date(2026, 8, 14), "age: 7"),
        ("age: 7", date(2026, 9, 14), "child:\n  unborn: false"),
        ("age: 7\nborn_month: 2019-04", date(2026, 9, 14), "age: 7\nborn_month: 2019-04"),
        ("age: 7\nborn_month: 2019-04", date(2027, 9, 14), "born_month: 2019-04\nage: 8"),
        ("age: unborn", date(2026, 9, 14), ""),
    ],
)
def test_of_an_age_what_is_known_on_another_day_is_kept(
    tmp_path: Path, head: str, day: date, left: str
) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text(f"case: C-1\nas_at: 2026-08-14\n{head}\n")
    file = CaseFile(path)
    changed = with_ages_as_of(file, file.case(VOCABULARY), day)
    assert changed.text() == f"case: C-1\nas_at: 2026-08-14\n{left}\n".replace("\n\n", "\n")


def test_an_age_of_no_day_stays(tmp_path: Path) -> None:
    path = tmp_path / "C-1.yaml"
    path.write_text("case: C-1\nage: 7\n")
    file = CaseFile(path)
    assert with_ages_as_of(file, file.case(VOCABULARY), date(2027, 1, 1)).text() == "case: C-1\nage: 7\n"
