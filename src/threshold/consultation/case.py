"""The answers of a call as a case, which the rules can be put to."""

from collections.abc import Mapping
from datetime import date

from threshold.casefiles import Case, Entry
from threshold.vocabulary import Value, Vocabulary


def case_of(
    answers: Mapping[str, Value | None], vocabulary: Vocabulary, day: date, reference: str = "call"
) -> Case:
    """The case that the answers describe. What nobody knows is left out, which means the same."""
    given: dict[str, Value] = {}
    timeline: list[Entry] = []
    covers: dict[str, date] = {}
    for name, value in answers.items():
        fact = vocabulary.facts[name]
        if value is None:
            continue
        if fact.reading is None:
            given[name] = value
            continue
        # Whether something is open: it began on a day that nobody said, or it never did.
        opening = vocabulary.episodes[fact.reading.episode].opens
        if value:
            timeline.append(Entry(None, opening))
        else:
            covers[opening] = day
    return Case(reference, given, tuple(timeline), covers, as_at=day)
