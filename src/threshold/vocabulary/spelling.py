"""Names that people spell in more ways than one: compared without capitals, spaces and the like."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from threshold.reading import closest

Names = tuple[tuple[str, str], ...]  # (a spelling, the name that is used)

_BETWEEN = re.compile("[\\s_.'`\u00b4\u2018\u2019\u2010-\u2015-]+")
_DASHES = re.compile("[_\u2010-\u2015-]")


def bare(text: str) -> str:
    """What two spellings of one name share: small letters, no spaces, hyphens, full stops or apostrophes."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def name_used(text: str, names: Names) -> str | None:
    """The name used for what somebody wrote; None where it is a spelling of none of them."""
    return _by_spelling(names).get(bare(text))


def nearest(text: str, names: Names) -> tuple[str, str] | None:
    """The spelling that looks most like what somebody wrote, and its name; None where nothing is close."""
    found = closest(bare(text), _by_spelling(names))
    return next((pair for pair in names if bare(pair[0]) == found), None) if found else None


def misspelled(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is wrong with spellings, each with the name it was given to: none may belong to two names."""
    first: dict[str, str] = {}
    for spelling, name in names:
        key = bare(spelling)
        if not key:
            yield name, f'"{spelling}" holds no letter or number'
        elif first.setdefault(key, name) != name:
            yield name, f'"{spelling}" is a name of {first[key]} already'


def as_label(text: str) -> str:
    """The name of a workflow step or action as it is compared, whatever its capitals, spaces and dashes."""
    return " ".join(_DASHES.sub(" ", text).replace("\u2019", "'").split()).casefold()


@lru_cache(maxsize=512)
def _by_spelling(names: Names) -> Mapping[str, str]:
    return {bare(spelling): name for spelling, name in reversed(names)}
