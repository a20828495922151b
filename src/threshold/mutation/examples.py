"""Example cases by the policies that decide them, read once for all packs."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from pydantic import ValidationError

from threshold.casefiles import Case, Unreadable, read_cases
from threshold.conditions import Moment
from threshold.decisions import Decision
from threshold.engine import Engine, Read
from threshold.engine.evaluators import PYTHON
from threshold.examples.differences import differences, names_of
from threshold.examples.expect import Expectation
from threshold.examples.policies import Policies, Unusable
from threshold.examples.run import Runner
from threshold.mutation.difference import worked_out
from threshold.policy import PolicyFiles
from threshold.policy.packs import PackFiles
from threshold.reading import Problem
from threshold.semantics.findings import Findings

_NOT_READ: dict[str, list[str]] = {"printed": [], "not_printed": []}


@dataclass(frozen=True, eq=False)
class Example:
    """An example that passes as the rules stand, with what is found in its case."""

    case: Case
    moment: Moment
    expected: Expectation
    names: frozenset[str]  # the rules, steps and facts that it expects something of
    read: Read
    findings: Findings
    decision: Decision  # as the rules stand

    @cached_property
    def worked_out(self) -> tuple[object, ...]:
        """All that follows from definitions and conflicts in it, as the rules stand."""
        return worked_out(self.findings)

    def notices(self, engine: Engine) -> bool:
        """Whether it does not come out as it expects."""
        decided = engine.decided(self.case, self.moment, _looked_into(self.expected), self.read)
        # Setting out a screen takes longer than all else; what is the same looks the same.
        same = self.reads and replace(decided.decision, policy=self.decision.policy) == self.decision
        expected = self.expected.model_copy(update=_NOT_READ) if same else self.expected
        return next(differences(expected, decided.decision, names_of(decided)), None) is not None

    @property
    def reads(self) -> bool:
        """Whether what it expects has to do with what is printed, so with every line."""
        return _reads(self.expected)


@dataclass(frozen=True)
class Group:
    """The examples of one policy; `failing` are those that do not pass as the rules stand."""

    files: PolicyFiles
    examples: list[Example] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)

    def naming(self, names: Callable[[Example], Collection[str]]) -> list[Example]:
        """The examples that name any of these, which are the same for all of one day's policy."""
        places = {
            place
            for first, by_name in self._by_name
            for name in names(first)
            for place in by_name.get(name, ())
        }
        return [self.examples[place] for place in sorted(places)]

    @cached_property
    def _by_name(self) -> list[tuple[Example, dict[str, list[int]]]]:
        """For each policy one example, and where those stand that name each thing: to look takes longest."""
        found: dict[int, tuple[Example, dict[str, list[int]]]] = {}
        for place, example in enumerate(self.examples):
            _, by_name = found.setdefault(id(example.findings.policy), (example, {}))
            for name in example.names:
                by_name.setdefault(name, []).append(place)
        return [*found.values()]

    def holds(self, held: PackFiles) -> bool:
        """Whether the policy holds this very pack, and not another of its name."""
        own = self.files.written.packs.get(held.entry.pack)
        return own is not None and own.content == held.content


class Examples:
    """The examples in files and folders.

    Those that do not pass as the rules stand tell nothing of a change. `unread` says what is wrong with those
    that cannot be read, and `undecided` names those whose policy or expectation cannot be.
    """

    def __init__(self, cases: Sequence[str]) -> None:
        self.unread: list[Problem] = []
        self.undecided: list[str] = []
        self._groups: dict[str, Group] = {}
        self._engines: dict[str, Engine] = {}
        self._policies = Policies()
        runner = Runner(None, self._policies)
        for case in read_cases([*cases], runner.vocabulary_for):
            if isinstance(case, Unreadable):
                self.unread += case.problems
            elif isinstance(case, Case) and case.expect is not None:
                self._add(case)

    def of(self, held: PackFiles) -> list[Group]:
        """The examples of every policy that holds a pack; that of the fewest packs first."""
        # A policy of one pack alone tells most plainly what a change to it comes to.
        groups = [group for group in self._groups.values() if group.holds(held)]
        return sorted(groups, key=lambda group: len(group.files.written.packs))

    def _add(self, case: Case) -> None:
        try:
            expected = Expectation.model_validate(case.expect)
            files = self._policies.named(expected.policy, case.file).files
        except (ValidationError, Unusable):
            self.undecided.append(case.reference)
            return
        name = str(files.path)
        group = self._groups.setdefault(name, Group(files))
        engine = self._engines.setdefault(name, Engine(files, using=(PYTHON,)))
        moment = case.as_at or date.today()
        read = Read.of(case, files.at(moment).vocabulary, moment)
        decided = engine.decided(case, moment, _looked_into(expected), read)
        if next(differences(expected, decided.decision, names_of(decided)), None) is not None:
            group.failing.append(case.reference)
            return
        named = frozenset(_named(expected))
        group.examples.append(
            Example(case, moment, expected, named, read, decided.findings, decided.decision)
        )


def _reads(expected: Expectation) -> bool:
    """Whether what is expected has to do with what is printed, so with every line."""
    return bool(expected.printed or expected.not_printed)


def _looked_into(expected: Expectation) -> Callable[[str, bool], bool]:
    """The rules of which it matters why they came out as they did: what is irrelevant is not printed."""
    reads = _reads(expected)
    return lambda rule, relevant: (reads and relevant) or rule in expected.says


def _named(expected: Expectation) -> Iterator[str]:
    yield from (*expected.checks, *expected.deadlines, *expected.steps, *expected.actions, *expected.urgent)
    yield from (*expected.strengths, *expected.says, *expected.who, *expected.facts)
    yield from (*(expected.route or ()), *(expected.withheld or ()), *(expected.conflicts or ()))
