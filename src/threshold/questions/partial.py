"""Partial evaluation: a policy with all that no answer can change worked out beforehand.

What is left is the residual policy: on it thousands of completions of one case are tried out quickly.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from threshold.casefiles import Case, ages
from threshold.conditions import (
    ALWAYS,
    NEVER,
    SILENT,
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    Signals,
    Test,
    facts_of,
    operand_facts,
    tests,
)
from threshold.policy import OUTCOME, Definition, Pack, Policy, Requirement, Route, Row
from threshold.policy.model import ADVICE, LEVEL
from threshold.policy.protection import WORKED_OUT, rests_on
from threshold.questions.answers import Askable
from threshold.semantics.closed_lists import DOWNWARD
from threshold.semantics.direction import SUPPORT, directions_meant
from threshold.semantics.grounds import leads
from threshold.semantics.status import bears
from threshold.vocabulary import Value, Vocabulary

# What tells which way a request goes.
_OF_THE_WAY = ("closure.of", "caf.closing_reason", "referral.accepted", "contact.brag", "request.to")


def choosing(policy: Policy) -> Iterator[str]:
    """Facts whose value chooses somebody on the way."""
    for route in policy.routes:
        for step in route.steps:
            yield from (who.fact for who in (step.by, step.to) if who.fact)


def bearing_on(policy: Policy, asked: Value) -> Policy:
    """Only the rules that an outcome can rest on, given the direction that is asked for.

    Where nothing is asked, checks count on ways down alone, and the way is that of whatever is indicated.
    """
    counted: tuple[Value, ...] = (asked,)
    travelled = directions_meant(asked)
    if asked == "none":
        counted = (*DOWNWARD, "step_across", "triage")
        indicated = {direction for _, direction in policy.vocabulary.facts[OUTCOME].directions}
        indicated |= {"step_up", "step_down", "continue", "safeguarding_now"}
        travelled = {meant for each in indicated for meant in directions_meant(each)}

    def own(pack: Pack) -> Pack:
        rules = [rule for rule in pack.requirements if any(bears(rule, pack, each) for each in counted)]
        leading = [each for each in counted if leads(pack, each)]
        grounds = [ground for ground in pack.grounds if {*ground.asked.direction} & {*leading}]
        travels = not pack.leads_on or travelled & set(pack.leads_on)
        routes = [
            route
            for route in (pack.routes if travels else ())
            if not route.head.bears_on or travelled & set(route.head.bears_on)
        ]
        return replace(
            pack, deadlines=(), requirements=tuple(rules), routes=tuple(routes), grounds=tuple(grounds)
        )

    return replace(policy, packs=tuple(own(pack) for pack in policy.packs))


class Rests:
    """What rests on what in a policy: which facts an answer changes, through the timeline and the rules."""

    def __init__(self, policy: Policy) -> None:
        self._vocabulary = policy.vocabulary
        self._on: dict[str, set[str]] = {}  # what rests on each fact
        for fact in policy.vocabulary.facts.values():
            if fact.reading is not None:
                self._add({fact.name}, {fact.reading.since, fact.reading.by})
            if fact.screened_by:
                self._add({fact.name}, {fact.screened_by})
        for name in ages.AGES:  # of an age, being unborn and a month of birth each tells of the others
            self._add({*ages.SETTLED} & {*policy.vocabulary.facts}, {name})
        self._read = {name: frozenset(on) for name, on in self._on.items()}
        for pack in policy.packs:
            for definition in pack.definitions:
                for row in definition.rows:
                    self._add({definition.fact}, facts_of(row.when))
            for rule in pack.conflicts:
                self._add(set(rule.doubtful), facts_of(rule.when))
        self._add({*WORKED_OUT}, rests_on(policy))
        self._of_event: dict[str, set[str]] = {}

    def changed_by(self, asked: Iterable[Askable]) -> set[str]:
        """Every fact that an answer to one of these can change."""
        return self._closed({name for each in asked for name in self._own(each)}, self._on)

    def read_anew(self, asked: Askable) -> set[str]:
        """The facts that an answer changes before any rule is looked at."""
        return self._closed(self._own(asked), self._read)

    def _add(self, names: set[str], on: Iterable[str]) -> None:
        for each in on:
            self._on.setdefault(each, set()).update(names)

    def _own(self, asked: Askable) -> set[str]:
        if asked.fact:
            return {*asked.about}
        if asked.event not in self._of_event:
            self._of_event[asked.event] = set(self._reading(asked.event))
        return self._of_event[asked.event]

    def _reading(self, event: str) -> Iterator[str]:
        """The facts that an entry can change: of its own kind, and of every run that it may shift."""
        episodes = self._vocabulary.episodes.values()
        shifted = {spans.name for spans in episodes if event in (spans.opens, spans.closes)}
        while more := {e.name for e in episodes if {e.within, e.not_inside} & shifted} - shifted:
            shifted |= more
        for name, fact in self._vocabulary.facts.items():
            spans, events = set[str](), set[str]()
            if fact.reading is not None:
                spans = {fact.reading.episode, fact.reading.during, fact.reading.after, *fact.reading.among}
                events = set(fact.reading.events)
            if fact.settling is not None:
                spans, events = {fact.settling.during}, set(dict(fact.settling.says))
            if event in events or spans & shifted:
                yield name

    @staticmethod
    def _closed(found: set[str], on: Mapping[str, Iterable[str]]) -> set[str]:
        found, waiting = set(found), list(found)
        while waiting:
            for name in on.get(waiting.pop(), ()):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return found


def read_by(policy: Policy, requested: bool, called: bool = False) -> set[str]:
    """The facts that an outcome can rest on, directly or through the timeline and the definitions.

    `called`: somebody has called the consultation line, so that its advice is part of the outcome.
    """
    conditions = [part for rule in policy.requirements for part in (rule.applies, rule.satisfied)]
    conditions += [part for ground in policy.grounds for part in (ground.fits, ground.when)]
    for route in policy.routes:
        conditions += [route.when, *(step.when for step in route.steps)]
    found = {name for condition in conditions for name in facts_of(condition)}
    found |= {*choosing(policy), "request.step", "request.action", *_OF_THE_WAY}
    found |= rests_on(policy)
    if not requested:
        found |= {OUTCOME, LEVEL, SUPPORT}
    elif "proposed.to" in found:
        found.add("request.to")
    if called:
        found.add(ADVICE)
    rests: list[tuple[set[str], set[str]]] = []  # (any of these, what it rests on)
    for pack in policy.packs:
        for definition in pack.definitions:
            rests += [({definition.fact}, set(facts_of(row.when))) for row in definition.rows]
        rests += [(set(rule.doubtful), set(facts_of(rule.when))) for rule in pack.conflicts]
    rests += [
        ({fact.name}, {fact.screened_by}) for fact in policy.vocabulary.facts.values() if fact.screened_by
    ]
    while more := {name for names, on in rests if names & found for name in on} - found:
        found |= more
    return found


def vocabulary_read(whole: Vocabulary, read: set[str], case: Case) -> Vocabulary:
    """The facts that are read, with those that bound them, and those that the case states."""
    found, waiting = set(case.given), [name for name in read if name in whole.facts]
    while waiting:
        fact = whole.facts[waiting.pop()]
        found.add(fact.name)
        if fact.reading is not None:
            waiting += [name for name in (fact.reading.since, fact.reading.by) if name and name not in found]
        if fact.screened_by and fact.screened_by not in found:
            waiting.append(fact.screened_by)
    return replace(whole, facts={name: fact for name, fact in whole.facts.items() if name in found})


def without_unread(policy: Policy, read: set[str]) -> Policy:
    """The policy without definitions and contradictions that nothing in it reads."""

    def kept(stratum: tuple[Definition, ...]) -> tuple[Definition, ...]:
        return tuple(rule for rule in stratum if rule.fact in read)

    def pack(each: Pack) -> Pack:
        conflicts = tuple(rule for rule in each.conflicts if read & set(rule.doubtful))
        return replace(each, definitions=kept(each.definitions), conflicts=conflicts)

    return replace(
        policy,
        packs=tuple(map(pack, policy.packs)),
        strata=tuple(filter(None, map(kept, policy.strata))),
        late_strata=tuple(filter(None, map(kept, policy.late_strata))),
    )


def partially_evaluated(policy: Policy, signals: Signals, open_facts: set[str]) -> Policy:
    """The policy with a constant in the place of every test that no answer can change.

    Contradictions stay as written: when they are looked at depends on what they read.
    """

    def reads(test: Test) -> set[str]:
        return {test.fact, *operand_facts(test.operand)}

    def silent(test: Test, holds: bool) -> bool:
        """Whether it holds only as long as nobody says anything: that is for a question to find out."""
        only_so_far = holds is (test.operator == "not_known_to_be")
        return test.operator in SILENT and only_so_far and not policy.vocabulary.facts[test.fact].derived

    def fold(condition: Condition) -> Condition:
        match condition:
            case Test():
                holds = signals.get(condition)
                if holds is None or reads(condition) & open_facts or silent(condition, holds):
                    return condition
                return ALWAYS if holds else NEVER
            case Not(part):
                inner = fold(part)
                return NEVER if inner == ALWAYS else ALWAYS if inner == NEVER else Not(inner)
            case All(parts):
                folded = [each for each in map(fold, parts) if each != ALWAYS]
                return NEVER if NEVER in folded else All(tuple(folded))
            case Any(parts):
                folded = [each for each in map(fold, parts) if each != NEVER]
                return ALWAYS if ALWAYS in folded else Any(tuple(folded))
            case AtLeast(number, parts):
                return _fewer(number, [*map(fold, parts)])

    def rows(definition: Definition) -> Definition:
        folded = (replace(row, when=fold(row.when)) for row in definition.rows)
        return replace(definition, rows=tuple(row for row in folded if row.when != NEVER))

    def rules(pack: Pack) -> Iterator[Requirement]:
        for number, rule in enumerate(pack.requirements):
            applies, satisfied = fold(rule.applies), fold(rule.satisfied)
            # What certainly stands in nobody's way can go; that there is a rule at all tells as well.
            if number == 0 or (applies != NEVER and satisfied != ALWAYS):
                yield replace(rule, applies=applies, satisfied=satisfied)

    def may_hold(condition: Condition) -> bool:
        match condition:
            case Test():
                return bool(reads(condition) & open_facts) or condition.operator in SILENT
            case All(parts):
                return all(map(may_hold, parts))
            case Any(parts):
                return any(map(may_hold, parts))
            case AtLeast(number, parts):
                return sum(map(may_hold, parts)) >= number
            case Not(part):
                return any(map(may_hold, tests(part)))

    def routes(pack: Pack) -> Iterator[Route]:
        for route in pack.routes:
            steps = (replace(step, when=fold(step.when)) for step in route.steps)
            kept = tuple(step for step in steps if may_hold(step.when))
            if may_hold(when := fold(route.when)):
                yield replace(route, when=when, steps=kept)

    def pack(each: Pack) -> Pack:
        grounds = (replace(g, fits=fold(g.fits), when=fold(g.when)) for g in each.grounds)
        return replace(
            each,
            protection=tuple(rule for rule in each.protection if fold(rule.when) != NEVER),
            definitions=tuple(map(rows, each.definitions)),
            requirements=tuple(rules(each)),
            grounds=tuple(ground for ground in grounds if ground.fits != NEVER),
            routes=tuple(routes(each)),
        )

    return _without_outranked(
        replace(
            policy,
            packs=tuple(map(pack, policy.packs)),
            strata=tuple(tuple(map(rows, stratum)) for stratum in policy.strata),
            late_strata=tuple(tuple(map(rows, stratum)) for stratum in policy.late_strata),
        )
    )


def _without_outranked(policy: Policy) -> Policy:
    """The policy without rows that make no difference: something more serious holds whatever is answered."""
    reached: dict[str, int] = {}
    for rule in (rule for stratum in (*policy.strata, *policy.late_strata) for rule in stratum):
        if rule.hit == "most_serious":
            rank = {value: place for place, value in enumerate(policy.vocabulary.facts[rule.fact].order)}
            held = [rank[row.value] for row in rule.rows if row.when == ALWAYS]
            # What holds where nothing else does is outdone by nothing only if nothing is less serious.
            if rule.otherwise is not None and rank[rule.otherwise] == len(rank) - 1:
                held.append(rank[rule.otherwise])
            reached[rule.fact] = min((reached.get(rule.fact, len(rank)), *held))

    def matters(rule: Definition, row: Row) -> bool:
        if rule.hit != "most_serious" or row.when == ALWAYS:
            return True
        return policy.vocabulary.facts[rule.fact].order.index(row.value) < reached[rule.fact]

    def kept(rules: tuple[Definition, ...]) -> tuple[Definition, ...]:
        return tuple(replace(d, rows=tuple(row for row in d.rows if matters(d, row))) for d in rules)

    return replace(
        policy,
        packs=tuple(replace(pack, definitions=kept(pack.definitions)) for pack in policy.packs),
        strata=tuple(map(kept, policy.strata)),
        late_strata=tuple(map(kept, policy.late_strata)),
    )


def _fewer(number: int, parts: list[Condition]) -> Condition:
    """A count of parts of which some are settled: what is left to be counted of those that are not."""
    left = tuple(part for part in parts if part not in (ALWAYS, NEVER))
    number -= parts.count(ALWAYS)
    if number <= 0:
        return ALWAYS
    return AtLeast(number, left) if number <= len(left) else NEVER
