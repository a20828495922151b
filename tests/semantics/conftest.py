"""A small policy in a temporary folder, decided through the public doors."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from textwrap import dedent

import pytest

from threshold.casefiles import Case, Unreadable, read_cases
from threshold.decisions import Decision
from threshold.decisions.model import Check, DeadlineRow
from threshold.engine import Engine, Evaluator
from threshold.engine.decide import findings_of
from threshold.policy import load_policy
from threshold.semantics.findings import Findings

VOCABULARY = Path(__file__).with_name("vocabulary.yaml")

SAFETY = """
safety:
  - id: SAFE-2
    title: Protect first
    carries: [S-1]
    do: Call now
    by: Anyone
"""
# What makes every request right, unless a case says `t: {right: false}`: a test of what stands in the way
# of a request needs something to stand in the way of.
GROUND = """
grounds:
  - id: SAFE-3
    title: It is right
    carries: [S-1]
    for: {direction: [step_up, step_down, step_across, close, triage, workflow]}
    when: {t.right: true}
    else: It is not right
"""
ANCHOR = """
conflicts:
  - {id: T-0, carries: [T-1], why: never, when: {t.day: {after: 2040-01-01}}}
"""

# The level of need that t.a and t.b show, and the support that fits each.
LEVEL = """
definitions:
  - id: D
    carries: [T-1]
    fact: need.level
    hit: most_serious
    rows: [{when: {t.a: true}, is: 3}, {when: {t.b: true}, is: 2}]
    otherwise: 1
"""
SUPPORT = """
support_for_level:
  type: table
  key: need.level
  columns: {lowest: text, highest: text}
  means: What fits each level
  values:
    - from: 2020-01-01
      is:
        1: {lowest: low, highest: low}
        2: {lowest: middle, highest: middle}
        3: {lowest: high, highest: high}
      because: T-1
"""
WIDER_SUPPORT = SUPPORT.replace("2: {lowest: middle", "2: {lowest: low")


# The kinds of support as they are told apart by what protection knows of them.
KINDS_OF_SUPPORT = ("universal", "early_help", "child_in_need", "child_protection", "care")
BRAG = """
brag:
  type: table
  key: contact.brag
  columns: {moves: text}
  means: What becomes of each colour
  values: [{from: 2020-01-01, is: {red: {moves: up}, green: {moves: none}}, because: T-1}]
