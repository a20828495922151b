"""Ways of completing a case, and what comes out of each, fast enough to try out hundreds.

What no answer can change is settled once: its conditions become constants before any completion is tried.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from threshold.casefiles import Case, ages
from threshold.conditions import (
    SILENT,
    Facts,
    Moment,
    Test,
    facts_of,
    operand_facts,
    reasons,
    signal,
    tests,
)
from threshold.decisions.consultation import advised
from threshold.decisions.left_open import lacking
from threshold.engine import CompiledPolicy
from threshold.engine.decide import inferred
from threshold.engine.evaluators import PYTHON
from threshold.policy import OUTCOME, Policy
from threshold.policy.inference_plan import conditions_of, rule_of
from threshold.policy.model import ADVICE, LEVEL
from threshold.policy.protection import ENDED_BY, telling_of_a_concern
from threshold.policy.strata import PROPOSED
from threshold.questions.answers import Answer, Askable, answered
from threshold.questions.bearing import Bearing
from threshold.questions.condensed import condensed
from threshold.questions.partial import (
    choosing,
    partially_evaluated,
    read_by,
    vocabulary_read,
    without_unread,
)
from threshold.questions.together import mattering
from threshold.semantics.closed_lists import DOWNWARD
from threshold.semantics.contradictions import Contradiction
from threshold.semantics.direction import SUPPORT
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.routes import named
from threshold.semantics.screening import screened
from threshold.semantics.status import Conclusion, conclude, refused
from threshold.semantics.timeline import Reader
from threshold.vocabulary import UNKNOWN, Missing

State = tuple[int, ...]  # for each thing that can be asked, the position of its answer, or OPEN
OPEN = -1
_SHUT, _IN_THE_WAY = 1_000, 50
_READ_BY_VALUE = {LEVEL, SUPPORT, "request.to", "request.step", "request.action"}
_MOVES = ("step_up", "step_across", *DOWNWARD)


class Outcome(NamedTuple):
    """What a question may change. `level` counts where nothing is asked for and no child is in danger.

    `advice` is what a caller is advised, and what more serious advice is not ruled out. `way` are the steps
    that are certain and whom they go to; what is refused or open goes no way at all.
    """

    status: str
    direction: str
    to: str
    level: str
    advice: tuple[str, ...]
    way: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """What comes of a state: its outcome, and whether its answers contradict anything."""

    state: State
    outcome: Outcome
    contradicts: bool
    _came: Conclusion
    _found: Findings
    _asked: "_Asked"

    @cached_property
    def lacks(self) -> Mapping[int, tuple[str, ...]]:
        """The positions of what it lacks, in the order in which it is told, with the rules each settles."""
        quiet = _quiet(self._came, self._found)
        return self._asked.still_open(self.state, (*lacking(self._came, self._found).items(), *quiet))

    @cached_property
    def unheard(self) -> Mapping[int, tuple[str, ...]]:
        """The same of what a rule takes note of only once somebody has said it."""
        if self._found.proposal.requested and not self._came.answered:
            return {}
        unknown = (
            (fact, (rule,)) for fact, rule in self._asked.silent if self._found.facts.state(fact) is UNKNOWN
        )
        return self._asked.still_open(self.state, unknown)

    @property
    def requested(self) -> bool:
        """Whether something is asked for."""
        return self._found.proposal.requested

    @cached_property
    def distance(self) -> int:
        """How much stands in the way of what is asked for: most where something cannot be put right."""
        return _distance(self._came, self._found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where each fact is asked for: by its own position, or by those of the events behind it.

    Of the `silent` facts it tells a rule something that they are unknown; no decision misses them.
    """

    positions: Mapping[str, int]
    events_behind: Mapping[str, tuple[str, ...]]
    silent: Sequence[tuple[str, str]]

    def still_open(
        self, state: State, facts: Iterable[tuple[str, tuple[str, ...]]]
    ) -> dict[int, tuple[str, ...]]:
        """The positions of what is open and would tell these facts, each with the rules it settles."""
        found: dict[int, dict[str, None]] = {}
        for fact, rules in facts:
            for name in self.events_behind.get(fact, (fact,)):
                position = self.positions.get(name)
                if position is not None and state[position] == OPEN:
                    found.setdefault(position, {}).update(dict.fromkeys(rules))
        return {position: tuple(rules) for position, rules in found.items()}


