"""durable-rules behind a wall: the truth of every condition once more, inferred from its leaves.

Nothing else knows durable-rules, and this uses only what it does right. `not` is pushed down to
the leaves. Every `all` or `any` that remains is a *group*, which looks at *signals*: leaves and
other groups. A count is made of groups: each half of what is counted says whether it has one, two ..
true parts, and the halves are put together. A group becomes two rules, each one flat condition:

    all    surely true where every signal is as wanted, surely false where some signal is not
    any    surely true where some signal is as wanted, surely false where none is

A signal is sent as 1 or 0, and left out while it is unknown, so that no rule can match on it: a
group of which neither rule fires is unknown. A group that looks at another comes in a later set.

One fact goes into each set of rules, and comes out again, under one lock. What durable-rules takes
for a set it never gives back, so sets are kept while the process lives: by their text, which
numbers the signals and so serves every policy that has conditions of the same shape. Most cases are
alike in the signals of most sets: what a set settled of some is remembered, and it is not asked again.
"""

import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from threading import Lock
from types import ModuleType

from threshold.conditions import All, Any, AtLeast, Condition, Not, Signals, Test, Truth

# Limits of one set. durable-rules fails when more than 64 of its nodes wait at once: at most one
# waits for each signal that is known and one for each rule, which makes 40 and 20 here.
_MOST_GROUPS = 10
_MOST_SIGNALS = 40

# A count of 300 parts of which 3 are enough takes 1,194 groups: 0.04 s to make, and some 2 ms a case.
_MOST_OF_A_COUNT = 2_000

_REMEMBERED = 512  # answers of each set

_FACT = '{"sid":"0","id":"1"'
_SENT = tuple((f',"s{place}":0', f',"s{place}":1') for place in range(_MOST_SIGNALS))
_MATCHED, _NOTHING_MATCHED = 0, 1

_MODULE = "durable_rules_engine"

_lock = Lock()
_handles: dict[str, int] = {}
_serial = count(1)


