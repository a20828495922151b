"""Names of people that are known, and words that stand with a capital and are none."""

import re
import unicodedata
from functools import cache
from pathlib import Path


@cache
def given_names() -> frozenset[str]:
    """First names that are nothing else, folded."""
    return _listed("given-names.txt")


@cache
def family_names() -> frozenset[str]:
    """Family names that are nothing else, folded."""
    return _listed("family-names.txt")


@cache
def names_and_words() -> frozenset[str]:
    """First names that are words too, folded."""
    return _listed("names-and-words.txt")


@cache
def no_names() -> frozenset[str]:
    """Words that stand where a name might, with a capital, and are none."""
    return _listed("no-names.txt")


@cache
def named_after() -> re.Pattern[str]:
    """What is called after somebody: charities, laws, tests, inquiries."""
    phrases = "|".join(re.escape(line) for line in _lines("named-after.txt"))
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


def folded(word: str) -> str:
    """A word in small letters without accents."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def unknown(word: str) -> bool:
    """Whether a folded word is none of those that are known to be no names."""
    no = no_names()
    return word not in no and word not in names_and_words() and not (word.endswith("s") and word[:-1] in no)


def _listed(file: str) -> frozenset[str]:
    return frozenset(folded(word) for line in _lines(file) for word in line.split())


def _lines(file: str) -> list[str]:
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
