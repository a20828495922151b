"""Questions become statements where that is certain, and stay questions where it is not."""

import pytest

from threshold.vocabulary.questions import asked_when, asked_which, statement


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("Is the child in care?", "the child is in care", "the child is not in care"),
        ("Is there a concern?", "there is a concern", "there is no concern"),
        ("Are there emerging needs?", "there are emerging needs", "there are no emerging needs"),
        ("Does the child have needs?", "the child has needs", "the child does not have needs"),
        ("Does the need call for a plan?", "the need calls for a plan", "the need does not call for a plan"),
        ("Do the needs require help?", "the needs require help", "the needs do not require help"),
        (
            "Is the form the one that was agreed?",
            "the form is the one that was agreed",
            "the form is not the one that was agreed",
        ),
        (
            "Have the agencies that are already involved been told?",
            "the agencies that are already involved have been told",
            "the agencies that are already involved have not been told",
        ),
        (
            "Is the field that the file asks for filled in?",
            "the field that the file asks for is filled in",
            "the field that the file asks for is not filled in",
        ),
        (
            "Is the work with it only a brief one?",
            "the work with it is only a brief one",
            "the work with it is not only a brief one",
        ),
        (
            "Is the CAF plan making progress?",
            "the CAF plan is making progress",
            "the CAF plan is not making progress",
        ),
        (
            "Does it let whoever may decide on it?",
            "it lets whoever may decide on it",
            "it does not let whoever may decide on it",
        ),
        (
            "Does the worker oversee and track it?",
            "the worker does oversee and track it",
            "the worker does not oversee and track it",
        ),
        ("Is the lead a nurse?", "the lead is a nurse", "the lead is not a nurse"),
        ("Does the family need support?", "the family needs support", "the family does not need support"),
        ("Does the rule apply?", "the rule applies", "the rule does not apply"),
        (
            "Did the meeting develop the plan?",
            "the meeting developed the plan",
            "the meeting did not develop the plan",
        ),
        (
            "Is taking up a CAF being asked?",
            "taking up a CAF is being asked",
            "taking up a CAF is not being asked",
        ),
        ("Did the team agree to it?", "the team agreed to it", "the team did not agree to it"),
        ("Has the family been told?", "the family has been told", "the family has not been told"),
        ("Is a CAF still appropriate?", "a CAF is still appropriate", "a CAF is no longer appropriate"),
        ("Can the need be met?", "the need can be met", "the need cannot be met"),
        ("Would delay be harmful?", "delay would be harmful", "delay would not be harmful"),
        (
            "Has the completed form been sent?",
            "the completed form has been sent",
            "the completed form has not been sent",
        ),
        (
            "Does the consent record show who may look?",
            "the consent record shows who may look",
            "the consent record does not show who may look",
        ),
        (
            "Would asking for consent put the child at risk?",
            "asking for consent would put the child at risk",
            "asking for consent would not put the child at risk",
        ),
        (
            "Is some support still needed?",
            "some support is still needed",
            "it is not so that some support is still needed",
        ),
        (
            "Did the worker decide on it and tell the family?",
            "the worker did decide on it and tell the family",
            "the worker did not decide on it and tell the family",
        ),
    ],
)
def test_a_yes_or_no_to_a_question_makes_a_statement(question: str, yes: str, no: str) -> None:
    told = statement(question)
    assert told is not None
    assert (told.yes, told.no) == (yes, no)


@pytest.mark.parametrize(
    "question",
    [
        "Is the blue wibble?",
        "Has everybody who can put a number done so?",
        "Does the form need support?",  # which of the two is the verb?
        "Which documents are attached?",
        "Is it?",
        "a name",
        "",
    ],
)
def test_what_is_not_certain_is_left_a_question(question: str) -> None:
    assert statement(question) is None


@pytest.mark.parametrize(
    ("question", "took_place", "planned"),
    [
        ("When was the CAF finalised?", "the CAF was finalised", "the CAF is to be finalised"),
        (
            "When did the Child in Need plan end?",
            "the Child in Need plan ended",
            "the Child in Need plan is to end",
        ),
        ("On what date is the request made?", "the request is made", "the request is to be made"),
        ("When was it received (date and time)?", "it was received", "it is to be received"),
        (
            "When was the talk that led to it held?",
            "the talk that led to it was held",
            "the talk that led to it is to be held",
        ),
        ("When is or was the meeting?", "the meeting took place", "the meeting is to take place"),
        (
            "When did the worker and the manager meet to plan it?",
            "the worker and the manager met to plan it",
            "the worker and the manager are to meet to plan it",
        ),
    ],
)
def test_a_question_for_a_day_says_what_took_place(question: str, took_place: str, planned: str) -> None:
    told = asked_when(question)
    assert told is not None
    assert (told.yes, told.planned) == (took_place, planned)


def test_another_question_asks_for_no_day() -> None:
    assert asked_when("Why is it closing?") is None
    assert asked_when("By what date is it due?") is None


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Who decided on it?", "whoever decided on it"),
        ("Which documents are attached?", "the documents that are attached"),
        ("Which manager oversaw the closure?", "the manager that oversaw the closure"),
        ("Which parts does the assessment have?", "the parts that the assessment has"),
        ("Which step is it in?", "the step that it is in"),
        ("What is the rating: blue or red?", "the rating"),
        ("What is being closed: a contact, or the case?", "what is being closed"),
        ("What was the caller advised?", "what the caller was advised"),
        ("What came of the talk?", "what came of the talk"),
        ("What did the latest review discussion cover?", "what the latest review discussion covered"),
        ("Which document answers, where a policy has several?", ""),
        ("Why is it closing?", ""),
        ("Is there a dispute, and what is it about?", ""),
        ("Has the family agreed?", ""),
    ],
)
def test_a_question_for_one_of_several_names_what_it_asks_for(question: str, about: str) -> None:
    assert asked_which(question) == about
