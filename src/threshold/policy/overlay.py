"""The overlay: what statutory guidance says in every policy, and what no other pack or policy may change."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from threshold.policy.files import PackUse, PolicyEntry
from threshold.policy.packs import PackFiles, read_pack
from threshold.policy.places import folder_of, rules_directory
from threshold.reading import BadInput, Node, Problem
from threshold.reading import Mapping as Tree
from threshold.reading.tree import child_of

# The packs that come with the program and bring the rule on what is done first.
OVERLAYS = ("national",)


def check_values(root: Node, entry: PolicyEntry, packs: Mapping[str, PackFiles], file: str) -> None:
    """Raises BadInput where a policy sets a value of an overlay, or takes a preset of one.

    A trial may: it says of itself that it is one, and nobody records a decision by it.
    """
    overlays = {packs[use.pack].entry.pack: packs[use.pack] for use in entry.packs if use.role == "overlay"}
    problems = []
    for key in ("set", "presets"):
        node = child_of(root, key)
        for name, place in node.keys.items() if isinstance(node, Tree) else ():
            pack, _, short = name.partition(".")
            if pack in overlays and short in overlays[pack].parameters:
                message = (
                    f"{pack} is the overlay: its values hold in every policy, and none changes them. Where "
                    "your limit is another, write a deadline of your own, with `beside:` and the id of the "
                    f"overlay's; to see what another value would come to, try it with --set {name}=..."
                )
                problems.append(Problem(message, file, place.line, place.column, f"{key}.{name}"))
    if problems:
        raise BadInput(*problems)


def safety_of_its_own(held: PackFiles) -> Iterator[Problem]:
    """Rules on what is done first for a child in danger, in a pack that is no overlay."""
    for group in held.groups:
        for entry, node in group.entries("safety"):
            message = (
                "what is done first for a child in danger is said by the overlay, in every policy alike: "
                "leave this rule out; what shows danger in your document's words stands under `protection:`. "
                "The overlay itself is used with `role: overlay`"
            )
            yield Problem(message, group.file, node.line, node.column, entry.id)


def check_place(name: str, folder: Path, policy: Path) -> None:
    """Raises BadInput where a folder beside a policy would take the place of an overlay that comes along.

    In a whole folder of rules of somebody's own it is told, and not refused: see `overlays_of_its_own`.
    """
    if folder.resolve().parent == folder_of(policy).resolve() and _another(name, folder):
        message = (
            f'the folder "{name}" beside this policy would take the place of the overlay that comes with the '
            "program, and says something else: give the pack another name and list it beside the overlay"
        )
        raise BadInput(Problem(message, str(policy), field="packs"))


def overlays_of_its_own(uses: Iterable[PackUse], folders: Mapping[str, Path]) -> Iterator[str]:
    """Overlays that are called as one that comes with the program, and say something else."""
    for use in uses:
        if use.role == "overlay" and _another(use.pack, folders[use.pack]):
            yield (
                f"The overlay {use.pack} is not the one that comes with the program: it was read from "
                "another folder of rules, and says something else"
            )


def without_overlay(uses: Iterable[PackUse]) -> str:
    """What is told of a policy over which no overlay stands that comes with the program; else nothing."""
    if any(use.role == "overlay" and use.pack in OVERLAYS for use in uses):
        return ""
    return (
        "no overlay that comes with the program stands over this policy, so that no statutory limit is told; "
        f"add `{{pack: {OVERLAYS[-1]}, role: overlay}}`"
    )


@cache
def _another(name: str, folder: Path) -> bool:
    """Whether a folder holds something else than the overlay of its name that comes with the program."""
    own = rules_directory() / name
    if name not in OVERLAYS or folder.resolve() == own.resolve():
        return False
    return read_pack(folder).content != read_pack(own).content
