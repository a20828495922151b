"""A condition in plain English: what would have to be so, in the vocabulary's own words.

Groups keep their shape, so that a reader sees what stands together: a phrase is a line, perhaps with the
lines that belong below it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from threshold.conditions.tree import (
    ALWAYS,
    NEVER,
    All,
    Any,
    AtLeast,
    Condition,
    Entries,
    Lookup,
    Not,
    Operator,
    OtherFact,
    Test,
)
from threshold.output.words import listed, plainly, spoken
from threshold.vocabulary import Fact, Value, Vocabulary, called, item_type
from threshold.vocabulary.phrases import NOT_SO, clause, noun

_ALL = "all of these"
_TOGETHER = {_ALL: "and", "at least one of these": "or", "none of these": "or", "not all of these": "and"}
_MANY, _FIRST = (
    8,
    5,
)  # what is counted is told in one sentence as far as this, and of more than that the first
_SHORT = 90  # characters of two that stand in one line
_PERSON = re.compile("(er|or|ian|ional|ist)$")  # how the names of those who do something end
_SOUNDED, _AS_A_WORD = "AEFHILMNORSX", ("MASH",)  # "an FYPS Manager", "a MASH Manager"
# What may be asked for, or recommended, where it is named after "is".
_OF_REQUESTS = ("request.direction", "proposed.direction")
_REQUESTS = {
    **{"step_up": "a step up", "step_down": "a step down", "step_across": "a step across"},
    **{"close": "closing", "workflow": "a workflow action", "continue": "going on as before"},
    **{"safeguarding_now": "protection first", "none": "nothing"},
}
_DAYS = {
    "before": "before",
    "after": "after",
    "on_or_before": "on or before",
    "on_or_after": "on or after",
}
_AGO = {"at_least_ago": "at least {} ago", "more_than_ago": "more than {} ago"}
_ORDER: Mapping[str, tuple[str, str]] = {
    "at_least": ("is {} or more", "is less than {}"),
    "at_most": ("is {} or less", "is more than {}"),
    "above": ("is more than {}", "is {} or less"),
    "below": ("is less than {}", "is {} or more"),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line; with `parts` it names how the lines below it belong together: by `counting` them, or not."""

    text: str
    parts: tuple["Phrase", ...] = ()
    counting: bool = False

    @property
    def in_line(self) -> str:
        """All of it in one sentence; of many that are counted, the first few."""
        if not self.parts:
            return self.text
        if self.counting:
            return f"{self.text}: {_few([part.in_line for part in self.parts])}"
        joined = f" {_TOGETHER.get(self.text, 'and')} "
        inner = joined.join(f"({part.in_line})" if part.parts else part.text for part in self.parts)
        return inner if self.text == _ALL else f"{self.text}: {inner}"


