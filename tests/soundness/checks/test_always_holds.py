"""A condition that can never fail is found; one that asks whether something is known may fail."""

from pathlib import Path

import pytest

from threshold.soundness.checks.always_holds import CODE

from ..making import told
from .test_never_holds import SOME, requirement


@pytest.mark.parametrize(
    "must",
    [
        "{any: [{t.a: true}, {t.a: false}]}",
        "{any: [{t.n: {above: 3}}, {t.n: {at_most: 3}}]}",
        "{t.n: {at_least: 0}}",
        "{any: [{t.day: {within_last: 3 months}}, {t.day: {at_least_ago: 2 months}}]}",
        "{t.colour: [red, amber]}",
        "{t.colour: {not: green}}",
    ],
)
def test_what_nobody_can_fail(small, must: str):
    (finding,) = told(small, CODE, requirement(SOME, must))
    assert "always holds" in finding.problem.message
    assert finding.effect.startswith("Nobody is ever held back")


@pytest.mark.parametrize(
    "must",
    [
        "{t.a: true}",
        "{t.n: {at_least: 1}}",
        "{t.a: {known: true}}",
        "{any: [{t.day: {within_last: 2 months}}, {t.day: {at_least_ago: 3 months}}]}",
    ],
)
def test_what_somebody_can_fail(small, must: str):
    assert told(small, CODE, requirement(SOME, must)) == []


@pytest.mark.parametrize(
    ("applies", "found"),
    [
        ("{t.colour: [red, amber, green]}", False),
        ("{any: [{t.a: true}, {t.a: false}]}", False),
        ("{t.n: {at_least: 0}}", True),
        ("{any: [{t.n: {above: 3}}, {t.n: {below: 4}}]}", True),
    ],
)
def test_naming_every_value_asks_whether_it_is_known(small, applies: str, found: bool):
    assert bool(told(small, CODE, requirement(applies, "{t.b: true}"))) is found


def test_a_part_that_leaves_nobody_out(small):
    (finding,) = told(small, CODE, requirement(SOME, "{all: [{t.a: true}, {t.n: {at_least: 0}}]}"))
    assert finding.problem.message.startswith("a part of `must` always holds")


def test_an_exception_for_everybody(small):
    rules = requirement(SOME, "{t.a: true}").replace(
        "    block:", "    unless: {t.n: {at_most: 10}}\n    block:"
    )
    assert next(f.effect for f in told(small, CODE, rules)).startswith("The exception always saves")


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(requirement(SOME, "{t.n: {at_least: 0}}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(requirement(SOME, "{t.n: {at_least: 1}}")).write()
