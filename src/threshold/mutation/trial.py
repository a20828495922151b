"""Trying every change on the examples: a change that none of them notices is a survivor.

An example notices a change where it does not come out as it expects any more. Only some need be decided
again: where no condition comes out otherwise, nothing else does, save what the changed rules themselves say.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from threshold.casefiles import Case
from threshold.engine import Engine
from threshold.engine.evaluators import PYTHON
from threshold.examples import Expectation
from threshold.mutation.changeable import Changeable
from threshold.mutation.changes import Change
from threshold.mutation.difference import Difference, worked_out
from threshold.mutation.equivalent import makes_no_difference
from threshold.mutation.examples import Example, Examples, Group
from threshold.mutation.smallest import MOST_TRIED, Apart
from threshold.policy import Policy, PolicyFiles
from threshold.policy.packs import PackFiles
from threshold.reading import BadInput
from threshold.soundness.asked import may_hold_up
from threshold.vocabulary import Vocabulary

Fate = Literal["noticed", "survived", "equivalent", "does not load"]
_MOST_TRIED_OF_LISTED = 400  # cases: what is said to be equivalent is looked at harder
_LATEST = 5  # examples that noticed another change to the same rule: so many are tried first


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change; `by` is the reference of an example that notices it.

    `because` says why it is equivalent to no change at all: `proved`, or as the pack lists it. `case` is the
    smallest found that tells a survivor from the rules as they are, under the policy named, which stands in
    `policy_file`.
    """

    change: Change
    fate: Fate
    by: str = ""
    because: str = ""
    proved: bool = False
    case: Case | None = None
    policy: str = ""
    policy_file: Path | None = None


