"""A policy of somebody's own with a small pack, and another that differs from it by what a test writes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.policy import PolicyFiles
from threshold.versions import Change, Versions

PACK = """
pack: town
title: Town
source: {document: Town rules, publisher: Town, date: "2026", clauses: own}
clauses: {T-1: One, T-2: Two, T-3: Three}
"""
PARAMETERS = """
wait: {type: duration, means: How long, values: [{from: 2020-01-01, is: 3 months, because: T-1}]}
other: {type: number, means: How many, values: [{from: 2020-01-01, is: 3, because: T-1}]}
"""
RULES = """
scope: {bears_on: [step_down]}
requirements:
  - id: R1
    title: At least {wait}
    carries: [T-1]
    block: [{must: {child_protection.plan_ended: {at_least_ago: $wait}}, else: "Wait {wait}"}]
  - id: R2
    title: Consent
    carries: [T-2]
    warn:
      - {must: {consent.to_support: given}, else: No consent}
      - {must: {consent.to_share: given}, else: No consent to share}
"""
POLICY = """
policy: ours
title: Ours
packs: [{pack: national, role: overlay}, {pack: town, role: lead}]
"""

Made = Callable[..., PolicyFiles]


@pytest.fixture
def policy(tmp_path: Path) -> Made:
    """Writes a policy into a folder of its own; what is not given is as above."""

    def written(
        folder: str = "old",
        *,
        head: str = POLICY,
        pack: str = PACK,
        parameters: str = PARAMETERS,
        rules: str = RULES,
        vocabulary: str = "",
        name: str = "town",
    ) -> PolicyFiles:
        place = tmp_path / folder
        (place / name / "rules").mkdir(parents=True)
        texts = {"pack": pack, "parameters": parameters, "rules/rules": rules, "vocabulary": vocabulary}
        for file, text in texts.items():
            if text:
                (place / name / f"{file}.yaml").write_text(text)
        (place / "ours.yaml").write_text(head)
        return PolicyFiles(str(place / "ours.yaml"))

    return written


def only(versions: Versions) -> Change:
    """The one change there is."""
    (change,) = versions.changes
    return change
