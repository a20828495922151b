"""Facts in words: what they say, what they are about, and what took place."""

from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.vocabulary import Event, Fact, ValueType
from threshold.vocabulary.load import load_vocabulary
from threshold.vocabulary.phrases import about, clause, happened, noun, questions

SHIPPED = load_policy().vocabulary
SMALL = load_vocabulary(Path(__file__).parents[1] / "semantics" / "vocabulary.yaml")


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("consent.informed", "the family was told what they were consenting to", "the family was not told"),
        ("protection.concern", "there is a protection concern", "there is no protection concern"),
        (
            "child_protection.plan_ended",
            "the child protection plan ended",
            "the child protection plan did not",
        ),
        (
            "child_protection.plan_active",
            "the child protection plan is open",
            "the child protection plan is not",
        ),
        ("caf.finalised", "the CAF was finalised", "the CAF was not finalised"),
        # Several facts are read off one kind of event, and each says which it is.
        ("assessment.review_first", "the assessment was reviewed for the first time", "it is not so that"),
        ("assessment.review_latest", "the assessment was last reviewed", "it is not so that"),
        (
            "mosaic.fyps_confirmed",
            "the step down was discussed with FYPS (outcome: confirmed)",
            "the step down was not discussed",
        ),
        (
            "child_protection.conference_planned",
            "the initial child protection conference is to be held",
            "it is not so that",
        ),
        (
            "child_in_need.since_protection",
            "time on the Child in Need plan, after the child protection plan, began",
            "no time on the Child in Need plan",
        ),
        (
            "assessment.counted_from",
            "the referral was received or, where the assessment is not the first under it, "
            "the assessment was started",
            "the time of the assessment has not begun to count",
        ),
        (
            "child_protection.first_review",
            "the first child protection review conference was held",
            "the first child protection review conference was not held",
        ),
        ("assessment.begun", "an assessment has begun, on whatever day", "it is not so that an assessment"),
        ("request.made", "the request is made", "the request is not made"),
    ],
)
def test_what_a_fact_says(name: str, yes: str, no: str) -> None:
    told = clause(SHIPPED.facts[name], SHIPPED)
    assert told is not None
    assert told.yes == yes
    assert told.no.startswith(no)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("support.highest", "the highest support in place"),
        ("documents.attached", "the documents that are attached"),
        ("consent.to_share", "consent to share"),
        ("closure.after_decline", "what follows when the family declines a CAF"),
        ("caf.closing_reason", "the answer to “Why is the CAF closing?”"),
        ("step_down.meeting_attended", "what the latest step down meeting has under “attended”"),
    ],
)
def test_what_a_fact_is_about(name: str, words: str) -> None:
    assert clause(SHIPPED.facts[name], SHIPPED) is None
    assert noun(SHIPPED.facts[name]) == words


def test_nearly_every_yes_or_no_of_the_vocabulary_is_a_statement() -> None:
    """Few have to be told as the answer to a question."""
    stated = [fact for fact in SHIPPED.facts.values() if fact.type.kind == "boolean" and fact.reading is None]
    told = {fact.name: clause(fact, SHIPPED) for fact in stated}
    assert len(told) > 60
    turned = [name for name, each in told.items() if each is not None and "answer to" not in each.yes]
    assert len(turned) > 0.95 * len(told)


def test_a_fact_without_a_question_that_can_be_turned_is_told_all_the_same() -> None:
    asked = clause(Fact("t.x", ValueType("boolean"), asks="Wibble?"), SMALL)
    bare = clause(Fact("t.some_x", ValueType("boolean")), SMALL)
    assert asked is not None
    assert asked.no == "the answer to “Wibble?” is no"
    assert bare is not None
    assert bare.yes == "“t some x” is so"


def test_an_event_that_its_question_does_not_tell_is_told_by_its_name() -> None:
    assert happened(Event("some_visit", "Whenever?", {})).yes == "“some visit” was recorded"
    assert happened(SMALL.events["seen"]).no == "the child was not seen"


def test_an_episode_is_what_its_beginning_is_about() -> None:
    assert about("child_in_need", SHIPPED) == "the Child in Need plan"


def test_a_fact_off_the_timeline_is_asked_for_by_its_events() -> None:
    assert questions(SHIPPED.facts["caf.started"], SHIPPED) == ("When was the CAF episode started?",)
    assert questions(SHIPPED.facts["child_protection.plan_ended"], SHIPPED) == (
        "When did the child protection plan end?",
    )
    assert questions(SHIPPED.facts["consent.to_share"], SHIPPED) == (SHIPPED.facts["consent.to_share"].asks,)
    assert questions(SHIPPED.facts["protection.concern"], SHIPPED) == ()
