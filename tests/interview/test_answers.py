"""What was answered is listed in words, without what was typed freely, and each can be taken out alone."""

from pathlib import Path

import pytest

from threshold.casefiles.write import CaseFile
from threshold.interview.answers import counted, given_so_far, without_noes_about_danger
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
