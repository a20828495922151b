"""Schools and surgeries by a name of their own, where somebody is said to go there."""

import re

from threshold.privacy.known_names import folded, foreign, no_names
from threshold.privacy.word_lists import word_list

_LIKE_SCHOOL = word_list("endings of schools")
_SERVICES = word_list("where children go that is no school")
_NO_SCHOOL = word_list("no names of schools")
_FIRST_WORDS = word_list("first words of schools")
_LAST_WORDS = word_list("last words of schools")
_NAME = r"[A-Z][\w']+(?:[\s-][A-Z][\w']+){0,3}"
_GOES = re.compile(
    rf"\b(?P<how>(?i:attends|attending|goes\sto|going\sto|enrolled\s(?:at|in)|on\sroll\sat|excluded\sfrom|"
    rf"started\s(?:at|in)|moved\sto|(?:pupil|student)s?\s(?:at|of)|"
    rf"(?:place|reception)\sat|(?:year|yr|y)\s?\d{{1,2}}(?:\sat|,)|school\s?(?:is|:)|nursery\s?(?:is|:)|college\s?(?:is|:)))"
    rf"\s(?:(?<=at\s|of\s)the\s)?(?P<name>{_NAME})(?P<after>\s[a-z]+)?"
)
_PUPIL = re.compile(
    r"(?<![\w'-])(?P<name>[A-Z][\w']+(?:\s[A-Z][\w']+){0,2})\s(?:pupil|student|sixth\sform)\b"
)
# "he is at Mill Hill County": of a place or a hospital the same is said.
_IS_AT = re.compile(
    r"\b(?i:s?he|they|child|children|pupil|student|girl|boy|son|daughter|siblings?|brother|sister|twins|yp|eldest|"
    r"youngest)(?i:'s|'re|\sis|\sare|\swas|\swere)?(?i:\s(?:now|still|currently|also|both))?\sat"
    rf"\s(?:the\s)?(?P<name>{_NAME})(?P<after>\s(?i:hospital|ward|church|for|with))?"
)
_SMALL_KIND = re.compile(
    r"\b(?:at|attends|to|from|in)\s(?P<name>(?:[A-Z][\w']+\s){1,3})(?:day\s)?"
    r"(?:nursery|primary|pre-?school|playgroup|infants|juniors|high|academy)\b"
)
_SURGERY = re.compile(
    rf"\b(?i:registered\s(?:at|with)|gp(?:\s(?:practice|surgery))?\s?(?:is|:|at|-)|(?:pt|patient)\s(?:at|of|with)|"
    rf"dentist\s?(?:is|:)|surgery\s?(?:is|:))\s(?:the\s)?(?P<name>{_NAME})(?P<kind>\s(?i:surgery|practice))?"
)
_CAPITAL = re.compile(r"\s[A-Z][a-z]")  # most texts have none but at their start, and need no closer look
_OF_PUPIL = re.compile("pupil|student|sixth")
_SURGERY_KINDS = frozenset(
    ["surgery", "practice", "medical", "health", "clinic", "centre", "street", "road", "lane"]
)


def school_said(text: str) -> bool:
    """Whether somebody is said to go to a school that is named, in whatever way it is typed."""
    if _OF_PUPIL.search(text) and any(
        _is_like_school(found["name"].split()) for found in _PUPIL.finditer(text)
    ):
        return True
    return _CAPITAL.search(text) is not None and (
        any(map(_is_school, _GOES.finditer(text)))
        or any(_is_pupils(found["name"], found["after"]) for found in _IS_AT.finditer(text))
        or any(_is_own(found["name"].split()) for found in _SMALL_KIND.finditer(text))
    )


def surgery_said(text: str) -> bool:
    """Whether somebody is said to be a patient of a surgery that is named."""
    return _CAPITAL.search(text) is not None and any(map(_is_surgery, _SURGERY.finditer(text)))


def _is_school(found: "re.Match[str]") -> bool:
    words, how = found["name"].replace("-", " ").split(), found["how"].casefold()
    own = [folded(word) for word in words]
    if own[-1] in _SERVICES or own[0] in _SERVICES or (words[0].isupper() and len(words[0]) > 1):
        return False
    if own[0] == "st":
        return len(own) > 1 and own[-1] not in _SERVICES
    if how.startswith(("moved", "going")):
        return len(words) > 1 and own[-1] in _LIKE_SCHOOL and own[0] not in no_names()
    visited = how.startswith("goes") and (found["after"] or "").strip() in (
        "on",
        "in",
        "every",
        "for",
        "with",
        "at",
    )
    if len(words) == 1:
        return foreign(own[0]) and not visited
    return _is_like_school(words)


def _is_pupils(name: str, after: str | None) -> bool:
    """Whether where a child is said to be is a school, by how schools are called."""
    own = [folded(word) for word in name.replace("-", " ").split()]
    if len(own) < 2 or after or any(each in _SERVICES for each in own):
        return False
    return own[0] == "st" or own[0] in _FIRST_WORDS or (own[-1] in _LAST_WORDS and own[0] not in _NO_SCHOOL)


def _is_like_school(words: list[str]) -> bool:
    own = [folded(word) for word in words]
    if any(each in _SERVICES for each in own):
        return False
    if any(map(foreign, own)):
        return True
    return len(own) > 1 and own[-1] in _LIKE_SCHOOL


def _is_own(words: list[str]) -> bool:
    """Whether a kind of school, in small letters, follows a name of its own, and not that of a place."""
    own = [folded(word) for word in words]
    if own[0] in _NO_SCHOOL or own[-1] in _NO_SCHOOL:
        return False
    return any(map(foreign, own)) or (len(own) > 1 and own[0] not in no_names())


def _is_surgery(found: "re.Match[str]") -> bool:
    own = [folded(word) for word in found["name"].split()]
    if own[0] in no_names() | _SERVICES | _SURGERY_KINDS:
        return False
    return any(map(foreign, own)) or found["kind"] is not None or bool(_SURGERY_KINDS.intersection(own[1:]))
