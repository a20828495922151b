"""From the tree that a case file holds to one case, with everything that is wrong with it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from threshold.casefiles.ages import (
    AGE,
    BORN_MONTH,
    HEADS,
    MONTHS_AHEAD,
    NOT_BORN,
    OLDEST,
    UNBORN,
    at_odds,
)
from threshold.casefiles.links import bad_links
from threshold.casefiles.model import ENTRY_STATUSES, Case, Entry, EntryStatus, Override
from threshold.dates import FIRST_YEAR, day_of
from threshold.privacy import (
    identifying_field,
    identifying_reference,
    identifying_text,
)
from threshold.reading import BadInput, Mapping, Node, Problem, Scalar, Sequence, did_you_mean, plain
from threshold.reading.tree import child_of
from threshold.vocabulary import (
    Event,
    Fact,
    Value,
    ValueType,
    Vocabulary,
    item_type,
    parse_date,
    parse_moment,
    parse_value,
)
from threshold.vocabulary.reserved import FRAME

REFERENCE = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}"
MAX_ENTRIES = 2_000
MAX_PROBLEMS = 50
# Roles of people who take part, or keep the files, and do not judge what a child needs.
_JUDGES_NOTHING = ("Family", "Business Support", "TAC Admin")
_UNKNOWN = "unknown"
_UNKNOWN_DAY = date.max  # outside every calendar: an entry of which the day is not known
_BIRTH = "a date of birth"
_STATED_BY = {HEADS[AGE]: AGE, HEADS[BORN_MONTH]: BORN_MONTH}
_NO_DETAILS = "is not taken here; leave it out"
Parsed = TypeVar("Parsed")


def read_case(node: Node, file: str, vocabulary: Vocabulary, origin: str = "") -> Case:
    """The case that a tree holds. Raises BadInput with every problem in it.

    `origin` is where the case stands, if the file holds several.
    """
    return _CaseReader(file, vocabulary).read(node, origin or file)


def case_keys(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The keys that a case may have: its frame, and the groups of facts."""
    return (*_frame(vocabulary), *dict.fromkeys(name.split(".")[0] for name in vocabulary.facts))