class Completions:
    """A case with answers to some of what can be asked. A state tells which; OPEN is what is left unknown."""

    def __init__(self, bearing: Bearing, records: Records, asked: Sequence[Askable], moment: Moment) -> None:
        self.case, self.moment, self._bearing = records.case, moment, bearing
        self._records, vocabulary = records, bearing.whole.vocabulary
        reader = Reader(records, moment)
        self._facts, self._contradictions = reader.facts(), reader.contradictions
        known = bearing.compiled.infer(self._facts, self._contradictions, self.case.overrides)
        open_facts = {*PROPOSED, *bearing.rests.changed_by(asked)}
        residual = partially_evaluated(bearing.policy, known.signals, open_facts)
        read = read_by(residual, known.proposal.requested, bearing.called)
        asked = mattering(asked, read, vocabulary)
        self._whole = without_unread(residual, read)
        self.policy, asked = condensed(self._whole, asked)
        self._vocabulary = vocabulary_read(vocabulary, read, self.case)
        self._compiled = CompiledPolicy(self.policy, (PYTHON,))
        self.asked = [each for each in asked if read & bearing.rests.changed_by([each])]
        # A fact that is stated, and that nothing on the timeline can gainsay, needs no reading again.
        self._stated = [self._is_plain(each) for each in self.asked]
        self._anew = [bearing.rests.read_anew(each) & {*self._vocabulary.facts} for each in self.asked]
        positions = {
            name: position
            for position, each in enumerate(self.asked)
            for name in (each.about if each.fact else (each.event,))
        }
        self._asked = _Asked(positions, bearing.events_behind, _silent(self.policy))
        self._read: dict[State, tuple[Facts, tuple[Contradiction, ...]]] = {}
        self._tried: dict[State, Tried] = {}
        self._worth: dict[int, dict[int, int]] = {}
        # With fewer facts to read, a contradiction puts fewer of them in doubt, and is another one.
        again = Reader(Records(self.case, self._vocabulary, moment), moment).contradictions
        self._known = frozenset((*self._found(self.unanswered).contradictions, *again))

    @cached_property
    def ending(self) -> Mapping[int, int]:
        """For whatever asks when a thing began, what asks when it ended."""
        at = self._asked.positions
        episodes = self.policy.vocabulary.episodes.values()
        return {at[e.opens]: at[e.closes] for e in episodes if e.opens in at and e.closes in at}

    @cached_property
    def advises(self) -> frozenset[str]:
        """The rules that say what a caller is advised."""
        told = (rule for pack in self.policy.packs for rule in pack.definitions if rule.fact == ADVICE)
        return frozenset(rule.head.id for rule in told)

    @cached_property
    def _read_in(self) -> Mapping[str, tuple[str, ...]]:
        """The rules that read each of the facts that are asked for together."""
        found: dict[str, dict[str, None]] = {
            name: {} for each in self.asked if each.facts or each.behind for name in each.about
        }
        for key, condition in conditions_of(self._whole).items() if found else ():
            for name in facts_of(condition):
                if name in found:
                    found[name][rule_of(key)] = None
        return {name: tuple(rules) for name, rules in found.items()}

    def settles(self, position: int) -> tuple[str, ...]:
        """The rules that the facts of a question bear on which are asked for together; else none."""
        read_in = (self._read_in.get(name, ()) for name in self.asked[position].about)
        return tuple(dict.fromkeys(rule for rules in read_in for rule in rules))

    def seriousness(self, position: int) -> int:
        """The place of the most serious level that a sign of a question makes; 0 is the most serious."""
        names = {*self.asked[position].about}
        order = self.policy.vocabulary.facts[LEVEL].order
        rows = (row for s in self.policy.strata for rule in s if rule.fact == LEVEL for row in rule.rows)
        # What signs make together says nothing of the level of each.
        alone = (row for row in rows if len(self._read_in.keys() & {*facts_of(row.when)}) == 1)
        return min((order.index(row.value) for row in alone if names & {*facts_of(row.when)}), default=0)

    @property
    def unanswered(self) -> State:
        """The case as it stands."""
        return (OPEN,) * len(self.asked)

    @property
    def seen(self) -> Iterator[tuple[State, Tried]]:
        """Every state tried so far, with what comes of it."""
        yield from self._tried.items()

    @property
    def tried(self) -> int:
        """How many states were tried so far."""
        return len(self._tried)

    def of(self, state: State) -> Tried:
        """What comes of a state."""
        if state not in self._tried:
            found = self._found(state)
            came = conclude(found)
            contradicts = not self._known.issuperset(found.contradictions)
            self._tried[state] = Tried(state, _outcome(came, found), contradicts, came, found, self._asked)
        return self._tried[state]

    def completed(self, state: State) -> Case:
        """The case with these answers added."""
        case = self.case
        for asked, index in zip(self.asked, state, strict=True):
            if index != OPEN:
                case = answered(case, asked, asked.answers[index], self.moment)
        return case

    def may_contradict(self, position: int) -> bool:
        """Whether an answer may contradict something: a date always, a fact where a rule looks at it."""
        asked = self.asked[position]
        if asked.facts or asked.behind:
            return any({*asked.about} & {*facts_of(rule.when)} for rule in self.policy.conflicts)
        changed = self._bearing.rests.changed_by([asked])
        return not self._stated[position] or bool(changed & self._bearing.contradictable)

    def worth_trying(self, position: int) -> list[int]:
        """Answers of which any two are told apart by some rule, or contradict something else.

        Of several days that no rule tells apart as yet, the latest and the earliest: one may come to.
        """
        alike = self.alike(position)
        if self.asked[position].event:
            last = {first: answer for answer, first in alike.items()}
            return sorted({*alike.values(), *last.values()})
        return list(dict.fromkeys(alike.values()))

    def alike(self, position: int) -> Mapping[int, int]:
        """For each answer the first that no rule tells apart from it."""
        if position not in self._worth:
            first: dict[object, int] = {}
            keys = enumerate(self._told_apart(position))
            self._worth[position] = {answer: first.setdefault(key, answer) for answer, key in keys}
        return self._worth[position]

    def _found(self, state: State) -> Findings:
        facts, contradictions = self._facts_of(state)
        return inferred(self._compiled, facts, contradictions, self._records)

    def _facts_of(self, state: State) -> tuple[Facts, tuple[Contradiction, ...]]:
        read = tuple(OPEN if plain else i for i, plain in zip(state, self._stated, strict=True))
        if read not in self._read:
            self._read[read] = self._read_anew(read)
        facts, contradictions = self._read[read]
        states = dict(facts.states)
        for asked, index, plain in zip(self.asked, state, self._stated, strict=True):
            if not plain or index == OPEN:
                continue
            answer = asked.answers[index]
            states.update(answer.stated)
            if not answer.stated and answer.value is not None:
                states[asked.fact] = answer.value
        return Facts(facts.as_at, states, facts.breaks), contradictions

    def _read_anew(self, state: State) -> tuple[Facts, tuple[Contradiction, ...]]:
        """The facts that the timeline tells once these answers stand in it."""
        names = {name for i, anew in zip(state, self._anew, strict=True) if i != OPEN for name in anew}
        if not names:
            return self._facts, self._contradictions
        reader = Reader(Records(self.completed(state), self._vocabulary, self.moment), self.moment)
        facts = reader.facts(names=names)
        breaks = {name: n for name, n in self._facts.breaks.items() if name not in names}
        states = {**self._facts.states, **facts.states}
        return Facts(facts.as_at, states, {**breaks, **facts.breaks}), reader.contradictions

    def _is_plain(self, asked: Askable) -> bool:
        if asked.facts or asked.behind:
            return True  # its answers state all that hangs on it
        fact = self._vocabulary.facts.get(asked.fact)
        if fact is None or fact.settling is not None or fact.type.is_date:
            return False
        return fact.name not in ages.AGES and fact.name not in screened(self._vocabulary)

    @cached_property
    def _leaves(self) -> Mapping[str, Sequence[Test]]:
        """The tests of each fact that compare it with no other."""
        found: dict[str, dict[Test, None]] = {}
        for condition in conditions_of(self.policy).values():
            for leaf in tests(condition):
                found.setdefault(leaf.fact, {})[leaf] = None
        return {name: tuple(leaves) for name, leaves in found.items()}

    @cached_property
    def _by_value(self) -> set[str]:
        """Facts that are compared with others, or read by something else than a test."""
        found = {*_READ_BY_VALUE, *choosing(self.policy)}
        for leaf in (leaf for leaves in self._leaves.values() for leaf in leaves):
            if others := {*operand_facts(leaf.operand)}:
                found |= {leaf.fact, *others}
        return found

    def _told_apart(self, position: int) -> Iterator[object]:
        """For each answer what rules can see of it, all else being as it is."""
        asked, names = self.asked[position], sorted(self._anew[position])
        for answer in range(len(asked.answers)):
            if asked.fact in self._by_value or asked.facts or asked.behind:
                yield answer
            elif self._stated[position]:
                facts = _stating(self.moment, asked.fact, asked.answers[answer])
                yield tuple(signal(leaf, facts) for leaf in self._leaves.get(asked.fact, ()))
            else:
                state = (*self.unanswered[:position], answer, *self.unanswered[position + 1 :])
                facts, contradictions = self._facts_of(state)
                yield (contradictions, *(self._seen_of(name, facts) for name in names))

    def _seen_of(self, name: str, facts: Facts) -> object:
        """What rules can see of a fact."""
        state = facts.state(name)
        if isinstance(state, Missing) or name in self._by_value:
            return state
        return tuple(signal(leaf, facts) for leaf in self._leaves.get(name, ()))


