"""A script to be read: every question, answer, outcome and word of it, and what hangs on a fact in a call."""

from datetime import date
from pathlib import Path

import pytest

from threshold.conditions import facts_of
from threshold.handbook import Book, as_html, as_text, found, page
from threshold.handbook.scripts import asked_for, script_section
from threshold.policy.script import Outcome

from ..consultation.changed import script_of, script_with
from .conftest import Page, book, words_of

DAY = date(2026, 11, 30)
CAF = book("caf-team", DAY)
(SCRIPT,) = CAF.scripts
SMALL = """\
title: A line
log: {words: Log it, carries: [BAR-CL-3], tensions: [T33]}
questions:
  - {fact: child_protection.immediate_danger, asks: Is it dangerous?, means: Now, stops: true}
  - {fact: consultation.caller, asks: Who calls?, answers: {public: Somebody, family: Of the family}}
  - unless: {consultation.caller: public}
    questions:
      - {fact: caf.open, asks: Is it open?}
      - {fact: caf.stuck, asks: Is it stuck?, unless: {caf.open: false}}
outcomes:
  - id: danger
    advice: refer_now
    title: Refer now
    when: {child_protection.immediate_danger: true}
    because: there is danger
    carries: [BAR-4A]
    tensions: [T21]
    say: Ring 999.
    then: [{do: Tell them, by: the caller, to: MASH, when: {caf.open: true}}]
    share: Whatever protects
  - id: ask
    advice: ask_first
    title: Ask
    because: nobody knows
    carries: [BAR-CL-4]
    say: [Ask first., {words: Ask them., when: {caf.stuck: true}}]
    share: "No more than {shareable_without_consent}"
"""


def small(tmp_path: Path) -> Book:
    return Book(script_of(tmp_path, SMALL), DAY)


def test_a_question_says_what_is_meant_its_answers_what_stops_and_when_it_is_left_out(tmp_path: Path) -> None:
    made = small(tmp_path)
    told = words_of(script_section(made, made.scripts[0]))
    assert told[0] == "The call: A line"
    first, last = told.index("The questions") + 1, told.index("What it comes to")
    assert told[first:last] == [
        "Is it dangerous?",
        "what it means: Now",
        "answers: yes; no; not known",
        "the call stops at: yes",
        "kept as child_protection.immediate_danger",
        "Who calls?",
        "answers: Somebody; Of the family; not known",
        "kept as consultation.caller: public for “Somebody”; family for “Of the family”",
        "Is it open?",
        "answers: yes; no; not known",
        "left out where whoever is calling the consultation line is public",
        "kept as caf.open",
        "Is it stuck?",
        "answers: yes; no; not known",
        "left out where whoever is calling the consultation line is public, or the CAF episode is not open",
        "kept as caf.stuck",
    ]


def test_an_outcome_says_its_advice_ground_clauses_words_next_steps_and_what_may_be_shared(
    tmp_path: Path,
) -> None:
    made = small(tmp_path)
    danger, ask = script_section(made, made.scripts[0]).sections[1].sections
    assert words_of(danger) == [
        "danger: Refer now",
        "Advice: Refer now",
        "Why: there is danger",
        "From: BAR-4A, step 4A, urgent concerns",
        "Left open: T21",
        "It holds where",
        "there is an immediate or urgent safeguarding concern",
        "To be read out",
        "Ring 999.",
        "What happens next",
        "the caller: Tell them (to: MASH)",
        "only where the CAF episode is open",
        "What may be shared",
        "Whatever protects",
    ]
    told = words_of(ask)
    assert told[told.index("It holds where") + 1] == "none of the others does"
    assert told[-5:] == [
        "Ask first.",
        "Ask them.",
        "only where the CAF is stuck",
        "What may be shared",
        "No more than open CAF episode or allocated to a social worker",
    ]


def test_nothing_that_the_script_says_is_left_out() -> None:
    told = " ".join(" ".join(words_of(script_section(CAF, SCRIPT))).split())
    said = [text for q in SCRIPT.questions for text in (q.asks, q.means, q.fact)]
    said += [SCRIPT.log.text, *SCRIPT.log.carries, *SCRIPT.log.tensions]
    said += [choice.words for question in SCRIPT.questions for choice in question.choices]
    for outcome in SCRIPT.outcomes:
        said += [outcome.id, outcome.title, outcome.because, *outcome.carries, *outcome.tensions]
        said += [each.text for each in (*outcome.say, *outcome.share)]
        said += [text for step in outcome.then for text in (step.do, step.by, step.to)]
    assert len(said) > 200
    assert [text for text in said if text not in told] == []


