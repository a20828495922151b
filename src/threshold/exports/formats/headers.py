"""Which column of a real table stands under a header that is looked for, be it written in other words.

A header is taken for another one only where it holds the same words, in any order and form, but for words
that say nothing; words that tell one column from another (start, end, review, birth) must all be there.
Where two columns could be meant, none is taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from threshold.exports.rows.cells import tidy
from threshold.reading import parse_yaml, read_text
from threshold.reading.validate import validate

_DATE = "date"
_LONG_ENOUGH = 6  # letters, for one of them to be a slip of the pen


@dataclass(frozen=True, slots=True)
class Matched:
    """Where what was looked for stands.

    columns   key: the real column
    reworded  key: the header that was looked for, where the real one has other words
    unclear   key: the columns that it could be, of which none was taken
    """

    columns: Mapping[str, str]
    reworded: Mapping[str, str]
    unclear: Mapping[str, tuple[str, ...]]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: dict[str, list[str]]
    forms: dict[str, list[str]]
    silent: list[str]


def match_headers(
    wanted: Mapping[str, Sequence[str]], columns: Iterable[str], loosely: bool = True
) -> Matched:
    """Where each of the wanted headers stands; each key has several, the first its usual one.

    A header in its own words comes before one in other words, and no column is taken twice.
    """
    real = list(columns)
    by_text: dict[str, str] = {}
    for column in real:
        by_text.setdefault(tidy(column), column)
    first = {key: _first(names, by_text) for key, names in wanted.items()}
    found = {key: column for key, column in first.items() if column is not None}
    if not loosely:
        return Matched(found, {}, {})
    free = {column: words for column in real if column not in found.values() and (words := words_of(column))}
    candidates = {key: _alike(names, free) for key, names in wanted.items() if key not in found}
    # Two keys that are looked for under the same headers are two readings of one column.
    asked = {key: tuple(map(tidy, names)) for key, names in wanted.items()}
    claims = {(column, asked[key]) for key, alike in candidates.items() for column in alike}
    taken = [column for column, _ in claims]
    clear = {
        key: alike[0] for key, alike in candidates.items() if len(alike) == 1 and taken.count(alike[0]) == 1
    }
    unclear = {key: alike for key, alike in candidates.items() if alike and key not in clear}
    return Matched(found | clear, {key: wanted[key][0] for key in clear}, unclear)


def _alike(names: Sequence[str], free: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The columns that say what the first of these headers says which any column does."""
    for same in (frozenset.__eq__, _slip):
        for name in names:
            asked = words_of(name)
            if alike := tuple(column for column, words in free.items() if same(words, asked)):
                return alike
    return ()


@lru_cache(maxsize=1 << 16)
def words_of(header: str) -> frozenset[str]:
    """The words of a header that say anything, each in one form: `Date assessment started` has two."""
    words = _words()
    text = f" {' '.join(tidy(header).split())} "
    for form, phrases in words.phrases.items():
        for phrase in phrases:
            text = text.replace(f" {phrase} ", f" {form} ")
    forms = _forms()
    said = frozenset(forms.get(word, word) for word in text.split()) - frozenset(words.silent)
    # A lone `Referral` may be anything; `Referral date` is the date of one.
    return said if len(said - {_DATE}) < 2 else said - {_DATE}


def _first(names: Sequence[str], by_text: Mapping[str, str]) -> str | None:
    return next((by_text[tidy(name)] for name in names if tidy(name) in by_text), None)


def _slip(words: frozenset[str], asked: frozenset[str]) -> bool:
    """Whether the words are those asked for, but for a slip of the pen in one long word."""
    if len(words) != len(asked):
        return False
    odd, lacking = words - asked, asked - words
    if len(odd) != 1 or len(lacking) != 1:
        return False
    (one,), (other,) = odd, lacking
    if one in _known_words() or one.isdigit():
        return False
    written = (other, *_words().forms.get(other, ()))
    return any(min(len(one), len(each)) >= _LONG_ENOUGH and _one_edit_apart(one, each) for each in written)


def _one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter more, less, or other, or two letters changed over, make one word of the other."""
    if len(one) > len(other):
        one, other = other, one
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[:at] + one[at : at + 2][::-1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other


@cache
def _forms() -> dict[str, str]:
    return {form: word for word, forms in _words().forms.items() for form in forms}


@cache
def _known_words() -> frozenset[str]:
    words = _words()
    return frozenset((*words.phrases, *words.forms, *_forms(), *words.silent))


@cache
def _words() -> _Words:
    path = Path(__file__).with_name("headers.yaml")
    return validate(_Words, parse_yaml(read_text(path, path.name), path.name)[0], path.name)
