"""The episode that a rule is about: the one that it names, or that of what starts its clock."""

import pytest

from threshold.policy.anchors import anchor_of

from .making import SAID, load, one, refused

CLOCK = f"id: L, carries: [T-1], {SAID}, within: 3 days, met_by: {{fact: visit.first}}, "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What opens, closes or belongs to an episode starts the clock of that episode.
        ("starts: {fact: spell.started}", "spell"),
        ("starts: {fact: spell.ended}", "spell"),
        ("starts: {fact: spell.visit}", "spell"),
        # What belongs to none, or is only stated, starts that of the child.
        ("starts: {fact: seen.first}", ""),
        ("starts: {fact: t.day}", ""),
        # A rule may say itself what it is about.
        ("each: spell, starts: {fact: t.day}", "spell"),
        ("each: spell, starts: {fact: seen.first}", "spell"),
    ],
)
def test_the_episode_of_a_clock(small, text: str, expected: str):
    rule = one(small, "deadlines", CLOCK + text)
    assert anchor_of(rule, load(small).vocabulary) == expected


@pytest.mark.parametrize(("each", "expected"), [("", ""), ("each: spell, ", "spell")])
def test_a_requirement_is_about_what_it_names_and_about_the_child_else(small, each: str, expected: str):
    part = "block: [{must: {spell.visit: {recorded: true}}, else: No}]"
    rule = one(small, "requirements", f"id: R, carries: [T-1], bears_on: [step_up], {each}{part}")
    assert anchor_of(rule, load(small).vocabulary) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("starts: {fact: spell.started}, ends_with: spel", 'is declared; did you mean "spell"?'),
        ("starts: {fact: t.day}, ends_with: spell", "this one is about none; say `each:`"),
        ("starts: {fact: spell.started}, pauses_while: spell", "only a repeating deadline pauses"),
    ],
)  # fmt: skip
def test_a_clock_ends_with_what_it_is_about_and_pauses_for_nothing_else(small, text: str, message: str):
    assert message in refused(small, "deadlines", CLOCK + text)


def test_a_repeating_clock_does_not_pause_for_what_it_is_about(small):
    visits = CLOCK.replace("{fact: visit.first}", "{event: visit}") + "repeats: from_last, "
    text = "starts: {fact: spell.started}, pauses_while: %s"
    assert "no clock pauses for the episode" in refused(small, "deadlines", visits + text % "spell")
    assert 'no episode "spll"' in refused(small, "deadlines", visits + text % "spll")


def test_what_a_clock_ends_with_is_kept(small):
    rule = one(small, "deadlines", CLOCK + "starts: {fact: spell.started}, ends_with: spell")
    assert (rule.ends_with, rule.pauses_while, rule.head.each) == ("spell", "", "")
