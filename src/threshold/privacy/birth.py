"""Dates of birth: what stands around a date tells it from the date of an event.

Said to be one of birth, it is one, be it a year alone. Said to be of an event, it is none. Where nothing is
said, a day of the last year, or to come, is taken for an event, and an older one for somebody's birth.
"""

import re
from datetime import date, timedelta

from threshold.privacy.dates import Found
from threshold.privacy.numbers_said import AGES
from threshold.privacy.word_lists import word_list

_RECENT = timedelta(days=366)
_CASE = 26  # years: no event of a child's case is longer ago
_LIFE = 105  # years
_BEFORE, _AFTER = 110, 70  # characters around a date that are looked at

_BREAK = re.compile(r"(?<=[a-z0-9)][a-z0-9)])[.!?](?=\s)|;|(?<!:)\n")
_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*", re.UNICODE)
_BORN = re.compile(
    r"\b(?:d\s?\.?/?\s?o\s?\.?/?\s?b|date\s?-?of\s?-?birth|year\s?of\s?birth|birth\s?-?date|birth\s?-?days?|b-?day|"
    r"born|dofb|yob|edd|d\.o\.birth|expected\s(?:date\sof\s)?(?:delivery|birth)|(?:baby|birth|delivery|pregnancy)"
    r"\s(?:is\s|was\s)?due(?:\sdate)?|delivered|gave\sbirth|give\sbirth|(?<!pre-)(?<!pre\s)births?"
    r"|birthdate|(?:bab(?:y|ies)|twins|infant|newborn)\s(?:\w+\s)?(?:arrived|came|delivered))\b|(?<![\w.])b(?:\.|:|\s?=)(?=\s?\d)|(?<![\w.*])\*(?=\s?\d)",
    re.IGNORECASE,
)
_SIX_FIGURES = re.compile(
    r"(?:\bd\.?\s?/?o\.?\s?/?b|date\sof\sbirth)\b[^\w\n]{0,4}(?:is\s)?(?:[0-3]\d[01]\d\d\d|\d\d[01]\d[0-3]\d|\d\d?\s\d\d?\s\d\d)(?!\d)",
    re.IGNORECASE,
)
_SAYS_BIRTH = re.compile(
    r"^\W{0,4}(?:(?:is|was|as|being|the|a|her|his|their|child's|this|he|she|they|baby|child|twins?|were|of|and|given|"
    r"mother's|mum's|father's|dad's|recorded|sister|brother|sibling|sibling's)\W{1,3}){0,5}"
    r"(?:d\.?o\.?b|date\sof\sbirth|birth\s?-?day|born|birth\s?-?date)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"(?:\bturn(?:s|ed|ing)?|\bwill\sbe|\bwill\sturn|\bbec(?:omes|ame|ome|oming)|\breach(?:es|ed|ing)?"
    rf"|\b(?:he|she|they|child|who|girl|boy|yp|person|son|daughter|sister|brother|sibling|baby)\s(?:is|was|were)"
    rf"|\b(?:he|she|they)'s)"
    rf"\s(?:only\s|just\s|the\s)?(?:age\s)?(?:of\s)?{AGES}(?:\s(?:years?(?:\sold|\sof\sage)?|yrs?|y/?o))?,?"
    rf"\s(?:back\s)?(?:on|in|as\sof|from)?\s?(?:the\s)?$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:\b(?:child|girl|boy|baby|infant|newborn|son|daughter|sibling|brother|sister|pupil|twins?|mother|mum|mam|father|"
    r"dad|parent|carer|person|yp|male|female|subject|student|eldest|youngest|cousin|aunt|uncle|partner|stepfather)"
    r"|\b[A-Z]\.\s?[A-Z]\.?|\b[A-Z]{2})\s?(?:[,(:/\[]|\s-)+\s?$"
)
_INTRODUCED = re.compile(
    r"\b(?:on|since|from|until|till|til|by|before|after|between|dated|date|of|for|at|effective|w/c|w/e|commencing|"
    r"beginning|ending|starting|to|through|and|due|deadline|target|end|start|around|circa|about|next|last|w/b|week)"
    r":?\s(?:the\s|week\s|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,?\s|approx(?:imately)?\s)*$",
    re.IGNORECASE,
)
# What follows the day of an entry in a chronology, or the first of two days; and an acronym before a day.
_ENTRY = re.compile(r"^\s?(?::|-|to\b|until\b|till\b|and\b)\s?\w", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-Z]{3,6}\d?\s?:?\s$")
_SECTION = re.compile(r"s\.?\d\d|[a-z]{3,4}\d")
_EVENTS = word_list("events")
_OF_BIRTH_TOO = word_list("of a birth too")
_WRITTEN = word_list("how it is written")
_NOT_OF_EVENTS = word_list("no events")
_UNCERTAIN = re.compile(
    r"^\s?(?:not|unknown|unconfirmed|to\sbe|tbc|n/a|since|after|before|between|prior|certificates?|mothers?|fathers?|"
    r"parents?|famil\w+|siblings?|partners?|registration|registered|plans?|orders?|children|checks?|party|parties|"
    r"cards?|visits?|contact|presents?|weight|assessment|conference)\b",
    re.IGNORECASE,
)


def holds_birth_date(text: str, dates: list[Found], today: date) -> bool:
    """Whether one of the dates in the text is that of somebody's birth."""
    if _SIX_FIGURES.search(text):
        return True
    return any(_is_of_birth(text, found, today) for found in dates)


def _is_of_birth(text: str, found: Found, today: date) -> bool:
    before, after = _clause_before(text, found.start), _clause_after(text, found.end)
    if _said_before(before) or _SAYS_BIRTH.search(after) or _TURNED.search(before):
        return True
    day = found.day
    if day is None or day > today - _RECENT or day.year < today.year - _LIFE:
        return False
    if _PERSON.search(before):
        return True
    if _INTRODUCED.search(before) or _ENTRY.search(after) or _ACRONYM.search(before):
        return False
    long_ago = day.year < today.year - _CASE
    return long_ago or not (_of_event(before, -9) or _of_event(after, 7))


def _clause_before(text: str, end: int) -> str:
    clause = text[max(0, end - _BEFORE) : end]
    breaks = [found.end() for found in _BREAK.finditer(clause)]
    return clause[breaks[-1] :] if breaks else clause


def _clause_after(text: str, start: int) -> str:
    clause = text[start : start + _AFTER]
    first = _BREAK.search(clause)
    return clause[: first.start()] if first else clause


def _said_before(before: str) -> bool:
    """Whether a word of birth leads up to here, with no event between."""
    found = list(_BORN.finditer(before))
    if not found:
        return False
    said = found[-1]
    between = before[said.end() :]
    if _UNCERTAIN.search(between) and not said.group().casefold().startswith("d"):
        return False
    words = [word.casefold() for word in _WORD.findall(between)]
    explicit = "d" in said.group().casefold()  # a date of birth is said, and not only a birth
    passed = _OF_BIRTH_TOO | _WRITTEN if explicit else _OF_BIRTH_TOO
    events = (word for word in words if _event_word(word) and word not in passed)
    return len(words) <= 9 and not any(events)


def _of_event(clause: str, words: int) -> bool:
    """Whether one of the nearest words tells of an event."""
    found = [word.casefold() for word in _WORD.findall(clause)]
    return any(map(_event_word, found[words:] if words < 0 else found[:words]))


def _event_word(word: str) -> bool:
    return (
        word in _EVENTS
        or _SECTION.fullmatch(word) is not None
        or (word.endswith("ed") and len(word) > 4 and word not in _NOT_OF_EVENTS)
    )
