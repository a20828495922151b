"""The files of a pack, strictly read and not yet resolved at a date."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from threshold.policy.files import PackEntry, ParameterEntry, RuleFile
from threshold.policy.parameters import Parameter
from threshold.policy.places import rule_files
from threshold.reading import BadInput, Mapping, Node, Problem, parse_yaml, plain, read_text
from threshold.reading.validate import validate


@dataclass(frozen=True)
class PackFiles:
    """The files of one pack, read but not yet resolved at a date."""

    entry: PackEntry
    parameters: dict[str, Parameter]
    rules: tuple[tuple[RuleFile, Node, str], ...]
    content: object


@cache
def read_pack(folder: Path) -> PackFiles:
    """The files of a pack, strictly read. Raises BadInput with every problem found."""
    entry_path = folder / "pack.yaml"
    entry_root = one_document(entry_path)
    entry = validate(PackEntry, entry_root, str(entry_path))
    problems: list[Problem] = []
    if entry.pack != folder.name:
        message = f'the pack is called "{entry.pack}" but its folder is not'
        problems.append(Problem(message, str(entry_path), 1, None, "pack"))
    parameters: dict[str, Parameter] = {}
    content: dict[str, object] = {"pack.yaml": plain(entry_root)}
    parameters_path = folder / "parameters.yaml"
    if parameters_path.is_file():
        root = one_document(parameters_path)
        content["parameters.yaml"] = plain(root)
        parameters = _read_parameters(entry.pack, root, str(parameters_path), problems)
    rules: list[tuple[RuleFile, Node, str]] = []
    for path in rule_files(folder):
        try:
            root = one_document(path)
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


def one_document(path: Path) -> Node:
    """The one document of a YAML file. Raises BadInput where there is none, or more."""
    name = str(path)
    documents = parse_yaml(read_text(path, name), name)
    if len(documents) != 1:
        raise BadInput(Problem("must hold one YAML document", name))
    return documents[0]