@dataclass(frozen=True, slots=True)
class Words:
    """Puts conditions into words. `labels` gives names of workflow steps and actions as they are printed."""

    vocabulary: Vocabulary
    labels: Mapping[str, str] = field(default_factory=dict)

    def phrase(self, condition: Condition) -> Phrase:
        """The condition as one phrase."""
        return self._phrase(condition, False)

    def lines(self, condition: Condition) -> tuple[Phrase, ...]:
        """Everything that must be so, a phrase for each; none where the condition always holds."""
        told = self.phrase(condition)
        if condition == ALWAYS:
            return ()
        return told.parts if told.text == _ALL else (told,)

    def sentence(self, condition: Condition) -> str:
        """The condition in one sentence."""
        return self.phrase(condition).in_line

    def of(self, fact: str) -> str:
        """What a fact is about, before "is"."""
        return noun(self.vocabulary.facts[fact])

    def value(self, fact: str, value: Value) -> str:
        """A fact's value as it is said."""
        return self._value(self.vocabulary.facts[fact], value)

    def _phrase(self, condition: Condition, turned: bool) -> Phrase:
        match condition:
            case Test():
                return Phrase(self._test(condition, turned) + _set_by(condition))
            case Not(part):
                return self._phrase(part, not turned)
            case All(()) | Any(()):
                return Phrase("always" if (condition == NEVER) == turned else "never")
            case All((part,)) | Any((part,)):
                return self._phrase(part, turned)
            case All(parts):
                told = tuple(self._phrase(part, False) for part in _flat(parts, All))
                return Phrase("not all of these", told) if turned else Phrase(_ALL, told)
            case Any(parts):
                flat = _flat(parts, Any)
                told = tuple(self._phrase(part, False) for part in flat)
                if turned:
                    return Phrase("none of these", told)
                return _one_line(told) or Phrase("at least one of these", told)
            case AtLeast(number, parts):
                told = tuple(self._phrase(part, False) for part in parts)
                enough = "fewer than" if turned else "at least"
                of_these = f"these {len(parts)}" if len(parts) > _MANY else "these"
                return Phrase(f"{enough} {number} of {of_these}{_set_by(condition)}", told, counting=True)

    def _test(self, test: Test, turned: bool) -> str:
        fact = self.vocabulary.facts[test.fact]
        if isinstance(test.operand, Entries):
            return self._entries(fact, test.operand, turned)
        if test.operator in ("known", "recorded"):
            return self._known(fact, test.operator, turned)
        if fact.type.kind == "boolean" and isinstance(test.operand, tuple):
            return self._yes_or_no(fact, test.operator, test.operand, turned)
        if fact.type.is_date:
            return (NOT_SO if turned else "") + self._dated(fact, test)
        if fact.type.kind in ("list", "ratings"):
            return self._listed(fact, test, turned)
        if test.operator in _ORDER or test.operator == "between":
            return self._ordered(fact, test, turned)
        return self._is(fact, test, turned)

    def _entries(self, fact: Fact, wanted: Entries, turned: bool) -> str:
        """So many entries of one kind, told by its name: a question asks for one of them alone."""
        events = listed([spoken(name) for name in fact.reading.events]) if fact.reading else spoken(fact.name)
        many = f"fewer than {wanted.number}" if turned else f"{wanted.number} or more"
        since = f", within the last {wanted.within}" if wanted.within is not None else ""
        return f"there are {many} entries of “{events}”{since}"

    def _known(self, fact: Fact, operator: Operator, turned: bool) -> str:
        told, about = clause(fact, self.vocabulary), noun(fact)
        if operator == "recorded" and told is not None and fact.type.is_date:
            return told.no if turned else told.yes
        known = "is not known" if turned else "is known"
        if told is not None:
            return f"it {known} {'when' if fact.type.is_date else 'whether'} {told.yes}"
        if about.startswith("whoever "):
            return f"it {known} {about.replace('whoever', 'who', 1)}"
        return f"it {known} {about}" if about.startswith("what ") else f"{about} {known}"

    def _yes_or_no(self, fact: Fact, operator: Operator, operand: tuple[Value, ...], turned: bool) -> str:
        told = clause(fact, self.vocabulary)
        about = noun(fact)
        yes, no = (told.yes, told.no) if told else (f"“{about}” is so", f"“{about}” is not so")
        if {*operand} == {True, False}:
            return f"it is {'not ' if turned else ''}known whether {yes}"
        said = yes if True in operand else no
        if operator == "not_known_to_be":
            return f"somebody has said that {said}" if turned else f"nobody has said that {said}"
        return (no if said == yes else yes) if turned else said

    def _dated(self, fact: Fact, test: Test) -> str:
        told = clause(fact, self.vocabulary)
        took_place = told.yes if told else f"{noun(fact)} is"
        if test.operator in _AGO:
            return f"{took_place} {_AGO[test.operator].format(self._values(fact, test))}"
        if test.operator == "within_last":
            return f"{took_place} within the last {self._values(fact, test)}"
        return f"{took_place} {_DAYS.get(test.operator, 'on')} {self._day(fact, test)}"

    def _day(self, fact: Fact, test: Test) -> str:
        """The day that a date is compared with."""
        other = test.operand
        if not isinstance(other, OtherFact):
            return self._values(fact, test)
        compared = self.vocabulary.facts[other.fact]
        told = clause(compared, self.vocabulary)
        if other.plus is not None:
            return f"the day {other.plus} after {told.yes if told else noun(compared)}"
        return f"the day on which {told.yes}" if told else f"the day of {noun(compared)}"

    def _ordered(self, fact: Fact, test: Test, turned: bool) -> str:
        if test.operator == "between" and isinstance(test.operand, tuple):
            low, high = test.operand
            return f"{noun(fact)} is {'not ' if turned else ''}from {low} to {high}"
        yes, no = _ORDER[test.operator]
        return f"{noun(fact)} {(no if turned else yes).format(self._values(fact, test))}"

    def _listed(self, fact: Fact, test: Test, turned: bool) -> str:
        about = re.sub("^whoever ", "those who ", noun(fact).replace("whoever has ", "whoever have ", 1))
        people = about.startswith("those who ")
        several = people or bool(re.match(r"the [^,]*?[a-z]s that ", about))
        if test.operator == "at_least" and isinstance(test.operand, tuple):
            are = "are" if several else "holds"
            yes = f"{about} {are} {test.operand[0]} or more"
            return f"{about} {are} fewer than {test.operand[0]}" if turned else yes
        values = self._values(fact, test, "and" if test.operator == "includes_all" else "or")
        if fact.type.kind == "ratings":
            return f"{about} is {values} for {'nobody' if turned else 'somebody'}"
        includes, does = ("include", "do") if several else ("includes", "does")
        every = "all of " if not isinstance(test.operand, tuple) or len(test.operand) > 1 else ""
        told = {
            "includes": f"{about} {includes} {values}",
            "includes_all": f"{about} {includes} {every}{values}",
            "includes_none": f"{about} {does} not include {values}",
            "only": f"{about} {includes} {'nobody' if people else 'nothing'} but {values}",
        }[test.operator]
        if turned and test.operator == "includes_none":
            return f"{about} {includes} {values}"
        if turned and test.operator in ("includes", "includes_all"):
            return told.replace(f" {includes} ", f" {does} not include ", 1)
        return (NOT_SO if turned else "") + told

    def _is(self, fact: Fact, test: Test, turned: bool) -> str:
        not_ = "not " if turned else ""
        if test.operator == "not_known_to_be":
            return f"{noun(fact)} is {'' if turned else 'not '}known to be {self._values(fact, test)}"
        return f"{noun(fact)} is {not_}{self._values(fact, test)}"

    def _values(self, fact: Fact, test: Test, last: str = "or") -> str:
        """What a fact is compared with."""
        match test.operand:
            case OtherFact(name):
                other = self.vocabulary.facts[name]
                return f"the same as {noun(other)}" if test.operator == "is" else noun(other)
            case Lookup(row, cells):
                chosen = "; ".join(f"{plainly(key)}: {_cell(value)}" for key, value in cells)
                return f"the one that goes with {noun(self.vocabulary.facts[row])} ({chosen})"
            case tuple() as values:
                return self._named(fact, values, last)
            case _:
                return "known"

    def _named(self, fact: Fact, values: tuple[Value, ...], last: str) -> str:
        if item_type(fact.type).kind != "role":
            return listed([self._value(fact, value) for value in values], last)
        counts_as = self.vocabulary.counts_as
        own = [v for v in values if not {*counts_as.get(str(v), ())} & {*values}]
        also = ", or a role that counts as one" if len(own) < len(values) else ""
        alone = fact.type.kind == "role"
        return listed([_someone(str(value)) if alone else str(value) for value in own], last) + also

    def _value(self, fact: Fact, value: Value) -> str:
        kind = item_type(fact.type).kind
        if kind == "label":
            return f"“{self.labels.get(str(value), str(value))}”"
        if kind == "text":
            return f"“{value}”"
        if not isinstance(value, str):
            return called(value, item_type(fact.type))
        if fact.name in _OF_REQUESTS:
            return _REQUESTS.get(value, plainly(value))
        # "is not not asked" would be read over.
        return f"“{plainly(value)}”" if value.startswith("not_") else plainly(value)