@dataclass(frozen=True, slots=True)
class _Literal:
    """A signal, by its number, as it is wanted: true, or false."""

    signal: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Literals of which all, or any, must hold."""

    every: bool
    literals: tuple[_Literal, ...]


_Node = Test | _Group | bool


@dataclass(frozen=True, slots=True)
class _RuleSet:
    """Groups that durable-rules is asked about together."""

    text: str
    signals: tuple[int, ...]  # what s0, s1 .. of the text stand for
    groups: tuple[int, ...]  # what its rules t0 and f0, t1 and f1 .. settle
    keys: str  # the conditions that the groups are part of
    known: dict[str, dict[int, bool]] = field(default_factory=dict)  # what it settled, by what was sent


@cache
def available() -> bool:
    """Whether durable-rules is there and can be loaded."""
    try:
        _engine()
    except Exception:  # built for another Python, it fails in more ways than by being missing
        return False
    return True


def title() -> str:
    """The name of durable-rules, and its version where that is recorded."""
    from importlib.metadata import PackageNotFoundError, version  # slow to come in, and few commands ask

    try:
        return f"durable-rules {version('durable-rules')}"
    except PackageNotFoundError:
        return "durable-rules"


def missing() -> str:
    """Why durable-rules is not at hand, in plain words; empty where it is."""
    if available():
        return ""
    if find_spec(_MODULE) is not None:
        return "it is installed, but does not load in this Python"
    if sys.version_info >= (3, 14):
        return "it has not been shown to work with Python 3.14 or newer"
    return "it is not installed; the extra threshold[durable] brings it, and needs a C compiler"


def not_asked_about(conditions: Mapping[str, Condition]) -> Collection[str]:
    """The keys of the conditions that count among more than can be put to durable-rules."""
    return [key for key, condition in conditions.items() if _groups_to_count(condition) > _MOST_OF_A_COUNT]


def prepare(conditions: Mapping[str, Condition]) -> Callable[[Signals], dict[str, Truth]]:
    """Make conditions into rules, once.

    What is returned takes the truth of every leaf and gives the truth of every condition, but for
    those that are `not_asked_about`. Both raise RuntimeError, which names conditions by their keys
    and says nothing of the case, when durable-rules fails or contradicts itself; later calls start
    afresh. To be called only where `available()` says that durable-rules is there.
    """
    network = _Network()
    roots: dict[str, int] = {}
    owners: list[str] = []  # the first condition that a node is part of
    left_out = not_asked_about(conditions)
    for key, condition in conditions.items():
        if key in left_out:
            continue
        roots[key] = network.add_root(condition)
        owners += [key] * (len(network.numbers) - len(owners))
    leaves = [(node, at) for node, at in network.numbers.items() if isinstance(node, Test)]
    constants = [node if isinstance(node, bool) else None for node in network.numbers]
    sets = [_rule_set(groups, owners) for groups in _batches(network)]
    with _lock:
        for each in sets:
            _handle(each)

    def evaluate(signals: Signals) -> dict[str, Truth]:
        truths: list[Truth] = list(constants)
        for leaf, at in leaves:
            truths[at] = signals[leaf]
        with _lock:
            for each in sets:
                for group, outcome in _infer(each, truths).items():
                    truths[group] = outcome
        return {key: truths[root] for key, root in roots.items()}

    return evaluate


@dataclass(slots=True)
class _Network:
    """Leaves, groups and constants, each once, numbered after all that it looks at."""

    numbers: dict[_Node, int] = field(default_factory=dict)
    depths: list[int] = field(default_factory=list)  # groups on top of one another; of a leaf, 0

    def add_root(self, condition: Condition) -> int:
        """The number of a whole condition: a constant or a group, even for a leaf or what is turned."""
        whole = self._literal(condition, True)
        if isinstance(whole, bool):
            return self._add(whole)
        as_it_is = whole.wanted and self.depths[whole.signal] > 0
        return whole.signal if as_it_is else self._add(_Group(True, (whole,)))

    def _add(self, node: _Node) -> int:
        number = self.numbers.setdefault(node, len(self.numbers))
        if number == len(self.depths):
            below = node.literals if isinstance(node, _Group) else ()
            self.depths.append(max((1 + self.depths[each.signal] for each in below), default=0))
        return number

    def _literal(self, condition: Condition, wanted: bool) -> _Literal | bool:
        """What stands for a condition (for its opposite, where false is wanted) inside another."""
        match condition:
            case Test():
                return _Literal(self._add(condition), wanted)
            case Not(part):
                return self._literal(part, not wanted)
            case All(parts) | Any(parts):
                every = isinstance(condition, All) is wanted
                return self._join(every, [self._literal(part, wanted) for part in parts])
            case AtLeast(number, parts):
                return _turned(self._count(number, parts), wanted)

    def _count(self, number: int, parts: tuple[Condition, ...]) -> _Literal | bool:
        """At least so many of the parts: where it takes less, not so many that the rest is too few."""
        others = len(parts) - number + 1
        if number <= 0 or others <= 0:
            return number <= 0
        if number <= others:
            return self._counts([self._literal(part, True) for part in parts], number)[number]
        return _turned(self._counts([self._literal(part, False) for part in parts], others)[others], False)

    def _counts(self, parts: Sequence[_Literal | bool], most: int) -> list[_Literal | bool]:
        """For 0, 1 .. `most`, what stands for at least so many of the parts: of halves, put together."""
        if len(parts) < 2:
            return [True, *parts, *[False] * most][: most + 1]
        if most == 1:
            return [True, self._join(False, parts)]
        half = len(parts) // 2
        one, other = self._counts(parts[:half], most), self._counts(parts[half:], most)
        return [True, *(self._reach(one, other, number) for number in range(1, most + 1))]

    def _reach(
        self, one: Sequence[_Literal | bool], other: Sequence[_Literal | bool], number: int
    ) -> _Literal | bool:
        """So many of one half and the rest of the other, in any of the ways that there are."""
        ways = [self._join(True, [one[each], other[number - each]]) for each in range(number + 1)]
        return self._join(False, ways)

    def _join(self, every: bool, parts: Sequence[_Literal | bool]) -> _Literal | bool:
        """All of the parts, or any of them, as one; too many for a set make groups of groups."""
        if (not every) in parts:
            return not every
        literals = tuple(dict.fromkeys(part for part in parts if isinstance(part, _Literal)))
        if not literals:
            return every
        if len(literals) == 1:
            return literals[0]
        if len(literals) <= _MOST_SIGNALS:
            return _Literal(self._add(_Group(every, literals)), True)
        starts = range(0, len(literals), _MOST_SIGNALS)
        spans = [literals[start : start + _MOST_SIGNALS] for start in starts]
        return self._join(every, [self._join(every, span) for span in spans])


def _groups_to_count(condition: Condition) -> int:
    """How many groups the counts in a condition take, at most."""
    match condition:
        case Test():
            return 0
        case Not(part):
            return _groups_to_count(part)
        case All(parts) | Any(parts):
            return sum(map(_groups_to_count, parts))
        case AtLeast(number, parts):
            least = min(number, len(parts) - number + 1)
            return _groups_of_count(least, len(parts)) + sum(map(_groups_to_count, parts))


@cache
def _groups_of_count(number: int, parts: int) -> int:
    """How many groups it takes to tell 1, 2 .. `number` of so many parts."""
    if parts < 2 or number < 2:
        return parts // 2
    one, other = parts // 2, parts - parts // 2
    # Each number of both together is one of its ways, and a way takes some of either half.
    numbers = range(1, min(number, parts) + 1)
    ways = [min(one, each - 1) - max(1, each - other) + 1 for each in numbers]
    both = sum(1 + max(0, each) for each in ways)
    return both + _groups_of_count(number, one) + _groups_of_count(number, other)


def _turned(literal: _Literal | bool, wanted: bool) -> _Literal | bool:
    """The literal, or its opposite where false is wanted."""
    if isinstance(literal, bool):
        return literal is wanted
    return literal if wanted else _Literal(literal.signal, not literal.wanted)


def _batches(network: _Network) -> Iterator[dict[int, _Group]]:
    """Groups, by number, that fit one set; later ones look at earlier ones only."""
    groups = [(node, at) for node, at in network.numbers.items() if isinstance(node, _Group)]
    batch: dict[int, _Group] = {}
    signals: set[int] = set()
    depth = 0
    for group, number in sorted(groups, key=lambda pair: network.depths[pair[1]]):
        looked_at = {literal.signal for literal in group.literals}
        full = len(batch) == _MOST_GROUPS or len(signals | looked_at) > _MOST_SIGNALS
        if batch and (full or network.depths[number] > depth):
            yield batch
            batch, signals = {}, set()
        batch[number] = group
        signals |= looked_at
        depth = network.depths[number]
    if batch:
        yield batch


def _rule_set(groups: Mapping[int, _Group], owners: Sequence[str]) -> _RuleSet:
    signals = dict.fromkeys(x.signal for group in groups.values() for x in group.literals)
    names = {signal: f"s{place}" for place, signal in enumerate(signals)}
    rules = {}
    for at, group in enumerate(groups.values()):
        for name, outcome in (("t", True), ("f", False)):
            join = "$and" if group.every is outcome else "$or"
            tests = [{names[x.signal]: int(x.wanted is outcome)} for x in group.literals]
            rules[f"{name}{at}"] = {"all": [{"m": {join: tests}}]}
    return _RuleSet(
        text=json.dumps(rules, separators=(",", ":")),
        signals=tuple(signals),
        groups=tuple(groups),
        keys=", ".join(dict.fromkeys(owners[number] for number in groups)),
    )


def _handle(rules: _RuleSet) -> int:
    """The set as durable-rules knows it. Raises RuntimeError when it cannot be made."""
    if rules.text not in _handles:
        engine = _engine()
        try:
            name = f"threshold-{next(_serial)}"
            _handles[rules.text] = engine.create_ruleset(name, rules.text)
        except Exception:
            raise RuntimeError(f"durable-rules cannot hold one of: {rules.keys}") from None
    return _handles[rules.text]


def _infer(rules: _RuleSet, truths: Sequence[Truth]) -> dict[int, bool]:
    """The groups that a set settles, and how. Raises RuntimeError when durable-rules fails."""
    sent = "".join(
        [
            _SENT[place][truth]
            for place, signal in enumerate(rules.signals)
            if (truth := truths[signal]) is not None
        ]
    )
    if not sent:  # every rule tests some signal, so none could fire
        return {}
    if sent in rules.known:
        return rules.known[sent]
    handle = _handle(rules)
    try:
        fired = _fire(handle, _FACT + sent + "}")
        settled = {rules.groups[int(name[1:])]: name[0] == "t" for name in fired}
        if len(settled) < len(fired):
            raise ValueError  # some group is both true and false
    except BaseException as error:
        del _handles[rules.text]  # something of the case may be left in it
        if isinstance(error, Exception):
            raise RuntimeError(f"durable-rules failed on one of: {rules.keys}") from None
        raise
    if len(rules.known) >= _REMEMBERED:
        rules.known.clear()
    rules.known[sent] = settled
    return settled


def _fire(handle: int, fact: str) -> set[str]:
    """The names of the rules that fire on a fact, which is taken out again."""
    engine = _engine()
    code, state = engine.assert_fact(handle, fact)
    fired = set()
    if code == _MATCHED:
        _, action = engine.start_action_for_state(handle, state)
        while action is not None:
            fired.add(action[2 : action.index('"', 2)])  # {"the name":{the fact}}
            action = engine.complete_and_start_action(handle, state)
    retracted, _ = engine.retract_fact(handle, fact)
    if code not in (_MATCHED, _NOTHING_MATCHED) or retracted != _MATCHED:
        raise ValueError
    return fired


@cache
def _engine() -> ModuleType:
    return import_module(_MODULE)
