"""Resolving packs: rules as typed trees, at the values in force, and checked against each other."""

from collections.abc import Callable, Collection, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any, TypeVar

from threshold.conditions import Context
from threshold.conditions.parse import Setting
from threshold.dates import OfficeHours
from threshold.policy import rules
from threshold.policy.files import PackUse
from threshold.policy.grounds import ground, workflow_grounds
from threshold.policy.indicators.as_rules import contradictions_of, protected, worries_of
from threshold.policy.indicators.levels import wrong_levels
from threshold.policy.model import (
    LEVEL,
    Announced,
    ConflictRule,
    Deadline,
    Definition,
    Pack,
    ParameterInForce,
    ProtectionRule,
    Source,
    rules_of,
)
from threshold.policy.overlay import safety_of_its_own
from threshold.policy.packs import PackFiles, RuleGroup
from threshold.policy.placed import Origin, Placed, Premise, check_scope, days_in_force, holds_on, label
from threshold.policy.routes import route
from threshold.policy.rule_file import KINDS, InForceEntry
from threshold.policy.script import Script
from threshold.policy.script_reading import ScriptReader
from threshold.policy.standing import announcement, as_on_its_day, speaks
from threshold.policy.tensions import Tension
from threshold.reading import BadInput, Node, Problem, did_you_mean
from threshold.vocabulary import Vocabulary

_Rule = TypeVar("_Rule", bound=Any)


@dataclass(frozen=True)
class RulesRead:
    """What each rule of a pack came to: nothing where it is not in force.

    Under the same values and scopes the same node comes to the same, so that it need not be read again.
    """

    settings: dict[str, Setting]
    _found: dict[int, tuple[tuple[Node, ...], tuple[Any, ...]]] = field(default_factory=dict)

    def of(self, node: Node, premises: Sequence[Premise]) -> tuple[Any, ...] | None:
        """What a node came to under these scopes; None where it was not read so."""
        nodes, found = self._found.get(id(node), ((), None))
        asked = (node, *(premise.node for premise in premises))
        same = len(nodes) == len(asked) and all(one is other for one, other in zip(nodes, asked, strict=True))
        return found if same else None

    def keep(self, node: Node, premises: Sequence[Premise], found: tuple[Any, ...]) -> None:
        """Keeps what a node came to; the nodes are kept with it, so that no other takes their place."""
        self._found[id(node)] = (node, *(premise.node for premise in premises)), found


@dataclass
class PackReader:
    """Resolves one pack's rules on a day, at the parameter values in force, gathering problems.

    `hours` are those of every office that the policy and the pack name. `before` is what was read of them
    when a file or two were others.
    """

    held: PackFiles
    vocabulary: Vocabulary
    tensions: MappingOf[str, Tension]
    settings: dict[str, Setting]
    day: date
    hours: MappingOf[str, OfficeHours]
    before: RulesRead | None = None
    problems: list[Problem] = field(default_factory=list)
    announced: list[Announced] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rules_read = RulesRead(self.settings)
        if self.before is not None and self.before.settings != self.settings:
            self.before = None

    def read(self, use: PackUse, in_force: dict[str, ParameterInForce]) -> Pack:
        """The pack. Raises BadInput with everything that is wrong with it."""
        self._check_levels()
        entry = self.held.entry
        routes = self._rules("routes", lambda rule: route(rule, entry.unlisted))
        pack = Pack(
            name=entry.pack,
            title=entry.title,
            source=Source(
                entry.source.document, entry.source.publisher, entry.source.date, entry.source.edition
            ),
            clauses=self.held.clauses,
            definitions=(*self._rules("definitions", rules.definition), *self._protected()),
            requirements=self._rules("requirements", rules.requirement),
            deadlines=self._rules("deadlines", rules.deadline),
            routes=routes,
            conflicts=(*self._rules("conflicts", rules.conflict), *self._contradicted()),
            safety=self._rules("safety", rules.safety),
            grounds=(*self._rules("grounds", ground), *workflow_grounds(routes, self.vocabulary)),
            protection=self._protection(),
            parameters=in_force,
            tables={name: setting for name, setting in self.settings.items() if isinstance(setting, dict)},
            tensions=self._tensions(),
            role=use.role,
            leads_on=tuple(use.leads_on),
            script=self._script(),
        )
        pack = replace(pack, announced=tuple(self.announced))
        if use.role != "overlay" and not self.problems:
            self.problems.extend(safety_of_its_own(self.held))
        if self.problems:
            raise BadInput(*dict.fromkeys(self.problems))
        return pack

    def _check_levels(self) -> None:
        """Raises BadInput where a level is wrong in the table of indicators: once, not for each rule."""
        table = self.held.table
        if table is not None and (wrong := [*wrong_levels(table, self.vocabulary.facts[LEVEL].type)]):
            raise BadInput(*wrong)

    def _rules(self, kind: str, read: Callable[[Placed[Any]], _Rule]) -> tuple[_Rule, ...]:
        """The rules of a kind that are in force; those that are not are read all the same, and left out."""
        made: list[_Rule] = []
        for group in self._sound_groups:
            for entry, node in group.entries(kind):
                found = None if self.before is None else self.before.of(node, group.premises)
                if found is None:
                    placed = Placed(entry, node, group.premises, self._context(group.file), self._origin)
                    try:
                        rule = read(placed)
                    except BadInput as error:
                        self._wrong(error, entry.id)
                        continue
                    found = self._in_force(rule, days_in_force(entry, group.premises))
                self.rules_read.keep(node, group.premises, found)
                made += (each for each in found if not isinstance(each, Announced))
                self.announced += (each for each in found if isinstance(each, Announced))
        return tuple(made)

    def _in_force(self, rule: _Rule, days: InForceEntry | None) -> tuple[_Rule | Announced, ...]:
        """The rule where it speaks on the day; what is announced of it where it will; else nothing."""
        if holds_on(days, self.day) and speaks(rule, days):
            return (as_on_its_day(rule),)
        announced = announcement(rule, days, self.day)
        return () if announced is None else (announced,)

    def _protected(self) -> tuple[Definition, ...]:
        table = self.held.table
        return () if table is None else (protected(table, self.held.entry.pack, self.vocabulary),)

    def _contradicted(self) -> tuple[ConflictRule, ...]:
        table = self.held.table
        return () if table is None else contradictions_of(table, self.held.entry.pack, self.held.prefix)

    def _protection(self) -> tuple[ProtectionRule, ...]:
        """What the pack adds to a concern; of a sign also that a worry about its domain leaves one open."""
        table = self.held.table
        worries = {} if table is None else worries_of(table, self.held.prefix)
        found = self._rules("protection", rules.protection)
        return tuple(replace(rule, worry=worries.get(rule.head.id, rule.worry)) for rule in found)

    def _script(self) -> Script | None:
        written = self.held.script
        if written is None:
            return None
        try:
            return ScriptReader(written, self._context(written.file), self._origin).read()
        except BadInput as error:
            self.problems.extend(error.problems)
            return None

    @cached_property
    def _sound_groups(self) -> list[RuleGroup]:
        """The groups whose scopes can be read; told once, not for each kind of rule."""
        return [group for group in self.held.groups if self._scope_is_sound(group)]

    @cached_property
    def _origin(self) -> Origin:
        return Origin(self.held.entry.pack, self.held.clauses, self.tensions)

    def _context(self, file: str) -> Context:
        return Context(self.vocabulary, self.settings, file, self.hours, self._columns)

    @cached_property
    def _columns(self) -> MappingOf[str, Collection[str]]:
        """The columns of each table of the pack."""
        return {name: each.entry.columns for name, each in self.held.parameters.items() if each.entry.columns}

    def _scope_is_sound(self, group: RuleGroup) -> bool:
        """Whether a group's scopes can be read; what is wrong with them is told once, where it stands."""
        for premise in group.premises:
            try:
                check_scope(premise, self._context(group.file), self._origin)
            except BadInput as error:
                self._wrong(error, "scope")
                return False
        return True

    def _wrong(self, error: BadInput, entry: str) -> None:
        self.problems.extend(
            replace(p, field=": ".join(dict.fromkeys((entry, p.field or entry)))) for p in error.problems
        )

    def _tensions(self) -> dict[str, str]:
        pack = self.held.entry.pack
        told: dict[str, str] = {}
        for name, tension in self.tensions.items():
            try:
                told[name] = tension.in_force(pack, self.vocabulary, self.settings)
            except BadInput as error:
                self.problems.extend(error.problems)
        return told


