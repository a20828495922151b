"""What is to be asked about the contacts of a list: each question once, with how many it is asked of."""

from collections import Counter
from collections.abc import Iterable, Sequence

from threshold.output.words import spoken
from threshold.policy.protection import QUESTIONS
from threshold.vocabulary import Vocabulary
from threshold.vocabulary.phrases import questions
from threshold.worklist.model import Row

# What every contact is about, so that a short name does not say it.
_SEVERAL = 3
_ABOUT = ("child protection ", "contact ")


def short(fact: str) -> str:
    """A fact's name, as short as a list wants it."""
    name = spoken(fact)
    for about in _ABOUT:
        name = name.removeprefix(about)
    return name


def asked_of_all(rows: Sequence[Row]) -> tuple[str, ...]:
    """The facts that are missing of every one of several contacts, in the order of the first."""
    if len(rows) < _SEVERAL:
        return ()
    shared = set.intersection(*({*row.missing} for row in rows))
    return tuple(name for name in rows[0].missing if name in shared)


def asked(rows: Iterable[Row], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """What is to be asked of any contact, by its short name: danger first, then what most contacts lack."""
    counted = Counter(name for row in rows for name in row.missing if name in vocabulary.facts)
    first = {name: place for place, name in enumerate(QUESTIONS)}
    names = sorted(counted, key=lambda name: (first.get(name, len(first)), -counted[name], name))
    return [(short(name), " ".join(questions(vocabulary.facts[name], vocabulary))) for name in names]