@pytest.mark.parametrize("word", ["caf-declined", "caf-team.caf-declined", "CAF-Declined"])
def test_an_outcome_has_a_page_with_those_that_go_before_it(word: str) -> None:
    (section,) = found(CAF, word)
    told = words_of(section)
    assert told[0].startswith("caf-declined: No CAF, since the family says no")
    assert "consent to support is refused or withdrawn" in told
    before = told[told.index("Those that go before it") + 1 :]
    assert before[0].startswith("danger (refer now): ")
    assert len(before) == [each.id for each in SCRIPT.outcomes].index("caf-declined")


def test_an_id_that_something_else_has_as_well_shows_both(tmp_path: Path) -> None:
    made = Book(script_with(tmp_path, ("id: no-caf\n", "id: BAR-CL-1\n")), DAY)
    rule, outcome = found(made, "BAR-CL-1")
    assert rule.anchor == "rule:BAR-CL-1"
    assert outcome.anchor == "outcome:caf-team.BAR-CL-1"


def test_the_script_alone() -> None:
    (section,) = found(CAF, "consultation")
    assert section.title == "The call: The CAF consultation line"
    assert max(map(len, as_text((section,), 60).splitlines())) <= 60


def looked_at_by(outcome: Outcome) -> set[str]:
    lines = (*outcome.say, *outcome.then, *outcome.share)
    return {name for when in (outcome.when, *(line.when for line in lines)) for name in facts_of(when)}


def test_a_fact_says_where_a_call_asks_for_it_and_what_hangs_on_it() -> None:
    (asked,) = asked_for(CAF, "consultation.caller")
    assert asked.text == ("question 4 of the script of caf-team (The CAF consultation line): Who is calling?")
    hangs, looked_at = asked.lines
    assert hangs.text.startswith("on it hangs whether these are asked: contact.allocated_social_worker, ")
    at = [each.id for each in SCRIPT.outcomes if "consultation.caller" in looked_at_by(each)]
    assert looked_at.text == f"outcomes that look at it: {', '.join(at[:-1])} and {at[-1]}"
    assert list(asked_for(CAF, "caf.declined")) == []


def test_a_word_that_is_said_of_some_answers_counts_as_looking_at_them() -> None:
    (asked,) = asked_for(CAF, "contact.domestic_abuse")
    at = "caf-declined, no-caf, ask-the-family and start-caf"
    assert [line.text for line in asked.lines] == [f"outcomes that look at it: {at}"]


def test_what_a_call_rests_on_says_so() -> None:
    ways = "What of a call rests on a clause of it"
    rule, fact, parameter, tension = (
        words_of(found(CAF, word)[0])
        for word in ("BAR-CL-1", "caf.stuck", "shareable_without_consent", "T21")
    )
    assert rule[rule.index(ways) + 1].startswith("caf-team.child-calls (outcome of a call), refer to MASH: ")
    assert fact[fact.index("Where a call asks for it") + 1].startswith("question 8 of the script")
    assert parameter[parameter.index("Calls that rest on it") + 1] == (
        "the script of caf-team (The CAF consultation line)"
    )
    assert len(tension[tension.index("What of a call it touches") + 1 :]) == sum(
        "T21" in each.tensions for each in SCRIPT.outcomes
    )


def test_a_clause_that_no_rule_is_called_by() -> None:
    (clause,) = (found(CAF, "BAR-14-4")[0],)
    told = words_of(clause)
    title = next(each for each in told if each.startswith("What of a call rests on"))
    assert any("caf-team.lead-professional" in each for each in told[told.index(title) :])


def test_a_page_holds_the_script_and_clauses_lead_to_its_outcomes() -> None:
    made = as_html(page(CAF, None))
    taken = Page(made)
    assert taken.misplaced == []
    for outcome in SCRIPT.outcomes:
        assert f"outcome-caf-team.{outcome.id}" in taken.ids
    assert "#outcome-caf-team.lead-professional" in taken.links
    text = " ".join(" ".join(taken.text).split())
    assert SCRIPT.questions[0].asks in text
    assert SCRIPT.outcomes[-1].say[0].text in text


def test_a_policy_without_a_line_shows_none() -> None:
    national = book("national", DAY)
    assert national.scripts == ()
    assert "The call:" not in as_html(page(national, None))


def test_a_parameter_that_a_call_alone_rests_on_is_not_said_to_be_read_by_its_name(tmp_path: Path) -> None:
    files = script_with(tmp_path, ("title: Start a CAF\n", 'title: "Start a CAF, {said_alone}"\n'))
    parameters = files.rules / "caf-team" / "parameters.yaml"
    with parameters.open("a", encoding="utf-8") as file:
        file.write(
            "\nsaid_alone:\n  type: text\n  means: Said in a call\n"
            "  values: [{from: 2016-09-22, is: with us, because: BAR-CL-4}]\n"
        )
    told = words_of(found(Book(files, DAY), "said_alone")[0])
    assert "Rules that rest on it" not in told
    assert told[-2:] == ["Calls that rest on it", "the script of caf-team (The CAF consultation line)"]
