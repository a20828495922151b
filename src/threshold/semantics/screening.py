"""What a single question answers for many: a no to it is a no to each."""

from collections.abc import Mapping

from threshold.casefiles import Case
from threshold.vocabulary import Vocabulary

_last: list[tuple[Vocabulary, Mapping[str, tuple[str, ...]]]] = []  # of the vocabulary asked about last


def screened(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """The facts that each screening fact answers for, by its name."""
    if not _last or _last[0][0] is not vocabulary:
        found: dict[str, list[str]] = {}
        for name, fact in vocabulary.facts.items():
            if fact.screened_by:
                found.setdefault(fact.screened_by, []).append(name)
        _last[:] = [(vocabulary, {screen: tuple(names) for screen, names in found.items()})]
    return _last[0][1]


def opened(case: Case, vocabulary: Vocabulary) -> frozenset[str]:
    """The screening facts of which each fact is to be asked for: answered yes, or one of theirs is so."""
    given = case.given
    return frozenset(
        screen
        for screen, names in screened(vocabulary).items()
        if given.get(screen) is True or any(given.get(name) is True for name in names)
    )
