"""Recorded decisions put to two policies: the case as it was recorded, on the day on which it was decided.

What was recommended or decided then is never looked at: the baseline is the older policy as it is now.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from threshold.casefiles import Case, read_case
from threshold.conditions import Moment
from threshold.reading import BadInput, parse_json
from threshold.register.chain import Content
from threshold.register.entries import Summary
from threshold.register.query import refuse_what_is_amiss
from threshold.register.store import open_register
from threshold.trying.counting import Counting
from threshold.trying.model import Tried, Untried
from threshold.trying.pair import Pair
from threshold.trying.subjects import CannotRead
from threshold.vocabulary import Vocabulary, parse_moment, parse_text

ERASED = "what they held was erased"


@dataclass(frozen=True)
class OfRecord:
    """A recorded decision: its case, with what the person's role answered of it."""

    number: int
    content: Content
    summary: Summary
    as_at: Moment | None = None

    @property
    def of(self) -> str:
        """The number of the entry and the reference of the case."""
        return f"entry {self.number} ({self.summary.case})"

    @property
    def moment(self) -> Moment:
        """As at when it was decided, where no other day is given."""
        return self.as_at or parse_moment(self.summary.as_at)

    def case(self, vocabulary: Vocabulary) -> Case:
        """The case as a policy reads it. Raises CannotRead."""
        place = f"entry {self.number}"
        try:
            case = read_case(parse_json(self.content.case_file, place), place, vocabulary)
            filled = {
                name: parse_text(role, vocabulary.fact(name).type)
                for name, role in self.summary.filled_in.items()
                if name in vocabulary.facts
            }
        except (BadInput, ValueError):
            raise CannotRead(()) from None
        return replace(case, given={**case.given, **filled})


def try_register(pair: Pair, path: Path, as_at: Moment | None = None) -> Tried:
    """Every recorded decision put to both policies. Raises BadInput where one is not as it was recorded."""
    counting, left_out = Counting(pair), Counter[str]()
    for each in _records(path, as_at):
        if isinstance(each, str):
            left_out[each] += 1
        else:
            counting.add(each)
    gone = tuple(Untried(why, number) for why, number in left_out.items())
    return counting.tried("register", str(path), gone, as_at=str(as_at) if as_at is not None else "")


def recorded(path: Path, as_at: Moment | None = None) -> Iterator[OfRecord]:
    """Every recorded decision that can be put to a policy; raises as `try_register` does."""
    return (each for each in _records(path, as_at) if not isinstance(each, str))


def _records(path: Path, as_at: Moment | None) -> Iterator[OfRecord | str]:
    """Every decision, or why it cannot be put to anything."""
    with open_register(path) as register:
        for entry in register.entries():
            if entry.is_of_call or not entry.is_decision:
                continue
            refuse_what_is_amiss([entry])
            content = register.as_recorded(entry.link)
            if entry.summary is None or content is None:
                yield ERASED
            else:
                yield OfRecord(entry.link.number, content, entry.summary, as_at)
