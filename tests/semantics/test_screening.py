"""A no to a domain is a no to its signs; which of them are asked for by themselves, and which together."""

from pathlib import Path

import pytest

from threshold.casefiles import Case
from threshold.semantics.screening import (
    asked_beside,
    asked_of,
    by_what_is_asked,
    is_open,
    opened,
    screen_to_ask,
    screened,
)

from ..policy.own import LEVELS, SIGNS, Own


def test_each_screening_fact_answers_for_its_own(tmp_path: Path) -> None:
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    assert screened(own.files().vocabulary) == {
        "ours_domains.learning": ("ours_signs.o_2_1", "ours_signs.o_3_1"),
        "ours_domains.home": ("ours_signs.o_3_2", "ours_signs.o_4_1"),
    }


@pytest.mark.parametrize(
    ("given", "open_"),
    [
        ({}, False),
        ({"ours_domains.home": False}, False),
        ({"ours_domains.home": True}, True),
        ({"ours_signs.o_3_2": False}, False),
        ({"ours_signs.o_3_2": True}, True),
        ({"ours_domains.home": False, "ours_signs.o_3_2": True}, False),
    ],
)
def test_a_domain_is_open_once_one_is_there(tmp_path: Path, given: dict[str, bool], open_: bool) -> None:
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    vocabulary, case = own.files().vocabulary, Case("C-1", given)
    assert is_open("ours_domains.home", case, vocabulary) is open_
    assert opened(case, vocabulary) == ({"ours_domains.home"} if open_ else set())
    names = ("contact.brag", "ours_signs.o_3_2", "ours_signs.o_4_1")
    assert screen_to_ask(names[1], case, vocabulary) == ("" if open_ else "ours_domains.home")
    assert screen_to_ask(names[0], case, vocabulary) == ""
    asked = names if open_ else ("contact.brag", "ours_domains.home")
    assert by_what_is_asked(names, case, vocabulary) == asked


def test_signs_of_one_level_are_asked_for_together(tmp_path: Path) -> None:
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS + "O-3-4,Family Help,Home,Is the home cold?,,\n")
    vocabulary = own.files().vocabulary
    cold, neglect, hit = (vocabulary.facts[f"ours_signs.o_{n}"] for n in ("3_4", "3_2", "4_1"))
    assert asked_beside(cold, Case("C-1", {}), vocabulary) == [neglect, cold]
    assert asked_beside(cold, Case("C-1", {neglect.name: False}), vocabulary) == [cold]
    assert asked_beside(hit, Case("C-1", {}), vocabulary) == [hit]
    assert asked_of([neglect, cold]) == "Home, Family Help: which of these are there?"
    assert asked_of([hit]) == "Has the child been hit?"
