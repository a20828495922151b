"""What a single question answers for many: a no to it is a no to each."""

from collections.abc import Iterable, Mapping, Sequence

from threshold.casefiles import Case
from threshold.vocabulary import Fact, Vocabulary

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
    """The screening facts of which each fact is to be asked for."""
    return frozenset(screen for screen in screened(vocabulary) if is_open(screen, case, vocabulary))


def is_open(screen: str, case: Case, vocabulary: Vocabulary) -> bool:
    """Whether what a screening fact answers for is to be asked for by itself.

    It is once that fact is true or, while nobody has said, once one of those that it answers for is.
    """
    given = case.given
    if screen in given:
        return given[screen] is True
    return any(given.get(name) is True for name in screened(vocabulary)[screen])


def screen_to_ask(name: str, case: Case, vocabulary: Vocabulary) -> str:
    """The screening fact that is asked for in the place of a fact; empty where it is asked for itself."""
    screen = vocabulary.facts[name].screened_by
    return screen if screen and not is_open(screen, case, vocabulary) else ""


def by_what_is_asked(names: Iterable[str], case: Case, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts that are asked for so that these become known, each once: a domain stands for its signs."""
    return tuple(dict.fromkeys(screen_to_ask(name, case, vocabulary) or name for name in names))


def asked_of(facts: Sequence[Fact]) -> str:
    """The question that asks which of some facts are so: of one alone, its own."""
    return facts[0].asks if len(facts) == 1 else f"{facts[0].asked_with}: which of these are there?"


def asked_beside(fact: Fact, case: Case, vocabulary: Vocabulary) -> list[Fact]:
    """The facts that are asked for by one question with this one, which is among them; known ones are not."""
    if not fact.asked_with:
        return [fact]
    others = (vocabulary.facts[name] for name in screened(vocabulary).get(fact.screened_by, ()))
    alike = [each for each in others if each.asked_with == fact.asked_with and each.name not in case.given]
    return alike if fact in alike else [fact]
