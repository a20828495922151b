"""Reading `vocabulary.yaml`, strictly: every fact once, every reading about things that are declared."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, NoReturn, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from threshold.reading import (
    BadInput,
    Node,
    Problem,
    did_you_mean,
    locate,
    parse_yaml,
    read_text,
)
from threshold.reading.validate import TrueOrFalse, validate
from threshold.vocabulary.model import (
    DecidedDirection,
    Episode,
    Event,
    Fact,
    Reading,
    ReadStatus,
    Settling,
    Take,
    Vocabulary,
)
from threshold.vocabulary.spelling import Names, misspelled
from threshold.vocabulary.values import Kind, Value, ValueType, parse_text


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_choices(value: Any) -> Any:
    """Choices without other spellings are written as a list of their names."""
    names = _as_list(value)
    plain = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return {name: [] for name in names} if plain else value


# Each choice by its name, with its other spellings.
_Choices = Annotated[dict[str, list[str]], BeforeValidator(_as_choices)]


class _TypeEntry(_Entry):
    type: Kind
    values: _Choices = {}
    of: _Choices = {}
    at_least: int | None = None
    at_most: int | None = None


class _EventEntry(_Entry):
    asks: str
    carries: dict[str, _TypeEntry] = {}
    needs: list[str] = []


class _EpisodeEntry(_Entry):
    opens: str
    closes: str


class _TimelineEntry(_Entry):
    first: str = ""
    latest: str = ""
    count: str = ""
    open: str = ""
    left_open: str = ""
    opened: str = ""
    closed: str = ""
    ever: list[str] = []
    during: str = ""
    since: str = ""
    by: str = ""
    where: dict[str, str] = {}
    status: ReadStatus = "held"
    give: str = ""


class _FactEntry(_TypeEntry):
    asks: str = ""
    means: str = ""
    protection: TrueOrFalse = False
    ahead: TrueOrFalse = False
    derived: TrueOrFalse = False
    default: str | None = None
    order: list[str] = []
    direction: dict[str, str] = {}
    timeline: _TimelineEntry | None = None
    settled_by: dict[str, str | dict[str, str]] = {}
    decides: list[DecidedDirection] = []
    consent_for: list[DecidedDirection] = []
    follows: TrueOrFalse = False
    calls_for_reason: TrueOrFalse = False


class _RoleEntry(_Entry):
    also: list[str] = []
    counts_as: Annotated[list[str], BeforeValidator(_as_list)] = []


def _as_role(value: Any) -> Any:
    """A role that counts as no other is written as the list of its other names."""
    return {"also": value} if isinstance(value, list) else value


class _VocabularyFile(_Entry):
    roles: dict[str, Annotated[_RoleEntry, BeforeValidator(_as_role)]]
    episodes: dict[str, _EpisodeEntry]
    events: dict[str, _EventEntry]
    facts: dict[str, dict[str, _FactEntry]] = Field(min_length=1)


@cache
def load_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary in a file. Raises BadInput with every problem found."""
    root = vocabulary_tree(path)
    return _Builder(validate(_VocabularyFile, root, str(path)), root, str(path)).build()


@cache
def vocabulary_tree(path: Path) -> Node:
    """The file as it is written. Raises BadInput where it is not one YAML document."""
    name = str(path)
    documents = parse_yaml(read_text(path, name), name)
    if len(documents) != 1:
        raise BadInput(Problem("must hold one YAML document", name))
    return documents[0]


