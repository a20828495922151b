"""What identifies a child in a reference, which has no words to say what its figures are."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from threshold.privacy.disguises import undisguised

# Letters and a few figures, as references that are made up mostly are.
_MADE_UP = re.compile(r"[A-Za-z]{0,3}[-./_]?\d{0,5}")
# The same with six or seven figures, which say nothing but perhaps a day; what stands before may (`sc`).
_NUMBERED = re.compile(r"([A-Za-z]{0,3})[-./_]?(\d{6,7})")
_INITIALS_AND_DAY = re.compile(
    r"(?<![^\W\d_])[A-Za-z]{2,3}[-._/]?\d{6}(?!\d)|(?<!\d)\d{6}[-._/]?[A-Za-z]{2,3}(?![^\W\d_])"
)
_SIX = re.compile(r"(\d\d)(\d\d)(\d\d)")


def identifying_reference(text: str, today: date | None = None) -> Iterator[str]:
    """The kinds of identifying detail recognised in a reference, each once.

    Any day in it is taken for one of birth, but for one of the last year beside initials.
    """
    if _MADE_UP.fullmatch(text):
        return
    # Most references are of these shapes, and need not wait for the patterns.
    day = today or date.today()
    if text.isascii() and (numbered := _NUMBERED.fullmatch(text)):
        letters, figures = numbered.groups()
        yield from _kinds_of_form(text[: numbered.start(2)], len(figures))
        if len(figures) == 6 and len(letters) > 1 and _is_birth(day, figures[:2], figures[2:4], figures[4:]):
            yield "a date of birth"
        return
    yield from _by_patterns(text, day)


@lru_cache(maxsize=1_000)
def _kinds_of_form(start: str, figures: int) -> tuple[str, ...]:
    """What a reference that begins so says, whatever its figures are."""
    return tuple(_by_patterns(start + "7" * figures, date.min))


def _by_patterns(text: str, day: date) -> Iterator[str]:
    from threshold.privacy.names import name_in_reference
    from threshold.privacy.numbers import identifying_numbers
    from threshold.privacy.places import identifying_places

    plain = undisguised(text)
    yield from identifying_numbers(plain)
    yield from identifying_places(plain)
    if _holds_date(plain, day):
        yield "a date of birth"
    if name_in_reference(plain) or any(map(_run_together, re.findall(r"[^\W\d_]{6,}", plain))):
        yield "a name"


def _run_together(word: str) -> bool:
    """Whether a word is a first name and a family name with nothing between, in either order."""
    from threshold.privacy.known_names import family_names, folded, given_names, names_and_words

    letters = folded(word)
    first = given_names() | names_and_words()
    return any(
        (start in first and rest in family_names()) or (start in family_names() and rest in first)
        for start, rest in ((letters[:at], letters[at:]) for at in range(3, len(letters) - 2))
    )


def _holds_date(text: str, today: date) -> bool:
    from threshold.privacy.dates import compact_date

    if any(map(compact_date, re.findall(r"(?<!\d)\d{8}(?!\d)", text))):
        return True
    numbers = re.findall(r"\d+", text)
    if any(_is_day(*each) for each in zip(numbers, numbers[1:], numbers[2:], strict=False)):
        return True
    found = (_SIX.search(piece) for piece in _INITIALS_AND_DAY.findall(text))
    return any(each and _is_birth(today, *each.groups()) for each in found)


def _is_day(first: str, second: str, third: str) -> bool:
    """Whether three numbers are a day, with its year in full or all of two digits."""
    from threshold.privacy.dates import compact_date

    lengths = (len(first), len(second), len(third))
    if lengths == (2, 2, 2):
        return compact_date(f"{first}{second}20{third}") is not None
    if 4 not in (lengths[0], lengths[2]) or max(lengths) > 4 or lengths[1] > 2:
        return False
    return compact_date(f"{first:>02}{second:>02}{third:>02}") is not None


def _is_birth(today: date, day: str, month: str, year: str) -> bool:
    """Whether six digits may be a day on which a child was born: not of the last year."""
    from threshold.privacy.dates import full_year

    try:
        born = date(full_year(int(year), today), int(month), int(day))
    except ValueError:
        return False
    return 366 < (today - born).days < 366 * 26
