"""The facts of a case of which nothing is on record: what is stated; for the rest the same in every case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from threshold.casefiles import Case
from threshold.semantics.records import Records
from threshold.vocabulary import UNKNOWN, Fact, State, Vocabulary

_ReadAlone = Callable[[Records, str], State]


@dataclass(frozen=True, slots=True)
class _Same:
    """What is the same in every such case, and the facts that hang on dates which are stated."""

    vocabulary: Vocabulary
    states: Mapping[str, State]
    hanging: tuple[str, ...]


_last: list[_Same] = []  # of the vocabulary asked about last: nearly always there is one


def is_empty(case: Case) -> bool:
    """Whether a case records nothing, and does not say either that it records everything of some kind."""
    return not case.timeline and not case.covers


def states(records: Records, read: _ReadAlone) -> dict[str, State]:
    """Every fact of an empty case; `read` reads one off records, however long that takes."""
    vocabulary = records.vocabulary
    same = next((each for each in _last if each.vocabulary is vocabulary), None)
    if same is None:
        same = _same(vocabulary, read)
        _last[:] = [same]
    facts = vocabulary.facts
    found = dict(same.states)
    for name, value in records.case.given.items():
        if name in found and facts[name].reading is None:
            found[name] = value
    for name in same.hanging:
        found[name] = read(records, name)
    return found


def _same(vocabulary: Vocabulary, read: _ReadAlone) -> _Same:
    # Without an entry there is nothing that the day of reading could tell apart.
    empty = Records(Case("", {}), vocabulary, date.min)
    states = {name: _unstated(fact, empty, read) for name, fact in vocabulary.facts.items()}
    hanging = tuple(name for name, fact in vocabulary.facts.items() if _hangs(fact, vocabulary))
    return _Same(vocabulary, states, hanging)


def _unstated(fact: Fact, empty: Records, read: _ReadAlone) -> State:
    if fact.reading is not None:
        return read(empty, fact.name)
    return UNKNOWN if fact.settling is not None or fact.default is None else fact.default


def _hangs(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a fact is looked for from or by a date that a case states, or that hangs on one."""
    reading = fact.reading
    bounds = (reading.since, reading.by) if reading is not None else ()
    return any(
        vocabulary.facts[name].reading is None or _hangs(vocabulary.facts[name], vocabulary)
        for name in filter(None, bounds)
    )