class _Builder:
    """Turns the file's entries into the vocabulary, gathering problems on the way."""

    def __init__(self, entries: _VocabularyFile, root: Node, file: str) -> None:
        self.entries, self.root, self.file = entries, root, file
        self.problems: list[Problem] = []
        self.roles = tuple(
            (other, name) for name, entry in entries.roles.items() for other in (name, *entry.also)
        )
        self.names = {f"{group}.{name}" for group, facts in entries.facts.items() for name in facts}

    def build(self) -> Vocabulary:
        self.events = {name: self._event(name, entry) for name, entry in self.entries.events.items()}
        self.episodes = {
            name: Episode(name, entry.opens, entry.closes) for name, entry in self.entries.episodes.items()
        }
        for episode in self.episodes.values():
            for event in (episode.opens, episode.closes):
                if event not in self.events:
                    self._problem(f'no event "{event}" is declared', "episodes", episode.name)
        facts: dict[str, Fact] = {}
        for group, entries in self.entries.facts.items():
            for short, fact_entry in entries.items():
                name = f"{group}.{short}"
                try:
                    facts[name] = self._fact(name, fact_entry)
                except ValueError as error:
                    self._problem(str(error), "facts", group, short)
        self._check_role_names()
        counts_as = self._counts_as()
        if not self.problems:
            self._check_bounds(facts)
        if self.problems:
            raise BadInput(*self.problems)
        return Vocabulary(facts, self.events, self.episodes, self.roles, counts_as)

    def _check_role_names(self) -> None:
        """Every name, however it is spelled, belongs to one role."""
        for name, message in misspelled(self.roles):
            self._problem(message, "roles", name)

    def _counts_as(self) -> dict[str, tuple[str, ...]]:
        """The roles that each role counts as, directly or by way of another."""
        direct = {name: entry.counts_as for name, entry in self.entries.roles.items()}
        for name, others in direct.items():
            for other in others:
                if other not in direct:
                    message = f'counts as "{other}", which is no role here{did_you_mean(other, direct)}'
                    self._problem(message, "roles", name, "counts_as")
        found: dict[str, tuple[str, ...]] = {}
        for name, others in direct.items():
            reached: dict[str, None] = {}
            waiting = list(others)
            while waiting:
                other = waiting.pop(0)
                if other not in reached:
                    reached[other] = None
                    waiting += direct.get(other, [])
            if name in reached:
                self._problem("counts as itself, in a circle", "roles", name, "counts_as")
            if reached:
                found[name] = tuple(reached)
        return found

    def _event(self, name: str, entry: _EventEntry) -> Event:
        carries: dict[str, ValueType] = {}
        for key, kind in entry.carries.items():
            try:
                carries[key] = self._type(kind)
            except ValueError as error:
                self._problem(str(error), "events", name, "carries", key)
        for key in entry.needs:
            if key not in entry.carries:
                self._problem(f'needs "{key}", which it does not carry', "events", name, "needs")
        return Event(name, entry.asks, carries, tuple(entry.needs))

    def _fact(self, name: str, entry: _FactEntry) -> Fact:
        kind = self._type(entry)
        ways = [entry.timeline is not None, entry.derived]
        if sum(ways) > 1:
            raise ValueError("is either read off the timeline or derived, not both")
        if not any(ways) and not entry.asks:
            raise ValueError("needs a question (asks)")
        self._check_register_keys(entry)
        reading = self._reading(entry.timeline) if entry.timeline else None
        return Fact(
            name=name,
            type=kind,
            asks=entry.asks,
            means=entry.means,
            derived=entry.derived,
            protection=entry.protection,
            ahead=entry.ahead,
            default=None if entry.default is None else parse_text(entry.default, kind),
            reading=reading,
            settling=self._settling(entry, kind) if entry.settled_by else None,
            order=tuple(parse_text(value, kind) for value in entry.order),
            directions=tuple((parse_text(k, kind), v) for k, v in entry.direction.items()),
            decides=tuple(entry.decides),
            consent_for=tuple(entry.consent_for),
            follows=entry.follows,
            calls_for_reason=entry.calls_for_reason,
        )

    @staticmethod
    def _check_register_keys(entry: _FactEntry) -> None:
        """What the register looks at suits the fact: a role decides, and `given` is a consent."""
        if entry.decides and entry.type != "role":
            raise ValueError("names nobody who could decide: its type is not role")
        if entry.consent_for and "given" not in entry.values:
            raise ValueError("is no consent: it cannot be `given`")
        if entry.calls_for_reason and entry.type != "boolean":
            raise ValueError("cannot call for a reason: its type is not boolean")

    def _type(self, entry: _TypeEntry) -> ValueType:
        if entry.type == "list":
            return self._list(entry.of)
        if entry.type == "choice" and not entry.values:
            raise ValueError("a choice needs its values")
        if entry.type in ("number", "ratings") and None in (entry.at_least, entry.at_most):
            raise ValueError("needs at_least and at_most")
        names = self.roles if entry.type == "role" else _other_spellings(entry.values)
        return ValueType(
            entry.type, tuple(entry.values), least=entry.at_least, most=entry.at_most, names=names
        )

    def _list(self, of: dict[str, list[str]]) -> ValueType:
        if not of:
            raise ValueError("a list needs `of`: role, text or the values it may hold")
        if list(of) == ["role"]:
            return ValueType("list", of="role", names=self.roles)
        if list(of) == ["text"]:
            return ValueType("list", of="text")
        return ValueType("list", tuple(of), "choice", names=_other_spellings(of))

    def _reading(self, entry: _TimelineEntry) -> Reading:
        taken: dict[Any, Any] = {take: named for take in get_args(Take) if (named := getattr(entry, take))}
        if len(taken) != 1:
            raise ValueError(f"needs exactly one of {', '.join(get_args(Take))}")
        take, named = taken.popitem()
        episode = ""
        if take in ("open", "left_open", "opened", "closed"):
            if named not in self.episodes:
                raise ValueError(f'no episode "{named}" is declared')
            episode, spans = named, self.episodes[named]
            events: tuple[str, ...] = (spans.opens, spans.closes)
        else:
            events = tuple(_as_list(named))
        for event in events:
            if event not in self.events:
                raise ValueError(f'no event "{event}" is declared')
        if entry.during and entry.during not in self.episodes:
            raise ValueError(f'no episode "{entry.during}" is declared')
        for other in (entry.since, entry.by):
            if other and other not in self.names:
                raise ValueError(f'no fact "{other}" is declared')
        if entry.give and any(entry.give not in self.events[event].carries for event in events):
            raise ValueError(f'the event does not carry "{entry.give}"')
        return Reading(
            take=take,
            events=events,
            episode=episode,
            during=entry.during,
            since=entry.since,
            by=entry.by,
            where=self._where(entry.where, events),
            status=entry.status,
            give=entry.give,
        )

    def _settling(self, entry: _FactEntry, kind: ValueType) -> Settling:
        where = entry.settled_by.get("where", {})
        says = {key: text for key, text in entry.settled_by.items() if isinstance(text, str)}
        if isinstance(where, str) or len(says) + bool(where) != len(entry.settled_by):
            raise ValueError("settled_by maps events to values, and `where` to what they carry")
        for event in says:
            if event not in self.events:
                raise ValueError(f'no event "{event}" is declared')
        return Settling(
            says=tuple((event, parse_text(text, kind)) for event, text in says.items()),
            where=self._where(where, tuple(says)),
        )

    def _where(self, where: dict[str, str], events: tuple[str, ...]) -> tuple[tuple[str, Value], ...]:
        return tuple(
            (key, parse_text(text, self.events[events[0]].carries[key]))
            for key, text in where.items()
            if all(key in self.events[event].carries for event in events) or _unknown(key)
        )

    def _check_bounds(self, facts: dict[str, Fact]) -> None:
        """What `since` and `by` name is a date, and does not in its turn rest on the fact itself."""
        for name in facts:
            waiting, met = [name], {name}
            while waiting:
                reading = facts[waiting.pop()].reading
                for other in (reading.since, reading.by) if reading else ():
                    if other == name:
                        self._problem("rests on itself, by way of since or by", "facts", *name.split("."))
                    elif other and not facts[other].type.is_date:
                        self._problem(f'"{other}" is not a date', "facts", *name.split("."))
                    if other and other not in met:
                        met.add(other)
                        waiting.append(other)

    def _problem(self, message: str, *steps: str) -> None:
        node = locate(self.root, steps)
        field = ".".join(steps[1:])
        self.problems.append(Problem(message, self.file, node.line, node.column, field))


def _other_spellings(choices: dict[str, list[str]]) -> Names:
    """The spellings of choices beside their names. Raises ValueError where one belongs to two of them."""
    others = tuple((other, name) for name, spelled in choices.items() for other in spelled)
    for _, message in misspelled((*((name, name) for name in choices), *others)):
        raise ValueError(message)
    return others


def _unknown(key: str) -> NoReturn:
    raise ValueError(f'the event does not carry "{key}"')
