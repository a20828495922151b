"""What is shown of a decision: what to do first, in words, with the clause that it comes from."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from threshold.decisions import Decision
from threshold.decisions.model import (
    Conflict,
    Consultation,
    Document,
    MissingFact,
    Note,
    PackStamp,
    ParameterUsed,
)
from threshold.reports.section import Line, Section
from threshold.reports.sections import facts_line, sections, to_the_caller

from .conftest import PACKS, clauses, decisions
from .making import SOURCE, STAMP, action, check, decided, row, step
from .test_reasons import BRAG

ORDER = [
    "To do",
    "By when",
    "Why",
    "Contradictions",
    "Warnings",
    "Need",
    "Papers",
    "Next steps",
    "What comes first",
    "Not known",
    "Notes",
    "Left open by the sources",
]
# What these say comes from a rule, so every line of them ends with a clause of some pack, and with
# whether that is in force where its document says so.
CITED = ("To do", "By when", "Why", "Warnings", "Papers", "Next steps", "What comes first")
CITATION = re.compile(r" \[([^\]]+)\](?: \([^()]*\bin force\))?$")
NAME = re.compile(r"\b[a-z]+\.[a-z_]+\b")  # of a fact, as the program writes it


def every_line(decision: Decision) -> Iterator[tuple[Section, Line]]:
    return ((section, line) for section in sections(decision) for line in section.lines)


@pytest.mark.parametrize("pack", PACKS)
def test_the_sections_stand_in_order_and_none_is_empty(pack: str) -> None:
    for decision in decisions(pack):
        told = sections(decision)
        assert [section.title for section in told] == [
            title for title in ORDER if title in {section.title for section in told}
        ]
        assert all(section.lines and not section.left_out for section in told), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_every_line_that_states_a_rule_ends_with_its_clause(pack: str) -> None:
    for decision in decisions(pack):
        for section, line in every_line(decision):
            if section.title in CITED:
                cited = CITATION.search(line.text)
                assert cited, f"{decision.case}: {line.text}"
                assert set(cited[1].split(", ")) <= clauses(pack), f"{decision.case}: {line.text}"


@pytest.mark.parametrize("pack", PACKS)
def test_no_codes_but_clauses(pack: str) -> None:
    """No name of a fact, status or parameter as the program writes it reaches a reader."""
    for decision in decisions(pack):
        lines = [CITATION.sub("", line.text) for _, line in every_line(decision)]
        for said in (*lines, decision.recommendation.headline):
            assert "_" not in said, f"{decision.case}: {said}"
            assert not NAME.search(said), f"{decision.case}: {said}"
            assert not re.search(r"\b(true|false|null|None)\b", said), f"{decision.case}: {said}"


@pytest.mark.parametrize("pack", PACKS)
def test_the_headline_never_says_no_more_than_that_no_direction_can_be_named(pack: str) -> None:
    for decision in decisions(pack):
        before, none, after = decision.recommendation.headline.partition("No direction can be named yet")
        if none:
            assert before.endswith((". ", "? ")) or ". Ask first: " in after, decision.case


def test_the_examples_hold_what_these_tests_are_about() -> None:
    """Each kind of first line and of part is among them, so that no test above looks at nothing."""
    made = [decision for pack in PACKS for decision in decisions(pack)]
    headlines = " ".join(decision.recommendation.headline for decision in made)
    assert len(made) > 800
    for words in (" are not known", " is not known", "No direction can be named yet", "Ask first: "):
        assert words in headlines
    assert {section.title for decision in made for section in sections(decision)} == set(ORDER)


@pytest.mark.parametrize("pack", PACKS)
def test_where_a_child_is_in_danger_only_that_is_asked_for(pack: str) -> None:
    for decision in decisions(pack):
        asks = [each for each in sections(decision) if each.title == "Not known"]
        if decision.recommendation.direction == "safeguarding_now" and decision.status == "blocked":
            assert asks == []


# One decision at a time


def lines(decision: Decision, title: str, everything: bool = False) -> list[str]:
    found = {section.title: section for section in sections(decision, everything)}
    return [line.text for line in found[title].lines] if title in found else []


FULL = decided(
    status="advisory",
    brag=BRAG,
    checks=(check("R"), check("W", effect="warn", decides=False)),
    deadlines=(row(),),
    actions=(action("A"),),
    route=(step(1),),
    documents=(Document("form", "absent", SOURCE),),
    missing=(MissingFact("t.a", "A?", ("R",)),),
    conflicts=(Conflict("C", ("t.a", "t.b"), "Never both"),),
    notes=(Note("", "Another would refuse"), Note("T01", "Who decides", "R")),
)


def test_a_decision_has_all_its_parts_in_order() -> None:
    assert [section.title for section in sections(FULL)] == [
        title for title in ORDER if title != "What comes first"
    ]
    assert [section.title for section in sections(replace(FULL, status="blocked"))] == [
        title for title in ORDER if title != "Next steps"
    ]


def test_everything_has_what_a_date_counts_from_and_how_it_was_missed_as_a_warning() -> None:
    late = replace(FULL, deadlines=(row(state="overdue", says="Not done"),))
    overdue = "Deadline L: OVERDUE by 3 days, due 17 Aug 2026"
    assert lines(late, "By when", everything=True) == [f"{overdue}; 5 days from 12 Aug 2026 [T-1]"]
    assert lines(late, "By when") == [f"{overdue} [T-1]"]
    assert lines(late, "Warnings", everything=True) == ["Do W [T-1]", "Not done [T-1]"]


def test_a_question_stands_once_on_the_screen() -> None:
    """Under what to do, else under what to ask, else beside its date."""
    asks = row(state="cannot_tell", days=None, question="A?")
    late = replace(FULL, deadlines=(asks,))
    told = "Deadline L: due 17 Aug 2026; cannot tell whether it was done"
    assert lines(late, "By when") == [f"{told} [T-1]"]
    assert lines(late, "Not known") == ["A? [T-1]"]
    to_do = replace(late, actions=(action("A", do="Find out: A?", by=""),))
    assert lines(to_do, "By when") == [f"{told} [T-1]"]
    assert lines(to_do, "Not known") == []
    assert lines(replace(late, missing=()), "By when") == [f"{told}. A? [T-1]"]


def test_what_there_is_nothing_of_has_no_section() -> None:
    assert sections(decided()) == []
    assert [section.title for section in sections(decided(), everything=True)] == ["Policy"]


def test_a_row_that_is_not_available_is_no_step_where_the_headline_says_so() -> None:
    row_ = step(1, available=False, says="not available for Us")
    made = decided(status="blocked", headline="Write: not now. Not available for Us", route=(row_, step(2)))
    assert lines(made, "What comes first") == ["1. Social Worker: Write [T-1]"]
    assert "What comes first" not in {each.title for each in sections(replace(made, route=(row_,)), True)}
    unsaid = replace(made, route=(step(1, available=False, says="it is closed"),))
    assert lines(unsaid, "What comes first") == ["1. Write: not available; it is closed [T-1]"]
    # Under a concern the headline has no room for it, and the reasons tell it.
    reason = check("T-1", "not_met", effect="block", decides=True, says="It is closed")
    assert lines(replace(unsaid, checks=(reason,)), "What comes first") == []


def test_everything_shows_a_step_that_is_among_what_is_to_be_done_too() -> None:
    made = decided(actions=(action("R"),), route=(step(1, action="Do R", added_by="Anyone"),))
    assert lines(made, "Next steps") == []
    assert lines(made, "Next steps", everything=True) == ["1. Anyone: Do R [T-1]"]


def test_the_line_about_the_case_names_date_policy_and_trial() -> None:
    assert facts_line(decided()) == "C-1, as at 14 August 2026, policy p"
    trial = decided(policy=replace(STAMP, trial=("tiny.a=1", "tiny.b=2")), as_at="2026-08-14T09:30")
    assert facts_line(trial) == "C-1, as at 14 August 2026 at 09:30, policy p with tiny.a=1, tiny.b=2"


def test_everything_tells_the_parameters_and_the_policy() -> None:
    used = (
        ParameterUsed("tiny.a", "3 days", "2026-01-01", "so", "pack"),
        ParameterUsed("tiny.b", "4", None, "tried", "trial"),
    )
    made = decided(parameters=used)
    assert lines(made, "Parameters in force") == []
    assert lines(made, "Parameters in force", everything=True) == [
        "tiny.a = 3 days since 1 Jan 2026 (so)",
        "tiny.b = 4, set by the trial (tried)",
    ]
    assert lines(made, "Policy", everything=True) == [
        "Small, version 1.0, digest 0123456789ab",
        "tiny (lead), document: 2020-01",
    ]


def test_the_ways_of_two_documents_are_two_lists_each_under_its_name() -> None:
    other = replace(SOURCE, pack="other")
    both = replace(STAMP, packs=(*STAMP.packs, PackStamp("other", "lead", "2020-01")))
    made = decided(route=(step(1), step(1, source=other)), policy=both, speaks=("tiny", "other"))
    ways = [section for section in sections(made) if section.title.startswith("Next steps")]
    assert [section.title for section in ways] == ["Next steps, tiny", "Next steps, other"]
    assert [len(section.lines) for section in ways] == [1, 1]
    assert facts_line(made) == "C-1, as at 14 August 2026, policy p, by tiny and other"
    assert facts_line(replace(made, speaks=())) == "C-1, as at 14 August 2026, policy p"


def test_of_one_document_no_name_is_told() -> None:
    made = decided(route=(step(1),), speaks=("tiny",))
    assert [section.title for section in sections(made)] == ["Next steps"]
    assert facts_line(made) == "C-1, as at 14 August 2026, policy p"


@pytest.mark.parametrize(
    ("advised", "told"),
    [
        (None, []),
        (
            Consultation("start_caf", (), ("so",), (), ("BAR-CL-4",)),
            ["Advice to the caller: start a CAF [BAR-CL-4]"],
        ),
        (
            Consultation("ask_first", ("refer_now", "refer_to_mash"), (), ("t.a",), ("A-1", "A-2")),
            [
                "Advice to the caller: find out first; not ruled out: refer now or refer to the MASH "
                "[A-1, A-2]"
            ],
        ),
        (
            Consultation(None, (), (), (), ()),
            ["Advice to the caller: none that this policy has, by what is known"],
        ),
    ],
)
def test_what_a_caller_is_advised_is_one_line(advised: Consultation | None, told: list[str]) -> None:
    assert to_the_caller(decided(consultation=advised)) == told
