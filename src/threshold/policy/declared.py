"""What packs declare: their names, parameters and tensions, for whoever offers them to an author."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from threshold.policy.files import ParameterEntry
from threshold.policy.load import PolicyFiles
from threshold.policy.packs import PackFiles, read_pack
from threshold.policy.places import rules_directory
from threshold.policy.tensions import read_tensions


@dataclass(frozen=True)
class Declared:
    """Every pack that a policy may choose, by name with its title; parameters by pack and name."""

    packs: Mapping[str, str]
    parameters: Mapping[str, ParameterEntry]
    tensions: tuple[str, ...]


def declared(policy: PolicyFiles) -> Declared:
    """What the packs beside a policy declare, and those that come with the program.

    Raises BadInput where a pack cannot be read.
    """
    packs = packs_beside(policy)
    parameters = {each.name: each.entry for pack in packs.values() for each in pack.parameters.values()}
    tensions = tuple(read_tensions(policy.rules / "tensions.yaml"))
    return Declared({name: pack.entry.title for name, pack in packs.items()}, parameters, tensions)


def packs_beside(policy: PolicyFiles) -> Mapping[str, PackFiles]:
    """The packs beside a policy and those that come with the program, by name.

    Raises BadInput where a pack cannot be read.
    """
    folders: dict[str, Path] = {}
    for place in (policy.path.parent, policy.rules, rules_directory()):
        for head in sorted(place.glob("*/pack.yaml")):
            folders.setdefault(head.parent.name, head.parent)
    return {name: read_pack(folder) for name, folder in sorted(folders.items())}
