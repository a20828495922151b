"""Rule files, packs, parameters and policies against their schemas."""

from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.policy import rules_directory

Check = Callable[[str], list[str]]
Checks = Callable[[str], Check]


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("rules", "*/rules/*.yaml"),
        ("pack", "*/pack.yaml"),
        ("parameters", "*/parameters.yaml"),
        ("policy", "policies/*.yaml"),
    ],
)
def test_what_comes_with_the_program_suits(checks: Checks, kind: str, pattern: str) -> None:
    paths: list[Path] = sorted(rules_directory().glob(pattern))
    assert paths
    found = {f"{path.parent.name}/{path.name}": checks(kind)(path.read_text()) for path in paths}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


CONDITION = "conflicts: [{{id: X-1, why: so, when: {}}}]"


@pytest.mark.parametrize(
    "condition",
    [
        "{need.complex: true}",
        "{need.complex: 'true', need.level: 3}",
        "{need.level: {at_least: 2, not: $highest}}",
        "{need.level: {between: [1, 3]}}",
        "{assessment.started: {recorded: true, at_least_ago: 3 months}}",
        "{assessment.started: {more_than_ago: $limit}}",
        "{assessment.completed: {after: {fact: referral.received, plus: 45 working days}}}",
        "{assessment.completed: 2026-08-01}",
        "{support.in_place: [child_in_need, $others]}",
        "{documents.attached: {includes_all: [consent form, $papers]}}",
        "{safety.scale: {known: true, includes: 0}}",
        "{assessment.lead_role: $roles}",
        "{any: [{need.complex: true}, {none: [{care.looked_after: true}]}]}",
        "{$clock: {known: true}}",
    ],
)
def test_conditions_that_suit(checks: Checks, condition: str) -> None:
    assert checks("rules")(CONDITION.format(condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        "{}",
        "[need.complex]",
        "need.complex",
        "{need.comlex: true}",
        "{need.complex: yes}",
        "{need.complex: {at_least: 1}}",
        "{need.complex: {recorded: true}}",
        "{need.complex: {known: perhaps}}",
        "{need.complex: {}}",
        "{need.level: 5}",
        "{need.level: {atleast: 2}}",
        "{need.level: {before: 2026-08-01}}",
        "{support.in_place: [care, mars]}",
        "{documents.attached: {includes: birthday card}}",
        "{documents.attached: {before: 2026-08-01}}",
        "{assessment.started: {at_least_ago: a while}}",
        "{assessment.started: {at_least_ago: 3 fortnights}}",
        "{assessment.started: {after: {fact: no.such_fact}}}",
        "{assessment.started: {after: {fact: referral.received, minus: 3 days}}}",
        "{any: {need.complex: true}}",
        "{any: []}",
        "{any: [{need.comlex: true}]}",
    ],
)
def test_conditions_that_do_not_suit(checks: Checks, condition: str) -> None:
    assert len(checks("rules")(CONDITION.format(condition))) >= 2, "wrong in both readings"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rules", "requirement: []"),
        ("rules", "requirements: [{id: X-1, bears_on: [step_up], satisfied: {need.complex: true}}]"),
        ("rules", "requirements: [{id: X-1, bears_on: [up], documents: $d, otherwise: {note: x}}]"),
        ("rules", "requirements: [{id: X-1, bears_on: [close], documents: [card], otherwise: {note: x}}]"),
        (
            "rules",
            "requirements: [{id: X-1, bears_on: [close], documents: $d, otherwise: {note: x, warn: y}}]",
        ),
        ("rules", "requirements: [{id: X-1, bears_on: [close], otherwise: {note: x}}]"),
        ("rules", "requirements: [{id: 1, bears_on: [close], documents: $d, otherwise: {note: x}}]"),
        ("rules", "definitions: [{id: X-1, fact: need.complex, hit: all, rows: [{when: $c, is: true}]}]"),
        ("rules", "definitions: [{id: X-1, fact: need.level, hit: all, rows: []}]"),
        (
            "rules",
            "deadlines: [{id: X-1, starts: {fact: need.level}, within: none, met_by: {event: referral}}]",
        ),
        ("rules", "deadlines: [{id: X-1, starts: {fact: $c}, within: soon, met_by: {event: referral}}]"),
        ("rules", "deadlines: [{id: X-1, starts: {fact: $c}, within: none, met_by: {event: party}}]"),
        ("rules", "deadlines: [{id: X-1, starts: {fact: $c}, within: none, met_by: {}}]"),
        ("rules", "routes: [{id: X-1}]"),
        ("rules", "routes: [{id: X-1, sequence: [{id: X-2, action: go, available: perhaps}]}]"),
        ("rules", "conflicts: [{id: X-1, when: {need.complex: true}, why: x, each: party}]"),
        ("pack", "pack: x\ntitle: y"),
        ("pack", "pack: x\ntitle: y\nsource: {document: z}\nclauses: {A-1: here}"),
        ("parameters", "limit: {type: duration, means: x, values: []}"),
        ("parameters", "limit: {type: length, means: x, values: [{from: 2026-01-01, is: 1, because: x}]}"),
        ("parameters", "limit: {type: number, means: x, values: [{from: 2026-1-1, is: 1, because: x}]}"),
        ("parameters", "limit: {type: number, means: x, values: [{from: 2026-01-01, is: 1}]}"),
        ("policy", "policy: x\ntitle: y\npacks: []"),
        ("policy", "policy: x\ntitle: y\npacks: [{pack: national, role: boss}]"),
        ("policy", "policy: x\ntitle: y\npacks: [{pack: national, role: lead}]\nset: {a.b: 3 days}"),
    ],
)
def test_files_that_do_not_suit(checks: Checks, kind: str, text: str) -> None:
    assert len(checks(kind)(text)) >= 2, "wrong in both readings"