def _silent(policy: Policy) -> list[tuple[str, str]]:
    """Facts whose being unknown tells a rule something, and the rule."""
    kept: dict[tuple[str, str], None] = {}
    facts = policy.vocabulary.facts
    for key, condition in conditions_of(policy).items():
        rule = rule_of(key)
        for test in tests(condition) if rule != "protection" else ():
            reading = facts[test.fact].reading
            in_the_diary = reading is not None and reading.status == "planned"
            if test.operator in SILENT and not in_the_diary and not facts[test.fact].derived:
                kept[test.fact, rule] = None
    return list(kept)


def _quiet(came: Conclusion, found: Findings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What an outcome may lack beside what a decision tells: its facts, each with the rules it settles."""
    for key, names in ENDED_BY.items():
        if found.truths[key] is True:
            unknown = (name for name in names if found.facts.state(name) is UNKNOWN)
            yield from ((name, (found.policy.safety.head.id,)) for name in unknown)
    if not found.protection.acted_on and (came.answered or not found.proposal.requested):
        yield from _signs_of_danger(found)
    if not found.proposal.requested and not found.protection.acted_on:
        derived = (found.derived.get(OUTCOME), found.derived.get(LEVEL))
        told = telling_of_a_concern(found.policy.protection)
        for rule, row in (pair for each in derived if each for pair in each.open_rows):
            unknown = (fact for fact in found.unknown(row.when) if fact not in told)
            yield from ((fact, (rule.head.id,)) for fact in unknown)


def _signs_of_danger(found: Findings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What opens a concern and is asked for by domains: a table of signs is there to be gone through."""
    facts = found.policy.vocabulary.facts
    for rule in found.policy.protection:
        if found.truths[rule.head.id] is None:
            unknown = (name for name in found.unknown(rule.when) if facts[name].screened_by)
            yield from ((name, (rule.head.id,)) for name in unknown)


def _stating(moment: Moment, fact: str, answer: Answer) -> Facts:
    return Facts(moment, {} if answer.value is None else {fact: answer.value})


def _outcome(came: Conclusion, found: Findings) -> Outcome:
    direction = came.direction
    to, level = found.proposal.asked_to if direction in _MOVES else "", _level(found)
    told = not found.proposal.requested and not found.protection.acted_on
    way: tuple[str, ...] = ()
    if not refused(came.status):
        way = tuple(f"{s.id}>{named(s.to, found.facts)}" for _, s, sure in came.route.steps if sure)
    return Outcome(came.status, direction, str(to), str(level) if told else "", advised(found), way)


def _level(found: Findings) -> object:
    """The level of need; where it is not settled, the least that it can be."""
    state, derived = found.facts.state(LEVEL), found.derived.get(LEVEL)
    return state if derived is None or not isinstance(state, Missing) else (state, derived.floor)


def _distance(came: Conclusion, found: Findings) -> int:
    far = 0
    for check in (check for check in came.checks if check.decides):
        if check.status == "not_met":
            far += _SHUT if check.rule.effect == "block" else _IN_THE_WAY
        elif check.status == "undetermined":
            far += 1 + len(reasons(check.rule.satisfied, found.signals, found.facts).missing)
    for answer in came.answers:
        if answer.holds is None:
            # One ground is enough: the one of which least is missing.
            still = (each for each in answer.grounds if each.status == "undetermined")
            far += 1 + min((len(each.missing) for each in still), default=0)
        elif answer.holds is False:
            far += _SHUT
    return far