"""


class Small:
    """A policy of a pack `safe`, which brings the safety rule, and a pack `tiny`, which a test fills.

    Files are written afresh for every engine, into a folder of its own: what is loaded is kept by path.
    The vocabulary and `safe` lie beside those folders, so that they are read once.
    """

    def __init__(self, rules: Path) -> None:
        self.rules = rules
        self.packs: dict[str, tuple[str, str]] = {}
        self.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}]"
        self.unlisted = "not_covered"
        self.policy = ""
        self.trial: tuple[str, ...] = ()
        self.tiny("")

    def pack(self, name: str, rules: str, parameters: str = "") -> "Small":
        """A pack of one clause (T-1 in `tiny`, S-1 in `safe`), with the text of its one rule file."""
        self.packs[name] = (dedent(rules), dedent(parameters))
        return self

    def tiny(self, rules: str, parameters: str = "") -> "Small":
        return self.pack("tiny", rules, parameters)

    def ungrounded(self) -> "Small":
        """Without the ground of `safe`: nothing is right by itself any more."""
        return self.pack("safe", SAFETY)

    def write(self) -> Path:
        """The path of the policy, everything being written to a new folder."""
        folder = Path(mkdtemp(dir=self.rules))
        for name in self.packs:
            write_pack(folder / name, *self.packs[name], self.unlisted)
        path = folder / "p.yaml"
        path.write_text(f"policy: p\ntitle: Small\npacks: {self.uses}\n{dedent(self.policy)}")
        return path

    def engine(self, using: tuple[Evaluator, ...] = ()) -> Engine:
        return Engine(load_policy(str(self.write())), self.trial, using)

    def case(self, text: str, engine: Engine) -> Case:
        """The case that a few lines of YAML hold; its reference and date need not be written."""
        text = dedent(text)
        path = Path(mkdtemp(dir=self.rules)) / "case.yaml"
        path.write_text(f"case: C-1\n{'' if 'as_at:' in text else 'as_at: 2026-08-14'}\n{text}")
        (case,) = read_cases([str(path)], engine.policy.vocabulary)
        if isinstance(case, Unreadable):
            raise ValueError("; ".join(str(problem) for problem in case.problems))
        return case

    def decide(self, case: str) -> Decision:
        engine = self.engine()
        return engine.decide(self.case(case, engine))

    def findings(self, case: str) -> Findings:
        """What is found about a case, before anything is made of it."""
        engine = self.engine()
        read = self.case(case, engine)
        assert read.as_at is not None
        policy = engine.policy.at(read.as_at, self.trial)
        return findings_of(engine.compiled(policy), read, read.as_at)

    def truths(self, case: str, *conditions: str) -> list[bool | None]:
        """The truth of each condition in a case, as a requirement that always applies tells it."""
        rules = "requirements:\n" + "".join(
            f"  - {{id: P{number}, carries: [T-1], bears_on: [compliance], "
            f"note: [{{must: {condition}, else: no}}]}}\n"
            for number, condition in enumerate(conditions)
        )
        _, parameters = self.packs["tiny"]
        decision = self.tiny(rules, parameters).decide(case)
        told = {"met": True, "not_met": False, "undetermined": None}
        checks = {check.rule: told[check.status] for check in decision.checks}
        return [checks[f"P{number}"] for number in range(len(conditions))]

    def truth(self, case: str, condition: str) -> bool | None:
        (outcome,) = self.truths(case, condition)
        return outcome

    def check(self, case: str, rule: str = "R") -> Check:
        (found,) = [check for check in self.decide(case).checks if check.rule == rule]
        return found

    def rows(self, case: str) -> Sequence[DeadlineRow]:
        return self.decide(case).deadlines

    def row(self, case: str) -> DeadlineRow:
        """The one row of the one deadline."""
        (found,) = self.rows(case)
        return found


def required(decision: Decision) -> list[Check]:
    """What is required, without the grounds that stand beside it among the checks."""
    return [check for check in decision.checks if check.effect != "ground"]


def write_pack(place: Path, rules: str, parameters: str = "", unlisted: str = "not_covered") -> None:
    """A pack of one clause, which is named by the first letter of the pack."""
    clause = f"{place.name[0].upper()}-1"
    (place / "rules").mkdir(parents=True)
    (place / "rules" / "all.yaml").write_text(rules or ANCHOR)
    if parameters:
        (place / "parameters.yaml").write_text(parameters)
    (place / "pack.yaml").write_text(
        f"pack: {place.name}\ntitle: {place.name}\nunlisted: {unlisted}\n"
        f"source: {{document: {place.name}, publisher: P, date: 2020-01, clauses: {clause[0]}}}\n"
        f"clauses: {{{clause}: one place}}\n"
    )


def rules_folder(folder: Path, tension: str = "Something is left open") -> Path:
    """A folder of rules with the pack `safe` alone."""
    write_pack(folder / "safe", SAFETY + GROUND)
    (folder / "vocabulary.yaml").write_text(VOCABULARY.read_text())
    (folder / "tensions.yaml").write_text(f"T01: {tension}\n")
    return folder


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of these policies is kept between runs."""
    monkeypatch.setenv("THRESHOLD_CACHE", "off")


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rules_folder(tmp_path_factory.mktemp("rules"))


@pytest.fixture
def other_rules(tmp_path: Path) -> Path:
    """The same vocabulary, and another thing left open."""
    return rules_folder(tmp_path, "Something else is left open")


@pytest.fixture(scope="session")
def supported_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small policy with the real kinds of support."""
    folder = rules_folder(tmp_path_factory.mktemp("supported"))
    kinds = ", ".join(KINDS_OF_SUPPORT)
    order = ", ".join(reversed(KINDS_OF_SUPPORT))
    text = VOCABULARY.read_text().replace("[low, middle, high]", f"[{kinds}]")
    text = text.replace("[high, middle, low]", f"[{order}]")
    (folder / "vocabulary.yaml").write_text(text)
    return folder


@pytest.fixture
def supported(supported_rules: Path) -> Small:
    return Small(supported_rules)


@pytest.fixture
def small(rules: Path) -> Small:
    return Small(rules)
