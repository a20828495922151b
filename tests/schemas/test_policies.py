"""Rule files, packs, parameters and policies against their schemas."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from threshold.policy import load_policy, rules_directory
from threshold.schemas import schema_for

TODAY = date(2026, 8, 14)
Check = Callable[[str], list[str]]
Checks = Callable[..., Check]


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("rules", "*/rules/*.yaml"),
        ("pack", "*/pack.yaml"),
        ("parameters", "*/parameters.yaml"),
        ("policy", "policies/*.yaml"),
        ("clauses", "*/clauses.yaml"),
    ],
)
def test_what_comes_with_the_program_suits(checks: Checks, kind: str, pattern: str) -> None:
    paths: list[Path] = sorted(rules_directory().glob(pattern))
    assert paths
    found = {
        path.relative_to(rules_directory()): checks(kind, _policy(kind, path))(path.read_text())
        for path in paths
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def _policy(kind: str, path: Path) -> str | None:
    """The policy of the pack's name where the pack brings words of its own, which its rules speak of."""
    pack = path.parent.parent
    return pack.name if kind == "rules" and (pack / "vocabulary.yaml").is_file() else None


OFFERED = "policy: x\ntitle: y\npacks: [{pack: national, role: lead}]\n"


@pytest.mark.parametrize(
    "text",
    [
        "set: {step-up-step-down.cin_minimum_after_cp: {is: 4 months, because: board}}",
        "set: {step-up-step-down.cin_minimum_after_cp: {is: none, because: board, from: 2026-04-01}}",
        "set: {step-up-step-down.step_down_decided_by: {is: Service Manager, because: board}}",
        "set: {caf-team.first_tac_from: {is: caf.started, because: board}}",
        "set: {caf-team.record_places: {is: [EHM, shared drive], because: board}}",
        "set: {caf-team.consultation_log: {is: log book, because: board}}",
        "set: {caf-team.log_forbidden: {is: [DOB, child_name], because: board}}",
        "set: {our-own.anything: {is: 3, because: board}}",
        "presets: {caf-team.brag: merton}",
        'hours: {mash: {opens: "08:30", closes: "24:00", days: [monday, sunday], bank_holidays: open}}',
        'hours: {office: {opens: "08:30", closes: "17:00"}}',
    ],
)
def test_values_that_suit_their_parameter(checks: Checks, text: str) -> None:
    assert checks("policy")(OFFERED + text) == []


@pytest.mark.parametrize(
    "text",
    [
        "set: {step-up-step-down.cin_minimum_after_cp: {is: a while, because: board}}",
        "set: {step-up-step-down.cin_minimum_after_cp: {is: 4 months}}",
        "set: {step-up-step-down.step_down_decided_by: {is: The Queen, because: board}}",
        "set: {step-up-step-down.barred_step_down_reasons: {is: [boredom], because: board}}",
        "set: {caf-team.record_places: {is: [the shed], because: board}}",
        "set: {caf-team.consultation_log: {is: the shed, because: board}}",
        "presets: {caf-team.brag: mertn}",
        'hours: {mash: {opens: "8.30", closes: "17:00"}}',
        'hours: {mash: {opens: "08:30"}}',
        'hours: {mash: {opens: "08:30", closes: "17:00", days: [Mon]}}',
        'hours: {The MASH: {opens: "08:30", closes: "17:00"}}',
    ],
)
def test_values_that_do_not_suit_their_parameter(checks: Checks, text: str) -> None:
    assert len(checks("policy")(OFFERED + text)) >= 2, "wrong in both readings"


def test_packs_and_parameters_are_offered_with_what_they_mean() -> None:
    schema = schema_for("policy", load_policy())
    offered, own = schema["$defs"]["PackUse"]["properties"]["pack"]["anyOf"]
    assert {"const": "national", "description": "Statutory overlay"} in offered["oneOf"]
    assert own == {"type": "string"}
    values = schema["properties"]["set"]["properties"]
    declared_there = {
        f"{pack.name}.{name}" for pack in load_policy().at(TODAY).packs for name in pack.parameters
    }
    assert set(values) == declared_there
    assert values["national.assessment_within"]["description"].startswith("How long an assessment may take")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
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
