"""A condition as a tree: each part in plain English, with its truth and the values that it was put to."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from threshold.conditions import (
    All,
    Any,
    AtLeast,
    Condition,
    Entries,
    Facts,
    Lookup,
    Not,
    OtherFact,
    Test,
    Truth,
    operand_facts,
    resolved,
    signal,
    tests,
    truth,
)
from threshold.conditions.words import Words
from threshold.dates import Duration, add
from threshold.output.words import many
from threshold.policy import Definition, Row
from threshold.policy.inference_plan import conditions_of
from threshold.policy.protection import CONCERN, WORKED_OUT, answered_yes, concern_keys
from threshold.policy.strata import PROPOSED
from threshold.semantics.definitions import Derived
from threshold.semantics.findings import Findings
from threshold.vocabulary import Missing, counted_by, day_written, shown
from threshold.why.model import Branch, Seen
from threshold.why.origins import Origins
from threshold.why.stages import Stages

_OF_TIME = ("at_least_ago", "more_than_ago", "within_last")
_ALL, _ANY = "all of these", "at least one of these"
_TURNED = {_ALL: "not all of these", _ANY: "none of these"}


@dataclass(frozen=True)
class Trees:
    """Makes trees of the conditions of one case. `told` are the facts that have been unfolded already."""

    stages: Stages
    words: Words
    origins: Origins
    told: set[str] = field(default_factory=set)

    @property
    def findings(self) -> Findings:
        return self.stages.findings

    def tree(self, condition: Condition, key: str) -> Branch:
        """The tree of a condition, over the facts that the condition of this key saw."""
        return self._branch(condition, self.stages.saw(key), False)

    def fact(self, name: str) -> Seen:
        """A fact with how it was worked out."""
        return self._seen(name, self.stages.findings.facts)

    def _branch(self, condition: Condition, facts: Facts, turned: bool) -> Branch:
        match condition:
            case Test():
                return self._leaf(condition, facts, turned)
            case Not(part):
                return self._branch(part, facts, not turned)
            case All((part,)) | Any((part,)):
                return self._branch(part, facts, turned)
            case All(()) | Any(()):
                so = isinstance(condition, All) != turned
                return Branch("always" if so else "never", so)
        return self._group(condition, facts, turned)

    def _group(self, condition: All | Any | AtLeast, facts: Facts, turned: bool) -> Branch:
        came = _truth(condition, facts)
        inside = _flat(condition)
        below = tuple(
            replace(self._branch(part, facts, False), decides=_truth(part, facts) is came) for part in inside
        )
        if isinstance(condition, AtLeast):
            asked = Not(condition) if turned else condition
            text = self.words.phrase(asked).text
            so = sum(_truth(part, facts) is True for part in inside)
            open_ = sum(_truth(part, facts) is None for part in inside)
            counted = f"{so} of {len(inside)} are so" + (f", {open_} not known" if open_ else "")
            return Branch(text, _turn(came, turned), notes=(counted,), parts=below)
        text = _ALL if isinstance(condition, All) else _ANY
        return Branch(_TURNED[text] if turned else text, _turn(came, turned), parts=below)

    def _leaf(self, test: Test, facts: Facts, turned: bool) -> Branch:
        text = self.words.sentence(Not(test) if turned else test)
        read = [test.fact, *operand_facts(test.operand)] if not isinstance(test.operand, Entries) else []
        seen = tuple(self._seen(name, facts) for name in dict.fromkeys(read))
        notes = tuple(self._notes(test, facts))
        return Branch(text, _turn(signal(test, facts), turned), seen=seen, notes=notes)

    def _seen(self, name: str, facts: Facts) -> Seen:
        seen = self.origins.seen(name, facts)
        if seen.origin not in ("worked_out", "contradiction"):
            return seen
        if name in self.told:
            return replace(seen, unfolded=name not in self._worked_out)
        self.told.add(name)
        return replace(seen, below=tuple(self._below(name)))

    @property
    def _worked_out(self) -> set[str]:
        return {*self.findings.derived, *WORKED_OUT}

    def _below(self, name: str) -> Iterator[Branch]:
        """How a fact was worked out: the rows that hold or, where none surely does, those that may."""
        if name in WORKED_OUT:
            yield from self._protection(name)
        elif name in PROPOSED and not self.findings.proposal.requested:
            yield from (Branch(text, True) for text in self.findings.proposal.because)
            for fact in self.findings.proposal.missing:
                yield Branch(
                    f"what {self.words.of(fact)} is", None, seen=(self._seen(fact, self.findings.facts),)
                )
        elif (derived := self.findings.derived.get(name)) is not None:
            yield from self._rows(derived)

    def _rows(self, derived: Derived) -> Iterator[Branch]:
        for rule, row in (*derived.fired, *derived.open_rows):
            yield self.row(rule, row)

    def row(self, rule: Definition, row: Row) -> Branch:
        """One row of a definition: what it gives, by which rule, and its condition beneath."""
        tree = self.tree(row.when, row.key)
        value = self.words.value(rule.fact, row.value)
        because = f": {row.because}" if row.because else ""
        inside = tree.parts if tree.text == _ALL else (tree,)
        return Branch(f"{value} by {rule.head.id}{because}", tree.truth, parts=inside)

    def _protection(self, name: str) -> Iterator[Branch]:
        """The conditions of protection that came out so, or are open where none did."""
        conditions = conditions_of(self.findings.policy)
        keys = {**answered_yes(), **concern_keys(self.findings.policy.protection)}
        if name != CONCERN:
            keys = {
                key: f"{key.partition(':')[2].replace('_', ' ')}"
                for key in conditions
                if key[:8] == "support:"
            }
        wanted = self.findings.protection.concern if name == CONCERN else True
        for key, why in keys.items():
            came = self.findings.truths[key]
            if came is wanted or (name == CONCERN and wanted is False and key in answered_yes()):
                tree = self.tree(conditions[key], key)
                yield Branch(why, tree.truth, parts=(tree,)) if tree.parts else replace(tree, text=f"{why}")

    def _notes(self, test: Test, facts: Facts) -> Iterator[str]:
        """What a test counted or compared, where the values alone do not show it."""
        operand, state = test.operand, facts.state(test.fact)
        if isinstance(operand, Entries):
            yield from self._entries(test, operand, facts)
            return
        against = resolved(operand, facts)
        if isinstance(operand, Lookup) and not isinstance(against, Missing):
            yield f"the table has {', '.join(shown(each) for each in against)} for it"
        if isinstance(operand, OtherFact) and operand.plus is not None and not isinstance(against, Missing):
            start = facts.state(operand.fact)
            yield f"{operand.plus} after {shown(start)} is {shown(against[0])}"
        if test.operator not in _OF_TIME or not isinstance(state, date) or isinstance(against, Missing):
            return
        length = against[0]
        if isinstance(length, Duration) and not isinstance(signal(test, facts), type(None)):
            over = shown(add(state, length))
            breaks = facts.breaks.get(test.fact, 0)
            later = f", and {many(breaks, 'day')} later for the breaks" if breaks else ""
            yield f"{length} after {shown(state)} is {over}{later}; this is as at {shown(facts.as_at)}"

    def _entries(self, test: Test, wanted: Entries, facts: Facts) -> Iterator[str]:
        """Which entries were counted."""
        event, held = counted_by(wanted.days), facts.state(wanted.days)
        days = (
            [day_written(each) for each in held if isinstance(each, str)] if isinstance(held, tuple) else []
        )
        told = [shown(day) if day is not None else "on a day not known" for day in days]
        yield f"on record: {', '.join(told) or 'none'}"
        if wanted.within is not None:
            yield f"counted: those within the last {wanted.within}, as at {shown(facts.as_at)}"
        upto = self.findings.case.covers.get(event)
        yield (
            f"complete up to {shown(upto)}"
            if upto is not None
            else "the file does not say that it has them all"
        )


def _truth(condition: Condition, facts: Facts) -> Truth:
    return truth(condition, {test: signal(test, facts) for test in tests(condition)})


def _turn(came: Truth, turned: bool) -> Truth:
    return came if came is None or not turned else not came


def _flat(group: All | Any | AtLeast) -> list[Condition]:
    """The parts of a group, and those of groups of the same kind inside it."""
    if isinstance(group, AtLeast):
        return [*group.parts]
    found: list[Condition] = []
    for part in group.parts:
        found += _flat(part) if type(part) is type(group) and part.parts else [part]
    return found
