"""From the entries of a rule file to typed rules, with their conditions as trees."""

from collections.abc import Iterable
from typing import Any

from threshold.conditions import (
    ALWAYS,
    Condition,
    Lookup,
    Scope,
    Test,
    facts_of,
    item_type,
    parse_condition,
    parse_lookup,
    parse_other_fact,
)
from threshold.dates import Duration
from threshold.policy.files import (
    ActionEntry,
    ConflictEntry,
    DeadlineEntry,
    DefinitionEntry,
    HeadEntry,
    OtherwiseEntry,
    RequirementEntry,
    RouteEntry,
    SafetyEntry,
    StepEntry,
)
from threshold.policy.model import (
    Action,
    ConflictRule,
    Deadline,
    Definition,
    Effect,
    Head,
    Requirement,
    Route,
    Row,
    Safety,
    Step,
    Unlisted,
    Who,
)
from threshold.reading import Mapping, Node, Scalar, did_you_mean
from threshold.reading.tree import child_of, item_of, items_of
from threshold.vocabulary import ValueType, parse_text


class RuleReader:
    """Turns the entries of one pack into rules. Each method raises BadInput at the faulty line."""

    def __init__(self, pack: str, clauses: dict[str, str], unlisted: Unlisted) -> None:
        self.pack, self.clauses, self.unlisted = pack, clauses, unlisted

    def definition(self, entry: DefinitionEntry, node: Node, scope: Scope) -> Definition:
        fact = scope.fact(entry.fact, child_of(node, "fact"))
        if not fact.derived:
            raise scope.bad(child_of(node, "fact"), f"{fact.name} is not a derived fact", entry.id)
        if entry.hit == "most_serious" and not fact.order:
            raise scope.bad(node, f"{fact.name} has no order of seriousness", entry.id)
        rows = []
        for number, row in enumerate(entry.rows):
            place = item_of(child_of(node, "rows"), number)
            rows.append(
                Row(
                    key=f"{entry.id}#{row.id or number + 1}",
                    when=parse_condition(child_of(place, "when"), scope),
                    value=self._value(row.value, fact.name, child_of(place, "is"), scope),
                    because=row.because,
                    do=self._actions(row.do, place, scope),
                )
            )
        otherwise = None
        if entry.otherwise is not None:
            place = child_of(node, "otherwise")
            otherwise = self._value(entry.otherwise, fact.name, place, scope)
        head = self._head(entry, node, scope)
        return Definition(head, fact.name, entry.hit, tuple(rows), otherwise)

    def requirement(self, entry: RequirementEntry, node: Node, scope: Scope) -> Requirement:
        applies = self._optional(entry.applies, node, "applies", scope)
        documents: tuple[str, ...] = ()
        if (entry.satisfied is None) == (entry.documents is None):
            raise scope.bad(node, "needs either `satisfied` or `documents`", entry.id)
        satisfied: Condition
        if entry.documents is not None:
            documents = self._documents(child_of(node, "documents"), scope)
            satisfied = Test("documents.attached", "includes_all", documents)
        else:
            satisfied = parse_condition(child_of(node, "satisfied"), scope)
        effect, says = self._effect(entry.otherwise, node, scope)
        until = tuple(
            parse_other_fact(item, scope) for item in items_of(child_of(child_of(node, "otherwise"), "until"))
        )
        do = self._actions(entry.otherwise.do, node, scope)
        head = self._head(entry, node, scope)
        return Requirement(head, applies, satisfied, effect, says, do, until, documents)

    def deadline(self, entry: DeadlineEntry, node: Node, scope: Scope) -> Deadline:
        effect: Effect = "note"
        says = ""
        do: tuple[Action, ...] = ()
        if entry.otherwise is not None:
            effect, says = self._effect(entry.otherwise, node, scope)
            do = self._actions(entry.otherwise.do, node, scope)
        if bool(entry.met_by.fact) == bool(entry.met_by.event):
            raise scope.bad(child_of(node, "met_by"), "needs either fact or event", entry.id)
        if entry.repeats and not entry.met_by.event:
            raise scope.bad(node, "a repeating deadline is met by an event", entry.id)
        within = self._within(child_of(node, "within"), scope)
        if entry.repeats and isinstance(within, Duration) and "hours" in within.unit:
            raise scope.bad(child_of(node, "within"), "a repeating limit counts days, not hours", entry.id)
        event = entry.met_by.event
        if event and event not in scope.vocabulary.events:
            hint = did_you_mean(event, scope.vocabulary.events)
            raise scope.bad(child_of(node, "met_by"), f"no such event is declared{hint}", entry.id)
        return Deadline(
            applies=self._optional(entry.applies, node, "applies", scope),
            starts=self._date_fact(child_of(node, "starts"), scope),
            within=within,
            met_by=self._date_fact(child_of(node, "met_by"), scope) if entry.met_by.fact else "",
            met_by_event=event,
            or_sooner=self._date_fact(child_of(node, "or_sooner"), scope) if entry.or_sooner else "",
            repeats=bool(entry.repeats),
            ends=self._date_fact(child_of(node, "ends"), scope) if entry.ends else "",
            beside=entry.beside,
            effect=effect,
            says=says,
            do=do,
            head=self._head(entry, node, scope),
        )

    def route(self, entry: RouteEntry, node: Node, scope: Scope) -> Route:
        listed = "rows" if entry.rows else "sequence"
        entries = entry.rows or entry.sequence
        if bool(entry.rows) == bool(entry.sequence):
            raise scope.bad(node, "needs either rows (with step) or a sequence", entry.id)
        if bool(entry.rows) != bool(entry.step):
            raise scope.bad(node, "rows belong to a workflow `step`; a sequence has none", entry.id)
        when: Condition = self._optional(entry.when, node, "when", scope)
        if entry.step:
            when = Test("request.step", "is", (_label(entry.step),))
        steps = tuple(
            self._step(step, entry, item_of(child_of(node, listed), number), scope)
            for number, step in enumerate(entries)
        )
        cited = [step.id for step in entries if step.id in self.clauses]
        head = self._head(entry, node, scope, also=cited)
        unlisted = entry.unlisted or self.unlisted
        return Route(head, when, steps, entry.step, unlisted)

    def conflict(self, entry: ConflictEntry, node: Node, scope: Scope) -> ConflictRule:
        when = parse_condition(child_of(node, "when"), scope)
        doubtful = tuple(
            scope.fact(name, child_of(node, "doubtful")).name for name in entry.doubtful
        ) or tuple(dict.fromkeys(facts_of(when)))
        return ConflictRule(self._head(entry, node, scope), when, entry.why, doubtful)

    def safety(self, entry: SafetyEntry, node: Node, scope: Scope) -> Safety:
        asked = scope.vocabulary.fact("request.direction").type.values
        for direction in entry.covers:
            if direction not in asked:
                message = f"covers names no direction{did_you_mean(direction, asked)}"
                raise scope.bad(child_of(node, "covers"), message, entry.id)
        return Safety(
            when=parse_condition(child_of(node, "when"), scope),
            covers=tuple(entry.covers),
            forbids_when=None
            if entry.forbids_when is None
            else parse_condition(child_of(node, "forbids_when"), scope),
            do=self._actions(entry.do, node, scope),
            head=self._head(entry, node, scope),
        )

    def _head(self, entry: HeadEntry, node: Node, scope: Scope, also: Iterable[str] = ()) -> Head:
        carries = entry.carries or ([entry.id] if entry.id in self.clauses else [])
        carries = list(dict.fromkeys([*carries, *also]))
        if not carries:
            raise scope.bad(node, "cites no clause (carries)", entry.id)
        for clause in carries:
            if clause not in self.clauses:
                hint = did_you_mean(clause, self.clauses)
                message = f'clause "{clause}" is not listed in pack.yaml{hint}'
                raise scope.bad(node, message, entry.id)
        if entry.each and entry.each not in scope.vocabulary.episodes:
            raise scope.bad(node, f'no episode "{entry.each}" is declared', entry.id)
        used = tuple(sorted(scope.used))
        scope.used.clear()
        return Head(
            id=entry.id,
            title=entry.title or entry.id,
            pack=self.pack,
            carries=tuple(carries),
            tensions=tuple(entry.tensions),
            bears_on=tuple(entry.bears_on),
            each=entry.each,
            parameters=used,
        )

    def _effect(self, entry: OtherwiseEntry, node: Node, scope: Scope) -> tuple[Effect, str]:
        effects: tuple[tuple[Effect, str], ...] = (
            ("block", entry.block),
            ("condition", entry.condition),
            ("warn", entry.warn),
            ("note", entry.note),
        )
        said = [(effect, says) for effect, says in effects if says]
        if len(said) != 1:
            message = "otherwise needs exactly one of block, condition, warn or note"
            raise scope.bad(child_of(node, "otherwise"), message)
        return said[0]

    def _actions(self, entries: list[ActionEntry], node: Node, scope: Scope) -> tuple[Action, ...]:
        return tuple(
            Action(
                do=entry.do,
                by=self._whoever(entry.by, node, scope),
                to=self._whoever(entry.to, node, scope) if entry.to is not None else None,
                urgent=entry.urgent,
            )
            for entry in entries
        )

    def _step(self, entry: StepEntry, route: RouteEntry, node: Node, scope: Scope) -> Step:
        condition = self._optional(entry.when, node, "when", scope)
        if route.step:
            condition = Test("request.action", "is", (_label(entry.action),))
        added_by = entry.added_by if entry.added_by is not None else route.added_by
        sent_to = entry.sent_to if entry.sent_to is not None else route.sent_to
        return Step(
            id=entry.id,
            action=entry.action,
            step=entry.step or route.step,
            added_by=self._whoever(added_by, node, scope),
            sent_to=self._whoever(sent_to, node, scope),
            when=condition,
            kind=entry.kind,
            via=entry.via,
            says=entry.says,
            available=entry.available,
            at_once=entry.immediately,
            done_event=entry.done.event if entry.done else "",
        )

    def _whoever(self, entry: str | dict[str, str] | None, node: Node, scope: Scope) -> Who:
        """Somebody, perhaps held by a parameter or chosen by a fact."""
        if isinstance(entry, str) and entry.startswith("$"):
            try:
                held = scope.setting(entry[1:])
            except ValueError as error:
                raise scope.bad(node, str(error)) from None
            names = held if isinstance(held, tuple) else (held,)
            return Who(" or ".join(str(name) for name in names) if held is not None else "")
        found = _who(entry)
        if found.fact:
            fact = scope.fact(found.fact, node)
            for value, _ in found.choices:
                try:
                    parse_text(value, fact.type)
                except ValueError as error:
                    raise scope.bad(node, str(error), found.fact) from None
        return found

    def _optional(self, entry: Any, node: Node, key: str, scope: Scope) -> Condition:
        return ALWAYS if entry is None else parse_condition(child_of(node, key), scope)

    def _value(self, text: str, fact: str, node: Node, scope: Scope) -> Any:
        try:
            held = scope.setting(text[1:]) if text.startswith("$") else text
            return parse_text(str(held), item_type(scope.vocabulary.fact(fact).type))
        except ValueError as error:
            raise scope.bad(node, str(error), fact) from None

    def _documents(self, node: Node, scope: Scope) -> tuple[str, ...]:
        texts: list[str] = []
        for item in items_of(node) or [node]:
            text = item.text or "" if isinstance(item, Scalar) else ""
            try:
                held = scope.setting(text[1:]) if text.startswith("$") else (text,)
                names = held if isinstance(held, tuple) else (str(held),)
                kind = scope.vocabulary.fact("documents.attached").type
                known = kind.values
                texts.extend(str(name) for name in names)
                unknown = [name for name in texts if name not in known]
                if unknown:
                    hint = did_you_mean(unknown[0], known)
                    raise ValueError(f"is not a document that the vocabulary knows{hint}")
            except ValueError as error:
                raise scope.bad(item, str(error), "documents") from None
        return tuple(texts)

    def _date_fact(self, node: Node, scope: Scope) -> str:
        reference = parse_other_fact(node, scope)
        if not scope.vocabulary.fact(reference.fact).type.is_date:
            raise scope.bad(node, f"{reference.fact} is not a date")
        return reference.fact

    def _within(self, node: Node, scope: Scope) -> Duration | Lookup | None:
        if isinstance(node, Mapping):
            return parse_lookup(node, scope)
        text = node.text if isinstance(node, Scalar) else None
        if text in (None, "none"):
            return None
        assert text is not None
        if text.startswith("$"):
            try:
                held = scope.setting(text[1:])
            except ValueError as error:
                raise scope.bad(node, str(error)) from None
            if held is None:
                return None
        return scope.duration(text, node)


def _who(entry: str | dict[str, str] | None) -> Who:
    """Somebody: a name, or `{by: fact, value: who, ...}`."""
    if entry is None:
        return Who()
    if isinstance(entry, str):
        return Who(entry)
    choices = tuple((value, name) for value, name in entry.items() if value != "by")
    return Who(fact=entry.get("by", ""), choices=choices)


def _label(text: str) -> str:
    """The name of a step or action, as it is compared."""
    return str(parse_text(text, ValueType("label")))
