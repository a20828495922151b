"""Domains: those declared, those only named, and two writings that might be one."""

from dataclasses import replace

import pytest

from threshold.policy.indicators.domains import domain, key_of, settled, unused
from threshold.policy.indicators.model import Domain, Place
from threshold.reading import Problem

from .making import sign

DECLARED = domain("health", "Health and development", "", Place("indicators.yaml", 2))
CELL = Place("indicators.xlsx", 3, "C3")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Health & development", "health_and_development"),
        ("  Family / home ", "family_home"),
        ("Caf\u00e9", "cafe"),
        ("1. Health", "domain_1_health"),
        ("health_and_development", "health_and_development"),
        ("\u2014", ""),
    ],
)
def test_a_key_is_made_of_the_words(words: str, key: str) -> None:
    assert key_of(words) == key == key_of(key)


def test_what_is_left_out_is_made_of_what_is_there() -> None:
    made = domain("family_home", "", "", CELL)
    assert (made.title, made.asks) == ("Family home", "Is there anything to worry about in: Family home?")
    assert domain("a", "The a", "Is it?", CELL) == Domain("a", "The a", "Is it?", CELL)


def test_a_sign_lies_in_a_declared_domain_by_its_key_or_its_title() -> None:
    signs = [sign(1, "2", "HEALTH"), sign(2, "2", "Health & development")]
    problems: list[Problem] = []
    placed, domains = settled(signs, [DECLARED], {}, problems)
    assert [each.domain for each in placed] == ["health", "health"]
    assert domains == [DECLARED]
    assert not problems


def test_where_domains_are_declared_there_are_no_others() -> None:
    signs = [sign(1, "2", "Health"), sign(2, "2", "At home")]
    problems: list[Problem] = []
    settled(signs, [DECLARED], {signs[1].place: CELL}, problems)
    (problem,) = problems
    assert "none of them" in problem.message
    placed, domains = settled(signs, [], {signs[1].place: CELL}, undeclared := [])
    assert [each.key for each in domains] == [each.domain for each in placed] == ["health", "at_home"]
    assert not undeclared


def test_two_writings_of_one_are_told_unless_both_are_declared() -> None:
    signs = [sign(1, "2", "Health"), sign(2, "2", "Heath"), sign(3, "2", "Home")]
    problems: list[Problem] = []
    settled(signs, [], {}, problems)
    (problem,) = problems
    assert (problem.line, problem.field) == (3, "domain")
    assert "nearly as that on line 2" in problem.message
    assert "Heath" not in problem.message
    every = [domain("heath", "", "", CELL), DECLARED, domain("home", "", "", CELL)]
    settled(signs, every, {}, declared := [])
    assert not declared


def test_numbers_tell_domains_apart() -> None:
    problems: list[Problem] = []
    settled([sign(1, "2", "Outcome 1"), sign(2, "2", "Outcome 2")], [], {}, problems)
    assert not problems


def test_a_domain_without_letters_is_refused() -> None:
    problems: list[Problem] = []
    assert settled([sign(1, "2", "?")], [], {}, problems) == ([], [])
    assert "needs letters" in problems[0].message


def test_a_declared_domain_without_signs_is_told() -> None:
    here = replace(sign(1, "2"), domain="health")
    other = domain("home", "", "", Place("indicators.yaml", 3))
    (problem,) = unused([DECLARED, other], [here])
    assert str(problem).startswith("indicators.yaml, line 3, domains.home: no sign lies in this domain")
