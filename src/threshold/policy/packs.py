"""The files of a pack, strictly read and not yet resolved at a date."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from threshold.conditions.parse import COMPARED, SIGNS
from threshold.policy.clauses import clauses_of_head, read_clauses
from threshold.policy.files import PackEntry, ParameterEntry
from threshold.policy.indicators.as_rules import clauses_of_table, rules_of_table
from threshold.policy.indicators.combinations import wrong_combinations
from threshold.policy.indicators.model import IndicatorTable
from threshold.policy.indicators.read import read_table
from threshold.policy.indicators.words import words_of_table
from threshold.policy.model import Clause
from threshold.policy.parameters import Parameter
from threshold.policy.placed import Premise, days_in_force
from threshold.policy.places import WORDS, is_there, rule_files
from threshold.policy.rule_file import KINDS, GroupEntry, HeadEntry, RouteEntry, RuleFile
from threshold.policy.script_file import ScriptEntry
from threshold.policy.script_reading import WrittenScript
from threshold.reading import BadInput, Mapping, Node, Problem, Scalar, one_document, plain
from threshold.reading.tree import child_of, items_of
from threshold.reading.validate import validate
from threshold.vocabulary.hours import HoursEntry
from threshold.vocabulary.own_words import OwnWords, prefix_of, read_words

SCRIPT = "consultation.yaml"


@dataclass(frozen=True)
class RuleGroup:
    """Rules of one file that stand under the same scopes."""

    entry: GroupEntry
    node: Node
    premises: tuple[Premise, ...]
    file: str

    def entries(self, kind: str) -> Iterator[tuple[Any, Node]]:
        """The entries of a kind (definitions, requirements ...), each with its node."""
        yield from zip(getattr(self.entry, kind), items_of(child_of(self.node, kind)), strict=True)

    def heads(self) -> Iterator[HeadEntry]:
        """Every entry of the group."""
        for kind in KINDS:
            yield from getattr(self.entry, kind)


@dataclass(frozen=True)
class PackFiles:
    """The files of one pack, read but not yet resolved at a date."""

    entry: PackEntry
    clauses: dict[str, Clause]
    clauses_file: str
    parameters: dict[str, Parameter]
    groups: tuple[RuleGroup, ...]
    content: object
    script: WrittenScript | None = None
    table: IndicatorTable | None = None
    prefix: str = ""
    levels: tuple[str, ...] = ()  # the names that it gives to the levels of need, from the least up
    hours: MappingOf[str, HoursEntry] = field(default_factory=dict)

    def changes(self) -> set[date]:
        """The days on which some rule comes into force, and those on which one no longer is."""
        found: set[date] = set()
        for group in self.groups:
            for head in group.heads():
                days = days_in_force(head, group.premises)
                if days is not None and days.since is not None:
                    found.add(days.since)
                if days is not None and days.until is not None:
                    found.add(days.until + timedelta(days=1))
        return found

    def roots(self) -> dict[str, Node]:
        """The tree of each file of rules, as it was read; a table of indicators is none."""
        found: dict[str, Node] = {}
        made = {str(path) for path in self.table.files} if self.table is not None else set()
        for group in (each for each in self.groups if each.file not in made):
            found.setdefault(group.file, group.node)  # what stands at the head of a file comes first
        return found

    def with_file(self, root: Node, file: str) -> "PackFiles":
        """The pack with another content of one file of rules. Raises BadInput where it cannot be read."""
        groups = [group for group in self.groups if group.file != file]
        place = next((n for n, group in enumerate(self.groups) if group.file == file), len(groups))
        groups[place:place] = _groups(validate(RuleFile, root, file, of_rules=True), root, file)
        return replace(self, groups=tuple(groups))

    def with_parameters(self, root: Node, file: str) -> "PackFiles":
        """The pack with other parameters. Raises BadInput where they cannot be read."""
        problems: list[Problem] = []
        parameters = _read_parameters(self.entry.pack, root, file, problems)
        if problems:
            raise BadInput(*problems)
        return replace(self, parameters=parameters)

    def with_table(self, table: IndicatorTable) -> "PackFiles":
        """The pack with other signs or combinations; its clauses and the facts that signs are stay.

        Raises BadInput where no table could say so.
        """
        if problems := [*wrong_combinations(table.combinations, table.signs, self.levels)]:
            raise BadInput(*problems)
        made = {str(path) for path in table.files}
        groups = [group for group in self.groups if group.file not in made]
        for file, tree in rules_of_table(table, self.prefix, self.levels).items():
            groups += _groups(validate(RuleFile, tree, file), tree, file)
        return replace(self, groups=tuple(groups), table=table)

    def cited(self) -> set[str]:
        """Every clause that some rule of the pack may carry, or what its consultation line says."""
        heads = [head for group in self.groups for head in group.heads()]
        rows = [row for head in heads if isinstance(head, RouteEntry) for row in (*head.steps, *head.actions)]
        cited = {clause for row in rows for clause in row.cites(self.clauses)}
        cited |= {clause for head in heads for clause in head.cites(self.clauses)}
        return cited | {clause for clauses in self.cited_in_calls().values() for clause in clauses}

    def cited_in_calls(self) -> dict[str, list[str]]:
        """The clauses that the script of the consultation line rests on, by its outcomes and its `log`."""
        if self.script is None:
            return {}
        entry = self.script.entry
        return {"log": entry.log.carries, **{each.id: each.carries for each in entry.outcomes}}


@cache
def read_pack(folder: Path) -> PackFiles:
    """The files of a pack, strictly read. Raises BadInput with every problem found."""
    return _Folder(folder).read()


class _Folder:
    """Reads the files of a pack one after the other, gathering problems and what a digest is made of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.content: dict[str, object] = {}

    def read(self) -> PackFiles:
        """The pack. Raises BadInput with every problem found."""
        path = self.folder / "pack.yaml"
        root = one_document(path)
        entry = validate(PackEntry, root, str(path), of_rules=True)
        if entry.pack != self.folder.name:
            message = f'the pack is called "{entry.pack}" but its folder is not'
            self.problems.append(Problem(message, str(path), 1, None, "pack"))
        self.content["pack.yaml"] = plain(root)
        clauses, clauses_file = self._clauses(entry, root)
        parameters = self._parameters(entry)
        groups = list(self._rules())
        words = self._words()
        prefix = words.prefix if words is not None else prefix_of(self.folder.name)
        levels = tuple(words.entries.levels) if words is not None else ()
        table = self._table(levels)
        if table is not None:
            clauses = {**clauses_of_table(table), **clauses}
            groups += self._rules_of_table(table, prefix, levels)
        if not clauses and not self.problems:
            message = (
                "lists no clause: every clause of the document stands here, or under `clauses` in pack.yaml"
            )
            self.problems.append(Problem(message, clauses_file, 1))
        script = self._script()
        if self.problems:
            raise BadInput(*self.problems)
        return PackFiles(
            entry=entry,
            clauses=clauses,
            clauses_file=clauses_file,
            parameters=parameters,
            groups=tuple(groups),
            content=self.content,
            script=script,
            table=table,
            prefix=prefix,
            levels=levels,
            hours=words.entries.hours if words is not None else {},
        )

    def _root(self, name: str) -> Node | None:
        """The one document of a file of the pack; None where there is no such file."""
        path = self.folder / name
        if not is_there(path):
            return None
        root = one_document(path)
        self.content[name] = plain(root)
        return root

    def _clauses(self, entry: PackEntry, root: Node) -> tuple[dict[str, Clause], str]:
        own = self._root("clauses.yaml")
        if own is None:
            return clauses_of_head(entry, root), str(self.folder / "pack.yaml")
        file = str(self.folder / "clauses.yaml")
        return _read_clauses(own, file, bool(entry.clauses), self.problems), file

    def _parameters(self, entry: PackEntry) -> dict[str, Parameter]:
        root = self._root("parameters.yaml")
        if root is None:
            return {}
        return _read_parameters(entry.pack, root, str(self.folder / "parameters.yaml"), self.problems)

    def _rules(self) -> Iterator[RuleGroup]:
        for path in rule_files(self.folder):
            try:
                root = one_document(path)
                self.problems.extend(nothing_behind(root, str(path)))
                yield from _groups(validate(RuleFile, root, str(path), of_rules=True), root, str(path))
                self.content[f"rules/{path.name}"] = plain(root)
            except BadInput as error:
                self.problems.extend(error.problems)

    def _words(self) -> OwnWords | None:
        if self._root(WORDS) is None:
            return None
        try:
            return read_words(self.folder / WORDS, self.folder.name)
        except BadInput as error:
            self.problems.extend(error.problems)
            return None

    def _table(self, levels: tuple[str, ...]) -> IndicatorTable | None:
        try:
            return read_table(self.folder, levels)
        except BadInput as error:
            self.problems.extend(error.problems)
            return None

    def _rules_of_table(
        self, table: IndicatorTable, prefix: str, levels: tuple[str, ...]
    ) -> Iterator[RuleGroup]:
        words = words_of_table(table, self.folder.name, prefix)
        trees = rules_of_table(table, prefix, levels)
        self.content["indicators"] = [*map(plain, trees.values()), words.entries.model_dump()]
        for file, tree in trees.items():
            yield from _groups(validate(RuleFile, tree, file, of_rules=True), tree, file)

    def _script(self) -> WrittenScript | None:
        root = self._root(SCRIPT)
        if root is None:
            return None
        file = str(self.folder / SCRIPT)
        try:
            self.problems.extend(nothing_behind(root, file))
            return WrittenScript(validate(ScriptEntry, root, file, of_rules=True), root, file)
        except BadInput as error:
            self.problems.extend(error.problems)
            return None


