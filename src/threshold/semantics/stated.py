"""The facts that a case file states outright: nearly all of most cases, and no record is read for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from threshold.casefiles import Case
from threshold.vocabulary import UNKNOWN, State, Vocabulary


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Every fact of a vocabulary as it is where nobody states it; which may be stated, and which are read."""

    vocabulary: Vocabulary
    unstated: Mapping[str, State]
    stated: frozenset[str]
    read: tuple[str, ...]


_last: list[_Kinds] = []  # of the vocabulary asked about last: nearly always there is one


def stated(case: Case, vocabulary: Vocabulary) -> tuple[dict[str, State], tuple[str, ...]]:
    """Every fact in the vocabulary's order, as stated or unknown; and those that only the records tell.

    No entry may state a fact of a run beside what the file states: that is another thing to look at.
    """
    kinds = next((each for each in _last if each.vocabulary is vocabulary), None)
    if kinds is None:
        kinds = _kinds(vocabulary)
        _last[:] = [kinds]
    found = dict(kinds.unstated)
    found.update({name: value for name, value in case.given.items() if name in kinds.stated})
    return found, kinds.read


def _kinds(vocabulary: Vocabulary) -> _Kinds:
    facts = vocabulary.facts
    read = tuple(
        name for name, fact in facts.items() if fact.reading is not None or fact.settling is not None
    )
    plain = facts.keys() - set(read)
    unstated = {
        name: UNKNOWN if name not in plain or fact.default is None else fact.default
        for name, fact in facts.items()
    }
    return _Kinds(vocabulary, unstated, frozenset(plain), read)
