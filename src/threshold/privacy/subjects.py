"""Names by what is said of them: that somebody is hungry, keeps running off, is not themselves.

A first name that is a word as well is told from the word so. Some of these words (`Lily`, `Rob`) are hardly
ever the subject of a sentence unless they are a name: of those it is enough that something is said at all.
"""

import re

from threshold.privacy.known_names import (
    family_names,
    folded,
    foreign,
    given_names,
    names_and_words,
    with_name_capitals,
)
from threshold.privacy.word_lists import word_list

_SURE = word_list("words that are names where something is said of them")
_RELATIONS = word_list("relations") | word_list("elders") | word_list("what somebody has")
_MONTHS = frozenset(("april", "may", "june", "august", "summer", "autumn", "winter"))
_NO_INITIALS = word_list("two letters that are words")

# What a name may stand after: the start of a sentence, or a word that leads up to what is said of somebody.
_LEAD = (
    r"(?:^|[.!?:;,(\"\n]\s?|\s-\s|\b(?i:and|if|whether|when|that|because|but|so|as|while|until|since|where|how|"
    r"why|says?|said|thinks?|feels?|told|reports?|reported|also|for)\s)"
)
_IS = (
    r"(?:is|isn't|was|wasn't|are|aren't|were|weren't|(?:has|have|had)(?:\snot|n't)?\sbeen|seems?|seemed|"
    r"looks?|looked)"
)
_HOW = (
    r"(?:(?:not|never|now|still|always|often|very|really|so|too|quite|also|just|currently|both|all)\s){0,3}"
)
_ACTS = (
    r"(?:eating|sleeping|crying|sobbing|screaming|shouting|swearing|fighting|arguing|hitting|biting|kicking|"
    r"punching|throwing|hiding|stealing|wetting|soiling|vaping|smoking|truanting|absconding|bleeding|"
    r"self-harming|sofa-surfing|overdosing|hurting|running\s(?:away|off|home)|living\swith|staying\swith|"
    r"being\s(?:bullied|hit|hurt|abused|groomed|exploited|neglected|slapped|beaten|fed|picked\son))"
)
_STATES = (
    r"(?:herself|himself|themselves|themself|hungry|tired|scared|frightened|afraid|unhappy|poorly|unwell|"
    r"autistic|pregnant|homeless|tearful|anxious|depressed|suicidal|bruised|drunk|thirsty|unsafe|safe(?=\W*$|\sat\b|"
    r"\sthere\b|\swith\b|\stonight\b)|thin|in\s(?i:foster\scare|hospital|reception|year\s?\d|yr\s?\d|y\d)|"
    r"(?:hit|hurt|slapped|smacked|beaten(?:\sup)?|punched|kicked|bitten|pushed|shaken|abused|groomed|bullied|assaulted|"
    r"threatened)\s(?:again\s)?by|out\sof\sschool|by\s(?:her|him)self|aged\s\d|\d{1,2}\s?(?:y/?o|yrs?\sold|years?\sold|months?\sold)|"
    r"a\s(?:young\scarer|(?:\w+\s)?(?:girl|boy|child|baby|toddler|teenager|twin)))\b"
)
_HAS = (
    r"(?:(?:has|had|have)(?:n't|\snot)?\s(?:just\s)?(?:eaten|slept|self-harmed|run\saway|stopped\seating|(?i:autism|adhd|"
    r"asthma|epilepsy)|nits|bruises|bruising|a\sbruise|a\sblack\seye|no\scoat|siblings|"
    r"an?\s(?:brother|sister|stepdad|stepfather|social\sworker)|been\s(?:hit|hurt|bullied|abused|groomed|"
    r"slapped|beaten|excluded))\b)"
)
_DOES = (
    r"(?:(?:won't|doesn't|don't|will\snot|does\snot|refuses\sto)\s(?:eat|sleep|talk|speak)\b|"
    r"(?:ran|runs|run)\s(?:away|off|home)\b|(?:cries|cried|sobbed|punched|kicked|bit|vapes|smokes|swore)\b)"
)
# Nothing but a person is, has or does any of these.
_OF_PERSON = (
    rf"(?:{_IS}\s{_HOW}(?:{_ACTS}|{_STATES})|(?:not|never)\s(?:{_ACTS}|in\sschool\b(?!\s[a-z]))|"
    rf"(?:keeps?|kept)\s(?:on\s)?{_ACTS}|{_HAS}|{_DOES})"
)
_NAME = r"[A-Z](?:[^\W\d_]|['-])*[^\W\d_]"
_PERSON = re.compile(
    rf"{_LEAD}(?P<first>{_NAME})(?:\s(?:(?P<both>and|&)\s)?(?P<second>{_NAME}))?,?\s{_OF_PERSON}"
)
_ASKED = re.compile(
    r"(?:^|[.!?:;,(\n]\s?|\b(?i:if|how|where|why|and|so)\s)(?i:is|was|are|has)\s"
    rf"(?P<first>{_NAME})\s{_HOW}(?:been\s)?(?:{_ACTS}|{_STATES})"
)
_SMALL = re.compile(
    r"(?:^|[.!?:;,(\n]\s?|\b(?:and|if|whether)\s)"
    rf"(?P<first>[a-z]{{3,}})\s(?:{_OF_PERSON}|has\snot\sbeen\sseen\b)"
)
# "XIAO LI (7)", "XIAO LI's mum", "mum of XIAO LI"
_CAPITALS = re.compile(
    r"(?<![\w'-])(?P<of>(?i:mum|mom|mother|dad|father|parents?|carer|brother|sister|son|daughter|child)\s(?:of\s)?)?"
    r"(?P<first>[A-Z]{3,20})\s(?P<second>[A-Z]{2,20})(?![\w-])"
    r"(?P<is>'s\s(?P<kin>[a-z]+)|,?\s\(?(?:aged?\s)?\d{1,2}(?=[),.]|$)|\saged?\s\d|\slives\b)?"
)
# Of a word that is sure, anything may be said.
_SAID = re.compile(
    rf"{_LEAD}(?P<first>{_NAME})(?:\s(?:and|&)\s(?P<second>{_NAME}))?"
    r"\s(?:(?:is|isn't|was|wasn't|are|aren't|were|weren't|has|hasn't|have|had|keeps?|kept|not|both)"
    r"\s(?=[a-z\d])|and\s(?:her|his|their)\s(?P<kin>[a-z]+))"
)


