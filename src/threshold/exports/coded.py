"""What only a whole column of references tells: names cut short, initials, days and numbers like them."""

import re
from collections.abc import Collection, Sequence
from functools import cache

_NEARLY_ALL = 0.9  # of the numbers that might be days are days, where they are of birth
_HALF = 0.5
_QUARTER = 0.25  # many family names are words too, and in no list of them
_SOME = 5  # different people at least; a word that comes again and again is a mark of the system's
_RUN = 10  # numbers at least that may be one after another
_STEM, _SHORT = 5, 2  # letters of a family name, and of a first name

_EIGHT = re.compile(r"(?<!\d)\d{8}(?!\d)")
_DAYS = (r"(?:19|20)\d\d(?:MM)(?:DD)", r"(?:DD)(?:MM)(?:19|20)\d\d", r"(?:MM)(?:DD)(?:19|20)\d\d")
_STYLES = [
    re.compile(each.replace("MM", "0[1-9]|1[0-2]").replace("DD", "0[1-9]|[12]\\d|3[01]")) for each in _DAYS
]
_INITIALS = re.compile(r"([^\W\d_])\.\s?([^\W\d_])\.?(?:\s?[^\W\d_]\.)?[\s\-_/.]*\d{0,6}")


def eight_figures(text: str) -> str:
    """The eight figures in a row that a reference holds and might be a day; empty where there are none."""
    found = _EIGHT.findall(text)
    return found[0] if len(found) == 1 else ""


def are_days(runs: Sequence[str]) -> bool:
    """Whether runs of eight figures are days: nearly all could be, and they do not follow one another."""
    if not runs:
        return False
    days = max(sum(1 for run in runs if style.fullmatch(run)) for style in _STYLES)
    numbers = sorted({int(run) for run in runs})
    # Days of birth never stand so close: two thirds of such numbers are none.
    follow = len(numbers) >= _RUN and len(numbers) > _HALF * (numbers[-1] - numbers[0] + 1)
    return days >= _NEARLY_ALL * len(runs) and not follow


def names_in_code(references: Collection[str]) -> int:
    """How many references are initials, or the start of a family name and of a first name; 0 for few."""
    initials = [f"{found[1]}{found[2]}" for each in references if (found := _INITIALS.fullmatch(each))]
    codes = [stem for each in references if (stem := _stem(each))]
    most = _HALF * len(references), _QUARTER * len(references)
    return max(_of_people(initials, most[0]), _of_people(codes, most[1]))


def _of_people(found: Sequence[str], least: float) -> int:
    several = len(set(found)) >= _SOME and len({each[0] for each in found}) >= _SOME
    return len(found) if several and len(found) >= least else 0


def _stem(reference: str) -> str:
    """The start of a family name where a reference is that, the start of a first name, and a number."""
    found = re.fullmatch(r"([A-Za-z]{4,14})[-_.]?\d{1,6}", reference)
    if not found:
        return ""
    letters = found[1].casefold()
    for short in (_SHORT, 1):
        family, first = letters[:-short], letters[-short:]
        if family in _families() and first in _starts():
            return family
    return ""


@cache
def _families() -> frozenset[str]:
    """Family names, whole and cut to their first letters."""
    from threshold.privacy.known_names import family_names

    return frozenset(part for name in family_names() for part in (name, name[:_STEM]) if len(part) > 2)


@cache
def _starts() -> frozenset[str]:
    from threshold.privacy.known_names import given_names

    return frozenset(name[:length] for name in given_names() for length in (1, _SHORT))
