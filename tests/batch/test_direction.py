"""Which way is proposed, by column: what is asked for, safeguarding, the outcome, or the level of need."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.direction import every_proposal  # noqa: E402
from threshold.policy.inference_plan import PROPOSED_FROM  # noqa: E402
from threshold.policy.model import LEVEL as LEVEL_OF_NEED  # noqa: E402

from ..semantics.conftest import LEVEL, SUPPORT  # noqa: E402
from .by_hand import AS_AT, statuses, together  # noqa: E402

DIRECTIONS = ("step_up", "step_down", "close", "triage", "safeguarding_now", "continue", "none")
SUPPORTS = ("low", "middle", "high")
OUTCOME = """
  - id: O
    carries: [T-1]
    fact: recommendation.outcome
    hit: most_serious
    rows: [{when: {t.c: true}, is: go_up}, {when: {t.n: 1}, is: stay}, {when: {t.n: 2}, is: go_down}]
"""
ASKED = "requirements:\n" + "".join(
    f"  - {{id: P-{name}-{number}, carries: [T-1], bears_on: [compliance], "
    f"note: [{{must: {{proposed.{name}: {value}}}, else: no}}]}}\n"
    for name, values in (("direction", DIRECTIONS), ("to", SUPPORTS))
    for number, value in enumerate(values)
)
CALM = "child_protection: {concern: false}\n"


def proposed(small, *cases: str) -> list[tuple[str | None, str | None]]:
    """The direction and the support proposed for each case, found by asking for each in turn.

    `unknown` where nobody can tell, None where there is none.
    """
    results = together(small, cases)

    def told(name: str, values: tuple[str, ...]) -> list[str | None]:
        columns = [statuses(results, f"P-{name}-{number}") for number, _ in enumerate(values)]
        found: list[str | None] = []
        for row in zip(*columns, strict=True):
            held = [value for value, status in zip(values, row, strict=True) if status == "met"]
            assert len(held) < 2
            found.append(held[0] if held else "unknown" if "undetermined" in row else None)
        return found

    return list(zip(told("direction", DIRECTIONS), told("to", SUPPORTS), strict=True))


def test_what_is_asked_for_goes_before_everything_else(small):
    small.tiny(LEVEL + OUTCOME + ASKED, SUPPORT)
    facts = "support: {in_place: low}\nt: {a: true, c: true}\n"
    cases = {
        "request: {direction: close, to: middle}\n" + CALM: ("close", "middle"),
        "request: {direction: step_down}\n" + CALM: ("step_down", "unknown"),
        "request: {direction: step_down, to: low}\nchild_protection: {concern: true}\n": ("step_down", "low"),
        "request: {direction: none, to: low}\n" + CALM: ("step_up", "high"),
    }
    assert proposed(small, *(facts + case for case in cases)) == list(cases.values())


def test_safeguarding_goes_before_what_the_facts_point_to(small):
    small.tiny(LEVEL + OUTCOME + ASKED, SUPPORT)
    facts = "support: {in_place: high}\nt: {a: false, b: false, c: %s}\n"
    cases = {
        "child_protection: {concern: true}\n" + facts % "false": ("safeguarding_now", None),
        "child_protection: {concern: true}\n" + facts % "true": ("safeguarding_now", None),
        # Not known is no concern, nor is it none: what the facts point to is proposed.
        facts % "true": ("step_up", "unknown"),  # there is more in place than the level calls for
    }
    assert proposed(small, *cases) == list(cases.values())


def test_the_most_serious_outcome_that_is_certain_goes_before_the_level(small):
    small.tiny(LEVEL + OUTCOME + ASKED, SUPPORT)
    facts = CALM + "support: {in_place: low}\nt: {%s}\n"
    cases = {
        "a: true, c: true, n: 3": ("step_up", "high"),
        "c: true, n: 3": ("step_up", "unknown"),  # a level that is not known calls for no support
        "a: true, c: false, n: 1": ("continue", None),
        "a: true, c: false, n: 2": ("step_down", "low"),
        "a: true, n: 2": ("step_down", "low"),  # more is not ruled out; this much is certain
        "a: true, c: false, n: 3": ("step_up", "high"),  # no outcome: the level decides
        "a: true, c: false": ("step_up", "high"),
    }
    assert proposed(small, *(facts % case for case in cases)) == list(cases.values())


# Level: what the facts say, and its lowest and highest support.
KNOWN = {"a: true": "high", "a: false, b: true": "middle", "a: false, b: false": "low"}


def test_the_level_of_need_is_set_beside_the_support_in_place(small):
    small.tiny(LEVEL + ASKED, SUPPORT)
    cases = list(product(KNOWN, SUPPORTS))
    wanted: list[tuple[str, str | None]] = []
    for facts, place in cases:
        fits, has = SUPPORTS.index(KNOWN[facts]), SUPPORTS.index(place)
        if has == fits:
            wanted.append(("continue", None))
        else:
            wanted.append(("step_up" if has < fits else "step_down", KNOWN[facts]))
    texts = [CALM + f"support: {{in_place: {place}}}\nt: {{{facts}}}\n" for facts, place in cases]
    assert proposed(small, *texts) == wanted


def test_a_floor_calls_for_a_step_up_and_never_for_a_step_down(small):
    small.tiny(LEVEL + ASKED, SUPPORT)
    # Level 2 at least: middle support at the lowest.
    texts = [CALM + f"support: {{in_place: {place}}}\nt: {{b: true}}\n" for place in SUPPORTS]
    assert proposed(small, *texts) == [("step_up", "middle"), ("unknown", "unknown"), ("unknown", "unknown")]


def test_without_the_support_in_place_no_direction_can_be_named(small):
    small.tiny(LEVEL + ASKED, SUPPORT)
    assert proposed(small, CALM + "t: {a: true}\n", CALM) == [("unknown", "unknown")] * 2


def test_without_a_table_the_level_points_nowhere(small):
    small.tiny(LEVEL + ASKED)
    assert proposed(small, CALM + "support: {in_place: low}\nt: {a: true}\n") == [("unknown", "unknown")]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        # An outcome, a level and a support each with its values, and not known; of what is worked out each
        # value may also be a floor.
        (LEVEL + OUTCOME, 7 * 7 * 7),
        (LEVEL, 4 * 7 * 7),
        ("", 4 * 4 * 7),
    ],
)
def test_every_combination_is_worked_out_once(small, written: str, number: int):
    small.tiny(written + ASKED, SUPPORT)
    proposals = every_proposal(small.engine().policy.at(AS_AT))
    columns: list[Any] = [proposals.directions, proposals.supports, proposals.without]
    assert [column.len() for column in columns] == [number] * 3
    assert set(proposals.directions) <= {*DIRECTIONS, None}
    # What has no support is never told one.
    assert not (proposals.without & proposals.supports.is_not_null()).any()
    assert {choice.fact for choice in proposals.choices} < set(PROPOSED_FROM)


def test_a_level_without_an_order_may_be_any_number_within_its_bounds(small):
    policy = small.tiny(LEVEL + ASKED, SUPPORT).engine().policy.at(AS_AT)
    facts = dict(policy.vocabulary.facts)
    facts[LEVEL_OF_NEED] = replace(facts[LEVEL_OF_NEED], order=())
    plain = every_proposal(replace(policy, vocabulary=replace(policy.vocabulary, facts=facts)))
    choice = next(each for each in plain.choices if each.fact == LEVEL_OF_NEED)
    assert choice.values == (1, 2, 3)
    assert plain.directions.len() == every_proposal(policy).directions.len()
