"""Ages as people write them ("5 to 16", "under 13", "13+", "unborn"), in whole years."""

import re

from threshold.policy.indicators.model import Ages

OLDEST = 25  # years; the last for which any children's service has a duty

_ANY = ("", "-", "all", "all ages", "any", "any age", "every age")
_PATTERNS = (
    ("between", re.compile(r"(?:between |from )?([0-9]{1,2}) ?(?:to|-|and) ?([0-9]{1,2})")),
    ("under", re.compile(r"under ([0-9]{1,2})s?")),
    ("least", re.compile(r"([0-9]{1,2}) ?(?:\+|(?:and|or) (?:over|above|older|up)|upwards?)")),
    ("least", re.compile(r"from ([0-9]{1,2})")),
    ("most", re.compile(r"(?:up to ([0-9]{1,2})|([0-9]{1,2}) (?:and|or) (?:under|below|younger))")),
    ("only", re.compile(r"([0-9]{1,2})")),
)
_FORMS = 'write "5 to 16", "under 13", "13 or over", "up to 16" or "unborn", and nothing for all ages'
_UNBORN_TOO = re.compile(r"unborn(?: babies| children)?(?: ?(?:to|-|and|or|,|\+) ?)")


def parse_ages(text: str) -> Ages:
    """The ages that a text names. Raises ValueError, with what to write instead, where it names none."""
    plain = _plainly(text)
    if plain in _ANY:
        return Ages()
    if plain in ("unborn", "unborn babies", "unborn children", "unborn child", "unborn baby"):
        return Ages(unborn=True)
    if born := _UNBORN_TOO.match(plain):
        rest = plain[born.end() :]
        ages = parse_ages(rest)
        if re.fullmatch(r"[0-9]{1,2}", rest):  # "unborn to 5"
            ages = Ages(None, ages.most)
        if ages.least or ages.most is None:
            raise ValueError(f"what goes on from before birth needs its last age: {_FORMS}")
        return Ages(None, ages.most, unborn=True)
    return _in_years(plain)


def ages_text(ages: Ages) -> str:
    """The ages in the one way in which they are written back; empty for all ages."""
    least, most = ages.least, ages.most
    if ages.unborn:
        return "unborn" if most is None else f"unborn to {most}"
    if least is None:
        return "" if most is None else f"up to {most}"
    return f"{least} or over" if most is None else f"{least} to {most}"


def _plainly(text: str) -> str:
    """Without what changes nothing: capitals, the many kinds of dashes, "aged" and "years"."""
    dashed = re.sub("[\u2010-\u2015\u2212]", "-", text.casefold())
    dashed = re.sub(r"\b(?:pre-?birth|before birth)\b", "unborn", dashed)
    dashed = re.sub(r"\bbirth\b", "0", dashed)
    bare = re.sub(r"\b(?:aged?|ages|years?|yrs?|olds?|of age|children)\b|[.]$", " ", dashed)
    return re.sub(r" *- *", "-", " ".join(bare.split()))


def _in_years(plain: str) -> Ages:
    for kind, pattern in _PATTERNS:
        if (found := pattern.fullmatch(plain)) is None:
            continue
        numbers = [int(each) for each in found.groups() if each is not None]
        ages = _bounds(kind, numbers)
        if ages.least is not None and ages.most is not None and ages.least > ages.most:
            raise ValueError("the first age is above the last; write the lower one first")
        if ages.most is not None and ages.most < 0:
            raise ValueError('no child is under 0; write "unborn" for before birth')
        if max(numbers) > OLDEST:
            raise ValueError(f"no service for children goes beyond {OLDEST} years; look at the number")
        return ages
    if re.search(r"\bover\b", plain):
        raise ValueError('whether that age itself is meant is not clear; write "13 or over"')
    if re.search(r"months?|weeks?|days?", plain):
        raise ValueError('ages are whole years; write "under 1", and put the months into the question')
    raise ValueError(f"these ages cannot be read; {_FORMS}")


def _bounds(kind: str, numbers: list[int]) -> Ages:
    first, last = numbers[0], numbers[-1]
    match kind:
        case "under":
            return Ages(None, last - 1)
        case "least":
            return Ages(first, None)
        case "most":
            return Ages(None, last)
        case _:
            return Ages(first, last)
