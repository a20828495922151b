"""A fact: what asks for it, where it comes from, and what reads it."""

import pytest

from threshold.handbook.facts import fact_section, questions_of, read_off, type_of

from .conftest import book, words_of


def told(name: str) -> list[str]:
    return words_of(fact_section(book(), name))


def test_a_fact_that_somebody_states() -> None:
    lines = told("closure.of")
    assert "What it may be: one of: contact, CAF episode, case" in lines
    assert "a case file states it, or somebody answers the question" in lines
    assert any(line.startswith("RBC-5.1 (requirement, blocks; when it applies)") for line in lines)
    assert "recommendation.outcome, which is read by 1 rule of this policy" in lines


def test_a_fact_that_events_settle() -> None:
    lines = told("consent.to_share")
    settles = (
        "the latest entry of these settles it: consent given (then given), consent refused (then refused)"
    )
    assert any(line.startswith(settles) for line in lines)
    assert any(line.startswith("Consent: it is the family's consent to step up, step down") for line in lines)


def test_a_fact_that_rules_work_out() -> None:
    lines = told("step_down.after_child_protection")
    assert any(line.startswith("RBC-5.1-after (step-up-step-down) works it out") for line in lines)
    assert not any(line.startswith("What asks for it") for line in lines)


def test_a_fact_that_the_program_works_out() -> None:
    assert "the program works it out, alike in every policy" in told("protection.concern")
    assert "which direction is recommended where nothing is asked for" in told("support.highest")
    protects = "what counts as a protection concern, or as protection in place, in every policy"
    assert protects in told("child_protection.harm_suspected")
    assert any("it tells of harm" in line for line in told("child_protection.harm_suspected"))


def test_a_fact_that_nothing_reads_says_so() -> None:
    assert "none of this policy" in words_of(fact_section(book("national"), "panel.anonymised"))


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("child_protection.plan_ended", "the day on which the child protection plan ended"),
        ("caf.open", "whether the CAF episode is open"),
        ("caf.finalised", "of “CAF finalised”, the day of the latest"),
        ("step_down.meeting_attended", "what the latest has under “attended”"),
        ("child_protection.ever_planned", "whether there is any"),
        ("child_in_need.since_protection", "from which time on the Child in Need plan has been served"),
        ("child_protection.gap_since", "the longest gap in days since the child protection plan ended"),
        ("assessment.counted_from", "from which the time of the assessment counts"),
    ],
)
def test_how_a_fact_is_read_off_the_timeline(name: str, how: str) -> None:
    assert how in read_off(book(), book().vocabulary.facts[name])


def test_every_fact_has_its_page() -> None:
    for name in book().vocabulary.facts:
        lines = told(name)
        assert "Where it comes from" in lines, name
        assert "Rules that read it" in lines, name


def test_limits_of_what_is_read_are_told() -> None:
    assert "only entries with outcome: confirmed count" in told("mosaic.fyps_confirmed")
    assert "the latest run of the whole file counts" in told("child_protection.plan_ended")
    assert "what is planned counts" in told("child_protection.plan_planned")
    assert "only entries from child_protection.plan_started on count" in told("child_protection.first_review")


def test_choices_with_other_spellings_are_listed() -> None:
    assert "paper file (also: paper, paper record, notebook)" in told("caf.records_kept_in")
    assert not any("how else they may be written" in line for line in told("closure.of"))


def test_what_a_fact_may_be() -> None:
    facts = book().vocabulary.facts
    assert type_of(facts["caf.started"]) == "a day"
    assert type_of(facts["need.level"]) == "a whole number, from 1 to 4"
    assert type_of(facts["professionals.invited"]) == "a list of roles"
    assert type_of(facts["consultation.log_fields"]).endswith(" others")


def test_what_asks_for_a_fact() -> None:
    assert questions_of(book(), "caf.stuck") == "Is the CAF stuck?"
    assert questions_of(book(), "caf.started") == "When was the CAF episode started?"
    assert questions_of(book(), "caf.open") == "Whether the CAF episode is open"
    assert questions_of(book(), "need.level") == "The level of need that the facts indicate"