def _frame(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The keys of a case that are no groups of facts."""
    return (*FRAME, *dict.fromkeys(key for fact, key in HEADS.items() if fact in vocabulary.facts))


def may_be_called(reference: str) -> bool:
    """Whether a case file takes this reference: one that is made up, and tells of nobody."""
    return re.fullmatch(REFERENCE, reference) is not None and not any(identifying_reference(reference))


def reference_of(node: Node) -> str:
    """The reference of a case that cannot be read; empty where it has none that can be used."""
    value = node.entries.get("case") if isinstance(node, Mapping) else None
    text = value.text if isinstance(value, Scalar) and value.text else ""
    return text if re.fullmatch(REFERENCE, text) and not any(identifying_reference(text)) else ""


def is_empty(node: Node) -> bool:
    """Whether nothing was written there."""
    return isinstance(node, Scalar) and node.text is None


# What every case is read with, for the last vocabularies that any was read with.
_Known = tuple[dict[str, tuple[str, ...]], tuple[Fact, ...]]
_KNOWN: dict[int, tuple[Vocabulary, _Known]] = {}
_MOST_KNOWN = 16


def _known(vocabulary: Vocabulary) -> _Known:
    """The facts of each group by their short names; and those that name the people of ratings."""
    if (held := _KNOWN.get(id(vocabulary))) is not None:
        return held[1]
    groups: dict[str, tuple[str, ...]] = {}
    for name in vocabulary.facts:
        group, short = name.split(".")
        groups[group] = (*groups.get(group, ()), short)
    people = tuple(fact for fact in vocabulary.facts.values() if fact.people_of)
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN[id(vocabulary)] = (vocabulary, (groups, people))  # held, so that no other comes to its place
    return groups, people


class _CaseReader:
    """Reads one case, gathering problems as it goes."""

    def __init__(self, file: str, vocabulary: Vocabulary) -> None:
        self.file, self.vocabulary = file, vocabulary
        self.problems: list[Problem] = []
        self.groups, self.of_people = _known(vocabulary)
        self.frame = _frame(vocabulary)

    def read(self, node: Node, origin: str) -> Case:
        if not isinstance(node, Mapping):
            message = "a case is a mapping of facts, starting with `case:`"
            raise BadInput(Problem(message, self.file, node.line))
        self._check_keys(node)
        reference = self._reference(node, "case")
        if "case" not in node.entries:
            self._problem(node, "needs a reference, such as `case: C-0412`", "case")
        case = Case(
            reference=reference or "",
            family=self._reference(node, "family"),
            about=self._text(node, "about"),
            as_at=self._as_at(node),
            given=self._given(node),
            timeline=self._timeline(node.entries.get("timeline")),
            covers=self._covers(node.entries.get("covers")),
            overrides=self._overrides(node.entries.get("overrides")),
            expect=plain(node.entries["expect"]) if "expect" in node.entries else None,
            origin=origin,
            file=self.file,
        )
        if self.problems:
            raise BadInput(*self.problems)
        return case

    def _check_keys(self, node: Mapping) -> None:
        for key, place in node.keys.items():
            if key not in self.frame and key not in self.groups:
                self._unknown_key(key, place, "", (*self.frame, *self.groups))

    def _unknown_key(self, key: str, place: Node, field: str, known: tuple[str, ...]) -> None:
        """An unknown key is repeated only through what it resembles: it might be somebody's name."""
        holds = identifying_field(key)
        if holds:
            instead = "use a reference instead"
            if holds == _BIRTH:
                instead = "write the age in whole years (age:), or the year and month (born_month:)"
            message = f"{holds} identifies a child and is not taken here; {instead}"
        else:
            hint = did_you_mean(key, known)
            message = f"this key is not known here{hint or '; known are ' + _listed(known)}"
        self._problem(place, message, field)

    def _reference(self, node: Mapping, key: str, field: str = "") -> str | None:
        value = node.entries.get(key)
        if value is None:
            return None
        text = value.text if isinstance(value, Scalar) else None
        if text is None or not re.fullmatch(REFERENCE, text):
            message = "must be a made-up reference: letters, digits, dots and dashes, no spaces"
            self._problem(value, message, field or key)
        elif kinds := list(identifying_reference(text)):
            self._problem(value, f"looks like {kinds[0]}; use a made-up reference", field or key)
        else:
            return text
        return None

    def _text(self, node: Mapping, key: str, field: str = "") -> str | None:
        value = node.entries.get(key)
        if value is None:
            return None
        if not isinstance(value, Scalar) or value.text is None:
            self._problem(value, "must be text", field or key)
            return None
        self._check_text(value, value.text, field or key)
        return value.text

    def _check_text(self, place: Node, text: str, field: str) -> None:
        for kind in identifying_text(text):
            self._problem(place, f"seems to hold {kind}, which {_NO_DETAILS}", field)

    def _as_at(self, node: Mapping, *, tell: bool = True) -> date | datetime | None:
        value = node.entries.get("as_at")
        if value is None:
            return None
        try:
            return parse_moment(_scalar(value))
        except ValueError as error:
            if tell:
                self._problem(value, str(error), "as_at")
            return None

    def _given(self, node: Mapping) -> dict[str, Value]:
        given: dict[str, Value] = {}
        for group, holder in node.entries.items():
            if group not in self.groups or group in self.frame:
                continue
            if is_empty(holder):
                continue
            if not isinstance(holder, Mapping):
                self._problem(holder, "must be a mapping of facts to values", group)
                continue
            known = self.groups[group]
            for key, value in holder.entries.items():
                name = f"{group}.{key}"
                if key not in known:
                    self._unknown_key(key, holder.keys[key], group, known)
                elif not is_empty(value):
                    self._give(name, value, given)
        self._ages(node, given)
        return given | self._people(given)

    def _ages(self, node: Mapping, given: dict[str, Value]) -> None:
        """How old the child is, where the head of the file says so; and what of it cannot be."""
        for key in (key for key in self.frame if key in HEADS.values()):
            value = node.entries.get(key)
            if value is None or is_empty(value):
                continue
            fact = UNBORN if key == HEADS[AGE] and _says_unborn(value) else _STATED_BY[key]
            if fact in given:
                self._problem(value, f"is said twice: take {fact} out, or this", key)
            elif fact == UNBORN:
                given[UNBORN] = True
            elif (parsed := self._age(value, fact, key)) is not None:
                given[fact] = parsed
        as_at = self._as_at(node, tell=False)
        if as_at is None:  # the month is as of the decision, of which the file does not give the day
            told = {name: value for name, value in given.items() if name != BORN_MONTH}
            self._check_ages(node, told, date(FIRST_YEAR, 1, 1))
        else:
            self._check_ages(node, given, day_of(as_at))

    def _age(self, node: Node, fact: str, key: str) -> Value | None:
        """An age or a month of birth at the head of the file."""
        try:
            return parse_value(node, self.vocabulary.facts[fact].type)
        except ValueError as error:
            unborn = ", or unborn" if fact == AGE and UNBORN in self.vocabulary.facts else ""
            self._problem(node, f"{error}{unborn}", key)
            return None

    def _check_ages(self, node: Mapping, given: dict[str, Value], of: date) -> None:
        if not at_odds(given, of):
            return
        if BORN_MONTH in given and at_odds({BORN_MONTH: given[BORN_MONTH]}, of):
            month = date.fromisoformat(f"{given[BORN_MONTH]}-01")
            why = f"lies more than {MONTHS_AHEAD} months after as_at, when no child who is on the way is born"
            if month < of:
                why = f"is that of somebody older than {OLDEST} at as_at"
            self._problem(self._where(node, BORN_MONTH), f"{why}; put it or as_at right", HEADS[BORN_MONTH])
        else:
            other = HEADS[BORN_MONTH] if BORN_MONTH in given else UNBORN
            message = f"cannot be so beside {other}; put right which of them is wrong, or take one out"
            self._problem(self._where(node, AGE if AGE in given else UNBORN), message, HEADS[AGE])

    @staticmethod
    def _where(node: Mapping, fact: str) -> Node:
        """Where a case states how old the child is: at its head, or in the group of the child."""
        group, short = fact.split(".")
        head = node.entries.get(HEADS[fact])
        return child_of(child_of(node, group), short) if head is None else head

    def _people(self, given: dict[str, Value]) -> dict[str, Value]:
        """The lists of people who put a number: those whom the ratings name, beside those that are stated."""
        found: dict[str, Value] = {}
        for fact in self.of_people:
            ratings, stated = given.get(fact.people_of), given.get(fact.name, ())
            if isinstance(ratings, tuple) and isinstance(stated, tuple):
                rated = (str(each[0]) for each in ratings)
                found[fact.name] = tuple(dict.fromkeys((*map(str, stated), *rated)))
        return found

    def _give(self, name: str, node: Node, given: dict[str, Value]) -> None:
        fact = self.vocabulary.facts[name]
        if fact.reading is not None:
            events = " or ".join(fact.reading.events)
            message = f"is read off the timeline; add an entry there with event: {events}"
            self._problem(node, message, name)
        elif fact.derived:
            message = "is worked out by the rules; to judge it otherwise, use `overrides:`"
            self._problem(node, message, name)
        elif (value := self._parsed(node, fact.type, name)) is not None:
            given[name] = value
            self._check_words(fact.type, node, name)

    def _check_words(self, kind: ValueType, node: Node, field: str) -> None:
        """Look at whatever was written freely: text, items of text, and who gave a rating."""
        if kind.kind in ("text", "label") and isinstance(node, Scalar):
            self._check_text(node, node.text or "", field)
        elif kind.of == "text" and isinstance(node, Sequence):
            for item in node.items:
                self._check_text(item, str(plain(item)), field)
        elif kind.kind == "ratings" and isinstance(node, Mapping):
            for person, place in node.keys.items():
                self._check_text(place, person, field)
                if holds := identifying_field(person):
                    message = f"{holds} identifies a child; say who it is by their part (parent)"
                    self._problem(place, message, field)

    def _timeline(self, node: Node | None) -> tuple[Entry, ...]:
        if node is None or is_empty(node):
            return ()
        if not isinstance(node, Sequence):
            message = "must be a list of entries such as - {on: .., event: ..}"
            self._problem(node, message, "timeline")
            return ()
        if len(node.items) > MAX_ENTRIES:
            message = f"holds more than {MAX_ENTRIES} entries, which no case has"
            self._problem(node, message, "timeline")
            return ()
        entries = [self._entry(item, f"timeline.{number}") for number, item in enumerate(node.items, 1)]
        read = tuple(entry for entry in entries if entry is not None)
        if len(read) == len(entries):
            for bad in bad_links(read, self.vocabulary):
                place = child_of(node.items[bad.place], bad.key)
                self._problem(place, bad.message, f"timeline.{bad.place + 1}.{bad.key}")
        return read

    def _entry(self, node: Node, field: str) -> Entry | None:
        if not isinstance(node, Mapping):
            self._problem(node, "an entry is written {on: date, event: name}", field)
            return None
        event = self._event(node, field)
        on = self._day(node, field)
        status = self._value(node, "status", field, _status) or "held"
        ref, of = (self._reference(node, key, f"{field}.{key}") or "" for key in ("ref", "of"))
        carried = {key: kind for key, kind in event.carries.items() if key != "at"} if event else {}
        carried |= event.states if event else {}
        known = ("on", "event", "status", "ref", "of", *carried)
        carries: dict[str, Value] = {}
        for key, value in node.entries.items():
            if event and key in carried:
                parsed = self._parsed(value, carried[key], f"{field}.{key}")
                if parsed is not None:
                    carries[key] = parsed
                    self._check_words(carried[key], value, f"{field}.{key}")
                if key in event.states and not ref:
                    message = (
                        "is said of what has a reference; give this entry a `ref`, or state it for the case"
                    )
                    self._problem(value, message, f"{field}.{key}")
            elif key not in known and (event or identifying_field(key)):
                self._unknown_key(key, node.keys[key], field, known)
        for key in event.needs if event else ():
            if key not in node.entries:
                self._problem(node, f'needs "{key}"', field)
        if "on" not in node.entries:
            message = 'needs "on": the date, or `on: unknown` where it happened and nobody knows when'
            self._problem(node, message, field)
        if event is None or on is None:
            return None
        if isinstance(on, datetime):
            if not event.timed:
                self._problem(node.entries["on"], "must be a date, without a time of day", f"{field}.on")
            carries["at"] = on
        return Entry(None if on == _UNKNOWN_DAY else day_of(on), event.name, status, carries, ref, of)

    def _day(self, node: Mapping, field: str) -> date | datetime | None:
        value = node.entries.get("on")
        if value is not None and is_empty(value):
            self._problem(value, "is empty; write the date, or unknown where nobody knows it", f"{field}.on")
            return None
        return self._value(node, "on", field, _when)

    def _event(self, node: Mapping, field: str) -> Event | None:
        value = node.entries.get("event")
        if value is None:
            self._problem(node, "needs the kind of event (event:)", field)
            return None
        text = value.text if isinstance(value, Scalar) and value.text else ""
        if text not in self.vocabulary.events:
            hint = did_you_mean(text, self.vocabulary.events)
            self._problem(value, f"is not a kind of event that is known{hint}", f"{field}.event")
            return None
        return self.vocabulary.events[text]

    def _covers(self, node: Node | None) -> dict[str, date]:
        if node is None or is_empty(node):
            return {}
        if not isinstance(node, Mapping):
            self._problem(node, "must map kinds of event to dates", "covers")
            return {}
        covers: dict[str, date] = {}
        for key in node.entries:
            if key not in self.vocabulary.events:
                self._unknown_key(key, node.keys[key], "covers", tuple(self.vocabulary.events))
                continue
            upto = self._value(node, key, "covers", parse_date)
            if upto:
                covers[key] = upto
        return covers

    def _overrides(self, node: Node | None) -> dict[str, Override]:
        if node is None or is_empty(node):
            return {}
        if not isinstance(node, Mapping):
            self._problem(node, "must map facts to {is, by, reason}", "overrides")
            return {}
        overrides: dict[str, Override] = {}
        for key, value in node.entries.items():
            override = self._override(key, value, node.keys[key])
            if override is not None:
                overrides[key] = override
        return overrides

    def _override(self, key: str, node: Node, place: Node) -> Override | None:
        fact = self.vocabulary.facts.get(key)
        if fact is None or not fact.derived:
            derived = tuple(name for name, known in self.vocabulary.facts.items() if known.derived)
            message = "only a fact that the rules derive can be overridden"
            self._problem(place, f"{message}{did_you_mean(key, derived)}", "overrides")
            return None
        field = f"overrides.{key}"
        if fact.protection:
            self._problem(place, "a protection concern cannot be overridden away", field)
            return None
        if fact.follows:
            self._problem(
                place, "follows from what is stated and recorded; nobody judges it otherwise", field
            )
            return None
        known = ("is", "by", "reason")
        if not isinstance(node, Mapping) or set(node.entries) != set(known):
            self._problem(node, "needs exactly: is, by (a role) and reason", field)
            for extra, where in node.keys.items() if isinstance(node, Mapping) else ():
                if extra not in known:
                    self._unknown_key(extra, where, field, known)
            return None
        value = self._parsed(node.entries["is"], fact.type, f"{field}.is")
        by = self._parsed(node.entries["by"], self.vocabulary.role_type, f"{field}.by")
        reason = self._text(node, "reason", f"{field}.reason")
        if value is None or by is None or reason is None:
            return None
        if by in _JUDGES_NOTHING:
            self._problem(node.entries["by"], "it is for a professional to judge it", f"{field}.by")
            return None
        return Override(value, str(by), reason)

    def _parsed(self, node: Node, kind: ValueType, field: str) -> Value | None:
        if kind.is_list and isinstance(node, Sequence):
            items = [
                self._parsed(item, item_type(kind), f"{field}.{number}")
                for number, item in enumerate(node.items, 1)
            ]
            return None if None in items else tuple(str(item) for item in items)
        try:
            return parse_value(node, kind)
        except ValueError as error:
            self._problem(node, str(error), field)
            return None

    def _value(self, node: Mapping, key: str, field: str, parse: Callable[[str], Parsed]) -> Parsed | None:
        value = node.entries.get(key)
        if value is None:
            return None
        try:
            return parse(_scalar(value))
        except ValueError as error:
            self._problem(value, str(error), f"{field}.{key}")
            return None

    def _problem(self, node: Node, message: str, field: str) -> None:
        self.problems.append(Problem(message, self.file, node.line, None, field))
        if len(self.problems) > MAX_PROBLEMS:
            raise BadInput(*self.problems)


def _scalar(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise ValueError("must be a single value")
    if node.text is None:
        raise ValueError("is empty; leave the line out where nothing is known")
    return node.text


def _says_unborn(node: Node) -> bool:
    return isinstance(node, Scalar) and (node.text or "").strip().casefold() == NOT_BORN


def _when(text: str) -> date | datetime:
    """The day of an entry, with the time where one is written; the word `unknown` for no day."""
    if text == _UNKNOWN:
        return _UNKNOWN_DAY
    try:
        return parse_moment(text)
    except ValueError as error:
        raise ValueError(f"{error}{did_you_mean(text, [_UNKNOWN])}") from None


def _status(text: str) -> EntryStatus:
    for status in ENTRY_STATUSES:
        if text == status:
            return status
    raise ValueError(f"must be held, planned or cancelled{did_you_mean(text, ENTRY_STATUSES)}")


def _listed(known: tuple[str, ...]) -> str:
    return ", ".join(sorted(known)[:12]) + (", ..." if len(known) > 12 else "")
