"""One pack of a policy under examination: as its files say it, and as it stands on every date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from threshold.policy.model import Pack, Policy
from threshold.policy.packs import PackFiles
from threshold.policy.rule_file import KINDS
from threshold.reading import Node, Problem


@dataclass(frozen=True)
class Examined:
    """A pack by its files, and each policy that it stands in with what it comes to there.

    `policies` are those of every date, and of each pack that is compared.
    """

    held: PackFiles
    policies: tuple[Policy, ...]

    @cached_property
    def resolved(self) -> tuple[tuple[Policy, Pack], ...]:
        """The pack in each policy that holds it."""
        name = self.held.entry.pack
        return tuple((policy, pack) for policy in self.policies for pack in policy.packs if pack.name == name)

    def problem(self, message: str, rule: str, node: Node | None = None) -> Problem:
        """What was found in a rule, at the line of the node; at that of the rule where none is given."""
        file, place = self.places[rule]
        place = node or place
        return Problem(message, file, place.line, place.column, rule)

    def holds(self, rule: str) -> bool:
        """Whether a rule stands in the pack's own files; what a table of signs comes to does not."""
        return rule in self.places

    @cached_property
    def places(self) -> dict[str, tuple[str, Node]]:
        """The file and the node of every rule."""
        return {
            entry.id: (group.file, node)
            for group in self.held.groups
            for kind in KINDS
            for entry, node in group.entries(kind)
        }


def every_policy(policies: Sequence[Policy]) -> Iterator[Policy]:
    """The policies, and what becomes of each pack that they compare."""
    for policy in policies:
        yield policy
        yield from policy.compared
