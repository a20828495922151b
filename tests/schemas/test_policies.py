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
