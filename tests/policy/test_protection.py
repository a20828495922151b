"""What protection rests on stands in no pack: what a pack may add to it, and what it may not touch."""

import pytest

from threshold.conditions import Test, facts_of
from threshold.policy import load_policy
from threshold.policy.protection import (
    QUESTIONS,
    STANDING,
    WORKED_OUT,
    concern_keys,
    facts_read,
    protection_conditions,
    settled_by_record,
    support_key,
)

from ..semantics.conftest import KINDS_OF_SUPPORT, VOCABULARY, rules_folder
from .making import load, one, only, refused

ADDS = "id: R, carries: [T-1], when: {t.scale: {includes: 0}}, because: somebody put a 0"
LEVELS = tuple(reversed(KINDS_OF_SUPPORT))


def test_what_a_pack_adds(small):
    rule = one(small, "protection", ADDS)
    assert (rule.head.id, rule.when, rule.because) == (
        "R",
        Test("t.scale", "includes", (0,)),
        "somebody put a 0",
    )
    policy = load(small)
    assert [each.head.id for each in policy.protection] == ["R"]
    assert concern_keys(policy.protection)["R"] == "somebody put a 0"
    assert protection_conditions(LEVELS, policy.protection)["R"] == rule.when
    assert "t.scale" in facts_read(policy.protection) - facts_read()


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("{t.a: true}", "t.a is not stated or recorded for the child's protection (`protection: true`)"),
        ("{t.scale: {includes: 0}, t.n: 1}", "t.n is not stated or recorded for the child's protection"),
        # Worked out of protection itself: it would go round in a circle.
        ("{protection.in_place: true}", "protection.in_place is not stated or recorded"),
        ("{t.scale: {includes: $level}}", "what calls for protection hangs on no parameter"),
    ],
)
def test_what_a_pack_may_not_add(small, when: str, message: str):
    text = ADDS.replace("{t.scale: {includes: 0}}", when)
    assert message in refused(small, "protection", text)


@pytest.mark.parametrize("missing", ["because", "when"])
def test_what_it_has_to_say(small, missing: str):
    whole = {"when": "{t.scale: {includes: 0}}", "because": "somebody put a 0"}
    text = ", ".join(f"{key}: {value}" for key, value in whole.items() if key != missing)
    assert f'"{missing}" is missing' in refused(small, "protection", f"id: R, carries: [T-1], {text}")


@pytest.mark.parametrize("fact", WORKED_OUT)
def test_no_definition_works_out_what_is_the_same_everywhere(small, fact: str):
    value = "low" if fact == "support.highest" else "true"
    rows = f"rows: [{{when: {{t.a: true}}, is: {value}}}]"
    text = f"id: R, carries: [T-1], fact: {fact}, hit: exactly_one, {rows}"
    assert f"{fact} is worked out alike in every policy" in refused(small, "definitions", text)


@pytest.mark.parametrize("name", STANDING)
def test_a_vocabulary_leaves_none_of_it_to_contradictions(small, tmp_path, name: str):
    group, fact = name.split(".")
    lines = rules_folder(tmp_path).joinpath("vocabulary.yaml").read_text().splitlines()
    place = lines.index(f"  {group}:")
    at = next(n for n in range(place, len(lines)) if lines[n].startswith(f"    {fact}:"))
    lines[at] = lines[at].replace("protection: true, ", "")
    (tmp_path / "vocabulary.yaml").write_text("\n".join(lines) + "\n")
    small.rules = tmp_path
    problem = only(small)
    assert problem.message == f"protection rests on {name}, which must say `protection: true`"
    assert problem.file.endswith("vocabulary.yaml")


@pytest.mark.parametrize("name", ["child_protection.enquiry_open", "care.looked_after", "caf.open"])
def test_a_vocabulary_declares_all_of_it(small, tmp_path, name: str):
    rules_folder(tmp_path)
    group, fact = name.split(".")
    text = VOCABULARY.read_text()
    start = text.index(f"    {fact}:", text.index(f"  {group}:\n"))
    changed = text[:start] + f"    {fact}_now:" + text[start + len(f"    {fact}:") :]
    (tmp_path / "vocabulary.yaml").write_text(changed)
    small.rules = tmp_path
    assert only(small).message == f"protection rests on facts that are not declared: {name}"


def test_every_policy_that_ships_rests_on_the_same_conditions():
    policy = load_policy().at(load_policy().change_dates[-1])
    levels = policy.vocabulary.facts["support.in_place"].order
    built_in = protection_conditions(levels, ())
    assert {*QUESTIONS} <= facts_read() == {name for each in built_in.values() for name in facts_of(each)}
    assert {support_key(level) for level in levels} <= built_in.keys()
    # Whatever is said of the three levels of a plan, each of them can be recorded.
    recorded = [level for level in levels if len(set(facts_of(built_in[support_key(level)]))) > 1]
    assert recorded == ["care", "child_protection", "child_in_need", "early_help"]


def test_what_a_record_settles():
    # A child on a plan may be in care as well; nothing but protection stands above Child in Need.
    assert settled_by_record(LEVELS) == ("care", "child_in_need")
    assert settled_by_record(("care", "child_protection")) == ("care",)
