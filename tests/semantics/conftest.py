"""A small policy in a temporary folder, decided through the public doors."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from threshold.casefiles import Case, Unreadable, read_cases
from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.policy import load_policy

VOCABULARY = Path(__file__).with_name("vocabulary.yaml")

SAFETY = """
definitions:
  - {id: SAFE-1, carries: [S-1], fact: protection.concern, hit: exactly_one,
     rows: [{when: {danger.concern: true}, is: true}], otherwise: false}
safety:
  - {id: SAFE-2, title: Protect first, carries: [S-1], when: {protection.concern: true},
     direction: safeguarding_now, covers: [step_up, step_across, triage, workflow, none],
     forbids: [step_down, close], do: [{do: Call now, by: Anyone}]}
"""


class Small:
    """Writes packs and a policy, and decides cases under it.

    The pack `safe` brings the safety rule; the pack `tiny` holds what a test is about.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "rules"
        (self.folder / "policies").mkdir(parents=True)
        (self.folder / "vocabulary.yaml").write_text(VOCABULARY.read_text())
        (self.folder / "tensions.yaml").write_text("T01: Something is left open\n")
        self.packs = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}]"
        self.values = ""
        self.trial: tuple[str, ...] = ()
        self.pack("safe", SAFETY, "S")
        self.pack("tiny", "requirements: []")

    def pack(self, name: str, rules: str, prefix: str = "T", parameters: str = "") -> None:
        """A pack with one clause, whose rules are given as the text of one rule file."""
        place = self.folder / name
        (place / "rules").mkdir(parents=True, exist_ok=True)
        anchor = (
            ""
            if f"[{prefix}-1]" in rules
            else f"""
            conflicts:
              - {{id: {prefix}-0, title: Never, carries: [{prefix}-1], why: never,
                 when: {{all: [{{t.a: true}}, {{t.a: false}}]}}}}
            """
        )
        (place / "pack.yaml").write_text(
            f"pack: {name}\ntitle: {name}\n"
            f"source: {{document: A paper, publisher: Somebody, date: 2020-01, clauses: {prefix}}}\n"
            f"clauses: {{{prefix}-1: the first place}}\n"
        )
        (place / "rules" / "all.yaml").write_text(dedent(rules))
        if anchor:
            (place / "rules" / "anchor.yaml").write_text(dedent(anchor))
        (place / "parameters.yaml").write_text(dedent(parameters) or "{}\n")

    def tiny(self, rules: str, parameters: str = "") -> "Small":
        """The rules (and parameters) of the pack that the test is about."""
        self.pack("tiny", rules, parameters=parameters)
        return self

    def path(self, name: str = "p") -> str:
        path = self.folder / "policies" / f"{name}.yaml"
        text = f"policy: {name}\ntitle: A small policy\npacks: {self.packs}\n"
        path.write_text(text + dedent(self.values))
        return str(path)

    def engine(self, name: str = "p", **options: Any) -> Engine:
        return Engine(load_policy(self.path(name)), self.trial, **options)

    def case(self, text: str) -> Case:
        """The case that a few lines of YAML hold; `case` and `as_at` need not be written."""
        path = self.folder / "case.yaml"
        whole = dedent(text)
        whole = whole if "as_at:" in whole else f"as_at: 2026-08-14\n{whole}"
        path.write_text(f"case: C-1\n{whole}")
        (case,) = read_cases([str(path)], load_policy(self.path()).vocabulary)
        if isinstance(case, Unreadable):
            raise ValueError("; ".join(str(problem) for problem in case.problems))
        return case

    def decide(self, case: str) -> Decision:
        return self.engine().decide(self.case(case))

    def truths(self, case: str, *conditions: str) -> list[bool | None]:
        """The truth of each condition in a case, as a requirement that always applies tells it."""
        rules = "requirements:\n" + "".join(
            f"  - {{id: P{number}, carries: [T-1], bears_on: [compliance], "
            f"satisfied: {condition}, otherwise: {{note: no}}}}\n"
            for number, condition in enumerate(conditions)
        )
        decision = self.tiny(rules).decide(case)
        told = {"met": True, "not_met": False, "undetermined": None}
        checks = {check.rule: told[check.status] for check in decision.checks}
        return [checks[f"P{number}"] for number in range(len(conditions))]

    def truth(self, case: str, condition: str) -> bool | None:
        (outcome,) = self.truths(case, condition)
        return outcome


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)


@pytest.fixture
def smalls(tmp_path: Path) -> Callable[[], Small]:
    """As many small policies as a test needs."""
    made = iter(range(1000))
    return lambda: Small(tmp_path / str(next(made)))