def nothing_behind(node: Node, file: str) -> Iterator[Problem]:
    """Keys with nothing behind them: whether they were meant to say something, nobody can tell."""
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            if isinstance(value, Scalar) and value.text is None:
                message = "nothing stands behind this key; leave it out, or say `none` where that is meant"
                if {*SIGNS} & {*key}:
                    message = f"is no test; {COMPARED}"
                place = node.keys[key]
                yield Problem(message, file, place.line, place.column, key)
            yield from nothing_behind(value, file)
    for item in items_of(node):
        yield from nothing_behind(item, file)


def _groups(file: RuleFile, root: Node, name: str) -> Iterator[RuleGroup]:
    """What stands at the head of a file, and each of its groups under its own scope too."""
    own = _premise(file, root)
    yield RuleGroup(file, root, own, name)
    for group, node in zip(file.groups, items_of(child_of(root, "groups")), strict=True):
        yield RuleGroup(group, node, own + _premise(group, node), name)


def _premise(group: GroupEntry, node: Node) -> tuple[Premise, ...]:
    scope = child_of(node, "scope")
    return () if scope is node else (Premise(group.scope, scope),)


def _read_clauses(root: Node, file: str, in_head: bool, problems: list[Problem]) -> dict[str, Clause]:
    if in_head:
        message = "pack.yaml lists clauses already: keep them in one of the two files"
        problems.append(Problem(message, file, 1))
    try:
        return read_clauses(root, file)
    except BadInput as error:
        problems.extend(error.problems)
        return {}


def _read_parameters(pack: str, root: Node, file: str, problems: list[Problem]) -> dict[str, Parameter]:
    parameters: dict[str, Parameter] = {}
    if not isinstance(root, Mapping):
        problems.append(Problem("must map parameters to their declarations", file, root.line))
        return {}
    for name, node in root.entries.items():
        try:
            entry = validate(ParameterEntry, node, file, of_rules=True)
        except BadInput as error:
            problems.extend(replace(p, field=f"{name}.{p.field}") for p in error.problems)
            continue
        parameters[name] = Parameter(f"{pack}.{name}", entry, node, file)
    return parameters
