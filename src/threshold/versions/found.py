"""What was found to differ, day by day, made into changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import date
from typing import Any

from threshold.conditions.words import Words
from threshold.output.words import listed, spoken
from threshold.policy import Pack
from threshold.policy.model import LEVEL, Announced, Clause
from threshold.policy.script import Script
from threshold.versions.change import Change, How, Key, Kind
from threshold.versions.meaning import Differs
from threshold.versions.wording import aspect, both_ways, rows_that_differ, said, value_said
from threshold.vocabulary import Fact, Vocabulary

# Such changes are told in this order, those of one kind by pack and name.
_ORDER: tuple[Kind, ...] = (
    *("pack", "order", "parameter", "table", "hours", "rule", "sign", "combination", "domain", "otherwise"),
    *("script", "fact", "event", "episode", "role", "words", "tension", "announced", "clause", "source"),
)


@dataclass(frozen=True, slots=True)
class _On:
    """How two policies differ in one thing on a day."""

    day: date
    before: Any
    after: Any
    decides: bool
    differs: tuple[Differs, ...]


@dataclass
class Found:
    """Everything that differs on any of the days."""

    days: tuple[date, ...]
    old: Vocabulary
    new: Vocabulary
    _found: dict[Key, list[_On]] = field(default_factory=dict)

    def add(
        self,
        key: Key,
        day: date,
        before: Any,
        after: Any,
        decides: bool,
        differs: Sequence[Differs] = (),
    ) -> None:
        """That two policies differ in one thing on a day; None: it is not there."""
        self._found.setdefault(key, []).append(_On(day, before, after, decides, tuple(differs)))

    @property
    def keys(self) -> frozenset[Key]:
        """What differs so far."""
        return frozenset(self._found)

    def changes(self) -> tuple[Change, ...]:
        """Each thing that differs, once: what decides first, then by kind, pack and name."""
        made = [self._change(key, found) for key, found in self._found.items() if not self._told(key)]
        return tuple(sorted(made, key=lambda c: (not c.decides, _ORDER.index(c.kind), c.pack, c.id)))

    def _told(self, key: Key) -> bool:
        """Whether another change tells it: a rule that is announced for a day comes on that day."""
        if key.kind != "announced":
            return False
        return Key("rule", key.pack, key.id) in self._found

    def _change(self, key: Key, found: list[_On]) -> Change:
        first = next((each for each in found if each.decides), found[0])
        decides = any(each.decides for each in found)
        how = _how(found)
        before, after = self._both_ways(key, found, first)
        wording = not decides and how == "differs" and key.kind in ("rule", "fact", "event")
        return Change(
            kind="words" if wording else key.kind,
            pack=key.pack,
            id=key.id,
            how=how,
            title=self._title(key, first),
            before=before,
            after=after,
            since=None if found[0].day == self.days[0] else found[0].day,
            decides=decides,
            aspects=tuple(dict.fromkeys(aspect(each.place) for on in found for each in on.differs)),
            of=key,
            old=first.before,
            new=first.after,
        )

    def _both_ways(self, key: Key, found: list[_On], first: _On) -> tuple[str, str]:
        if key.kind in ("parameter", "table"):
            told = _over_time([self._with_names(each) for each in found])
            return told if any(told) else ("as the levels were numbered", "as they are numbered now")
        if first.differs:
            before, _ = both_ways(first.differs, Words(self.old))
            _, after = both_ways(first.differs, Words(self.new))
            return before, after
        before, after = self._said(key, first.before), self._said(key, first.after)
        if before == after and isinstance(first.before, Fact) and isinstance(first.after, Fact):
            return _what_it_may_be(first.before), _what_it_may_be(first.after)
        return before, after

    def _with_names(self, on: "_On") -> "_On":
        """The rows of a table by the names of the levels, where they are that: a number may be another's."""
        return replace(on, before=_by_name(on.before, self.old), after=_by_name(on.after, self.new))

    def _said(self, key: Key, value: Any) -> str:
        """What is there, or nothing."""
        if value is None:
            return ""
        match value:
            case Pack(title=title) | Announced(title=title):
                return title
            case Clause(place=place):
                return place
            case Script():
                return f"{len(value.questions)} questions, {len(value.outcomes)} outcomes"
            case str():
                return spoken(value) if key.kind == "pack" and key.id == "role" else value
            case list() | tuple():
                return listed([spoken(str(each)) for each in value], "and") or "everything"
        if hasattr(value, "head"):
            return str(value.head.title)
        if key.kind in ("fact", "event"):
            return str(getattr(value, "asks", "") or getattr(value, "means", ""))
        if key.kind in ("sign", "combination", "domain"):
            return ", ".join(_of_sign(value))
        return said(value, Words(self.new)) if is_dataclass(value) and key.kind != "hours" else str(value)

    @staticmethod
    def _title(key: Key, on: _On) -> str:
        held = on.before if on.after is None else on.after
        if hasattr(held, "head"):
            return str(held.head.title)
        for name in ("title", "asks", "because"):
            if isinstance(text := getattr(held, name, None), str) and text:
                return text
        return spoken(key.id or key.kind)


def _by_name(value: Any, vocabulary: Vocabulary) -> Any:
    level = vocabulary.facts.get(LEVEL)
    names = {number: name for name, number in level.type.names} if level is not None else {}
    if not names or not isinstance(value, Mapping) or not {*map(str, value)} <= names.keys():
        return value
    return {names[str(row)]: cells for row, cells in value.items()}


def _what_it_may_be(fact: Fact) -> str:
    """The values that a fact may have; by their names, where they have any."""
    kind = fact.type
    values = [name for name, _ in kind.names] if kind.kind == "number" else [*kind.values]
    if values:
        return listed([spoken(each) for each in values], "or")
    if kind.least is not None and kind.most is not None:
        return f"from {kind.least} to {kind.most}"
    return spoken(kind.kind)


def _how(found: list[_On]) -> How:
    if all(each.before is None for each in found):
        return "came"
    return "gone" if all(each.after is None for each in found) else "differs"


def _over_time(found: list[_On]) -> tuple[str, str]:
    """The values of a parameter, from day to day where they are not the same on all."""
    runs: list[tuple[date, str, str]] = []
    for each in found:
        before, after = _values(each.before, each.after)
        if not runs or runs[-1][1:] != (before, after):
            runs.append((each.day, before, after))
    if len(runs) == 1:
        return runs[0][1], runs[0][2]
    told: list[list[str]] = [[], []]
    for side in (0, 1):
        for number, (day, *values) in enumerate(runs):
            if number == 0 or values[side] != runs[number - 1][1 + side]:
                told[side].append(f"{values[side]} from {day.day} {day:%B %Y}" if number else values[side])
    return "; ".join(told[0]), "; ".join(told[1])


def _values(before: Any, after: Any) -> tuple[str, str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return rows_that_differ(before, after)
    return value_said(before), value_said(after)


def _of_sign(value: Any) -> Iterator[str]:
    """A sign, combination or domain in short."""
    if level := getattr(value, "level", ""):
        yield f"level {level}"
    if domain := getattr(value, "domain", ""):
        yield domain
    if getattr(value, "protection", False):
        yield "protection"
    if text := getattr(value, "asks", "") or getattr(value, "because", ""):
        yield str(text)
