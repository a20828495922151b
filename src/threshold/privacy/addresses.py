"""Where somebody lives: a house in a street, a flat, a room, a house with a name, a point on the map."""

import re

from threshold.privacy.known_names import folded, no_names
from threshold.privacy.word_lists import word_list

_STRONG = word_list("streets, whatever the letters")  # no other word is meant, even in small letters
_STREETS = _STRONG | word_list("streets, with capitals")
_OFFICES = word_list("offices in a street")
_NO_STREET = word_list("no streets")
# What is numbered and no house.
_NO_HOUSE = tuple(f"{word} " for word in word_list("numbered and no house"))
_NUMBER = r"\d{1,4}\s?[A-Za-z]?(?:\s?-\s?\d{1,4}[A-Za-z]?)?"
_NUMBERED = re.compile(
    rf"(?<![\w/.-]){_NUMBER},?\s(?=(?P<words>[A-Za-z][\w'.-]*(?:\s[A-Za-z][\w'.-]*){{1,3}}))"
)
_NUMBERED_THE = re.compile(rf"(?<![\w/.-]){_NUMBER},?\s[Tt]he\s(?P<name>[A-Za-z]+)\b(?=\s*(?:[,.;)]|$))")
_STREET_NAME = re.compile(
    r"(?<![\w'-])(?P<name>[A-Z][\w'-]{2,30})\s"
    r"(?:Street|Road|Avenue|Lane|Crescent|Terrace|Grove|Gardens|Mews|Drive|Close)\b"
    r"(?!'?\s(?:[A-Z]|library|centre|clinic|surgery|school|police|hub|office|nursery|church))"
)
_FLAT = re.compile(
    r"\b(?i:flat|apartment|apt|maisonette|bedsit)\s?(?:no\.?\s?|number\s)?"
    r"(?:\d{1,4}\s?[A-Za-z]?|[A-Za-z])\b(?=\s*(?:[,.;:)/]|$)|\s(?:at|in|of)\s)(?!\.\d)"
    r"|\b(?:Flat|Apartment|Apt|Maisonette|FLAT)\s?\d{1,4}[A-Za-z]?\s[A-Z]"
)
_ROOM = re.compile(
    r"\b(?i:rm|room|plot|pitch|unit|caravan|block|lot|berth|no|number)\.?\s?\d{1,4}[A-Za-z]?,?\s"
    r"(?:(?:of|at|on|in)\s)?(?:the\s)?(?:[A-Z][\w'-]+\s){1,3}(?i:hostel|hotel|house|court|lodge|inn|refuge|"
    r"guest\s?house|marina|(?:(?:caravan|mobile\shome|trailer|traveller)\s)?(?:site|park))\b"
)
_LIVES = re.compile(
    r"\b(?i:liv(?:es?|ed|ing)|resid(?:es?|ed|ing)|stay(?:s|ed|ing)?|moved?|moving|addresses?|house|home|family|placed|"
    r"based|residence)\b(?:\s(?:is|was|are|at|to|in|into|on|now|currently|of|still|back|given\sas|recorded\sas)\b)*"
    r"\s?:?\s(?:[Nn]o\.?\s|[Nn]umber\s)?"
    rf"(?P<what>(?:{_NUMBER},?\s)?(?:[Tt]he\s)?[A-Z][\w'-]*(?:\s[A-Z][\w'-]*){{0,3}})"
)
_ADDRESS_IS = re.compile(
    r"\b(?:[Hh]ome )?[Aa]ddress(?:es)?(?:\s(?:is|was))?\s?[:=]?\s"
    r"(?:\d{1,4}[a-z]?\b|(?:The\s)?[A-Z][a-z]+\s[A-Z][a-z]+,)"
)
_POINT = re.compile(
    r"///\w+\.\w+\.\w+|(?<![\d.])-?\d{1,2}\.\d{4,10}[°\s]{0,2}[NS]?\s?,\s?-?\d{1,3}\.\d{4,}"
    r"|\bwhat3words\b\W{1,3}\w+\.\w+\.\w+",
    re.IGNORECASE,
)


def holds_address(text: str) -> bool:
    """Whether text tells where somebody lives."""
    return (
        any(_is_in_street(text, found) for found in _NUMBERED.finditer(text))
        or any(pattern.search(text) for pattern in (_FLAT, _ROOM, _ADDRESS_IS, _POINT))
        or any(_is_the(found["name"]) for found in _NUMBERED_THE.finditer(text))
        or any(folded(found["name"]) not in no_names() for found in _STREET_NAME.finditer(text))
        or any(_is_home(found["what"]) for found in _LIVES.finditer(text))
    )


def _is_in_street(text: str, found: "re.Match[str]") -> bool:
    before = text[max(0, found.start() - 12) : found.start()].lower()
    return not before.endswith(_NO_HOUSE) and _ends_in_street(found["words"].split())


def _ends_in_street(words: list[str]) -> bool:
    """Whether the words are the name of a street: a kind of street after a word of its own."""
    for at, word in enumerate(words):
        low = word.strip(".'").lower()
        if (words[at - 1].lower(), low) == ("high", "court"):
            return False
        if at and low in _STREETS and words[at + 1 : at + 2] and words[at + 1].lower() in _OFFICES:
            return False
        if at and low in _STREETS and (low in _STRONG or all(each[0].isupper() for each in words[: at + 1])):
            return True
        if low in _NO_STREET and low != "st":
            return False
    return False


def _is_the(name: str) -> bool:
    return name.lower() in _STREETS or (name[0].isupper() and name.lower() not in no_names())


def _is_home(what: str) -> bool:
    words = what.removeprefix("The ").removeprefix("the ").split()
    if words[0][0].isdigit():
        rest = [word for word in words if not word[0].isdigit() and len(word) > 1]
        return (
            bool(rest) and folded(rest[0]).rstrip(",") not in no_names() and rest[0].lower() not in _NO_STREET
        )
    own = [folded(word) for word in words]
    return any(low in _STREETS and own[at] not in no_names() for at, low in enumerate(own[1:]))