class Trial:
    """The examples of every policy that holds a pack, against which changes to its rules are tried."""

    def __init__(self, pack: Path, examples: Examples) -> None:
        self.pack = Changeable(pack)
        self._examples = examples
        self._groups = examples.of(self.pack.held)
        self._noticed: defaultdict[str, list[Example]] = defaultdict(list)

    @property
    def examples(self) -> int:
        """How many examples there are to notice anything."""
        return sum(len(group.examples) for group in self._groups)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The examples that tell nothing: by their references, or where those that cannot be read lie."""
        failing = [name for group in self._groups for name in group.failing]
        files = [problem.file or "a case" for problem in self._examples.unread]
        return tuple(dict.fromkeys((*failing, *self._examples.undecided, *files)))

    @property
    def expected(self) -> Iterator[Expectation]:
        """What each of them expects."""
        return (each.expected for group in self._groups for each in group.examples)

    @property
    def policies(self) -> list[PolicyFiles]:
        """The policies under which they are decided; that of the fewest packs first."""
        return [group.files for group in self._groups]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change that can be tried."""
        return self.pack.changes

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary that the examples are read with."""
        return self._groups[0].files.vocabulary

    def noticed_by(self, change: Change) -> str | None:
        """The reference of an example that notices a change, if any. Raises BadInput if it does not load."""
        noticed = next(self._noticing(change, self._changed(change)), None)
        return None if noticed is None else noticed.case.reference

    def tried(self, change: Change) -> Outcome:
        """What becomes of a change."""
        try:
            changed = self._changed(change)
        except BadInput:
            return Outcome(change, "does not load")
        if (noticed := next(self._likely(change, changed), None)) is not None:
            return Outcome(change, "noticed", noticed.case.reference)
        if self._groups and (because := self._without_effect(change, changed)):
            return Outcome(change, "equivalent", because=because, proved=True)
        if (noticed := next(self._others(change, changed), None)) is not None:
            return Outcome(change, "noticed", noticed.case.reference)
        because = self.pack.listed.get((change.rule, change.named), "")
        outcome = self._survived(change, changed, _MOST_TRIED_OF_LISTED if because else MOST_TRIED)
        if because and outcome.case is None:
            return Outcome(change, "equivalent", because=because)
        return outcome

    def _changed(self, change: Change) -> "_Changed":
        """The pack and its policies with a change. Raises BadInput where one of them cannot be read so."""
        held = self.pack.changed(change)
        files = [group.files.with_pack(held.entry.pack, held) for group in self._groups]
        for each in files[:1]:
            each.at(each.change_dates[-1])
        tried = tuple(Tried(group, after, change) for group, after in zip(self._groups, files, strict=True))
        return _Changed(held, tried)

    def _without_effect(self, change: Change, changed: "_Changed") -> str:
        """Why no case can show a change, where that can be proved; empty where it cannot."""
        if all(makes_no_difference(*pair) for pair in changed.policies()):
            return "no value of any fact can show it"
        if change.kind == "if_concern" and self._goes_nowhere_up(change, changed):
            return "no request that it bears on goes up"
        return ""

    def _noticing(self, change: Change, changed: "_Changed") -> Iterator[Example]:
        yield from self._likely(change, changed)
        yield from self._others(change, changed)

    def _likely(self, change: Change, changed: "_Changed") -> Iterator[Example]:
        """Those that notice a change and either noticed another to the rule, or name what is changed.

        First come those in which a condition that is changed comes out otherwise.
        """
        for tried in changed.groups:
            before = [each for each in reversed(self._noticed[change.rule]) if each in tried.examples]
            before = before[:_LATEST]
            yield from self._that_notice(tried, before)
            named = [each for each in tried.named if each not in before]
            for turn in tried.turned_first(named):
                yield from self._that_notice(tried, turn)

    def _others(self, change: Change, changed: "_Changed") -> Iterator[Example]:
        """Those that notice a change though they name nothing of it; only some need be decided again."""
        for tried in changed.groups:
            shown = [each for each in tried.others if each.reads or _looks_there(each.expected, change)]
            for turn in tried.turned_first([each for each in shown if tried.may_show(each)]):
                yield from self._that_notice(tried, turn)

    def _that_notice(self, tried: "Tried", examples: Sequence[Example]) -> Iterator[Example]:
        for each in examples:
            if tried.may_differ(each) and _without_name(each, tried.change).notices(tried.engine):
                noticed = self._noticed[tried.change.rule]
                self._noticed[tried.change.rule] = [*(one for one in noticed if one is not each), each]
                yield each

    def _goes_nowhere_up(self, change: Change, changed: "_Changed") -> bool:
        """Whether a requirement bears on no request that may go up under a concern, whatever the policy."""
        return not any(
            may_hold_up(rule, after)
            for _, after in changed.policies()
            for pack in after.packs
            for rule in pack.requirements
            if (pack.name, rule.head.id) == (changed.held.entry.pack, change.rule)
        )

    def _survived(self, change: Change, changed: "_Changed", most: int) -> Outcome:
        """A survivor, with the smallest case that tells it from the rules as they are, if one is found."""
        for tried in changed.groups:
            group = tried.group
            near = [each.case for each in (*tried.named, *tried.others)]
            case = Apart(Engine(group.files, using=(PYTHON,)), tried.engine).smallest(near, most)
            if case is not None:
                path = group.files.path
                return Outcome(change, "survived", case=case, policy=path.stem, policy_file=path)
        return Outcome(change, "survived")


class Tried:
    """A change tried on the examples of one policy."""

    def __init__(self, group: Group, files: PolicyFiles, change: Change) -> None:
        self.group, self.files, self.change = group, files, change
        self.engine = Engine(files, using=(PYTHON,))
        self._differences: dict[int, Difference] = {}
        self._names: dict[int, frozenset[str]] = {}

    @property
    def examples(self) -> list[Example]:
        """The examples of the policy."""
        return self.group.examples

    @cached_property
    def named(self) -> list[Example]:
        """The examples that name it."""
        return self.group.naming(self._named)

    @cached_property
    def others(self) -> list[Example]:
        """The examples that name nothing of it; those that are kept beside one that does come first."""
        named, files = {id(each) for each in self.named}, {each.case.file for each in self.named}
        rest = (each for each in self.examples if id(each) not in named)
        return sorted(rest, key=lambda each: each.case.file not in files)

    def names(self, example: Example) -> bool:
        """Whether an example names what is changed, or a rule that reads otherwise for it."""
        return not example.names.isdisjoint(self._named(example))

    def may_show(self, example: Example) -> bool:
        """Whether an example that names nothing of it can come out otherwise, as far as is seen at once."""
        return self._difference(example).may_show(example.findings, example.reads)

    def may_differ(self, example: Example) -> bool:
        """Whether an example can come out otherwise, which of definitions alone their values tell."""
        if example.reads or not self._difference(example).works_out or self.names(example):
            return True
        found = self.engine.findings(example.case, example.moment, example.read)
        return worked_out(found) != example.worked_out

    def turned_first(self, examples: Sequence[Example]) -> tuple[Sequence[Example], Sequence[Example]]:
        """Those in which a condition that is changed comes out otherwise, then the rest."""
        turned = [each for each in examples if self._difference(each).turns(each.findings)]
        told = {id(each) for each in turned}
        return turned, [each for each in examples if id(each) not in told]

    def _named(self, example: Example) -> frozenset[str]:
        """What an example would name, to name the change: the same for all of one day."""
        key = id(example.findings.policy)
        if key not in self._names:
            difference = self._difference(example)
            own = {self.change.rule, self.change.item, *difference.names}
            self._names[key] = frozenset(own | difference.users(self.change.rule))
        return self._names[key]

    def _difference(self, example: Example) -> Difference:
        """What differs on the day of the example."""
        key = id(example.findings.policy)
        if key not in self._differences:
            policy = self.engine.policy_for(example.case, example.moment)
            self._differences[key] = Difference.between(example.findings.policy, policy)
        return self._differences[key]


@dataclass(frozen=True, slots=True)
class _Changed:
    """A pack with a change, and with each group of examples its policy so changed, made once."""

    held: PackFiles
    groups: tuple[Tried, ...]

    def policies(self) -> Iterator[tuple[Policy, Policy]]:
        """Every policy that holds the pack as it is and as it is changed, on every date that matters."""
        for tried in self.groups:
            before = tried.group.files
            for day in before.change_dates:
                yield before.at(day), tried.files.at(day)


def _without_name(example: Example, change: Change) -> Example:
    """The example, not to tell by a name alone: that a rule does not apply is no less so without it."""
    if not change.whole_rule or example.expected.checks.get(change.rule) != "not_applicable":
        return example
    checks = {rule: status for rule, status in example.expected.checks.items() if rule != change.rule}
    return replace(example, expected=example.expected.model_copy(update={"checks": checks}))


def _looks_there(expected: Expectation, change: Change) -> bool:
    """Whether what is expected, beside what is printed, can show such a change."""
    if change.kind == "who":
        return bool(expected.steps or expected.who)
    if change.within == "route":
        ways = (expected.route, expected.withheld)
        # One step changes nothing of the others; the whole route, all of them.
        steps = () if change.item else expected.steps
        named = (steps, expected.notes, expected.missing, expected.not_missing)
        return any(each is not None for each in ways) or any(named)
    return True
