"""Facts, events and roles: what differs, and which are taken."""

from dataclasses import replace

from threshold.policy import load_policy
from threshold.versions.change import Key
from threshold.versions.vocabulary import differences, mixed, roles

OLD = load_policy("national").vocabulary
FACT = next(fact for fact in OLD.facts.values() if fact.type.kind == "boolean" and fact.given)
ROLE = next(iter(roles(OLD)))


def with_fact(**changed):
    return replace(OLD, facts={**OLD.facts, FACT.name: replace(FACT, **changed)})


def test_only_what_is_not_the_same_is_told_and_words_decide_nothing() -> None:
    assert [*differences(OLD, OLD)] == []
    (asked,) = differences(OLD, with_fact(asks="Is it so?"))
    assert (asked.key, asked.decides) == (Key("fact", "", FACT.name), False)
    (protects,) = differences(OLD, with_fact(protection=not FACT.protection))
    assert protects.decides


def test_a_role_goes_with_all_its_names() -> None:
    without = replace(OLD, roles=tuple((name, used) for name, used in OLD.roles if used != ROLE))
    found = {each.key.id for each in differences(OLD, without) if each.key.kind == "role"}
    assert found == {ROLE}


def test_what_is_taken_is_new_and_both_ends_are_the_vocabularies_themselves() -> None:
    without = {name: fact for name, fact in OLD.facts.items() if name != FACT.name}
    new = replace(OLD, facts=without)
    assert mixed(OLD, new, lambda kind, name: False, False) == OLD
    assert mixed(OLD, new, lambda kind, name: name == FACT.name, False) == new
    assert mixed(OLD, new, lambda kind, name: name == FACT.name, True) == OLD
