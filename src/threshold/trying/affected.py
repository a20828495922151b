"""Which rules can come out otherwise under another policy: those that hang on anything that differs."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from threshold.conditions import Lookup, facts_of
from threshold.policy import Deadline, Policy, Requirement
from threshold.policy.inference_plan import DIRECTION, TO
from threshold.policy.model import SUPPORT_TABLE, Ground
from threshold.policy.protection import CONCERN, HIGHEST, IN_PLACE, WORKED_OUT
from threshold.policy.traced import traced
from threshold.semantics.grounds import leads
from threshold.semantics.labels import ACTION, STEP, other_names
from threshold.semantics.moves import ACCEPTED, COLOUR, TURNED_DOWN, WHY_CLOSED
from threshold.semantics.status import bears
from threshold.vocabulary import Event, Fact, Vocabulary

Rule = Requirement | Deadline
PROTECTION = "protection"  # in the place of a rule: what tells whether a child is, or is to be, protected
_WAY = (CONCERN, IN_PLACE, HIGHEST, WHY_CLOSED, ACCEPTED, *TURNED_DOWN, COLOUR)


@dataclass(frozen=True, slots=True)
class Affected:
    """The rules that read otherwise, or hang on what does; in order of their ids.

    everywhere   what an entry may be, or belong to, differs: any rule may come out otherwise, and only those
                 are named for which that can be seen
    """

    rules: tuple[str, ...]
    everywhere: bool = False


def affected(before: Policy, after: Policy) -> Affected:
    """The requirements and deadlines that may come out otherwise of some child in an export.

    Words, and what becomes of a requirement that is not met, make no difference to whether it is.
    """
    found = _Beside(before, after)
    old, new = _rules(before), _rules(after)
    rules = {name for name in old.keys() | new.keys() if found.may_differ(old.get(name), new.get(name))}
    return Affected(tuple(sorted(rules)), found.everywhere)


def affects_request(before: Policy, after: Policy, direction: str) -> frozenset[str]:
    """The rules and grounds that decide on such a request and read otherwise, or hang on what does.

    `protection` is among them where what a concern or protection in place rests on differs.
    """
    found = _Beside(before, after)
    old, new = (dict(_deciding(each, direction)) for each in (before, after))
    names = {
        name for name in old.keys() | new.keys() if found.decides_otherwise(old.get(name), new.get(name))
    }
    return frozenset(names | ({PROTECTION} if found.protects_otherwise() else set()))


class _Beside:
    """Two policies side by side, with the facts that are told otherwise, or worked out otherwise, in them."""

    def __init__(self, before: Policy, after: Policy) -> None:
        self._hanging = [_Hanging(before), _Hanging(after)]
        old, new = before.vocabulary, after.vocabulary
        kinds = _differing(old.events, new.events, _event)
        kinds |= _differing(old.episodes, new.episodes, lambda each: each)
        self.everywhere = bool(kinds) or old.counts_as != new.counts_as
        self._facts = _differing(old.facts, new.facts, _fact)
        for vocabulary in (old, new):
            self._facts |= {name for name, fact in vocabulary.facts.items() if kinds & {*_read(fact)}}
        while more := {*self._reading(old), *self._reading(new)} - self._facts:
            self._facts |= more
        self._facts |= _worked_out_otherwise(before, after)

    def _reading(self, vocabulary: Vocabulary) -> Iterator[str]:
        """The facts that are read up to, or from, a day that another fact tells."""
        for name, fact in vocabulary.facts.items():
            reading = fact.reading
            if reading is not None and {reading.since, reading.by} & self._facts:
                yield name

    def may_differ(self, old: Rule | None, new: Rule | None) -> bool:
        """Whether a rule can come out otherwise."""
        if old is None or new is None or type(old) is not type(new) or _asks(old) != _asks(new):
            return True
        return self._hangs_on(_facts_of(old))

    def decides_otherwise(self, old: "_Decides | None", new: "_Decides | None") -> bool:
        """Whether a rule or ground that decides on a request can do so otherwise."""
        return old is None or new is None or old.says != new.says or self._hangs_on(_facts_of(old.rule))

    def protects_otherwise(self) -> bool:
        """Whether it can come out otherwise which way a request goes, and what protects the child."""
        return self._hangs_on(_WAY)

    def _hangs_on(self, names: Iterable[str]) -> bool:
        """Whether any of these facts hangs on one that is told otherwise."""
        return bool(self._facts) and any(
            each.on(name) & self._facts for name in dict.fromkeys(names) for each in self._hanging
        )


@dataclass(slots=True)
class _Hanging:
    """All facts that one hangs on, itself included, under a policy; each is traced once."""

    policy: Policy
    _found: dict[str, frozenset[str]] = field(default_factory=dict)

    def on(self, name: str) -> frozenset[str]:
        """The facts that this one hangs on."""
        if name not in self._found:
            known = [name] if name in self.policy.vocabulary.facts else []
            self._found[name] = traced(self.policy, [], read=known).facts | {name}
        return self._found[name]


@dataclass(frozen=True, slots=True)
class _Decides:
    """A requirement or ground that decides on a request, with all of it that makes a difference."""

    rule: Requirement | Ground
    says: tuple[object, ...]


def _deciding(policy: Policy, direction: str) -> Iterator[tuple[str, _Decides]]:
    for pack in policy.packs:
        for rule in (each for each in pack.requirements if bears(each, pack, direction)):
            parts = tuple(part.must for part in rule.parts)
            says = (*_asks(rule), rule.effect, rule.if_concern, parts, rule.unless)
            yield rule.head.id, _Decides(rule, says)
        for ground in pack.grounds if leads(pack, direction) else ():
            if direction in ground.asked.direction:
                yield (
                    ground.head.id,
                    _Decides(ground, (ground.asked, ground.fits, ground.when, ground.beside)),
                )


def _rules(policy: Policy) -> dict[str, Rule]:
    known: list[Rule] = [*policy.requirements, *policy.deadlines]
    return {rule.head.id: rule for rule in known}


def _asks(rule: Rule) -> tuple[object, ...]:
    """What makes a difference to how a rule comes out; what is said or done then does not."""
    if isinstance(rule, Requirement):
        return rule.head.each, rule.applies, rule.satisfied
    met = (rule.met_by, rule.met_by_event, rule.or_sooner)
    ends = (rule.repeats, rule.ends_with, rule.pauses_while)
    return rule.head.each, rule.applies, rule.starts, rule.within, *met, *ends


def _facts_of(rule: Rule | Ground) -> Iterator[str]:
    """The facts that a rule reads itself."""
    if isinstance(rule, Ground):
        yield from (*facts_of(rule.fits), *facts_of(rule.when))
        return
    yield from facts_of(rule.applies)
    if isinstance(rule, Requirement):
        yield from facts_of(rule.satisfied)
        return
    row = (rule.within.row_fact,) if isinstance(rule.within, Lookup) else ()
    yield from {rule.starts, rule.met_by, rule.or_sooner, *row} - {""}


def _worked_out_otherwise(before: Policy, after: Policy) -> set[str]:
    """The facts that rules work out, or find contradictory, otherwise than before."""
    old, new = _definitions(before), _definitions(after)
    found = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    one, other = ([(rule.when, rule.doubtful) for rule in each.conflicts] for each in (before, after))
    found |= {name for _, doubtful in (*_without(one, other), *_without(other, one)) for name in doubtful}
    if _protecting(before) != _protecting(after):
        found |= {*WORKED_OUT}
    if before.table(SUPPORT_TABLE) != after.table(SUPPORT_TABLE):
        found |= {DIRECTION, TO}
    if other_names(before) != other_names(after):
        found |= {STEP, ACTION}
    return found


def _definitions(policy: Policy) -> dict[str, list[object]]:
    """How each fact is worked out, without words."""
    found: dict[str, list[object]] = {}
    for rule in (rule for stratum in (*policy.strata, *policy.late_strata) for rule in stratum):
        rows = [(row.when, row.value) for row in rule.rows]
        found.setdefault(rule.fact, []).append((rule.hit, rows, rule.otherwise))
    return found


def _protecting(policy: Policy) -> list[object]:
    return [(rule.when, rule.worry) for rule in policy.protection]


def _without(some: list[tuple[Any, Any]], others: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [each for each in some if each not in others]


def _differing(
    old: "dict[str, Any] | Any", new: "dict[str, Any] | Any", told: Callable[[Any], object]
) -> set[str]:
    """The names of what is in one only, or is another in the other."""
    names: Collection[str] = old.keys() | new.keys()
    return {
        name
        for name in names
        if name not in old
        or name not in new
        or (old[name] != new[name] and told(old[name]) != told(new[name]))
    }


def _fact(fact: Fact) -> Fact:
    """A fact without its words."""
    return replace(fact, asks="", means="", asked_with="")


def _event(event: Event) -> Event:
    """A kind of event without its words."""
    return replace(event, asks="")


def _read(fact: Fact) -> Iterator[str]:
    """The kinds of event and episodes that a fact is read off."""
    if fact.settling is not None:
        yield from (event for event, _ in fact.settling.says)
        yield fact.settling.during
    if fact.reading is not None:
        reading = fact.reading
        yield from (*reading.events, reading.episode, reading.during, *reading.among, reading.after)
