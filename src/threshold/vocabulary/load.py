"""Reading `vocabulary.yaml`, strictly: every fact once, every reading about things that are declared."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, get_args

from threshold.reading import (
    BadInput,
    Node,
    Problem,
    did_you_mean,
    locate,
    one_document,
)
from threshold.reading.validate import validate
from threshold.vocabulary.entries import (
    EventEntry,
    FactEntry,
    TimelineEntry,
    TypeEntry,
    VocabularyFile,
    as_list,
)
from threshold.vocabulary.model import (
    OF_COUNTS,
    OF_EPISODES,
    Episode,
    Event,
    Fact,
    MayBe,
    Reading,
    Settling,
    Take,
    Vocabulary,
    Wanted,
)
from threshold.vocabulary.own_words import OwnWords, Together
from threshold.vocabulary.spelling import Names, misspelled, name_used
from threshold.vocabulary.values import Value, ValueType, parse_text

# What every entry of a timeline may have, whatever happened.
OWN_KEYS = ("on", "event", "status", "ref", "of", "by", "to", "at")
# Types of facts that are stated of a whole file alone: what they hold does not go into one line.
_NOT_IN_AN_ENTRY = ("ratings", "duration", "datetime")


@cache
def load_vocabulary(path: Path, own: tuple[OwnWords, ...] = ()) -> Vocabulary:
    """The shared vocabulary in a file, with what packs add. Raises BadInput with every problem found."""
    root = vocabulary_tree(path)
    together = Together.of(validate(VocabularyFile, root, str(path), of_rules=True), own)
    if together.problems:
        raise BadInput(*together.problems)
    return _Builder(together, root, str(path)).build()


@cache
def vocabulary_tree(path: Path) -> Node:
    """The file as it is written. Raises BadInput where it is not one YAML document."""
    return one_document(path)


class _Builder:
    """Turns the file's entries into the vocabulary, gathering problems on the way."""

    def __init__(self, together: Together, root: Node, file: str) -> None:
        self.entries, self.owners, self.root, self.file = together.entries, together.owners, root, file
        entries = together.entries
        self.problems: list[Problem] = []
        self.roles = tuple(
            (other, name) for name, entry in entries.roles.items() for other in (name, *entry.also)
        )
        self.names = {f"{group}.{name}" for group, facts in entries.facts.items() for name in facts}

    def build(self) -> Vocabulary:
        self.events = {name: self._event(name, entry) for name, entry in self.entries.events.items()}
        self.episodes = {
            name: Episode(name, **entry.model_dump()) for name, entry in self.entries.episodes.items()
        }
        self._check_episodes()
        facts: dict[str, Fact] = {}
        self.counts_as = self._counts_as()
        for group, entries in self.entries.facts.items():
            for short, fact_entry in entries.items():
                name = f"{group}.{short}"
                try:
                    facts[name] = self._fact(name, fact_entry)
                except ValueError as error:
                    self._problem(str(error), "facts", group, short)
        self._check_role_names()
        if not self.problems:
            self._check_bounds(facts)
            facts = {name: self._with_people(fact, facts) for name, fact in facts.items()}
            self._check_others(facts)
        if self.problems:
            raise BadInput(*self.problems)
        events = {
            name: replace(event, states=self._states(name, facts)) for name, event in self.events.items()
        }
        brought_by = {name: owner.pack for (kind, name), owner in self.owners.items() if kind == "roles"}
        return Vocabulary(facts, events, self.episodes, self.roles, self.counts_as, brought_by)

    def _states(self, event: str, facts: dict[str, Fact]) -> dict[str, ValueType]:
        """The facts about the episode that a kind of event opens or closes, as an entry can say them."""
        own = {name for name, episode in self.episodes.items() if event in (episode.opens, episode.closes)}
        return {
            name: fact.type
            for name, fact in facts.items()
            if own & set(fact.about) and fact.type.kind not in _NOT_IN_AN_ENTRY
        }

    def _check_episodes(self) -> None:
        """What opens and closes an episode is declared, and what it lies within lies within nothing else."""
        for name, episode in self.episodes.items():
            for event in (episode.opens, episode.closes):
                if event not in self.events:
                    self._problem(self._no_event(event), "episodes", name)
            for key, other in (("within", episode.within), ("not_inside", episode.not_inside)):
                if other and other not in self.episodes:
                    self._problem(f'no episode "{other}" is declared', "episodes", name, key)
            outer = self.episodes.get(episode.within)
            if outer is not None and outer.within:
                message = f'"{outer.name}" lies within another itself; one level is as deep as it goes'
                self._problem(message, "episodes", name, "within")
        for kind in self.events.values():
            for other in kind.belongs_to:
                if other not in self.episodes:
                    self._problem(f'no episode "{other}" is declared', "events", kind.name, "belongs_to")

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
                    message = f'counts as "{other}", which is no role here{self._meant(other)}'
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

    def _meant(self, role: str) -> str:
        """The role that a name is another name of, or looks like."""
        if (used := name_used(role, self.roles)) is not None:
            return f"; it is another name of {used}: write that"
        return did_you_mean(role, self.entries.roles)

    def _no_event(self, event: str) -> str:
        return f'no event "{event}" is declared under `events:`{did_you_mean(event, self.entries.events)}'

    def _event(self, name: str, entry: EventEntry) -> Event:
        carries: dict[str, ValueType] = {}
        for key, kind in entry.carries.items():
            try:
                carries[key] = self._type(kind)
            except ValueError as error:
                self._problem(str(error), "events", name, "carries", key)
        for key in entry.needs:
            if key not in entry.carries:
                self._problem(f'needs "{key}", which it does not carry', "events", name, "needs")
        for key in entry.answers:
            if key not in entry.carries:
                self._problem(f'"{key}" is no answer: the event does not carry it', "events", name, "answers")
        for key in OWN_KEYS:
            if key in carries:
                self._problem(f'every entry may have "{key}"; it is not declared', "events", name, "carries")
        carries |= dict.fromkeys(("by", "to"), ValueType("role", names=self.roles))
        if entry.timed:
            carries["at"] = ValueType("datetime")
        return Event(
            name=name,
            asks=entry.asks,
            carries=carries,
            needs=tuple(entry.needs),
            answers=tuple(entry.answers),
            belongs_to=tuple(entry.belongs_to),
            timed=entry.timed,
            comes_before=entry.comes_before,
            for_request=entry.for_request,
            work=entry.work,
        )

    def _fact(self, name: str, entry: FactEntry) -> Fact:
        if entry.same_as:
            entry = self._as_another(entry)
        # Whose names a list of people may hold is known once the ratings are.
        named = entry.people_of and entry.type == "list"
        kind = ValueType("list", of="text") if named else self._type(entry)
        ways = [entry.timeline is not None, entry.derived]
        if sum(ways) > 1:
            raise ValueError("is either read off the timeline or derived, not both")
        if not any(ways) and not entry.asks:
            raise ValueError("needs a question (asks)")
        self._check_register_keys(entry)
        for other in entry.about:
            if other not in self.episodes:
                raise ValueError(f'no episode "{other}" is declared')
        if entry.about and any(ways):
            raise ValueError("only what is stated is said to be about an episode")
        for outcome in entry.leads_to:
            if entry.direction.get(outcome) != "step_down":
                raise ValueError(f'leads_to: "{outcome}" does not step down')
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
            leads_to=tuple((parse_text(k, kind), v) for k, v in entry.leads_to.items()),
            decides=tuple(entry.decides),
            consent_for=tuple(entry.consent_for),
            follows=entry.follows,
            calls_for_reason=entry.calls_for_reason,
            work=entry.work,
            about=tuple(entry.about),
            people_of=entry.people_of,
            screened_by=entry.screened_by,
            asked_with=entry.asked_with,
            recorded_by=tuple((parse_text(k, kind), v) for k, v in entry.recorded_by.items()),
        )

    def _check_others(self, facts: dict[str, Fact]) -> None:
        """The facts that a fact names are true or false, and there."""
        for fact in facts.values():
            for other in (fact.screened_by, *(name for _, name in fact.recorded_by)):
                if other and (other not in facts or facts[other].type.kind != "boolean"):
                    hint = did_you_mean(other, facts)
                    message = f'"{other}" is no fact that is true or false{hint}'
                    self._problem(message, "facts", *fact.name.split("."))
            if fact.screened_by in facts and (told := self._badly_screened(fact, facts[fact.screened_by])):
                self._problem(told, "facts", *fact.name.split("."), "screened_by")

    def _badly_screened(self, fact: Fact, screen: Fact) -> str:
        """Why a fact cannot be answered by a no to what it is screened by; empty where it can.

        A no stands for what nobody stated: it never outweighs what a record or a rule says.
        """
        if not _stated_yes_or_no(fact):
            return (
                "only what a case file states as true or false is screened: leave `screened_by` out of what "
                "is read off the timeline, settled by events, derived or of another type"
            )
        if not _stated_yes_or_no(screen):
            return f'"{screen.name}" is not stated in a case file as true or false: name one that is'
        if self._pack_of(fact) != self._pack_of(screen):
            return f'"{screen.name}" is not this pack\'s: a fact is screened by one of the same pack'
        if screen.screened_by:
            return f'"{screen.name}" is screened itself: name what screens it, "{screen.screened_by}"'
        return ""

    def _pack_of(self, fact: Fact) -> str:
        """The pack that brings a fact; empty where the shared vocabulary does."""
        owner = self.owners.get(("facts", fact.name.partition(".")[0]))
        return owner.pack if owner is not None else ""

    def _with_people(self, fact: Fact, facts: dict[str, Fact]) -> Fact:
        """A list of people who put a number: whoever may put one may stand in it."""
        if not fact.people_of:
            return fact
        ratings = facts.get(fact.people_of)
        if ratings is None or ratings.type.kind != "ratings" or not (fact.given and fact.type.is_list):
            message = "people_of: a list that is stated names the people of ratings"
            self._problem(message, "facts", *fact.name.split("."))
            return fact
        named = ValueType("list", ratings.type.values, "choice", names=ratings.type.names)
        return replace(fact, type=named)

    def _as_another(self, entry: FactEntry) -> FactEntry:
        """With the choices of another fact, and their order. Raises ValueError where there is none."""
        group, _, short = entry.same_as.partition(".")
        other = self.entries.facts.get(group, {}).get(short)
        if other is None or entry.type != other.type:
            raise ValueError(f'same_as: no fact "{entry.same_as}" of this type is declared')
        held = {
            "values": other.values,
            "of": other.of,
            "order": other.order,
            "recorded_by": other.recorded_by,
        }
        return entry.model_copy(update=held)

    @staticmethod
    def _check_register_keys(entry: FactEntry) -> None:
        """What the register looks at suits the fact: a role decides, and `given` is a consent."""
        if entry.decides and entry.type != "role":
            raise ValueError("names nobody who could decide: its type is not role")
        if entry.consent_for and "given" not in entry.values:
            raise ValueError("is no consent: it cannot be `given`")
        if entry.calls_for_reason and entry.type != "boolean":
            raise ValueError("cannot call for a reason: its type is not boolean")
        if entry.work and (entry.protection or entry.derived or entry.timeline or entry.consent_for):
            raise ValueError("only what a case file states of how the work is done, and no danger, is `work`")

    def _type(self, entry: TypeEntry) -> ValueType:
        if entry.type == "list":
            return self._list(entry.of)
        if entry.type == "choice" and not entry.values:
            raise ValueError("a choice needs its values")
        if entry.type in ("number", "ratings") and None in (entry.at_least, entry.at_most):
            raise ValueError("needs at_least and at_most")
        if entry.type == "ratings":
            # Whoever has a role may put a number as well: they need not be listed again.
            names = (*_other_spellings(entry.of), *self.roles) if entry.of else ()
            return ValueType(
                entry.type, tuple(entry.of), least=entry.at_least, most=entry.at_most, names=names
            )
        if entry.called:
            return self._called(entry)
        names = self.roles if entry.type == "role" else _other_spellings(entry.values)
        return ValueType(
            entry.type, tuple(entry.values), least=entry.at_least, most=entry.at_most, names=names
        )

    @staticmethod
    def _called(entry: TypeEntry) -> ValueType:
        """A number whose values have names, from the least up. Raises ValueError where it cannot."""
        least, most = entry.at_least or 1, entry.at_most or 0
        if entry.type != "number" or len(entry.called) != most - least + 1:
            raise ValueError("called: names every number from the least to the most")
        names = tuple((name, str(least + place)) for place, name in enumerate(entry.called))
        for _, message in misspelled(names):
            raise ValueError(message)
        return ValueType("number", least=least, most=most, names=names)

    def _list(self, of: dict[str, list[str]]) -> ValueType:
        if not of:
            raise ValueError("a list needs `of`: role, text or the values it may hold")
        if list(of) == ["role"]:
            return ValueType("list", of="role", names=self.roles)
        if list(of) == ["text"]:
            return ValueType("list", of="text")
        return ValueType("list", tuple(of), "choice", names=_other_spellings(of))

    def _reading(self, entry: TimelineEntry) -> Reading:
        takes = [take for take in get_args(Take) if take not in OF_COUNTS]
        taken: dict[Any, Any] = {take: named for take in takes if (named := getattr(entry, take))}
        if len(taken) != 1:
            raise ValueError(f"needs exactly one of {', '.join(takes)}")
        take, named = taken.popitem()
        episode = ""
        if take in OF_EPISODES:
            if named not in self.episodes:
                raise ValueError(f'no episode "{named}" is declared')
            if take == "begun" and not self.episodes[named].within:
                raise ValueError(f'"{named}" lies within nothing from which it could count')
            episode, spans = named, self.episodes[named]
            events: tuple[str, ...] = (spans.opens, spans.closes)
        else:
            events = tuple(as_list(named))
        self._check_reading(entry, take, events)
        return Reading(
            take=take,
            events=events,
            episode=episode,
            during=entry.during,
            since=entry.since,
            by=entry.by,
            where=self._where(entry.where, events) + self._may_be(entry.may_be, events),
            status=entry.status,
            give=entry.give,
            anywhere=entry.anywhere,
            else_first=entry.else_first,
            among=tuple(entry.among),
            after=entry.after,
            certain=entry.certain,
        )

    def _check_reading(self, entry: TimelineEntry, take: str, events: tuple[str, ...]) -> None:
        """Raises ValueError where a reading names what is not declared, or what does not go together."""
        for event in events:
            if event not in self.events:
                raise ValueError(self._no_event(event))
        for other in (entry.during, entry.after, *entry.among):
            if other and other not in self.episodes:
                raise ValueError(f'no episode "{other}" is declared')
        if (take == "longest_gap") != bool(entry.among) or (take == "served") != bool(entry.after):
            raise ValueError("`among` belongs to longest_gap, and `after` to served")
        if take == "ever" and (entry.during or entry.since or entry.by or entry.where or entry.may_be):
            raise ValueError("whether anything ever happened is read over the whole file, without conditions")
        if entry.else_first and not (take == "latest" and entry.by):
            raise ValueError("`else_first` is said of the latest `by` a date")
        if entry.anywhere and take not in OF_EPISODES:
            raise ValueError("`anywhere` is said of an episode that opened, closed or is open")
        if entry.during:
            self._check_belonging(events, entry.during)
        for other in (entry.since, entry.by):
            if other and other not in self.names:
                raise ValueError(f'no fact "{other}" is declared')
        if entry.give and any(entry.give not in self.events[event].carries for event in events):
            raise ValueError(f'the event does not carry "{entry.give}"')

    def _check_belonging(self, events: tuple[str, ...], during: str) -> None:
        """What is read during an episode belongs to it."""
        for event in events:
            if during not in self.events[event].belongs_to:
                raise ValueError(f'"{event}" does not belong to {during} (belongs_to)')

    def _settling(self, entry: FactEntry, kind: ValueType) -> Settling:
        where, during = entry.settled_by.get("where", {}), entry.settled_by.get("during", "")
        says = {key: t for key, t in entry.settled_by.items() if isinstance(t, str) and key != "during"}
        if isinstance(where, str) or not isinstance(during, str):
            raise ValueError("settled_by maps events to values, and `where` to what they carry")
        if len(says) + bool(where) + bool(during) != len(entry.settled_by):
            raise ValueError("settled_by maps events to values, and `where` to what they carry")
        for event in says:
            if event not in self.events:
                raise ValueError(self._no_event(event))
        if during and during not in self.episodes:
            raise ValueError(f'no episode "{during}" is declared')
        if during:
            self._check_belonging(tuple(says), during)
        return Settling(
            during=during,
            says=tuple((event, parse_text(text, kind)) for event, text in says.items()),
            where=self._where(where, tuple(says)),
        )

    def _where(self, where: dict[str, str], events: tuple[str, ...]) -> tuple[tuple[str, Value], ...]:
        return tuple(
            (key, parse_text(text, self.events[events[0]].carries[key]))
            for key, text in where.items()
            if all(key in self.events[event].carries for event in events) or _unknown(key)
        )

    def _may_be(self, asked: dict[str, list[str]], events: tuple[str, ...]) -> Wanted:
        """What entries need not say, and may not say otherwise."""
        found = []
        for key, texts in asked.items():
            if any(key not in self.events[event].carries for event in events):
                _unknown(key)
            kind = self.events[events[0]].carries[key]
            values = [parse_text(text, kind) for text in texts]
            if kind.kind == "role":
                values = [near for role in values for near in self._near(role)]
            found.append((key, MayBe(tuple(texts), tuple(dict.fromkeys(values)))))
        return tuple(found)

    def _near(self, role: Value) -> list[Value]:
        """A role, those that count as it, and those that it counts as: whoever is called so may be it."""
        below = (name for name, others in self.counts_as.items() if role in others)
        return [role, *below, *self.counts_as.get(str(role), ())]

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
        owner = self.owners.get((steps[0], steps[1]))
        if owner is not None:
            self.problems.append(owner.problem(message, *steps))
            return
        node = locate(self.root, steps)
        field = ".".join(steps[1:])
        self.problems.append(Problem(message, self.file, node.line, node.column, field))


def _stated_yes_or_no(fact: Fact) -> bool:
    """Whether case files alone say of a fact that it is so, or is not."""
    return fact.type.kind == "boolean" and fact.given and fact.settling is None


def _other_spellings(choices: dict[str, list[str]]) -> Names:
    """The spellings of choices beside their names. Raises ValueError where one belongs to two of them."""
    others = tuple((other, name) for name, spelled in choices.items() for other in spelled)
    for _, message in misspelled((*((name, name) for name in choices), *others)):
        raise ValueError(message)
    return others


def _unknown(key: str) -> NoReturn:
    raise ValueError(f'the event does not carry "{key}"')
