"""Names, lists and numbers as people say them."""

import re
from collections.abc import Sequence

_NAME = re.compile(r"[a-z][a-z0-9_.]*")
_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")
_ABBREVIATED = ("BRAG", "CAF", "EH", "EHM", "FYPS", "LCS", "MASH", "NHS", "TAC", "UPN")
_AS_WRITTEN = {
    **{word.casefold(): word for word in (*_ABBREVIATED, "Mosaic", "SMART")},
    "cin": "Child in Need",
    "cp": "child protection",
    "47": "47 enquiry",  # of section 47
}


def spoken(name: str) -> str:
    """The name of a fact, an event or a choice as people say it, without dots and underscores."""
    words = name.replace(".", " ").replace("_", " ").split()
    return " ".join(_AS_WRITTEN.get(word, word) for word in words)


def sentence(text: str) -> str:
    """The text with a capital at its beginning; the rest as it is."""
    return text[:1].upper() + text[1:]


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with the mark at its end."""
    return _END.split(text)


def unsaid(text: str, said: set[str]) -> str:
    """What of a text was not said before, by whole sentences; `said` takes it up."""
    fresh = [each for each in sentences(text) if each.rstrip(".") not in said]
    said.update(each.rstrip(".") for each in fresh)
    return " ".join(fresh)


def plainly(text: str) -> str:
    """The name of a fact or of a choice as people say it; anything else as it is written."""
    return spoken(text) if _NAME.fullmatch(text) else text


def listed(words: Sequence[str], last: str = "or") -> str:
    """`a, b or c`; none of them is `none`."""
    *others, final = words or ["none"]
    return f"{', '.join(others)} {last} {final}" if others else final


def many(number: int, one: str, more: str = "") -> str:
    """A number of things: 1 entry, 2,000 entries. `more` is the plural where it is not `one` with an s."""
    return f"1 {one}" if number == 1 else f"{number:,} {more or f'{one}s'}"


def lasting(number: int, unit: str) -> str:
    """So many days, working days, hours or working hours; `unit` is the plural."""
    if number == 0 and unit.endswith("hours"):
        return f"less than {'an' if unit == 'hours' else 'a'} {unit.removesuffix('s')}"
    return many(number, unit.removesuffix("s"))
