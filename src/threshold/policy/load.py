"""Loading a policy: its packs' files, strictly read, and the whole resolved at one date."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from threshold.conditions import Moment, Scope
from threshold.conditions.parse import Setting
from threshold.dates import Duration, calendar_digest
from threshold.policy.files import PackEntry, PackUse, ParameterEntry, PolicyEntry, RuleFile
from threshold.policy.model import (
    Deadline,
    Pack,
    ParameterInForce,
    Policy,
    Source,
)
from threshold.policy.order import in_order
from threshold.policy.parameters import Given, Parameter
from threshold.policy.rules import RuleReader
from threshold.reading import (
    BadInput,
    Mapping,
    Node,
    Problem,
    did_you_mean,
    parse_yaml,
    plain,
    read_text,
    validate,
)
from threshold.reading import (
    Sequence as List,
)
from threshold.vocabulary import Vocabulary, load_vocabulary

DEFAULT_POLICY = "default"
_T = TypeVar("_T")


def rules_directory() -> Path:
    """The rules that come with the program: inside the package, or beside `src` in a checkout."""
    packaged = Path(str(files("threshold"))) / "rules"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "rules"


@dataclass(frozen=True)
class PackFiles:
    """The files of one pack, read but not yet resolved at a date."""

    entry: PackEntry
    parameters: dict[str, Parameter]
    rules: tuple[tuple[RuleFile, Node, str], ...]
    content: object


class PolicyFiles:
    """A policy as written; `at` resolves it at a date, under the values that a trial sets."""

    def __init__(self, reference: str | None = None) -> None:
        self.path = _find_policy(reference or DEFAULT_POLICY)
        name = str(self.path)
        root = _one_document(self.path)
        self.entry = validate(PolicyEntry, root, name)
        self.root = root
        rules = self.path.parent.parent
        if not (rules / "vocabulary.yaml").is_file():
            rules = rules_directory()
        self.vocabulary = load_vocabulary(rules / "vocabulary.yaml")
        self.tensions = _read_tensions(rules / "tensions.yaml")
        self.packs = {use.pack: read_pack(_find_pack(use.pack, self.path, rules)) for use in self.entry.packs}
        self._resolved: dict[str, Policy] = {}
        self._by_day: dict[tuple[date, tuple[str, ...]], Policy] = {}

    def at(self, as_at: Moment, trial: tuple[str, ...] = ()) -> Policy:
        """The policy with the parameter values in force on a date.

        `trial` holds `pack.name=value` texts. Raises BadInput with what is wrong.
        """
        day = as_at.date() if isinstance(as_at, datetime) else as_at
        if (day, trial) not in self._by_day:
            self._by_day[day, trial] = self._at(day, trial)
        return self._by_day[day, trial]

    def _at(self, day: date, trial: tuple[str, ...]) -> Policy:
        trials = self._trials(trial)
        settings, in_force = self._settings(day, trials)
        key = repr((sorted(settings.items()), trial))
        if key not in self._resolved:
            self._resolved[key] = self._resolve(settings, in_force, trial, key)
        return self._resolved[key]

    def parameter(self, name: str, file: str = "--set") -> Parameter:
        """The declared parameter `pack.name`. Raises BadInput with a hint where there is none.

        `file` is where the name was written, for the message.
        """
        declared = {p.name: p for pack in self.packs.values() for p in pack.parameters.values()}
        if name not in declared:
            message = f'no parameter "{name}" is declared{did_you_mean(name, declared)}'
            raise BadInput(Problem(message, file))
        return declared[name]

    def _trials(self, trial: tuple[str, ...]) -> dict[str, Given]:
        found: dict[str, Given] = {}
        for text in trial:
            name, equals, value = text.partition("=")
            if not equals:
                message = "a trial is written pack.parameter=value"
                raise BadInput(Problem(message, field="--set"))
            self.parameter(name.strip())
            documents = parse_yaml(value.strip() or "none", "--set")
            if len(documents) != 1:
                raise BadInput(Problem("needs one value, such as 3 months or none", "--set"))
            found[name.strip()] = Given(documents[0], "--set", "tried with --set")
        return found

    def _settings(
        self, day: date, trials: dict[str, Given]
    ) -> tuple[dict[str, dict[str, Setting]], dict[str, dict[str, ParameterInForce]]]:
        local = self._local_values()
        for name in (*local, *self.entry.presets):
            self.parameter(name, str(self.path))
        settings: dict[str, dict[str, Setting]] = {}
        in_force: dict[str, dict[str, ParameterInForce]] = {}
        problems: list[Problem] = []
        for pack, held in self.packs.items():
            settings[pack], in_force[pack] = {}, {}
            for short, parameter in held.parameters.items():
                try:
                    settings[pack][short], in_force[pack][short] = parameter.in_force(
                        self.vocabulary,
                        day,
                        self.entry.presets.get(parameter.name),
                        local.get(parameter.name),
                        trials.get(parameter.name),
                    )
                except BadInput as error:
                    problems.extend(error.problems)
        if problems:
            raise BadInput(*problems)
        return settings, in_force

    def _local_values(self) -> dict[str, Given]:
        node = self.root.entries.get("set") if isinstance(self.root, Mapping) else None
        if not isinstance(node, Mapping):
            return {}
        return {
            name: Given(_child(node.entries[name], "is"), str(self.path), value.because, value.since)
            for name, value in self.entry.values.items()
        }

    def _resolve(
        self,
        settings: dict[str, dict[str, Setting]],
        in_force: dict[str, dict[str, ParameterInForce]],
        trial: tuple[str, ...],
        key: str,
    ) -> Policy:
        packs = tuple(
            _PackReader(self.packs[use.pack], self.vocabulary, settings[use.pack]).read(
                use, in_force[use.pack]
            )
            for use in self.entry.packs
        )
        _check_ids(packs)
        leading = tuple(pack for pack in packs if pack.role != "compare")
        overlay = tuple(pack for pack in packs if pack.role == "overlay")
        policy = self._assemble(self.entry.policy, leading, trial, key)
        compared = tuple(
            self._assemble(f"{policy.name}/{pack.name}", (*overlay, replace(pack, role="lead")), trial, key)
            for pack in packs
            if pack.role == "compare"
        )
        return replace(policy, compared=compared)

    def _assemble(self, name: str, packs: tuple[Pack, ...], trial: tuple[str, ...], key: str) -> Policy:
        early, late = in_order(rule for pack in packs for rule in pack.definitions)
        safety = [rule for pack in packs for rule in pack.safety]
        if len(safety) != 1:
            message = "a policy needs exactly one safety rule; the national pack brings it"
            raise BadInput(Problem(message, str(self.path)))
        return Policy(
            name=name,
            title=self.entry.title,
            version=self.entry.version,
            digest=self._digest(trial),
            vocabulary=self.vocabulary,
            packs=packs,
            safety=safety[0],
            strata=early,
            late_strata=late,
            tensions=self.tensions,
            warnings=tuple(_looser_than_statute(packs)),
            key=key,
        )

    def _digest(self, trial: tuple[str, ...]) -> str:
        """SHA-256 over all that a decision rests on beside the case: meaning, not comments or layout."""
        content = {
            "policy": plain(self.root),
            "packs": {name: pack.content for name, pack in sorted(self.packs.items())},
            "vocabulary": self.vocabulary.content,
            "tensions": self.tensions,
            "calendar": calendar_digest(),
            "trial": sorted(trial),
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def load_policy(reference: str | None = None) -> PolicyFiles:
    """A policy by the name of one that comes with the program, or by the path of its file."""
    return PolicyFiles(reference)


def policy_names() -> list[str]:
    """The policies that come with the program."""
    return sorted(path.stem for path in (rules_directory() / "policies").glob("*.yaml"))


@cache
def read_pack(folder: Path) -> PackFiles:
    """The files of a pack, strictly read. Raises BadInput with every problem found."""
    entry_path = folder / "pack.yaml"
    entry_root = _one_document(entry_path)
    entry = validate(PackEntry, entry_root, str(entry_path))
    problems: list[Problem] = []
    if entry.pack != folder.name:
        message = f'the pack is called "{entry.pack}" but its folder is not'
        problems.append(Problem(message, str(entry_path), 1, None, "pack"))
    parameters: dict[str, Parameter] = {}
    content: dict[str, object] = {"pack.yaml": plain(entry_root)}
    parameters_path = folder / "parameters.yaml"
    if parameters_path.is_file():
        root = _one_document(parameters_path)
        content["parameters.yaml"] = plain(root)
        parameters = _read_parameters(entry.pack, root, str(parameters_path), problems)
    rules: list[tuple[RuleFile, Node, str]] = []
    for path in sorted((folder / "rules").glob("*.yaml")):
        try:
            root = _one_document(path)
            rules.append((validate(RuleFile, root, str(path)), root, str(path)))
            content[f"rules/{path.name}"] = plain(root)
        except BadInput as error:
            problems.extend(error.problems)
    if problems:
        raise BadInput(*problems)
    return PackFiles(entry, parameters, tuple(rules), content)


def _read_parameters(pack: str, root: Node, file: str, problems: list[Problem]) -> dict[str, Parameter]:
    parameters: dict[str, Parameter] = {}
    if not isinstance(root, Mapping):
        problems.append(Problem("must map parameters to their declarations", file, root.line))
        return {}
    for name, node in root.entries.items():
        try:
            entry = validate(ParameterEntry, node, file)
        except BadInput as error:
            problems.extend(replace(p, field=f"{name}.{p.field}") for p in error.problems)
            continue
        parameters[name] = Parameter(f"{pack}.{name}", entry, node, file)
    return parameters


@dataclass
class _PackReader:
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


def rules_of(pack: Pack) -> list[Any]:
    """Every rule of a pack, of whatever kind; each has a `head`."""
    kinds: Sequence[Sequence[Any]] = (
        pack.definitions,
        pack.requirements,
        pack.deadlines,
        pack.routes,
        pack.conflicts,
        pack.safety,
    )
    return [rule for rules in kinds for rule in rules]


@cache
def _read_tensions(path: Path) -> dict[str, str]:
    """Where the sources disagree or are silent, by id, in our own words."""
    content = plain(_one_document(path))
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise BadInput(Problem("must map each tension's id to one line of text", str(path)))
    return content


def _check_ids(packs: Sequence[Pack]) -> None:
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


def _looser_than_statute(packs: Sequence[Pack]) -> Iterator[str]:
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


def _find_policy(reference: str) -> Path:
    path = Path(reference)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    if path.is_dir() and (path / "policies" / f"{DEFAULT_POLICY}.yaml").is_file():
        return path / "policies" / f"{DEFAULT_POLICY}.yaml"
    shipped = rules_directory() / "policies" / f"{reference}.yaml"
    if "/" not in reference and shipped.is_file():
        return shipped
    names = policy_names()
    hint = did_you_mean(reference, names)
    message = f"there is no policy of that name{hint}; known are {', '.join(names)}, or give a file"
    raise BadInput(Problem(message, field="--policy"))


def _find_pack(name: str, policy: Path, rules: Path) -> Path:
    """A pack beside the policy's own folder, or else one that comes with the program."""
    places = (policy.parent / name, rules / name, rules_directory() / name)
    for place in places:
        if (place / "pack.yaml").is_file():
            return place
    known = sorted(path.parent.name for path in rules_directory().glob("*/pack.yaml"))
    message = f'there is no pack "{name}"{did_you_mean(name, known)}'
    raise BadInput(Problem(message, str(policy), field="packs"))


def _one_document(path: Path) -> Node:
    name = str(path)
    documents = parse_yaml(read_text(path, name), name)
    if len(documents) != 1:
        raise BadInput(Problem("must hold one YAML document", name))
    return documents[0]


def _child(node: Node, key: str) -> Node:
    return node.entries[key] if isinstance(node, Mapping) else node
