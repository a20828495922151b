"""S186 and S187 of docs/semantics.md: a no to a domain, and the signs of a level asked together."""

from pathlib import Path

import pytest

from threshold.casefiles import Case
from threshold.engine import Engine, evaluators
from threshold.questions.answers import answered
from threshold.questions.search import Question, questions

from ...policy.own import LEVELS, Own

TABLE = """id,level,domain,asks,ages,protection
O-1-1,Universal,Learning,Is the child well at school?,,
O-2-1,Early Support,Learning,Does the child sometimes miss school?,,
O-2-2,Early Support,Learning,Is the child sometimes late?,,
O-3-1,Family Help,Learning,Is the child persistently absent from school?,,
O-3-2,Family Help,Learning,Is the child without a school?,,
O-3-3,Family Help,Home,Is the home neglected?,,
O-4-1,Protection,Home,Has the child been hit?,,yes
O-4-2,Protection,Home,Is the child alone at night?,,
O-4-3,Protection,Health,Is the child starving?,,
"""
FITTING = """
support_for_level:
  type: table
  key: need.level
  means: The support that fits each level
  columns: {lowest: text, highest: text}
  values:
    - from: 2023-01-01
      because: O-1
      is:
        Universal: {lowest: universal, highest: universal}
        Early Support: {lowest: early_help, highest: early_help}
        Family Help: {lowest: early_help, highest: child_in_need}
        Protection: {lowest: child_in_need, highest: care}
"""
OPENED = "ours_domains: {learning: true, home: false, health: false}\n"


@pytest.fixture
def own(tmp_path: Path) -> Own:
    made = Own(tmp_path)
    made.pack(vocabulary=LEVELS, indicators_csv=TABLE)
    return made


def engine_and_case(own: Own, text: str) -> tuple[Engine, Case]:
    files = own.files()
    return Engine(files, using=evaluators()[:1]), own.case(text, files)


def asked(own: Own, text: str = "") -> list[Question]:
    return questions(*engine_and_case(own, text))


def names(own: Own, text: str = "") -> list[str]:
    return [question.name for question in asked(own, text)]


def test_s186_a_no_to_a_domain_is_a_no_to_each_sign_in_it(own: Own) -> None:
    assert own.level("ours_domains: {learning: false, home: false, health: false}\n") == 1
    assert own.level("ours_domains: {learning: false, home: false}\n") == (1, (4,))


def test_s186_what_is_stated_beside_it_stands(own: Own) -> None:
    told = OPENED.replace("learning: true", "learning: false") + "ours_signs: {o_2_1: true}\n"
    assert own.level(told) == 2
    engine, case = engine_and_case(own, told)
    assert engine.decide(case).conflicts == ()
    assert questions(engine, case) == []


def test_s186_a_domain_is_asked_for_before_its_signs_danger_first(own: Own) -> None:
    assert names(own) == ["ours_domains.home", "ours_domains.learning", "ours_domains.health"]


def test_s186_a_domain_is_asked_for_only_while_a_sign_of_it_could_matter(own: Own) -> None:
    assert names(own, "ours_signs: {o_4_2: true}\nours_domains: {home: true}\n") == ["ours_signs.o_4_1"]
    known = "ours_domains: {home: false}\nours_signs: {o_4_3: false, o_3_1: true, o_3_2: false}\n"
    assert names(own, known) == []


def test_s186_what_is_missing_stands_with_the_question_for_its_domain(own: Own) -> None:
    own.pack(vocabulary=LEVELS, indicators_csv=TABLE, parameters=FITTING)
    engine, case = engine_and_case(own, "")
    decision = engine.decide(case)
    asked_by = {each.fact: each.question for each in decision.missing}
    assert next(iter(asked_by)) == "ours_domains.home"  # which has signs that tell of danger
    assert asked_by["ours_signs.o_3_2"] == "Is there anything to worry about in: Learning?"
    assert len({*asked_by.values()}) == 3
    assert "3 things are not known" in decision.recommendation.headline


def test_s186_once_a_sign_is_there_its_domain_is_asked_for_no_more(own: Own) -> None:
    told = "ours_domains: {home: false, health: false}\nours_signs: {o_2_1: true}\n"
    assert names(own, told) == ["ours_signs.o_3_1"]


def test_s187_the_signs_of_a_level_are_one_question_the_highest_first(own: Own) -> None:
    first, second = asked(own, OPENED)
    assert first.asks == "Learning, Family Help: which of these are there?"
    assert first.facts == ("ours_signs.o_3_1", "ours_signs.o_3_2")
    assert first.each == ("Is the child persistently absent from school?", "Is the child without a school?")
    assert second.facts == ("ours_signs.o_2_1", "ours_signs.o_2_2")
    # Signs of the least level make no difference.
    assert "ours_signs.o_1_1" not in (*first.facts, *second.facts)


def test_s187_what_an_answer_does_not_name_is_not_there(own: Own) -> None:
    engine, case = engine_and_case(own, OPENED)
    (first, _) = questions(engine, case)
    none, one = first.answers[:2]
    assert dict(none.stated) == {"ours_signs.o_3_1": False, "ours_signs.o_3_2": False}
    assert dict(one.stated) == {"ours_signs.o_3_1": True, "ours_signs.o_3_2": False}
    assert case.as_at is not None
    assert questions(engine, answered(case, first, one, case.as_at)) == []
    assert [each.fact for each in questions(engine, answered(case, first, none, case.as_at))] == [
        "ours_signs.o_2_1"
    ]


def test_s187_nothing_below_a_level_that_is_reached_but_danger_all_the_same(own: Own) -> None:
    reached = "ours_domains: {learning: true, home: true, health: true}\nours_signs: {o_4_3: true}\n"
    assert names(own, reached) == ["ours_signs.o_4_1"]
    assert names(own, reached.replace("o_4_3: true", "o_4_3: true, o_4_1: true")) == []


def test_s187_danger_stands_first_in_a_list(own: Own) -> None:
    found = asked(own, "ours_domains: {learning: false, home: true}\n")
    assert (found[0].facts, found[0].protection) == (("ours_signs.o_4_1", "ours_signs.o_4_2"), True)
    # What is left to ask where something is there comes before other domains.
    assert found[1].fact == "ours_domains.health"


def test_s187_signs_of_danger_are_asked_for_though_no_decision_misses_them(own: Own) -> None:
    own.pack(
        vocabulary=LEVELS,
        indicators_csv=TABLE,
        rules="grounds:\n  - {id: O-9, title: Closed, carries: [O-1], for: {direction: close, of: case}, "
        "when: {child_protection.concern: false}, else: Not closed}\n",
    )
    close = "request: {direction: close}\nclosure: {of: case}\n"
    assert "ours_domains.home" in names(own, close)
    assert "ours_domains.learning" not in names(own, close)
    assert names(own, close + "ours_domains: {home: false}\n") == []


def test_s187_where_nothing_is_asked_for_domains_come_before_all_but_danger(own: Own) -> None:
    files = own.files()
    (case,) = [own.case("", files)]
    found = questions(Engine(files, using=evaluators()[:1]), case)
    assert all(question.name.startswith("ours_") for question in found)
