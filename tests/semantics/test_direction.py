"""Which way, and why: what is asked for, danger, the most serious outcome, the level beside the support."""

import pytest

from threshold.semantics.direction import NO_PROPOSAL, Proposal
from threshold.vocabulary import ABSENT, UNKNOWN, State

from .conftest import LEVEL, SUPPORT

OUTCOME = """
  - id: O
    carries: [T-1]
    fact: recommendation.outcome
    hit: most_serious
    rows:
      - {when: {t.c: true}, is: go_up, because: C holds}
      - {when: {t.n: {at_least: 5}}, is: stay}
      - {when: {t.n: {known: true}}, is: go_down}
"""
LEVELS = {1: "{a: false, b: false}", 2: "{a: false, b: true}", 3: "{a: true}"}


def proposed(small, t: str, support: str = "", danger: str = "false", more: str = "") -> Proposal:
    place = f"support: {{in_place: {support}}}\n" if support else ""
    concern = f"child_protection: {{concern: {danger}}}\n" if danger else ""
    return small.findings(f"{place}{concern}t: {t}\n{more}").proposal


def told(proposal: Proposal) -> tuple[State, State, tuple[str, ...]]:
    return proposal.asked, proposal.asked_to, proposal.missing


def test_a_request_goes_before_everything_else(small):
    small.tiny(LEVEL + OUTCOME, SUPPORT)
    request = "request: {direction: step_down, to: low}"
    for danger in ("true", "false", ""):
        found = proposed(small, "{a: true, c: true}", "middle", danger, request)
        assert found == Proposal(True, "step_down", "low")


@pytest.mark.parametrize("request_", ["", "request: {direction: none, to: low}"])
def test_nothing_asked_is_no_request(small, request_: str):
    small.tiny(LEVEL, SUPPORT)
    assert not proposed(small, "{a: true}", "low", more=request_).requested


def test_in_danger_a_child_is_protected_whatever_else_the_facts_point_to(small):
    found = proposed(small.tiny(LEVEL + OUTCOME, SUPPORT), "{c: true}", "low", danger="true")
    assert found == Proposal(False, "safeguarding_now", ABSENT, ("Protect first",))


@pytest.mark.parametrize(
    ("t", "direction", "because"),
    [
        ("{c: true}", "step_up", ("C holds",)),
        ("{c: false, n: 5}", "continue", ("stay",)),
        ("{c: false, n: 4}", "step_down", ("go down",)),
        # Only what certainly holds: that it may be more serious is no reason.
        ("{n: 5}", "continue", ("stay",)),
        ("{c: true, n: 5}", "step_up", ("C holds",)),
    ],
)
def test_the_most_serious_outcome_that_certainly_holds(
    small, t: str, direction: str, because: tuple[str, ...]
):
    found = proposed(small.tiny(LEVEL + OUTCOME, SUPPORT), t, "high")
    assert (found.asked, found.because) == (direction, because)


@pytest.mark.parametrize(
    ("t", "to"), [("a: true", "high"), ("a: false, b: true", "middle"), ("b: true", UNKNOWN)]
)
def test_an_outcome_that_leads_up_leads_to_the_least_support_that_fits(small, t: str, to: State):
    small.tiny(LEVEL + OUTCOME, SUPPORT)
    assert proposed(small, f"{{c: true, {t}}}").asked_to == to
    assert proposed(small, f"{{c: false, n: 5, {t}}}").asked_to is ABSENT


def test_an_outcome_that_leads_down_leads_to_what_the_vocabulary_names(small):
    small.tiny(LEVEL + OUTCOME, SUPPORT)
    found = proposed(small, "{c: false, n: 4, a: true}", "high")
    assert (found.asked, found.asked_to) == ("step_down", "low")


@pytest.mark.parametrize(("support", "to"), [("low", "middle"), ("middle", UNKNOWN), ("high", UNKNOWN)])
def test_an_outcome_never_leads_up_to_what_is_in_place_or_less(small, support: str, to: State):
    found = proposed(small.tiny(LEVEL + OUTCOME, SUPPORT), "{c: true, a: false, b: true}", support)
    assert (found.asked, found.asked_to) == ("step_up", to)


