"""Two small policies that differ by what a test writes, and cases to put to them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.policy import PolicyFiles
from threshold.versions import Change, Versions

PACK = """
pack: town
title: Town
source: {document: Town rules, publisher: Town, date: "2026", clauses: own}
clauses: {T-1: One, T-2: Two}
"""
PARAMETERS = """
wait: {type: duration, means: How long, values: [{from: 2020-01-01, is: 3 months, because: T-1}]}
"""
WAITING = '{must: {child_protection.plan_ended: {at_least_ago: $wait}}, else: "Wait {wait}"}'
CONSENT = "{must: {consent.to_support: given}, else: No consent}"
RULES = """
scope: {bears_on: [step_down]}
requirements:
  - {id: R1, title: A wait, carries: [T-1], block: [WAITING]}
  - {id: R2, title: Consent, carries: [T-2], EFFECT: [CONSENT]}
"""
POLICY = """
policy: ours
title: Ours
packs: [{pack: national, role: overlay}, {pack: town, role: lead}]
"""
CASE = """case: {reference}
as_at: 2026-03-10
request: {{direction: step_down, to: early_help, made: 2026-03-10}}
child_protection: {{concern: false}}
consent: {{to_support: {consent}}}
timeline: [{{on: {ended}, event: cp_plan_ended}}]
"""

Made = Callable[..., PolicyFiles]
Written = Callable[..., Path]


@pytest.fixture
def policy(tmp_path: Path) -> Made:
    """Writes a policy into a folder of its own, with another wait, or other rules."""

    def written(
        folder: str, wait: str = "3 months", consent: str = CONSENT, effect: str = "warn", title: str = ""
    ) -> PolicyFiles:
        place = tmp_path / folder
        (place / "town" / "rules").mkdir(parents=True)
        rules = RULES.replace("WAITING", WAITING).replace("CONSENT", consent).replace("EFFECT", effect)
        rules = rules.replace("A wait", title or "A wait")
        texts = {"pack": PACK, "parameters": PARAMETERS.replace("3 months", wait), "rules/rules": rules}
        for file, text in texts.items():
            (place / "town" / f"{file}.yaml").write_text(text)
        (place / "ours.yaml").write_text(POLICY)
        return PolicyFiles(str(place / "ours.yaml"))

    return written


@pytest.fixture
def case(tmp_path: Path) -> Written:
    """Writes a case: when its plan ended, and what is said of consent; `more` is put below."""

    def written(
        reference: str = "A-1", ended: str = "2025-11-01", consent: str = "given", more: str = ""
    ) -> Path:
        folder = tmp_path / "of-town"
        folder.mkdir(exist_ok=True)
        path = folder / f"{reference}.yaml"
        path.write_text(CASE.format(reference=reference, ended=ended, consent=consent) + more)
        return path

    return written


@pytest.fixture
def longer(policy: Made) -> Versions:
    """A policy that waits for three months, and one that waits for six."""
    return Versions(policy("old"), policy("new", wait="6 months"))


def only(changes: tuple[Change, ...]) -> Change:
    """The one change that decides."""
    (change,) = (each for each in changes if each.decides)
    return change
