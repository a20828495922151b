"""Days and years said in words: the fourteenth of May two thousand and fourteen."""

import re

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
          "nineteen"]  # fmt: skip
_NTH = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",     "twentieth",
]  # fmt: skip
_DAYS = {
    **{word: number for number, word in enumerate(_NTH, 1)},
    **{f"twenty {word}": 20 + number for number, word in enumerate(_NTH[:9], 1)},
    "thirtieth": 30,
    "thirty first": 31,
}
_UP_TO_99 = {
    **{word: number for number, word in enumerate((*_ONES, *_TEENS), 1)},
    **{
        " ".join((ten, one)).strip(): tens + number
        for ten, tens in (("twenty", 20), ("thirty", 30), ("eighty", 80), ("ninety", 90))
        for number, one in enumerate(("", *_ONES))
    },
}
_ONE = rf"(?:{'|'.join((*_TEENS, *_ONES))})"
_TENS = rf"(?:(?:twenty|thirty|eighty|ninety)(?:[\s-]{_ONE})?|{_ONE})"

ORDINALS = rf"(?:(?:twenty|thirty)[\s-])?(?:{'|'.join(sorted((*_NTH, 'thirtieth'), key=len, reverse=True))})"
YEARS = rf"(?:two\sthousand(?:\sand)?(?:\s{_TENS})?|(?:nineteen|twenty)[\s-]{_TENS})"

# How old somebody may be said to be or to become: a child, or one who is looked after beyond that.
AGES = rf"(?:2[0-5]|1?\d|twenty(?:[\s-]{_ONE})?|{_ONE})"


def day_said(text: str) -> int:
    """The day of the month that an ordinal says; 0 for none."""
    return _DAYS.get(_plain(text), 0)


def year_said(text: str) -> int:
    """The year that words say: two thousand and fourteen, twenty fourteen, nineteen eighty-five."""
    words = _plain(text)
    if words.startswith("two thousand"):
        return 2000 + _UP_TO_99.get(words.removeprefix("two thousand").removeprefix(" and").strip(), 0)
    century, _, rest = words.partition(" ")
    return (1900 if century == "nineteen" else 2000) + _UP_TO_99.get(rest, 0)


def _plain(text: str) -> str:
    return " ".join(re.findall("[a-z]+", text.casefold()))
