"""S1 to S6 of docs/semantics.md: three truth values and what holds them together."""

from itertools import product

import pytest

from threshold.reading import BadInput

PAIRS = list(product((True, False, None), repeat=2))
OPPOSITE = {True: False, False: True, None: None}


def given(**facts: bool | None) -> str:
    told = [f"{name}: {str(value).lower()}" for name, value in facts.items() if value is not None]
    return f"t: {{{', '.join(told)}}}"


def test_s01_three_values(small):
    outcome = small.truths("t: {a: true, b: false}", "{t.a: true}", "{t.b: true}", "{t.c: true}")
    assert outcome == [True, False, None]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_s02_all(small, a, b):
    whole = False if False in (a, b) else None if None in (a, b) else True
    mapping, listed = "{t.a: true, t.b: true}", "{all: [{t.a: true}, {t.b: true}]}"
    assert small.truths(given(a=a, b=b), mapping, listed) == [whole, whole]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_s03_any(small, a, b):
    whole = True if True in (a, b) else None if None in (a, b) else False
    assert small.truth(given(a=a, b=b), "{any: [{t.a: true}, {t.b: true}]}") is whole


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_s04_not_and_none(small, a, b):
    anything = True if True in (a, b) else None if None in (a, b) else False
    none, turned = "{none: [{t.a: true}, {t.b: true}]}", "{t.a: {not: true}}"
    assert small.truths(given(a=a, b=b), none, turned) == [OPPOSITE[anything], OPPOSITE[a]]


def test_s05_nothing_written(small):
    rule = """
    requirements:
      - id: R
        carries: [T-1]
        bears_on: [compliance]
        %s
        note: [{must: {t.a: true}, else: no}]
    """
    assert small.tiny(rule % "").check("t: {a: true}").status == "met"
    with pytest.raises(BadInput, match="condition is empty"):
        small.tiny(rule % "applies: {}").check("t: {a: true}")


def test_s06_groups_go_two_deep(small):
    two = "{t.a: true, any: [{t.b: true, all: [{t.c: true}]}]}"
    assert small.truth("t: {a: true, b: true, c: true}", two) is True
    with pytest.raises(BadInput, match="two deep"):
        small.truth("", "{any: [{all: [{any: [{t.a: true}]}]}]}")


def test_s184_counting_facts(small):
    counts = [f"{{count: [t.a, t.b, {{t.n: {{above: 2}}}}], at_least: {n}}}" for n in (1, 2, 3)]
    for a, b, n in product((True, False, None), repeat=3):
        held, open_ = [a, b, n].count(True), [a, b, n].count(None)
        number = {True: "n: 3", False: "n: 1", None: ""}[n]
        known = ", ".join(part for part in (given(a=a, b=b)[4:-1], number) if part)
        expected = [True if held >= k else False if held + open_ < k else None for k in (1, 2, 3)]
        assert small.truths(f"t: {{{known}}}", *counts) == expected
    beside = "{t.c: true, any: [{count: [t.a, t.b], at_least: 2}, {t.n: 1}]}"
    assert small.truths("t: {a: true, b: true, c: true}", beside) == [True]
    for wrong, said in (
        ("{count: [t.a, t.b], at_least: 3}", "this can never hold"),
        ("{count: [t.a, t.a], at_least: 1}", "twice"),
        ("{count: [t.a, t.n], at_least: 1}", "not a yes or no"),
    ):
        with pytest.raises(BadInput, match=said):
            small.truth("t: {a: true}", wrong)