def _someone(role: str) -> str:
    """A role that one person holds, with its article; a team or a service has none."""
    if not _PERSON.search(role):
        return role
    letters = role.partition(" ")[0]
    vowel = role[0] in _SOUNDED if letters.isupper() and letters not in _AS_A_WORD else role[0] in "AEIOU"
    return f"{'an' if vowel else 'a'} {role}"


def _few(told: Sequence[str]) -> str:
    """The first of what is counted, and how many more there are."""
    if len(told) <= _MANY:
        return "; ".join(told)
    return f"{'; '.join(told[:_FIRST])}; and {len(told) - _FIRST} others"


def _cell(value: Value | None) -> str:
    return "nobody" if value is None else plainly(str(value))


def _set_by(test: Test | AtLeast) -> str:
    """The parameters that a test or a count took something from."""
    if not test.parameters:
        return ""
    many = "parameters" if len(test.parameters) > 1 else "parameter"
    return f" ({many} {', '.join(test.parameters)})"


def _flat(parts: tuple[Condition, ...], kind: type[All] | type[Any]) -> tuple[Condition, ...]:
    """The parts of a group, and those of groups of the same kind inside it."""
    found: list[Condition] = []
    for part in parts:
        found += _flat(part.parts, kind) if isinstance(part, kind) and part.parts else [part]
    return tuple(found)


def _one_line(parts: tuple[Phrase, ...]) -> Phrase | None:
    """Two short ways in one line."""
    plain = len(parts) == 2 and not any(part.parts for part in parts)
    if plain and sum(len(part.text) for part in parts) <= _SHORT:
        return Phrase(f"{parts[0].text}, or {parts[1].text}")
    return None
