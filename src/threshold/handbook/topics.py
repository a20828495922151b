"""The topics of a pack: its files of rules, with what each says at its head that it is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from threshold.output.words import sentence, spoken
from threshold.policy.packs import PackFiles, RuleGroup
from threshold.policy.placed import days_in_force, holds_on
from threshold.reading import read_text


@dataclass(frozen=True, slots=True)
class Part:
    """Rules of a topic that share a scope, by their ids; the title is empty where they have none."""

    title: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A file of rules: its name, the comment at its head, and its rules in their order."""

    title: str
    about: str
    parts: tuple[Part, ...]


def topics_of(pack: PackFiles, day: date) -> tuple[Topic, ...]:
    """The topics of a pack in the order of its files, with the rules that are in force on a day."""
    return tuple(
        Topic(
            sentence(spoken(Path(file).stem.replace("-", " "))),
            head_comment(file),
            _parts(list(groups), day),
        )
        for file, groups in groupby(pack.groups, key=lambda group: group.file)
    )


def head_comment(file: str) -> str:
    """What the first lines of a file say of it; what is meant for other authors, below a bare #, is not."""
    return " ".join(_commented(file))


def _commented(file: str) -> Iterator[str]:
    for line in read_text(Path(file), file).splitlines():
        if not line.startswith("#") or not line.strip("# "):
            return
        yield line.lstrip("#").strip()


def _parts(groups: list[RuleGroup], day: date) -> tuple[Part, ...]:
    # What stands at the head of a file comes after its groups, as most files write it.
    own, *others = groups
    parts = (Part(each.entry.title, tuple(_in_force(each, day))) for each in (*others, own))
    return tuple(part for part in parts if part.rules)


def _in_force(group: RuleGroup, day: date) -> Iterator[str]:
    """The rules of a group that are in force on a day; another group may hold the same rule for others."""
    for head in group.heads():
        if holds_on(days_in_force(head, group.premises), day):
            yield head.id
