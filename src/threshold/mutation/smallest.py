"""The smallest case that tells two policies apart: an example, or one answer more, stripped of all else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from threshold.casefiles import Case, Entry
from threshold.conditions import facts_of
from threshold.dates import OutsideCalendar
from threshold.engine import Decided, Engine, Read
from threshold.mutation.difference import Difference
from threshold.policy.inference_plan import conditions_of, rule_of
from threshold.questions.answers import Asking, answered, compared_with
from threshold.reading import BadInput
from threshold.semantics.findings import Findings

MOST_TRIED = 40  # cases: more would take longer than most changes are worth
_MOST_VARIED = 12  # examples: the nearest


@dataclass(frozen=True, slots=True)
class Apart:
    """Two policies, the rules as they are and as they are changed."""

    before: Engine
    after: Engine
    _differences: dict[int, Difference] = field(default_factory=dict)

    def smallest(self, examples: Sequence[Case], most: int = MOST_TRIED) -> Case | None:
        """The smallest case found that comes out differently; None where `most` have been tried.

        `examples` are looked at first, the nearest to what was changed before the others.
        """
        tried = islice(self._tried(examples), most)
        found = next((case for case in tried if self._differ(case)), None)
        return None if found is None else self._stripped(found)

    def _tried(self, examples: Sequence[Case]) -> Iterator[Case]:
        near = examples[:_MOST_VARIED]
        yield from near
        for case in near:
            yield from self._with_one_answer(case)
        yield from examples[_MOST_VARIED:]

    def _with_one_answer(self, case: Case) -> Iterator[Case]:
        """The case with one more answer, or another, to something that the changed rules read."""
        found = self.before.findings(case)
        conditions, rules = conditions_of(found.policy), self._difference(found).rules
        read = [name for key, each in conditions.items() if rule_of(key) in rules for name in facts_of(each)]
        rest = [name for each in read for name in found.behind(each)]
        asking = Asking(found.policy.vocabulary, compared_with(conditions), found.records)
        for asked in asking.about(dict.fromkeys((*read, *rest, "child_protection.concern"))):
            for answer in asked.answers:
                yield answered(case, asked, answer, found.facts.as_at)

    def _stripped(self, case: Case) -> Case:
        """The case without whatever can be left out while the two still differ."""
        before = None
        while before != case:
            before = case
            for leave_out in _what_it_says(case):
                smaller = leave_out(case)
                if self._differ(smaller):
                    case = smaller
        return case

    def _differ(self, case: Case) -> bool:
        moment = case.as_at or date.today()
        try:
            read = Read.of(case, self.before.policy.vocabulary, moment)
            found = self.before.findings(case, moment, read)
            difference = self._difference(found)
            if not difference.may_show(found):
                return False
            # Why any other rule came out as it did can differ only by what is worked out, which is compared.
            before, after = (
                each.decided(case, moment, lambda rule, _: rule in difference.rules, read)
                for each in (self.before, self.after)
            )
            return _told(before) != _told(after)
        except (BadInput, OutsideCalendar):
            return False

    def _difference(self, found: Findings) -> Difference:
        """What differs on the day of the case."""
        known = self._differences.get(id(found.policy))
        if known is None:
            known = Difference.between(found.policy, self.after.policy_for(found.case, found.facts.as_at))
            self._differences[id(found.policy)] = known
        return known


def _told(decided: Decided) -> tuple[object, ...]:
    """What somebody could predict of a case from a document: what is settled, and what is worked out."""
    said = decided.decision
    settled = {
        each.rule: (each.status, each.effect, each.says)
        for each in said.checks
        if each.relevant and each.status in ("met", "not_met")
    }
    facts = decided.policy.vocabulary.facts
    worked_out = {name: decided.facts.state(name) for name, fact in facts.items() if fact.derived}
    return (
        (said.recommendation, said.status, said.answered, settled, worked_out),
        (said.deadlines, said.route, said.withheld, said.documents, said.actions),
        [each.id for each in said.conflicts],
    )


def _what_it_says(case: Case) -> Iterator[Callable[[Case], Case]]:
    """For each thing that the case says, the way to leave it out."""
    for entry in case.timeline:
        yield partial(_without_entry, entry)
    for key in ("covers", "overrides", "given"):
        for name in getattr(case, key):
            yield partial(_without_key, key, name)


def _without_entry(entry: Entry, case: Case) -> Case:
    return replace(case, timeline=tuple(each for each in case.timeline if each is not entry))


def _without_key(key: str, name: str, case: Case) -> Case:
    held: Any = {each: value for each, value in getattr(case, key).items() if each != name}
    return replace(case, **{key: held})
