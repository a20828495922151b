"""What columns of a list of contacts most likely hold, and what their words mean: for somebody to confirm."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from threshold.exports.rows.cells import NO, YES, tidy
from threshold.privacy import identifying_field
from threshold.reading import parse_yaml, read_text
from threshold.reading.validate import validate
from threshold.vocabulary import Fact, Vocabulary

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class _Guesses(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    child: list[str]
    danger: list[str]
    facts: dict[str, list[str]]
    times: dict[str, list[str]]
    values: dict[str, dict[str, list[str]]]


def questions_about_danger(vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """What has to be asked of every contact before anything else."""
    return tuple(vocabulary.facts[name] for name in _guesses().danger if name in vocabulary.facts)


def child_headers() -> tuple[str, ...]:
    """What the column of references is often called, the likeliest first, as `squeezed` makes it."""
    return tuple(map(squeezed, _guesses().child))


def usual_headers() -> frozenset[str]:
    """Every header that is known here, tidied."""
    guesses = _guesses()
    lists = (guesses.child, *guesses.facts.values(), *guesses.times.values())
    names = [name for names in lists for name in names]
    return frozenset(map(tidy, names)) | frozenset(map(squeezed, names)) | frozenset(map(tidy, guesses.facts))


def guessed_child(headers: Iterable[str]) -> str | None:
    """The column of the references; none that would hold what identifies a child."""
    there = {squeezed(header): header for header in headers if not identifying_field(header)}
    return next((there[name] for name in child_headers() if name in there), None)


def guessed_facts(headers: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """fact: the column that most likely states it, the facts in the order of the file of guesses."""
    there: dict[str, str] = {}
    for header in headers:
        if not identifying_field(header):
            there.setdefault(squeezed(header), header)
    found: dict[str, str] = {}
    for fact, names in _guesses().facts.items():
        if fact not in vocabulary.facts:
            continue
        column = next((there[name] for name in map(squeezed, (fact, *names)) if name in there), None)
        if column is not None and column not in found.values():
            found[fact] = column
    return found


def guessed_time(fact: str, headers: Iterable[str]) -> str:
    """The column of the time of day of a fact, beside that of the day; empty where there is none."""
    there = {squeezed(header): header for header in headers}
    names = map(squeezed, _guesses().times.get(fact, ()))
    return next((there[name] for name in names if name in there), "")


def guessed_values(fact: Fact) -> Mapping[str, str | bool]:
    """What words, tidied, most likely mean for a fact of yes and no or of a choice."""
    guesses = _guesses().values.get(fact.name, {})
    return own_values(fact) | {tidy(word): value for value, words in guesses.items() for word in words}


def own_values(fact: Fact) -> dict[str, str | bool]:
    """What words, tidied, mean without a column map: yes and no, and the spellings of a choice."""
    if fact.type.kind == "boolean":
        return {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
    return {tidy(written): value for written, value in fact.type.spellings}


def squeezed(header: str) -> str:
    """A header for comparing, without any space: `ImmediateDanger` as `Immediate danger?`."""
    return tidy(_CAMEL.sub(" ", header)).replace(" ", "")


@cache
def _guesses() -> _Guesses:
    path = Path(__file__).with_name("contact-columns.yaml")
    return validate(_Guesses, parse_yaml(read_text(path, path.name), path.name)[0], path.name)