def check_ids(
    packs: Sequence[Pack], deadlines: Collection[str], written: MappingOf[str, Sequence[RuleGroup]]
) -> None:
    """Raises BadInput where two rules share an id, or a deadline stands beside one that is not there.

    `deadlines` are the ids of all that are written, in force or not; `written` is what each pack holds.
    """
    owners: dict[str, str] = {}
    for pack in packs:
        for rule in rules_of(pack):
            if rule.head.id in owners:
                raise BadInput(_shared_id(rule.head.id, owners[rule.head.id], pack.name, written))
            owners[rule.head.id] = pack.name
            if isinstance(rule, Deadline) and rule.beside and rule.beside not in deadlines:
                hint = did_you_mean(rule.beside, deadlines)
                message = f"stands beside a deadline that this policy does not hold{hint}"
                raise BadInput(Problem(message, pack.name, field=rule.head.id))


def _shared_id(rule: str, first: str, second: str, written: MappingOf[str, Sequence[RuleGroup]]) -> Problem:
    """That two rules share an id, at the second of them; one that a sign brings has the place of the sign."""
    before, here = _places_of(rule, written.get(first, ())), _places_of(rule, written.get(second, ()))
    if first == second:
        before, here = here[:1], here[1:]
    other = f"{before[0][0]}, line {before[0][1]}" if before else first
    message = f"two rules have this id (the other is in {other}); give one of them another"
    file, line = here[0] if here else (second, None)
    return Problem(message, file, line, field=rule)


def _places_of(rule: str, groups: Sequence[RuleGroup]) -> list[tuple[str, int]]:
    """The file and line of each rule of this id."""
    entries = ((group, each) for group in groups for kind in KINDS for each in group.entries(kind))
    return [(group.file, node.line) for group, (entry, node) in entries if entry.id == rule]


def check_rows(packs: Sequence[Pack]) -> None:
    """Raises BadInput where two rows of workflow tables are the same, by whatever name, or share an id.

    A row is a ground: a second one, or a requirement of its id, would say something else of the same thing.
    """
    rules = {rule.head.id for pack in packs for rule in pack.requirements}
    rules |= {rule.head.id for pack in packs for rule in pack.grounds if not rule.of_workflow}
    rows: dict[tuple[str, str], str] = {}
    ids: set[str] = set()
    tables = [(pack.name, table) for pack in packs for table in pack.routes if table.table_step]
    for owner, table in tables:
        for step in table.steps:
            if step.id in rules or step.id in ids:
                raise BadInput(Problem("another rule or row has this id", owner, field=step.id))
            ids.add(step.id)
            names = product((table.table_step, *table.also), (step.action, *step.also))
            for named in {(label(on), label(action)) for on, action in names}:
                other = rows.setdefault(named, step.id)
                if other != step.id:
                    message = f"this action is listed on this step already, as {other}"
                    raise BadInput(Problem(message, owner, field=step.id))
