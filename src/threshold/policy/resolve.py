"""Resolving packs: rules as typed trees, at the values in force, and checked against each other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from threshold.conditions import Scope
from threshold.conditions.parse import Setting
from threshold.dates import Duration
from threshold.policy.files import PackUse
from threshold.policy.model import Deadline, Pack, ParameterInForce, Source, rules_of
from threshold.policy.packs import PackFiles
from threshold.policy.rules import RuleReader
from threshold.reading import BadInput, Mapping, Node, Problem, did_you_mean
from threshold.reading import Sequence as List
from threshold.vocabulary import Vocabulary

_T = TypeVar("_T")


@dataclass
class PackReader:
    """Resolves one pack's rules at the parameter values in force, gathering problems."""

    held: PackFiles
    vocabulary: Vocabulary
    settings: dict[str, Setting]
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def reader(self) -> RuleReader:
        entry = self.held.entry
        return RuleReader(entry.pack, entry.clauses, entry.unlisted)

    def read(self, use: PackUse, in_force: dict[str, ParameterInForce]) -> Pack:
        entry, reader = self.held.entry, self.reader
        pack = Pack(
            name=entry.pack,
            title=entry.title,
            source=Source(entry.source.document, entry.source.publisher, entry.source.date),
            clauses=entry.clauses,
            definitions=tuple(self._rules("definitions", reader.definition)),
            requirements=tuple(self._rules("requirements", reader.requirement)),
            deadlines=tuple(self._rules("deadlines", reader.deadline)),
            routes=tuple(self._rules("routes", reader.route)),
            conflicts=tuple(self._rules("conflicts", reader.conflict)),
            safety=tuple(self._rules("safety", reader.safety)),
            parameters=in_force,
            tables={name: setting for name, setting in self.settings.items() if isinstance(setting, dict)},
            role=use.role,
            leads_on=tuple(use.leads_on),
        )
        if not self.problems:
            self._check_clauses(pack)
        if self.problems:
            raise BadInput(*self.problems)
        return pack

    def _rules(self, kind: str, read: Callable[[Any, Node, Scope], _T]) -> Iterator[_T]:
        for rule_file, root, file in self.held.rules:
            nodes = root.entries.get(kind) if isinstance(root, Mapping) else None
            items = nodes.items if isinstance(nodes, List) else []
            for entry, node in zip(getattr(rule_file, kind), items, strict=True):
                try:
                    yield read(entry, node, Scope(self.vocabulary, self.settings, file))
                except BadInput as error:
                    self.problems.extend(
                        replace(p, field=": ".join(dict.fromkeys((entry.id, p.field or entry.id))))
                        for p in error.problems
                    )

    def _check_clauses(self, pack: Pack) -> None:
        cited = {clause for rule in rules_of(pack) for clause in rule.head.carries}
        for clause in pack.clauses:
            if clause not in cited:
                message = "is listed in pack.yaml, but no rule carries it"
                self.problems.append(Problem(message, f"{pack.name}/pack.yaml", field=clause))


def check_ids(packs: Sequence[Pack]) -> None:
    """Raises BadInput where two rules share an id, or a deadline stands beside one that is not there."""
    owners: dict[str, str] = {}
    deadlines = {rule.head.id for pack in packs for rule in pack.deadlines}
    for pack in packs:
        for rule in rules_of(pack):
            other = owners.setdefault(rule.head.id, pack.name)
            if owners[rule.head.id] != pack.name or _count(pack, rule.head.id) > 1:
                message = f"two rules have this id (the other is in {other})"
                raise BadInput(Problem(message, pack.name, field=rule.head.id))
            if isinstance(rule, Deadline) and rule.beside and rule.beside not in deadlines:
                hint = did_you_mean(rule.beside, deadlines)
                message = f"stands beside a deadline that this policy does not hold{hint}"
                raise BadInput(Problem(message, pack.name, field=rule.head.id))


def _count(pack: Pack, rule_id: str) -> int:
    return sum(rule.head.id == rule_id for rule in rules_of(pack))


def looser_than_statute(packs: Sequence[Pack]) -> Iterator[str]:
    """Local limits that are looser than the statutory one beside them, where both can be compared."""
    deadlines = {rule.head.id: rule for pack in packs for rule in pack.deadlines}
    for rule in deadlines.values():
        statutory = deadlines.get(rule.beside)
        if statutory is None or rule.starts != statutory.starts:
            continue
        local, national = rule.within, statutory.within
        if not isinstance(local, Duration) or not isinstance(national, Duration):
            continue
        if local.unit == national.unit and local.number > national.number:
            yield (
                f"{rule.head.title}: the local limit of {local} is looser than the "
                f"statutory {national} ({statutory.head.id})"
            )
