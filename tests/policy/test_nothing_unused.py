"""Everything that the rules ship is used: by a rule, by the register, or by the program by its name."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import yaml

from threshold.conditions import GROUPS, Operator, facts_of
from threshold.conditions import tests as leaves_of
from threshold.policy import Deadline, Definition, Policy, Who, load_policy, policy_names, rules_directory
from threshold.policy.inference_plan import conditions_of
from threshold.policy.model import LEVEL, TABLES_READ_BY_NAME, Hit, Role, rules_of
from threshold.semantics.direction import SUPPORT
from threshold.vocabulary import Vocabulary
from threshold.vocabulary.model import Take

TODAY = date(2026, 6, 1)
RULES = rules_directory()
# Where authors find what no shipped rule needs yet: each of it works in a fixture of the tests of meaning.
FIXTURES = Path(__file__).parents[1] / "semantics"


@pytest.fixture(scope="module")
def policies() -> list[Policy]:
    """Those that ship by a name, and the example of a document of one's own."""
    example = str(RULES / "examples" / "eastmarsh" / "eastmarsh.yaml")
    return [load_policy(name).at(TODAY) for name in (*policy_names(), example)]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_policy().vocabulary


# What any entry may have, whether or not something is read off it.
EVERY_ENTRY = ("by", "to")


def shipped() -> str:
    """The text of every pack and policy, without the vocabulary and the tensions."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(RULES.glob("*/**/*.yaml")))


def fixtures() -> str:
    paths = [FIXTURES / "vocabulary.yaml", *sorted(FIXTURES.rglob("*.py"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def facts_used(policies: list[Policy], vocabulary: Vocabulary) -> set[str]:
    """The facts that some rule or the program reads, with those that bound or choose them."""
    used = {LEVEL, SUPPORT, "recommendation.outcome", "contact.brag", "documents.attached"}
    used |= {name for name in vocabulary.facts if name.startswith("request.")}
    used.add("child.born_month")  # the age is worked out from it
    for policy in policies:
        for condition in conditions_of(policy).values():
            used |= {*facts_of(condition)}
        for pack in policy.packs:
            for rule in rules_of(pack):
                used |= {name for name in _names(rule) if name}
                used |= {name for step in getattr(rule, "steps", ()) for name in facts_of(step.done)}
    used |= {fact.name for fact in vocabulary.facts.values() if fact.decides or fact.consent_for}
    used |= {fact.name for fact in vocabulary.facts.values() if fact.calls_for_reason}
    while more := {
        name
        for fact in vocabulary.facts.values()
        if fact.name in used and fact.reading is not None
        for name in (fact.reading.since, fact.reading.by)
        if name and name not in used
    }:
        used |= more
    return used


def _names(rule: object) -> list[str]:
    """The facts that a rule names outside its conditions."""
    found: list[str] = []
    if isinstance(rule, Deadline):
        found += [rule.starts, rule.met_by, rule.or_sooner]
        found.append(getattr(rule.within, "row_fact", ""))
    if isinstance(rule, Definition) and any(row.do for row in rule.rows):
        found.append(rule.fact)  # its rows say what to do
    for who in _everybody(rule):
        found.append(who.fact)
    for step in getattr(rule, "steps", ()):
        found += facts_of(step.done)
    return found


def _everybody(rule: object) -> list[Who]:
    actions = [getattr(rule, "do", None)]
    actions += [each.do for each in (*getattr(rule, "rows", ()), *getattr(rule, "parts", ()))]
    found = [who for action in actions if action for who in (action.by, action.to) if who is not None]
    for step in getattr(rule, "steps", ()):
        found += [step.by, step.to]
    return found


def test_every_fact_is_read(policies: list[Policy], vocabulary: Vocabulary) -> None:
    assert not set(vocabulary.facts) - facts_used(policies, vocabulary)


def test_every_event_is_read(vocabulary: Vocabulary, policies: list[Policy]) -> None:
    read = {event for fact in vocabulary.facts.values() if fact.reading for event in fact.reading.events}
    read |= {event for fact in vocabulary.facts.values() if fact.settling for event, _ in fact.settling.says}
    read |= {event for episode in vocabulary.episodes.values() for event in (episode.opens, episode.closes)}
    rules = [rule for policy in policies for pack in policy.packs for rule in rules_of(pack)]
    read |= {rule.met_by_event for rule in rules if isinstance(rule, Deadline)}
    read |= {step.done_event for rule in rules for step in getattr(rule, "steps", ())}
    assert not set(vocabulary.events) - read


def test_every_value_that_entries_carry_is_read(vocabulary: Vocabulary) -> None:
    unread = []
    for event in vocabulary.events.values():
        readers = [fact.reading for fact in vocabulary.facts.values() if fact.reading]
        read = {reading.give for reading in readers if event.name in reading.events}
        read |= {key for reading in readers if event.name in reading.events for key, _ in reading.where}
        settlers = [fact.settling for fact in vocabulary.facts.values() if fact.settling]
        read |= {key for each in settlers if event.name in dict(each.says) for key, _ in each.where}
        unread += [(event.name, key) for key in event.carries if key not in (*read, *EVERY_ENTRY)]
    assert not unread


def test_every_role_is_named(vocabulary: Vocabulary) -> None:
    """By a rule, or because it counts as a role that a rule asks for."""
    text = shipped()
    roles = dict.fromkeys(used for _, used in vocabulary.roles)
    assert not [
        role
        for role in roles
        if role not in text and not any(other in text for other in vocabulary.counts_as.get(role, ()))
    ]


def test_every_tension_belongs_to_a_rule(policies: list[Policy]) -> None:
    named = {
        name
        for policy in policies
        for pack in policy.packs
        for rule in rules_of(pack)
        for name in rule.head.tensions
    }
    assert set(yaml.safe_load((RULES / "tensions.yaml").read_text(encoding="utf-8"))) == named


def test_every_parameter_is_relied_on(policies: list[Policy]) -> None:
    unused = [
        (pack.name, name)
        for policy in policies
        for pack in policy.packs
        for name in pack.parameters
        if name not in TABLES_READ_BY_NAME
        and not any(name in rule.head.parameters for rule in rules_of(pack))
    ]
    assert not unused


def test_every_operator_is_used_by_a_rule_or_shown_by_a_fixture(policies: list[Policy]) -> None:
    used = {
        leaf.operator
        for policy in policies
        for condition in conditions_of(policy).values()
        for leaf in leaves_of(condition)
    }
    text = fixtures()
    shown = {name for name in get_args(Operator) if f"{name}:" in text}
    assert not set(get_args(Operator)) - used - shown
    assert {name for name in GROUPS if f"{name}:" in shipped() or f"{name}:" in text} == set(GROUPS)


@pytest.mark.parametrize(("key", "words"), [("hit", Hit), ("role", Role)])
def test_every_closed_word_is_used_by_a_rule_or_shown_by_a_fixture(key: str, words: object) -> None:
    text = shipped() + fixtures()
    assert not [word for word in get_args(words) if f"{key}: {word}" not in text]


def test_every_way_to_read_the_timeline_is_used_or_shown(vocabulary: Vocabulary) -> None:
    used = {fact.reading.take for fact in vocabulary.facts.values() if fact.reading}
    used |= {"all_recorded", "days"}  # what counting events reads, and nobody declares
    text = (FIXTURES / "vocabulary.yaml").read_text(encoding="utf-8")
    assert not [take for take in get_args(Take) if take not in used and f"{take}:" not in text]
