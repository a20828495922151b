"""Where somebody lives: a house in a street, a flat, a room, a house with a name, a point on the map."""

import re

from threshold.privacy.known_names import folded, foreign, no_names
from threshold.privacy.word_lists import word_list

_STRONG = word_list("streets, whatever the letters")  # no other word is meant, even in small letters
_STREETS = _STRONG | word_list("streets, with capitals") | word_list("streets, shortened")
_OFFICES = word_list("offices in a street")
_KNOWN = word_list("streets that everybody knows")  # a hospital, a ministry: nobody lives there
_NO_STREET = word_list("no streets")
_ABBREVIATED = word_list("streets, shortened")
_DOUBTFUL = word_list("streets that are mostly other words")
_OF_STREETS = word_list("first words of streets")
_PLURALS = word_list("people and things that are counted")
_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
# What is numbered and no house.
_NO_HOUSE = tuple(f"{word} " for word in word_list("numbered and no house"))
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_IN_WORDS = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:{_ONES}))?|ten|eleven|twelve|"
    rf"thirteen|fourteen|fifteen"
    rf"|sixteen|seventeen|eighteen|nineteen|{_ONES})(?:[\s-][a-d]\b)?"
)
_NUMBER = r"\d{1,4}\s?[A-Za-z]?(?:\s?-\s?\d{1,4}[A-Za-z]?)?"
_NUMBERED = re.compile(
    rf"(?<![\w/.-])(?:(?P<number>{_NUMBER}|\d{{1,2}}/\d{{1,3}})|"
    rf"(?P<said>(?i:{_IN_WORDS}))),?\s(?=(?P<words>[A-Za-z][\w'.-]*(?:\s[A-Za-z][\w'.-]*){{0,3}}))"
)
_NUMBERED_THE = re.compile(
    rf"(?<![\w/.-]){_NUMBER},?\s[Tt]he\s(?P<name>[A-Za-z]+)\b(?P<end>\s*(?:[,.;)]|$))?"
)
# Names of streets, or of houses, of one word: Kirkgarth, Broadgate.
_ONE_WORD = tuple(word_list("endings of streets"))
_STREET_NAME = re.compile(
    r"(?<![\w'-])(?P<name>[A-Z][\w'-]{2,30})\s"
    r"(?:Street|Road|Avenue|Lane|Crescent|Terrace|Grove|Gardens|Mews|Drive|Close)\b"
    r"(?!'?\s(?:[A-Z]|library|centre|clinic|surgery|school|police|hub|office|nursery|church))"
)
_FLAT = re.compile(
    r"\b(?i:flat|flt|apartment|apt|maisonette|bedsit)\s?(?:no\.?\s?|number\s)?"
    r"(?:\d{1,4}\s?[A-Za-z]?|[A-Za-z])\b(?=\s*(?:[,.;:)/]|$)|\s(?:at|in|of)\s)(?!\.\d)"
    r"|\b(?:Flat|Apartment|Apt|Maisonette|FLAT)\s?\d{1,4}[A-Za-z]?\s[A-Z]"
)
_FLAT_NAMED = re.compile(
    r"\b(?:flat|flt|apartment|apt|maisonette|bedsit)\s?\d{1,4}[a-z]?\s(?P<name>[a-z]{3,})", re.IGNORECASE
)
_PLOT = r"(?:rm|room|plot|pitch|unit|caravan|chalet|static|trailer|block|lot|berth|mooring|no|number|lodge)"
_ROOM = re.compile(
    rf"\b(?i:{_PLOT})\.?\s?\d{{1,4}}[A-Za-z]?,?\s"
    r"(?:(?:of|at|on|in)\s)?(?:the\s)?(?:[A-Z][\w'-]+\s){1,3}(?i:hostel|hotel|house|court|lodge|inn|refuge|"
    r"guest\s?house|marina|(?:(?:caravan|mobile\shome|trailer|traveller)\s)?(?:site|park))\b"
)
_PLOT_IN = re.compile(
    rf"\b{_PLOT}\.?\s?\d{{1,4}}[a-z]?,?\s(?:(?:at|on|"
    rf"in)\s)?(?:the\s)?(?P<first>[a-z][\w']+)\s(?:[\w']+\s){{0,2}}?"
    r"(?:hostel|hotel|bnb|site|park|pk|pks|marina|caravans|farm|drove|yard|orchard|wharf|paddocks?)\b",
    re.IGNORECASE,
)
_DWELLING = re.compile(
    r"\b(?i:bungalow|farmhouse|narrow\s?boat|houseboat|barge|cottage|static|boat|annexe?|"
    r"mobile\shome)(?:[,:]|\scalled|\snamed|\s-)?\s"
    r"(?:[Tt]he\s)?(?P<name>[A-Z][a-z']+)\s?(?:[A-Z][a-z]+)?,?"
)
_LIVES = re.compile(
    r"\b(?i:liv(?:es?|ed|ing)|resid(?:es?|ed|ing)|stay(?:s|ed|ing)?|moved?|moving|addresses?|house|home|"
    r"family|placed|"
    r"based|residence)\b(?:\s(?:is|was|are|at|to|in|into|on|now|currently|of|still|back|given\sas|"
    r"recorded\sas)\b)*"
    r"\s?:?\s(?:[Nn]o\.?\s|[Nn]umber\s)?"
    rf"(?P<what>(?:{_NUMBER},?\s)?(?:[Tt]he\s)?[A-Z][\w'-]*(?:\s[A-Z][\w'-]*){{0,3}})"
)
_ADDRESS_IS = re.compile(
    r"\b(?i:home\s)?(?:(?i:address(?:es)?|addr|adress|addy)\.?(?:\s(?:is|was|now))?\s?[:=-]?|(?i:add)\.|"
    r"(?i:new\sadd)\.?:?|(?i:add):|\bc/o)\s"
    r"(?:\d{1,4}[a-z]?\b(?!\s(?:to|of|on|in|for|checks?|changes?|moves?|times?|x)\b)|"
    r"(?:The\s)?[A-Z][a-z]+\s[A-Z][a-z]+,)"
)
# Where somebody is, by a number and a name that is no word: "mum at 19a Birchwood".
_AT_HOUSE = re.compile(
    r"\b(?i:at|to|from|lives|living|above|behind|opposite|outside|nr|near|of|no|number|hse|"
    r"house)\.?,?\s(?i:no\.?\s|number\s)?"
    r"\d{1,3}(?P<letter>[a-z])?,?\s(?P<name>[A-Z][a-z]{3,})(?:\s(?P<after>[A-Za-z]+))?"
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
        or any(pattern.search(text) for pattern in (_FLAT, _ADDRESS_IS, _POINT))
        or any(folded(found["name"]) not in no_names() | _KNOWN for found in _STREET_NAME.finditer(text))
        or any(_is_home(found["what"]) for found in _LIVES.finditer(text))
        or any(folded(found["name"]) not in no_names() for found in _DWELLING.finditer(text))
        or (any(map(str.isdigit, text)) and _is_numbered(text))
    )


