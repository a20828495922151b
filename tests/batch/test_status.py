"""Requirements by column: met only where known to apply, and a conflict only for want of a fact in doubt."""

from itertools import product

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.signals import truth_name  # noqa: E402
from threshold.batch.status import STATUS, Wanting, status, status_name, told_apart  # noqa: E402
from threshold.conditions import ALWAYS, All, Any, Not, Truth  # noqa: E402
from threshold.conditions import Test as Leaf  # noqa: E402
from threshold.policy import Head, Part, Requirement  # noqa: E402

from .by_hand import statuses, together  # noqa: E402

TRUTHS: tuple[Truth, ...] = (True, False, None)
RULE = Requirement(Head("R", "R", "tiny", ("T-1",)), ALWAYS, ALWAYS, "note", (Part(ALWAYS, "says"),))
R = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [compliance]
    applies: {applies}
    note: [{{must: {satisfied}, else: no}}]
conflicts:
  - {{id: C, carries: [T-1], when: {{t.list: {{includes: x}}}}, why: both, doubtful: [{doubtful}]}}
"""
DOUBT = "t: {list: [x], "  # the conflict rule holds


def test_met_is_only_what_is_known_to_apply():
    rows = list(product(TRUTHS, TRUTHS))
    frame = pl.DataFrame(
        {
            truth_name("R:applies"): [row[0] for row in rows],
            truth_name("R:satisfied"): [row[1] for row in rows],
        },
        schema_overrides=dict.fromkeys((truth_name("R:applies"), truth_name("R:satisfied")), pl.Boolean),
    )
    told = frame.select(status(RULE))
    assert told.schema == {status_name(RULE): STATUS}
    found = dict(zip(rows, told.to_series().to_list(), strict=True))
    assert found == {
        (True, True): "met",
        (True, False): "not_met",
        (True, None): "undetermined",
        (None, True): "undetermined",
        (None, False): "undetermined",
        (None, None): "undetermined",
        **dict.fromkeys(((False, truth) for truth in TRUTHS), "not_applicable"),
    }


def rule(doubtful: str = "t.b", satisfied: str = "{t.a: true}", applies: str = "{all: []}") -> str:
    text = R.format(doubtful=doubtful, satisfied=satisfied, applies=applies)
    return text.replace("    applies: {all: []}\n", "")


def test_a_conflict_is_what_is_open_for_want_of_a_fact_in_doubt(small):
    small.tiny(rule(satisfied="{any: [{t.a: true}, {t.b: true}]}"))
    cases = {
        DOUBT + "a: false, b: true}": "conflict",
        DOUBT + "a: true, b: true}": "met",
        DOUBT + "b: true}": "conflict",  # for want of both
        "t: {a: false}": "undetermined",  # unknown, and nobody contradicts
        "t: {a: false, b: true}": "met",
    }
    assert statuses(together(small, list(cases))) == list(cases.values())


def test_a_doubt_about_whether_the_rule_applies_is_a_conflict_too(small):
    small.tiny(rule(applies="{t.b: true}"))
    assert statuses(together(small, [DOUBT + "a: false, b: true}", DOUBT + "a: true, b: false}"])) == [
        "conflict",
        "conflict",
    ]


def test_what_is_in_doubt_beside_what_is_wanting_makes_no_conflict(small):
    # Part of what is settled as false, and so wants for nothing.
    small.tiny(rule(satisfied="{any: [{all: [{t.b: true}, {t.c: true}]}, {t.a: true}]}"))
    assert statuses(together(small, [DOUBT + "c: false}", DOUBT + "c: true}"])) == [
        "undetermined",
        "conflict",
    ]


@pytest.mark.parametrize(
    "satisfied", ["{any: [{t.b: {known: true}}, {t.a: true}]}", "{t.b: {known: false}, t.a: true}"]
)
def test_a_test_that_is_settled_wants_for_nothing(small, satisfied: str):
    # Whether it is known is never unknown, though the fact is in doubt.
    small.tiny(rule(satisfied=satisfied))
    assert statuses(together(small, [DOUBT + "b: true}", DOUBT + "a: true, b: true}"])) == [
        "undetermined",
        "met",
    ]


def test_what_a_test_is_compared_with_may_be_in_doubt(small):
    small.tiny(rule(satisfied="{t.ahead: {after: {fact: t.day}}}", doubtful="t.day"))
    cases = {
        DOUBT + "ahead: 2026-09-01, day: 2026-08-01}": "conflict",
        DOUBT + "day: 2026-08-01}": "conflict",
        "t: {ahead: 2026-09-01}": "undetermined",
    }
    assert statuses(together(small, list(cases))) == list(cases.values())


ANSWER = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows: [{when: {t.a: true}, is: red}, {when: {t.b: true}, is: amber}, {when: {t.c: true}, is: green}]
"""


