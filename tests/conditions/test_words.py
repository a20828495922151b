"""Conditions in plain English: every test of the language, alone, turned round and in groups."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from threshold.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any,
    AtLeast,
    Condition,
    Context,
    Not,
    Operator,
    parse_condition,
)
from threshold.conditions import Test as Leaf
from threshold.conditions.words import Phrase, Words
from threshold.dates import Duration
from threshold.policy import load_policy, policy_names
from threshold.reading import parse_yaml
from threshold.vocabulary import with_counted

from ..policy.own import LEVELS, Own

SHIPPED = with_counted(load_policy().vocabulary, ["referral", "section_47_started"])
SETTINGS = {
    "many": 3,
    "wait": Duration(3, "months"),
    "roles": ("Social Worker", "Team Manager"),
    "forms": ("consent form",),
    "clock": "assessment.started",
    "reply": {"red": {"who": "MASH Manager"}, "green": {"who": None}},
}


def read(text: str) -> Condition:
    (node,) = parse_yaml(text, "rules.yaml")
    return parse_condition(node, Context(SHIPPED, SETTINGS, "rules.yaml"))  # type: ignore[arg-type]


def said(text: str) -> str:
    return Words(SHIPPED).sentence(read(text))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("consent.informed: true", "the family was told what they were consenting to"),
        ("consent.informed: false", "the family was not told what they were consenting to"),
        ("consent.informed: {not: true}", "the family was not told what they were consenting to"),
        ("consent.to_share: given", "consent to share is given"),
        ("consent.to_share: [refused, withdrawn]", "consent to share is refused or withdrawn"),
        ("consent.to_share: {not: [refused, withdrawn]}", "consent to share is not refused or withdrawn"),
        ("consent.to_share: {not: not_asked}", "consent to share is not “not asked”"),
        ("need.level: {at_least: 3}", "the level of need is 3 or more"),
        ("need.level: {at_most: 2}", "the level of need is 2 or less"),
        ("need.level: {above: 2}", "the level of need is more than 2"),
        ("need.level: {below: 4}", "the level of need is less than 4"),
        ("need.level: {between: [2, 3]}", "the level of need is from 2 to 3"),
        ("none: [{need.level: {at_least: 3}}]", "the level of need is less than 3"),
        (
            "caf.finalised: {before: {fact: request.made}}",
            "the CAF was finalised before the day on which the request is made",
        ),
        (
            "caf.finalised: {on_or_before: {fact: request.made}}",
            "the CAF was finalised on or before the day on which the request is made",
        ),
        ("caf.finalised: {after: 2026-03-31}", "the CAF was finalised after 31 March 2026"),
        (
            "caf.started: {on_or_after: {fact: child_protection.plan_ended, plus: $wait}}",
            "the CAF episode was started on or after the day 3 months after the child protection plan ended "
            "(parameter wait)",
        ),
        (
            "child_protection.plan_ended: {at_least_ago: $wait}",
            "the child protection plan ended at least 3 months ago (parameter wait)",
        ),
        (
            "assessment.started: {more_than_ago: 15 working days}",
            "the assessment was started more than 15 working days ago",
        ),
        (
            "$clock: {within_last: 2 weeks}",
            "the assessment was started within the last 2 weeks (parameter clock)",
        ),
        (
            "none: [{assessment.started: {within_last: 2 weeks}}]",
            "it is not so that the assessment was started within the last 2 weeks",
        ),
        (
            "documents.attached: {at_least: 2}",
            "the documents that are attached are 2 or more",
        ),
        (
            "none: [{safety.rated_by: {at_least: 2}}]",
            "those who have put a number on the safety scale are fewer than 2",
        ),
        (
            "assessment.parts_written: {at_least: $many}",
            "the parts that the written assessment has are 3 or more (parameter many)",
        ),
        (
            "safety.scale: {includes: 0}",
            "the number from 0 to 10 that each person puts on the safety scale is 0 for somebody",
        ),
        (
            "documents.attached: {includes: [consent form, agreement letter]}",
            "the documents that are attached include consent form or agreement letter",
        ),
        (
            "documents.attached: {includes_all: [consent form, agreement letter]}",
            "the documents that are attached include all of consent form and agreement letter",
        ),
        (
            "none: [{documents.attached: {includes_all: $forms}}]",
            "the documents that are attached do not include consent form (parameter forms)",
        ),
        (
            "step_down.meeting_attended: {includes_none: [EH Manager]}",
            "what the latest step down meeting has under “attended” does not include EH Manager",
        ),
        (
            "consent.given_by: {only: [parent, carer]}",
            "those who gave consent include nobody but parent or carer",
        ),
        (
            "{count: [caf.stuck, {need.level: 3}, consent.informed], at_least: 2}",
            "at least 2 of these: the CAF is stuck; the level of need is 3; the family was told what they "
            "were consenting to",
        ),
        (
            "none: [{count: [caf.stuck, {need.level: 3}, caf.open], at_least: $many}]",
            "fewer than 3 of these (parameter many): the CAF is stuck; the level of need is 3; the CAF "
            "episode is open",
        ),
        (
            "{count: referral, within_last: $wait, at_least: $many}",
            "there are 3 or more entries of “referral”, within the last 3 months (parameters many, wait)",
        ),
        (
            "none: [{count: section_47_started, at_least: 2}]",
            "there are fewer than 2 entries of “section 47 enquiry started”",
        ),
        ("assessment.target: {known: true}", "assessment target is known"),
        ("step_down.decided_by: {known: false}", "it is not known who decided on the step down"),
        ("caf.started: {known: true}", "it is known when the CAF episode was started"),
        (
            "consent.informed: {known: true}",
            "it is known whether the family was told what they were consenting to",
        ),
        (
            "protection.concern: {not_known_to_be: [true]}",
            "nobody has said that there is a protection concern",
        ),
        (
            "support.in_place: {not_known_to_be: [care]}",
            "the support in place as stated is not known to be care",
        ),
        ("caf.started: {recorded: true}", "the CAF episode was started"),
        ("caf.started: {recorded: false}", "the CAF episode was not started"),
        (
            "step_down.decided_by: $roles",
            "whoever decided on the step down is a Social Worker or a Team Manager, or a role that counts as "
            "one (parameter roles)",
        ),
        (
            "closure.oversight_by: {table: $reply, row: {fact: contact.brag}, column: who}",
            "the manager that oversaw the closure is the one that goes with the BRAG rating "
            "(red: MASH Manager; green: nobody) (parameter reply)",
        ),
        ("step_down.decided_by: EH Manager", "whoever decided on the step down is an EH Manager"),
        (
            "step_down.decided_by: Allocated Social Worker",
            "whoever decided on the step down is an Allocated Social Worker",
        ),
        ("step_down.decided_by: MASH Manager", "whoever decided on the step down is a MASH Manager"),
        ("step_down.decided_by: {not: Family}", "whoever decided on the step down is not Family"),
        (
            "proposed.direction: [step_down, close, triage]",
            "what is asked for, or else recommended, is a step down, closing or triage",
        ),
        ("request.direction: {not: none}", "what is asked for is not nothing"),
        ("request.step: Some Step", "the workflow step is “some step”"),
    ],
)
def test_each_test_in_words(written: str, words: str) -> None:
    assert said(written) == words


def test_the_table_above_has_every_test_of_the_language() -> None:
    table = next(mark for mark in test_each_test_in_words.pytestmark)  # type: ignore[attr-defined]
    used = {leaf.operator for written, _ in table.args[1] for leaf in _leaves(read(written))}
    assert used == {*get_args(Operator)}


def test_groups_keep_their_shape() -> None:
    condition = read(
        "{consent.informed: true, any: [{need.complex: true}, {need.emerging: true}, "
        "{caf.stuck: true, none: [{caf.open: true}, {tac.active: true}]}]}"
    )
    told, ways = Words(SHIPPED).lines(condition)
    assert told == Phrase("the family was told what they were consenting to")
    assert ways.text == "at least one of these"
    *_, last = ways.parts
    assert last.text == "all of these"
    assert last.parts[0] == Phrase("the CAF is stuck")
    assert last.parts[1].text == "none of these"
    assert [each.text for each in last.parts[1].parts] == [
        "the CAF episode is open",
        "the Team around the Child is open",
    ]


def test_two_short_ways_stand_in_one_line() -> None:
    assert (
        said("any: [{caf.stuck: true}, {caf.open: true}]") == "the CAF is stuck, or the CAF episode is open"
    )


def test_a_group_that_is_turned_round() -> None:
    assert said("none: [{caf.stuck: true, caf.open: true}]") == (
        "not all of these: the CAF is stuck and the CAF episode is open"
    )


def test_what_always_and_what_never_holds() -> None:
    words = Words(SHIPPED)
    assert (words.sentence(ALWAYS), words.sentence(NEVER)) == ("always", "never")
    assert (words.sentence(Not(ALWAYS)), words.sentence(Not(NEVER))) == ("never", "always")
    assert words.lines(ALWAYS) == ()
    assert words.lines(NEVER) == (Phrase("never"),)


def test_labels_stand_as_they_are_printed_and_values_as_they_are_said() -> None:
    words = Words(SHIPPED, {"some step": "Some Step"})
    assert words.sentence(read("request.step: some step")) == "the workflow step is “Some Step”"
    assert words.value("consent.recorded_as", "written_form") == "written form"


def _leaves(condition: Condition) -> Iterator[Leaf]:
    match condition:
        case Leaf():
            yield condition
        case Not(part):
            yield from _leaves(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _leaves(part)


def conditions_in(thing: object) -> Iterator[Condition]:
    """Every condition anywhere in a rule."""
    if isinstance(thing, Leaf | All | Any | AtLeast | Not):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from conditions_in(each)
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from conditions_in(getattr(thing, each.name))


RAW = re.compile("|".join([r"\$", *(rf"\b{name}\b" for name in get_args(Operator) if "_" in name)]))
PARAMETERS = re.compile(r" \(parameters? [a-z0-9_, ]+\)")


@pytest.mark.parametrize("name", policy_names())
def test_every_condition_that_comes_along_has_words(name: str) -> None:
    """No name of a test, dollar, fact or empty line is left in them, however a condition is turned."""
    policy = load_policy(name).at(date(2026, 8, 14))
    words, facts = Words(policy.vocabulary), [fact for fact in policy.vocabulary.facts if "." in fact]
    packs = [pack for one in (policy, *policy.compared) for pack in one.packs]
    found = [each for pack in packs for each in conditions_in(tuple(_rules(pack)))]
    assert len(found) > 20
    for condition in {*found}:
        for turned in (condition, Not(condition)):
            told = PARAMETERS.sub("", words.sentence(turned))
            assert told.strip() == told != ""
            assert not RAW.search(told), told
            assert "_" not in re.sub(r"“[^”]*”", "", told), told
            assert not any(f" {fact} " in f" {told} " for fact in facts), told


def _rules(pack: object) -> Iterator[object]:
    for kind in ("definitions", "requirements", "deadlines", "routes", "conflicts", "grounds", "protection"):
        yield from getattr(pack, kind)


def test_of_many_that_are_counted_the_first_are_told_and_how_many_more_there_are() -> None:
    levels = tuple(Leaf("need.level", "above", (number,)) for number in range(50))
    told = Words(SHIPPED).phrase(AtLeast(3, levels))
    assert told.in_line.startswith("at least 3 of these 50: the level of need is more than 0; ")
    assert told.in_line.endswith("more than 4; and 45 others")
    assert len(told.parts) == 50


def test_a_level_is_told_with_its_name_where_it_has_one(tmp_path: Path) -> None:
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS)
    vocabulary = own.files().vocabulary
    (node,) = parse_yaml("need.level: {at_least: Family Help}", "rules.yaml")
    condition = parse_condition(node, Context(vocabulary, {}, "rules.yaml"))
    assert Words(vocabulary).sentence(condition) == "the level of need is 3 (Family Help) or more"
