"""A checked policy as text and as JSON: what it comes to first, then each finding and what it would do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from threshold.output.escaping import joined, json_text
from threshold.output.terminal import wrapped
from threshold.output.words import many
from threshold.policy import rules_of
from threshold.soundness.checked import Checked
from threshold.soundness.finding import Finding

SCHEMA = "threshold/check/1"


def as_text(checked: Checked, width: int, whole: bool = False, written: Sequence[Path] = ()) -> str:
    """The verdict, what is told beside it, the findings, and what was not looked at (all of it: `whole`)."""
    policy, findings = checked.policy, checked.findings
    rules = sum(len(rules_of(pack)) for pack in policy.packs)
    clauses = sum(len(pack.clauses) for pack in policy.packs)
    size = f"{len(policy.packs)} packs, {rules} rules, {clauses} clauses"
    verdict = many(len(findings), "finding") if findings else "sound"
    lines = [f"{checked.name}: {verdict}; {size}"]
    for remark in (*checked.remarks, *policy.warnings):
        lines += wrapped(remark, width, "  ", "    ")
    for finding in findings:
        lines += _finding(finding, width)
    lines += _how_to_go_on(checked, width, written)
    lines += _not_examined(checked, width, whole)
    return joined(lines)


def as_json(checked: Sequence[Checked]) -> str:
    """Every policy with its findings, and what was not looked at, for programs."""
    return json_text({"schema": SCHEMA, "policies": [_policy(each) for each in checked]}, indent=2)


def _finding(finding: Finding, width: int) -> Iterator[str]:
    yield from wrapped(str(finding.problem), width, "  ", "    ")
    yield from wrapped(f"{finding.effect}. ({finding.code})", width, "    ", "    ")


def _how_to_go_on(checked: Checked, width: int, written: Sequence[Path]) -> Iterator[str]:
    """Where the cases lie that show what was found, or how to have them; and how to read of a code."""
    if not checked.findings:
        return
    if not written and any(finding.shown is not None for finding in checked.findings):
        told = f"To see it in a case: threshold policy check {checked.name} --witness FOLDER"
        yield from wrapped(told, width, "  ", "    ")
    code = checked.findings[0].code
    yield from wrapped(f"More on a finding: threshold policy check --explain {code}", width, "  ", "    ")


def _not_examined(checked: Checked, width: int, whole: bool) -> Iterator[str]:
    if not checked.unexamined:
        return
    if whole:
        for each in checked.unexamined:
            yield from wrapped(f"Not looked at: {each.what}, {each.why} ({each.code})", width, "  ", "    ")
        return
    number = Counter(each.code for each in checked.unexamined)
    codes = ", ".join(f"{code} {count}" for code, count in number.items())
    told = f"Not looked at: {many(sum(number.values()), 'thing')} ({codes}); --all says which, and why"
    yield from wrapped(told, width, "  ", "    ")


def _policy(checked: Checked) -> dict[str, Any]:
    return {
        "policy": checked.name,
        "sound": not checked.findings,
        "findings": [_as_data(finding) for finding in checked.findings],
        "not_examined": [{"code": e.code, "what": e.what, "why": e.why} for e in checked.unexamined],
        "remarks": [*checked.remarks, *checked.policy.warnings],
    }


def _as_data(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    return {
        "code": finding.code,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "field": problem.field,
        "message": problem.message,
        "effect": finding.effect,
        "case_can_show_it": finding.shown is not None,
    }
