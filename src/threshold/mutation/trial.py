"""Trying every change on the examples: a change that none of them notices is a survivor.

An example notices a change where it does not come out as it expects any more. Only some need be decided
again: where no condition comes out otherwise, nothing else does, save what the changed rule itself says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from threshold.casefiles import Case, Unreadable, read_cases
from threshold.conditions import Condition, Moment, Truth
from threshold.engine import Engine
from threshold.engine.evaluators import PYTHON
from threshold.examples.differences import differences, names_of
from threshold.examples.expect import Expectation
from threshold.examples.policies import Policies
from threshold.examples.run import Runner
from threshold.mutation.changes import Change, changes
from threshold.policy import Policy, PolicyFiles
from threshold.policy.inference_plan import conditions_of, rule_of
from threshold.policy.packs import PackFiles, one_document, read_pack
from threshold.policy.places import rule_files
from threshold.reading import BadInput, Problem
from threshold.semantics.findings import Findings

Fate = Literal["noticed", "survived", "does not load"]
# Where one of these is known to be false of a rule, the rule has nothing to say.
_GATES = ("applies", "fits", "when")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change; `by` is the reference of an example that notices it."""

    change: Change
    fate: Fate
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Example:
    """An example that passes as the rules stand, with what is found in its case."""

    case: Case
    moment: Moment
    expected: Expectation
    names: frozenset[str]  # the rules and steps that it expects something of
    findings: Findings


@dataclass(frozen=True, slots=True)
class _Group:
    """The examples of one policy."""

    files: PolicyFiles
    examples: list[_Example]


class Trial:
    """The examples of every policy that holds a pack, against which changes to its rules are tried.

    Examples that do not pass as the rules stand tell nothing of a change, and are left out. `unread` says
    what is wrong with those that cannot be read.
    """

    def __init__(self, pack: Path, cases: Sequence[str]) -> None:
        self._held = read_pack(pack)
        self._roots = {str(path): one_document(path) for path in rule_files(pack)}
        self.unread: list[Problem] = []
        self._groups = self._read(cases)

    def _read(self, cases: Sequence[str]) -> list[_Group]:
        """The examples, by their policies, of those that hold the pack."""
        policies = Policies()
        runner = Runner(None, policies)
        found: dict[str, _Group] = {}
        engines: dict[str, Engine] = {}
        for case in read_cases([*cases], runner.vocabulary_for):
            if isinstance(case, Unreadable):
                self.unread += case.problems
            if not isinstance(case, Case) or case.expect is None:
                continue
            try:
                expected = Expectation.model_validate(case.expect)
            except ValidationError:
                continue
            policy = policies.named(expected.policy, case.file).files
            own = policy.written.packs.get(self._held.entry.pack)
            if own is None or own.content != self._held.content:
                continue  # a policy without this pack, or with another of its name
            name = str(policy.path)
            engine = engines.setdefault(name, Engine(policy, using=(PYTHON,)))
            moment = case.as_at or date.today()
            example = _Example(case, moment, expected, frozenset(_named(expected)), engine.findings(case))
            if not _notices(example, engine):
                found.setdefault(name, _Group(policy, [])).examples.append(example)
        return [*found.values()]

    @property
    def examples(self) -> int:
        """How many examples there are to notice anything."""
        return sum(len(group.examples) for group in self._groups)

    def changes(self) -> Iterator[Change]:
        """Every change to the rules of the pack."""
        for file, root in self._roots.items():
            yield from changes(root, file)

    def tried(self, change: Change) -> Outcome:
        """What becomes of a change."""
        try:
            held = self._held.with_file(change.applied(self._roots[change.file]), change.file)
            noticed = next(self._noticing(change, held), None)
        except BadInput:
            return Outcome(change, "does not load")
        if noticed is None:
            return Outcome(change, "survived")
        return Outcome(change, "noticed", noticed.case.reference)

    def _noticing(self, change: Change, held: PackFiles) -> Iterator[_Example]:
        for group in self._groups:
            engine = Engine(group.files.with_pack(held.entry.pack, held), using=(PYTHON,))
            found: dict[int, _Difference] = {}
            for each in _likely_first(group.examples, change):
                policy = engine.policy_for(each.case, each.moment)
                if id(policy) not in found:
                    found[id(policy)] = _Difference.between(each.findings.policy, policy)
                shows = found[id(policy)].may_show(change.rule, each.findings)
                if (shows or _speaks_of(each, change)) and _notices(each, engine):
                    yield each


def _named(expected: Expectation) -> Iterator[str]:
    yield from (*expected.checks, *expected.deadlines, *expected.steps, *expected.actions, *expected.urgent)
    yield from (*(expected.route or ()), *(expected.withheld or ()), *(expected.conflicts or ()))


def _likely_first(examples: Sequence[_Example], change: Change) -> Iterator[_Example]:
    for names in (True, False):
        yield from (each for each in examples if _speaks_of(each, change) is names)


def _speaks_of(example: _Example, change: Change) -> bool:
    return change.rule in example.names or change.item in example.names


@dataclass(frozen=True, slots=True)
class _Difference:
    """What a change does to the conditions of a policy: which read otherwise, and which came or went."""

    conditions: Mapping[str, Condition]
    gone: frozenset[str]
    come: frozenset[str]

    @classmethod
    def between(cls, before: Policy, after: Policy) -> "_Difference":
        """How two policies differ."""
        old, new = conditions_of(before), conditions_of(after)
        changed = {key: new[key] for key in old.keys() & new.keys() if old[key] != new[key]}
        return cls(changed, frozenset(old.keys() - new.keys()), frozenset(new.keys() - old.keys()))

    def may_show(self, rule: str, findings: Findings) -> bool:
        """Whether a case can come out otherwise: if not, it need not be decided again."""
        truths = findings.truths
        if self.come:
            return True
        for key, condition in self.conditions.items():
            if (self._is_gate(key) or not _is_out(rule_of(key), truths)) and (
                findings.now(condition) is not truths[key]
            ):
                return True
        if any(truths[key] is not False and not _is_out(rule_of(key), truths) for key in self.gone):
            return True
        if any(f"{rule}:{gate}" in truths for gate in _GATES):
            return not _is_out(rule, truths)
        return not self.conditions and not self.gone

    @staticmethod
    def _is_gate(key: str) -> bool:
        return key.partition(":")[2] in _GATES


def _is_out(rule: str, truths: Mapping[str, Truth]) -> bool:
    """Whether a rule is known to have nothing to say; a definition of the same id always may."""
    return f"{rule}#1" not in truths and any(truths.get(f"{rule}:{gate}") is False for gate in _GATES)


def _notices(example: _Example, engine: Engine) -> bool:
    """Whether an example does not come out as it expects."""
    decided = engine.decided(example.case)
    return next(differences(example.expected, decided.decision, names_of(decided)), None) is not None
