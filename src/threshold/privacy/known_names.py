"""Names of people that are known, and words that stand with a capital and are none."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

# Two capitals at the front, or one in the middle of a short word, are of letters that stand for words.
_ODD_CAPITALS = re.compile(r"^(?:[A-Z]{2}|[A-Z][a-z][A-Z](?!\w{3}))(?!.*-)")
_VOWELS = frozenset("aeiouy")
# What these ends is a place, whatever it begins with.
_OF_PLACES = ("shire", "chester", "borough", "mouth", "minster", "pool", "bridge")
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("ness", ""),
)

_BEGINNINGS = ("un", "re", "non", "mis", "over", "pre", "dis")


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
def names_of_things() -> frozenset[str]:
    """Names of places, peoples, languages, medicines and programmes, and shortened words, folded."""
    return _listed("names-of-things.txt")


@cache
def _english() -> frozenset[str]:
    """Words of English, without those that an ending makes of another."""
    return frozenset(word for line in _lines("english-words.txt") for word in line.split())


@cache
def named_after() -> re.Pattern[str]:
    """What is called after somebody: charities, laws, tests, inquiries."""
    phrases = "|".join(re.escape(line) for line in _lines("named-after.txt"))
    kin = r"(?!\s(?:mum|dad|mother|father|nan|gran|brother|sister|house|school|room)\b)"
    return re.compile(rf"\b(?:{phrases})\b{kin}", re.IGNORECASE)


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


def english(word: str) -> bool:
    """Whether a folded word is one of the language, or made of one by its ending."""
    known, no = _english(), no_names()
    if word in known or word in no:
        return True
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)] + instead
            if stem in known or stem in no:
                return True
    begun = next((start for start in _BEGINNINGS if word.startswith(start)), None)
    return begun is not None and len(word) > len(begun) + 3 and english(word.removeprefix(begun))


@lru_cache(maxsize=10_000)
def foreign(word: str) -> bool:
    """Whether a folded word is none of the language, and no name of a thing: so mostly a person's name."""
    plain = word.replace("'", "")
    if len(plain) < 3 or not _VOWELS.intersection(plain) or word.endswith(_OF_PLACES):
        return False
    things = names_of_things()
    return not (plain in things or word in things or english(word) or english(plain))


def with_name_capitals(word: str) -> bool:
    """Whether the capitals of a word are those of a name, and not of letters that stand for words."""
    return _ODD_CAPITALS.search(word) is None


def _listed(file: str) -> frozenset[str]:
    return frozenset(folded(word) for line in _lines(file) for word in line.split())


def _lines(file: str) -> list[str]:
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