def said_of_somebody(text: str) -> bool:
    """Whether what is said is said of a person who is named, be the name a word or in capitals."""
    if any(map(_is_in_capitals, _CAPITALS.finditer(text))):
        return True
    text = _in_usual_letters(text) if text.isupper() else text
    return (
        any(map(_is_person, _PERSON.finditer(text)))
        or any(map(_is_sure, _SAID.finditer(text)))
        or any(_may_stand_alone(found["first"]) for found in _ASKED.finditer(text))
        or any(found["first"] in _SURE for found in _SMALL.finditer(text))
    )


def _is_person(found: "re.Match[str]") -> bool:
    first, second = found["first"], found["second"]
    if folded(first) in _MONTHS and " was " in found.group():
        return False
    if second is None:
        return _may_stand_alone(first)
    if found["both"]:
        return _may_stand_alone(first) or _may_stand_alone(second)
    return _are_names(first, second)


def _is_in_capitals(found: "re.Match[str]") -> bool:
    kin = found["kin"]
    if not (found["of"] or found["is"]) or (kin is not None and kin not in _RELATIONS):
        return False
    return _are_names(found["first"], found["second"])


def _are_names(first: str, second: str) -> bool:
    """Whether two words beside each other are a first name and a surname, in either order."""
    return all(map(_is_like_name, (first, second))) and any(map(_is_no_word, (first, second)))


def _may_stand_alone(name: str) -> bool:
    own = folded(name)
    if own in given_names() or own in names_and_words():
        return True
    return not name.isupper() and with_name_capitals(name) and all(map(foreign, own.split("-")))


def _is_like_name(name: str) -> bool:
    """Whether a word may be one of two names: `LI` of `XIAO LI`."""
    own = folded(name)
    short = len(own) == 2 and own not in _NO_INITIALS and own[1] in "aeiou"
    return short or own in names_and_words() or _is_no_word(name)


def _is_no_word(name: str) -> bool:
    own = folded(name)
    return own in given_names() or own in family_names() or all(map(foreign, own.split("-")))


def _is_sure(found: "re.Match[str]") -> bool:
    kin, names = found["kin"], [folded(each) for each in (found["first"], found["second"]) if each]
    if kin is not None and kin not in _RELATIONS:
        return False
    if len(names) == 1:
        return names[0] in _SURE and not found["first"].isupper()
    known = names_and_words() | given_names()
    return any(each in _SURE for each in names) and all(each in known for each in names)


def _in_usual_letters(text: str) -> str:
    """A text in capitals with capitals only where a name may stand."""
    known = names_and_words()
    return re.sub(
        r"[^\W\d_]+",
        lambda found: found.group().capitalize() if folded(found.group()) in known else found.group().lower(),
        text,
    )