def test_an_outcome_that_a_person_judged_has_no_row_to_tell_of(small):
    judged = "overrides: {recommendation.outcome: {is: go_down, by: Team Manager, reason: Seen}}"
    found = proposed(small.tiny(LEVEL + OUTCOME, SUPPORT), "{c: true}", more=judged)
    assert (found.asked, found.because) == ("step_down", ("go down",))


def test_where_no_outcome_is_certain_the_level_speaks(small):
    found = proposed(small.tiny(LEVEL + OUTCOME, SUPPORT), "{a: true}", "low")
    assert (found.asked, found.asked_to) == ("step_up", "high")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("support", ["low", "middle", "high"])
def test_the_level_is_set_beside_the_support_in_place(small, level: int, support: str):
    found = proposed(small.tiny(LEVEL, SUPPORT), LEVELS[level], support)
    place, fits = ("low", "middle", "high").index(support) + 1, ("low", "middle", "high")[level - 1]
    if place == level:
        assert told(found) == ("continue", ABSENT, ())
        assert found.because == (f"the support in place ({support}) fits level {level}",)
    else:
        assert told(found) == ("step_up" if place < level else "step_down", fits, ())
        more = "more" if place < level else "less"
        assert found.because == (f"level {level} calls for {more} than the support in place ({support})",)


def test_a_level_that_several_kinds_of_support_fit_leads_to_the_nearest(small):
    narrow, down, up = (
        f"2: {{lowest: {low}, highest: {high}}}"
        for low, high in (("middle", "middle"), ("low", "middle"), ("middle", "high"))
    )
    small.tiny(LEVEL, SUPPORT.replace(narrow, down))
    assert told(proposed(small, LEVELS[2], "low")) == ("continue", ABSENT, ())
    assert told(proposed(small, LEVELS[2], "high")) == ("step_down", "middle", ())
    small.tiny(LEVEL, SUPPORT.replace(narrow, up))
    assert told(proposed(small, LEVELS[2], "low")) == ("step_up", "middle", ())
    assert told(proposed(small, LEVELS[2], "high")) == ("continue", ABSENT, ())


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        ("low", ("step_up", "middle", ())),
        ("middle", (UNKNOWN, UNKNOWN, ("need.level",))),
        ("high", (UNKNOWN, UNKNOWN, ("need.level",))),
    ],
)
def test_a_floor_leads_up_or_nowhere(small, support: str, expected: tuple[State, State, tuple[str, ...]]):
    found = proposed(small.tiny(LEVEL, SUPPORT), "{b: true}", support)
    assert told(found) == expected
    if support == "low":
        assert found.because == ("the facts indicate level 2 at least, above the support in place",)


def test_without_even_a_floor_the_level_is_missing(small):
    small.tiny(LEVEL.replace("    otherwise: 1\n", ""), SUPPORT)
    assert told(proposed(small, "{}", "low")) == (UNKNOWN, UNKNOWN, ("need.level",))


@pytest.mark.parametrize(
    ("t", "missing"),
    [("{a: true}", ("support.in_place",)), ("{b: true}", ("need.level", "support.in_place"))],
)
def test_the_support_in_place_is_asked_for(small, t: str, missing: tuple[str, ...]):
    assert told(proposed(small.tiny(LEVEL, SUPPORT), t)) == (UNKNOWN, UNKNOWN, missing)


def test_a_policy_without_levels_or_without_their_table_names_no_direction_and_asks_for_nothing(small):
    assert told(proposed(small.tiny("", SUPPORT), "{}", "low")) == (UNKNOWN, UNKNOWN, ())
    assert told(proposed(small.tiny(LEVEL), "{a: true}", "low")) == (UNKNOWN, UNKNOWN, ())
    assert Proposal(False, UNKNOWN, UNKNOWN) == NO_PROPOSAL
