"""Facts that one question asks for: a domain in the place of its signs, and the signs of a level in it."""

from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import Case
from threshold.questions.answers import Answer
from threshold.questions.together import answers_offered, mattering, together, with_answers
from threshold.vocabulary import Vocabulary

from ..policy.own import LEVELS, SIGNS, Own

LEARNING, HOME = "ours_domains.learning", "ours_domains.home"
ABSENT, MISSES = "ours_signs.o_3_1", "ours_signs.o_2_1"
NEGLECT, HIT = "ours_signs.o_3_2", "ours_signs.o_4_1"
ALL = [LEARNING, HOME, MISSES, ABSENT, NEGLECT, HIT]
MORE = SIGNS + "O-3-9,Family Help,Home,Is the home cold?,,yes\n"


@pytest.fixture
def vocabulary(tmp_path: Path) -> Vocabulary:
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=MORE)
    return own.files().vocabulary


def case(**given: bool) -> Case:
    facts = {f"ours_{name.replace('__', '.')}": value for name, value in given.items()}
    return Case("C-1", facts, as_at=date(2026, 6, 1))


def test_a_domain_stands_for_its_signs(vocabulary: Vocabulary) -> None:
    alone, domains, lists = together([*ALL, "contact.brag"], case(), vocabulary)
    assert (alone, lists) == (["contact.brag"], [])
    assert [(each.fact, each.behind) for each in domains] == [
        (LEARNING, (MISSES, ABSENT)),
        (HOME, (NEGLECT, HIT)),
    ]


@pytest.mark.parametrize("opened", [{"domains__home": True}, {"signs__o_4_1": True}])
def test_once_something_is_there_its_signs_are_lists(vocabulary: Vocabulary, opened: dict[str, bool]) -> None:
    names = [NEGLECT, "ours_signs.o_3_9", LEARNING, MISSES]
    _, domains, lists = together(names, case(**opened), vocabulary)
    assert [each.fact for each in domains] == [LEARNING]
    # What tells of danger stands first.
    assert [each.facts for each in lists] == [("ours_signs.o_3_9", NEGLECT)]
    assert lists[0].protection


def test_what_nothing_reads_is_no_question(vocabulary: Vocabulary) -> None:
    _, domains, _ = together(ALL, case(), vocabulary)
    _, _, lists = together([NEGLECT, "ours_signs.o_3_9"], case(domains__home=True), vocabulary)
    found = mattering([*domains, *lists], {ABSENT, NEGLECT}, vocabulary)
    assert [(each.fact, each.facts, each.behind) for each in found] == [
        (LEARNING, (), (ABSENT,)),
        (HOME, (), (NEGLECT,)),
        (NEGLECT, (NEGLECT,), ()),
    ]
    assert found[2].asks == vocabulary.facts[NEGLECT].asks


def test_answers_name_what_is_there(vocabulary: Vocabulary) -> None:
    _, (learning, _), _ = together(ALL, case(), vocabulary)
    whole = with_answers(learning, [(ABSENT,)])
    assert [dict(each.stated) for each in whole.answers] == [
        {LEARNING: False, MISSES: False, ABSENT: False},
        {LEARNING: True, MISSES: False, ABSENT: True},
    ]
    assert answers_offered(whole, [1, 0, 1]) == [Answer(value=True), Answer(value=False)]


def test_a_list_of_one_is_a_plain_yes_or_no(vocabulary: Vocabulary) -> None:
    _, _, (alone,) = together([NEGLECT], case(domains__home=True), vocabulary)
    assert with_answers(alone, [(NEGLECT,)]).answers == (Answer(value=False), Answer(value=True))