def _is_numbered(text: str) -> bool:
    """Whether a number of a house, a plot or a room is told, but not a kind of street."""
    return (
        _ROOM.search(text) is not None
        or any(map(_is_the, _NUMBERED_THE.finditer(text)))
        or any(foreign(folded(found["name"])) for found in _FLAT_NAMED.finditer(text))
        or any(folded(found["first"]) not in _NO_STREET | no_names() for found in _PLOT_IN.finditer(text))
        or any(map(_is_at_house, _AT_HOUSE.finditer(text)))
    )


def _is_in_street(text: str, found: "re.Match[str]") -> bool:
    before = text[max(0, found.start() - 12) : found.start()].lower()
    if before.endswith(_NO_HOUSE):
        return False
    words = found["words"].split()
    first = words[0].strip(".'").lower()
    one = found["number"] and len(first) > 6 and first.endswith(_ONE_WORD)
    if one and foreign(folded(first)):
        return True
    return _ends_in_street(words, said=not found["number"], lettered=found["number"] or "")


def _ends_in_street(words: list[str], *, said: bool, lettered: str) -> bool:
    """Whether the words are the name of a street: a kind of street after a word of its own."""
    if words[0].lower() in ("rue", "ul", "ul.", "strada", "heol", "ffordd", "calle") and len(words) > 1:
        return True
    for at, word in enumerate(words):
        low = word.strip(".'").lower()
        if (words[at - 1].lower(), low) == ("high", "court"):
            return False
        if at and low in _STREETS and words[at + 1 : at + 2] and words[at + 1].lower() in _OFFICES:
            return False
        if at and low in _STREETS and _is_street(words, at, low, said=said, lettered=lettered):
            return True
        if low in _NO_STREET and low != "st":
            return False
    return False


def _is_street(words: list[str], at: int, low: str, *, said: bool, lettered: str) -> bool:
    """Whether a word that may be a kind of street is one after this word."""
    if all(each[0].isupper() for each in words[: at + 1]):
        return not said or foreign(folded(words[at - 1])) or low in _STRONG
    own = folded(words[at - 1])
    if low in _ABBREVIATED:
        return not said or foreign(own)
    if own in _PLURALS or (low in _DOUBTFUL and own in no_names()):
        return False
    if low in _STRONG:
        return not said or low not in _DOUBTFUL or foreign(own)
    # In small letters these are mostly other words.
    return foreign(own) or own in _OF_STREETS or (lettered[-1:].isalpha() and own not in no_names())


def _is_the(found: "re.Match[str]") -> bool:
    name = found["name"]
    low = name.lower()
    if low in _STREETS or low.rstrip("s") in _STREETS:
        return found["end"] is not None or low in _STRONG or name[0].isupper()
    return (
        name[0].isupper() and low not in no_names() and (found["end"] is not None or " The " in found.group())
    )


def _is_at_house(found: "re.Match[str]") -> bool:
    own, after = folded(found["name"]), found["after"]
    if own in _PLURALS or own in no_names() or own in _MONTHS:
        return False
    if foreign(own):
        return True
    return bool(found["letter"]) and (after is None or after.islower())


def _is_home(what: str) -> bool:
    words = what.removeprefix("The ").removeprefix("the ").split()
    if words[0][0].isdigit():
        rest = [word for word in words if not word[0].isdigit() and len(word) > 1]
        return (
            bool(rest) and folded(rest[0]).rstrip(",") not in no_names() and rest[0].lower() not in _NO_STREET
        )
    own = [folded(word) for word in words]
    return any(low in _STREETS and own[at] not in no_names() for at, low in enumerate(own[1:]))
