"""What can be put to two policies one by one: cases and recorded decisions, as each policy reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from threshold.casefiles import Case, read_case
from threshold.conditions import Moment
from threshold.reading import BadInput, Node
from threshold.vocabulary import Vocabulary


class CannotRead(Exception):
    """A case speaks of what a policy does not know; `what` names it, as far as it can be told."""

    def __init__(self, what: tuple[str, ...]) -> None:
        super().__init__()
        self.what = what


class Subject(Protocol):
    """One case that is put to several policies."""

    @property
    def of(self) -> str:
        """Its reference, for the report."""

    @property
    def moment(self) -> Moment:
        """As at when it is decided: the same under every policy."""

    def case(self, vocabulary: Vocabulary) -> Case:
        """The case as a policy reads it. Raises CannotRead."""


@dataclass
class OfFile:
    """A case of a file, with the tree that it was read from."""

    node: Node
    name: str
    origin: str
    first: Case  # as read by `known`
    known: Vocabulary
    moment: Moment
    _read: list[tuple[Vocabulary, Case]] = field(default_factory=list)

    @property
    def of(self) -> str:
        """Its reference."""
        return self.first.reference

    def case(self, vocabulary: Vocabulary) -> Case:
        """The case as a policy reads it. Raises CannotRead."""
        for known, case in ((self.known, self.first), *self._read):
            if known is vocabulary or known == vocabulary:
                return case
        try:
            case = read_case(self.node, self.name, vocabulary, self.origin)
        except BadInput:
            raise CannotRead(tuple(not_known(self.first, vocabulary))) from None
        self._read.append((vocabulary, case))
        return case


def not_known(case: Case, vocabulary: Vocabulary) -> Iterator[str]:
    """The facts and events of a case that a policy's vocabulary does not have."""
    facts = {*case.given, *case.overrides}
    events = {*case.covers, *(entry.event for entry in case.timeline)}
    yield from sorted(facts - set(vocabulary.facts))
    yield from sorted(events - set(vocabulary.events))