def test_a_derived_fact_is_traced_to_what_its_rows_want_for(small):
    small.tiny(rule(satisfied="{made.answer: red}") + ANSWER)
    cases = {
        DOUBT + "a: false, b: true, c: false}": "conflict",
        DOUBT + "a: false, b: true}": "conflict",
        "t: {a: false, c: false}": "undetermined",
        DOUBT + "a: true, b: true, c: false}": "met",
    }
    assert statuses(together(small, list(cases))) == list(cases.values())


def test_a_derived_fact_that_is_known_wants_for_nothing(small):
    # The answer is red whatever comes out of the doubtful row; the colour beside it is merely unknown.
    small.tiny(rule(satisfied="{made.answer: {fact: t.colour}}") + ANSWER)
    cases = {
        DOUBT + "a: true, b: true, c: false}": "undetermined",
        DOUBT + "a: true, b: true, c: false, colour: red}": "met",
        DOUBT + "a: false, b: true, c: false, colour: red}": "conflict",
    }
    assert statuses(together(small, list(cases))) == list(cases.values())


def test_rows_that_clash_are_a_conflict_unless_another_row_is_wanting(small):
    small.tiny(rule(satisfied="{made.answer: green}") + ANSWER)
    cases = {
        "t: {a: true, b: true, c: false}": "conflict",
        "t: {a: true, b: true}": "undetermined",  # that is to be asked first
    }
    assert statuses(together(small, list(cases))) == list(cases.values())


@pytest.mark.parametrize(
    ("condition", "doubtful"),
    [
        (Leaf("x", "known"), True),
        (Leaf("y", "known"), False),
        (Not(Leaf("x", "known")), True),
        (Any((Leaf("x", "known"), Leaf("y", "known"))), True),
        (All((Leaf("x", "known"), Leaf("false", "known"))), False),
        (Any((Leaf("x", "known"), Leaf("true", "known"))), False),
        (All((Any((Leaf("x", "known"), Leaf("true", "known"))), Leaf("y", "known"))), False),
        (ALWAYS, False),
    ],
)
def test_only_open_parts_want_for_anything(condition, doubtful: bool):
    """Of the tests here x and y are unknown, and x alone is in doubt."""
    truths = {"x": None, "y": None, "true": True, "false": False}
    wanting = Wanting(
        leaf=lambda test: pl.lit(truths[test.fact], dtype=pl.Boolean),
        unknown=lambda name: pl.lit(truths[name] is None),
        doubt=lambda name: pl.lit(name == "x"),
        derived=(),
    )
    assert pl.select(wanting.doubtful(condition)).item() is doubtful
    rule = Requirement(RULE.head, condition, ALWAYS, "note", (Part(ALWAYS, "says"),))
    for before in ("undetermined", "not_met"):
        frame = pl.DataFrame({status_name(rule): [before]}, {status_name(rule): STATUS})
        after = "conflict" if doubtful and before == "undetermined" else before
        assert frame.select(told_apart(rule, wanting)).item() == after
