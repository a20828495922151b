"""A policy on a day with all that a reader looks up in it: rules by name, topics, words, who reads what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from threshold.conditions.words import Words
from threshold.handbook.topics import Topic, topics_of
from threshold.handbook.uses import Rule, Use, uses_of
from threshold.policy import Pack, ParameterInForce, Policy, PolicyFiles, Route, Step, rules_of
from threshold.policy.model import Clause
from threshold.policy.parameters import Parameter
from threshold.policy.script import Outcome, Script
from threshold.vocabulary import Vocabulary, as_label


@dataclass(frozen=True)
class Book:
    """The policy that `files` hold, as it stands on a day."""

    files: PolicyFiles
    day: date

    @cached_property
    def policy(self) -> Policy:
        return self.files.at(self.day)

    @property
    def vocabulary(self) -> Vocabulary:
        return self.files.vocabulary

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """Every pack of the policy, those that are only compared included."""
        named = {pack.name: pack for one in (self.policy, *self.policy.compared) for pack in one.packs}
        return tuple(named.values())

    @cached_property
    def words(self) -> Words:
        labels: dict[str, str] = {}
        for route in (route for pack in self.packs for route in pack.routes):
            for printed in (route.table_step, *(step.action for step in route.steps)):
                labels.setdefault(as_label(printed), printed)
        return Words(self.vocabulary, labels)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule in force, by its id."""
        return {rule.head.id: rule for pack in self.packs for rule in rules_of(pack)}

    @cached_property
    def steps(self) -> Mapping[str, tuple[tuple[Route, Step], ...]]:
        """Every step and action of a route, by its id: one id may stand in several routes."""
        found: dict[str, tuple[tuple[Route, Step], ...]] = {}
        for route in (route for pack in self.packs for route in pack.routes):
            for step in route.steps:
                found[step.id] = (*found.get(step.id, ()), (route, step))
        return found

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        return {name: clause for pack in self.packs for name, clause in pack.clauses.items()}

    @cached_property
    def carriers(self) -> Mapping[str, tuple[str, ...]]:
        """By each clause the rules, and the rows of workflow tables, that carry it."""
        found: dict[str, dict[str, None]] = {}
        for rule in self.rules.values():
            for clause in rule.head.carries:
                found.setdefault(clause, {})[rule.head.id] = None
        return {clause: tuple(rules) for clause, rules in found.items()}

    @property
    def scripts(self) -> tuple[Script, ...]:
        """The scripts of the consultation lines of its packs."""
        return tuple(pack.script for pack in self.packs if pack.script is not None)

    @cached_property
    def outcomes(self) -> tuple[tuple[Script, Outcome], ...]:
        """Every outcome of a call, with the script that it belongs to."""
        return tuple((script, outcome) for script in self.scripts for outcome in script.outcomes)

    @cached_property
    def uses(self) -> Mapping[str, tuple[Use, ...]]:
        """By each fact the rules that read it."""
        return uses_of(self.packs)

    @cached_property
    def parameters(self) -> Mapping[str, ParameterInForce]:
        """Every parameter at its value in force, by `pack.name`."""
        return {held.name: held for pack in self.packs for held in pack.parameters.values()}

    @cached_property
    def users(self) -> Mapping[str, tuple[str, ...]]:
        """By each parameter the rules that rest on it."""
        found: dict[str, tuple[str, ...]] = {}
        for rule in self.rules.values():
            for name in rule.head.parameters:
                full = f"{rule.head.pack}.{name}"
                found[full] = (*found.get(full, ()), rule.head.id)
        return found

    @cached_property
    def by_tension(self) -> Mapping[str, tuple[str, ...]]:
        """By each tension the rules that it touches."""
        found: dict[str, tuple[str, ...]] = {}
        for rule in self.rules.values():
            for name in rule.head.tensions:
                found[name] = (*found.get(name, ()), rule.head.id)
        return found

    def pack(self, name: str) -> Pack:
        """The pack of this name. Raises KeyError where the policy has none."""
        return {pack.name: pack for pack in self.packs}[name]

    def topics(self, pack: str) -> tuple[Topic, ...]:
        """The topics of a pack, as its files write them."""
        return topics_of(self.files.written.packs[pack], self.day)

    def declared(self, parameter: str) -> Parameter:
        """A parameter (`pack.name`) as its pack declares it, with all its values."""
        return self.files.written.parameter(parameter)

    def step_of(self, step: str, pack: str) -> str:
        """The route in which a step or row of a pack stands; empty where none does."""
        return next((route.head.id for route, _ in self.steps.get(step, ()) if route.head.pack == pack), "")
