"""A whole policy: nothing that is in it is left out."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.handbook.model import Grid, Section, Way
from threshold.handbook.whole import answers_of, pack_page, whole_pack, whole_policy
from threshold.policy import policy_names

from .conftest import Small, book, small_book, words_of


def anchors(sections: tuple[Section, ...]) -> list[str]:
    found: list[str] = []
    for section in sections:
        found.append(section.anchor)
        for block in section.blocks:
            if isinstance(block, Grid):
                found += block.anchors
            if isinstance(block, Way):
                found += [f"step:{stage.id}" for stage in block.stages]
        found += anchors(section.sections)
    return [each for each in found if each]


@pytest.mark.parametrize("name", policy_names())
def test_everything_in_a_policy_stands_on_its_page(name: str) -> None:
    made = book(name)
    found = anchors(whole_policy(made).sections)
    assert {*found} >= {f"rule:{rule}" for rule in made.rules}
    assert {*found} >= {f"step:{step}" for step in made.steps}
    assert {*found} >= {f"parameter:{parameter}" for parameter in made.parameters}
    assert {*found} >= {f"clause:{clause}" for clause in made.clauses}
    assert {*found} >= {f"fact:{fact}" for fact in made.uses}
    assert {*found} >= {f"tension:{tension}" for tension in made.by_tension}
    rules = [each for each in found if each.startswith("rule:")]
    assert len(rules) == len({*rules})


def test_the_document_says_of_what_it_is_and_as_at_when() -> None:
    about = dict(whole_policy(book("step-up-step-down")).about)
    assert about["As at"] == "14 August 2026"
    assert "Rochdale Borough Council, 2013-09" in about["Step up and step down between CAF and Child in Need"]
    assert "of 2026 has not been checked" in about["Statutory overlay"]


def test_the_sections_come_in_this_order() -> None:
    titles = [section.title for section in whole_policy(book("continuum-of-need")).sections]
    assert titles[:2] == ["What it answers", "Levels of need"]
    assert titles[-6:] == [
        "Routes, step by step",
        "Parameters: what may be set",
        "What the documents leave open",
        "Clauses, and what carries them",
        "What is left out, and why",
        "Facts that the rules look at",
    ]


def test_a_policy_without_routes_deadlines_or_parameters_has_no_empty_sections(small: Small) -> None:
    made = small_book(small, "")
    titles = [section.title for section in whole_policy(made).sections]
    assert "Routes, step by step" not in titles
    assert "Deadlines" not in titles
    assert "Parameters: what may be set" not in titles


def test_a_clause_that_is_left_out_says_why(small: Small) -> None:
    made = small_book(small, "")
    pack = made.pack("tiny")
    clause = replace(pack.clauses["T-1"], id="T-9", about="staff", left_out="it is about a panel's minutes")
    more = replace(pack, clauses={**pack.clauses, "T-9": clause})
    (left,) = [s for s in whole_pack(made, more).sections if s.anchor == "left-out"]
    assert "T-9 | one place | About staff, teams and panels | it is about a panel's minutes" in words_of(left)
    assert any(
        line.endswith("left out: it is about a panel's minutes") for line in words_of(pack_page(made, more))
    )
    (none,) = [s for s in whole_pack(made, pack).sections if s.anchor == "left-out"]
    assert "No clause that is listed is left out." in words_of(none)


def test_what_is_carried_in_part_says_what_is_missing(small: Small) -> None:
    made = small_book(small, "")
    pack = made.pack("tiny")
    part = replace(pack, clauses={"T-1": replace(pack.clauses["T-1"], in_part="the time of day")})
    (clauses,) = [s for s in whole_pack(made, part).sections if s.anchor == "clauses"]
    assert any(line.endswith(" | the time of day") for line in words_of(clauses))


def test_a_local_value_is_told_beside_the_documents_own(small: Small) -> None:
    small.policy = "set: {tiny.least: {is: 6, because: the board said so}}"
    values = "least: {type: number, means: How many, values: [{from: 2020-01-01, is: 3, because: so}]}"
    rules = (
        "requirements: [{id: R, carries: [T-1], bears_on: [close], note: [{must: {t.n: $least}, else: no}]}]"
    )
    made = small_book(small, rules, values)
    (section,) = [s for s in whole_policy(made).sections if s.anchor == "parameters"]
    lines = words_of(section)
    assert "least | How many | 6 |  | set by the policy; the document has 3; the board said so" in lines
    assert "least, another value |  | 3 | 1 January 2020 | set by the document; so" in lines


def test_of_many_rules_that_read_a_fact_some_are_named() -> None:
    (facts,) = [s for s in whole_policy(book("step-up-step-down")).sections if s.anchor == "facts"]
    (direction,) = [line for line in words_of(facts) if line.startswith("proposed.direction | ")]
    assert direction.endswith(" others")
    assert direction.count(", RBC-") < 12


def test_what_a_policy_warns_of_is_told_first() -> None:
    early = book("default", date(2020, 1, 1))
    (answers,) = [s for s in whole_policy(early).sections if s.anchor == "answers"]
    assert any(line.startswith("continuum-of-need begins on ") for line in words_of(answers))
    assert "pack:continuum-of-need" not in [section.anchor for section in whole_policy(early).sections]


def test_what_one_pack_answers() -> None:
    told, without = answers_of(book(), (book().pack("step-up-step-down"),))
    assert "step down from child in need to early help: RBC-4.1b (step-up-step-down)" in told
    assert any("workflow" in line for line in without)
    assert answers_of(book(), (book().pack("national"),)) == ((), ())
