"""What becomes of each clause of a document: carried by rules that an example would miss, or why not."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from threshold.mutation.changes import Change
from threshold.policy.indicators.as_rules import concern_of
from threshold.policy.model import Clause
from threshold.policy.packs import PackFiles
from threshold.policy.rule_file import HeadEntry, RouteEntry

# In the order in which they are told. Only the first two count as carried.
ClauseState = Literal["wholly", "in part", "not yet in force", "in name only", "left out", "unaccounted"]
CARRIED: tuple[ClauseState, ...] = ("wholly", "in part")


@dataclass(frozen=True, slots=True)
class Carrier:
    """What cites a clause: a rule, or one row of it; or an outcome of the consultation line, or its log.

    What a call comes to stands in no case file: `policy check` proves that some call comes to each outcome.
    """

    rule: str
    row: str = ""
    in_calls: bool = False

    def is_taken_out_by(self, change: Change) -> bool:
        """Whether a change takes the carrier out, or what it says."""
        if self.in_calls:
            return False
        if change.kind == "protection":  # of a sign, which is a concern no more
            return concern_of(change.rule) == self.rule
        if change.kind not in ("taken out", "turned round") or change.rule != self.rule:
            return False
        return not self.row or change.item == self.row

    def __str__(self) -> str:
        return f"consultation: {self.rule}" if self.in_calls else self.row or self.rule


@dataclass(frozen=True, slots=True)
class ClauseCovered:
    """A clause, what becomes of it, and what cites it: each with whether an example would miss it."""

    clause: Clause
    state: ClauseState
    carriers: Mapping[Carrier, bool]


def carriers(held: PackFiles) -> dict[str, list[Carrier]]:
    """What cites each clause of a pack, by clause; what its consultation line says, where no rule does."""
    found: dict[str, list[Carrier]] = {name: [] for name in held.clauses}
    for group in held.groups:
        for head in group.heads():
            for clause, carrier in _cited(head, held.clauses):
                found[clause].append(carrier)
    by_no_rule = {clause for clause, own in found.items() if not own}
    for outcome, clauses in held.cited_in_calls().items():
        for clause in (each for each in clauses if each in by_no_rule):
            found[clause].append(Carrier(outcome, in_calls=True))
    return found


def state(clause: Clause, carried_by: Mapping[Carrier, bool]) -> ClauseState:
    """What becomes of a clause, given what cites it and whether an example would miss that."""
    if clause.left_out:
        return "left out"
    if not carried_by:
        return "unaccounted"
    if clause.standing == "not_yet_in_force":
        return "not yet in force"
    if not any(carried_by.values()):
        return "in name only"
    return "in part" if clause.in_part else "wholly"


def _cited(head: HeadEntry, clauses: Collection[str]) -> Iterator[tuple[str, Carrier]]:
    """What a rule carries as a whole, and what each of its rows does."""
    rows = (*head.steps, *head.actions) if isinstance(head, RouteEntry) else ()
    by_row = [(clause, Carrier(head.id, row.id)) for row in rows for clause in row.cites(clauses)]
    yield from by_row
    for clause in head.cites(clauses):
        if clause not in (each for each, _ in by_row):
            yield clause, Carrier(head.id)
