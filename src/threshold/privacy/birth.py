"""Dates of birth: what stands around a date tells it from the date of an event.

Said to be one of birth, it is one, but a year alone, or a day on which a birth is only expected, tells nobody
from anybody else. Said to be of an event, it is none. Where nothing is said, a day of the last year, or to
come, is taken for an event, and an older one for somebody's birth.
"""

import re
from datetime import date, timedelta

from threshold.privacy.dates import Found
from threshold.privacy.numbers_said import AGES, ORDINALS
from threshold.privacy.word_lists import word_list

_RECENT = timedelta(days=366)
_CASE = 26  # years: no event of a child's case is longer ago
_LIFE = 105  # years
_BEFORE, _AFTER = 110, 70  # characters around a date that are looked at

_BREAK = re.compile(r"(?<=[a-z0-9)][a-z0-9)])[.!?](?=\s)|;|(?<!:)\n")
_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*", re.UNICODE)
# As it is typed in a hurry.
_BIRTH = r"b(?:irth|rith|irht|rth|ith|ith|iirth|irthh|rthh|irt|ith)"
_BORN_SAID = r"(?:born|bron|bornn|brn)"
_BIRTHDAY = rf"(?:{_BIRTH}\s?-?da?[yt]e?s?|b\s?['-]?\s?da?ys?|b/day|birthdy|brithday)"
_OF_BIRTH = (
    rf"(?:d\s?\.?/?\s?[o0]\s?\.?/?\s?b|d[ats]{{0,2}}t?e?\s?-?\s?of\s?-?\s?{_BIRTH}|year\s?of\s?birth|dofb|"
    rf"yob|d\.?\s?of\.?\s?b"
    rf"|d\.o\.birth|{_BIRTHDAY})"
)
_BORN = re.compile(
    rf"\b(?:{_OF_BIRTH}|{_BORN_SAID}|gave\sbirth|give\sbirth|had\s(?:the|her|a|their)\s(?:baby|"
    rf"twins|bab|bby)"
    rf"|(?<!pre-)(?<!pre\s)(?<!registered\s)(?<!registration\sof\s)(?<!register\s)(?<!expected\s)(?<!expected\sdate\sof\s)births?"
    r"|(?:bab(?:y|ies)|twins|infant|newborn|bby)\s(?:\w+\s)?(?:arrived|came))\b"
    r"|(?<![\w.])b(?:\.|:|\s?=)(?=\s?\d)|(?<![\w.*])\*(?=\s?\d)",
    re.IGNORECASE,
)
# Whose it is said to be, and a day with whatever signs between its parts.
_WHOSE = (
    r"(?:[^\w\n]{0,3}(?:child|sibling|sib|twin|baby|yp|mum|dad|mother|father|brother|sister|bro|sis|parent|eldest|youngest|oldest|middle|of|"
    r"for|is|was|no|[1-9](?=\W?[)\s:-]))\b){1,4}"
)
_SIGNS_BETWEEN = re.compile(
    rf"\b(?:{_OF_BIRTH}|{_BORN_SAID})(?:{_WHOSE})?[^\w\n]{{0,5}}[0-3]?\d[^\w\n]{{1,3}}[01]?\d[^\w\n]{{1,3}}"
    r"(?:(?:19|20)\d\d|\d\d)(?!\d|\s?(?:weeks|wks|days))",
    re.IGNORECASE,
)
_BABY = r"(?:bab(?:y|ies)|bby|bab|twins?|infant|newborn|boy|girl)"
_SECTION_BIRTH = (
    r"(?:c[\s/.-]?s|(?:c[\s/.-]?)?sect(?:ion)?(?!\s?\d)|c?a?esar\w*|forceps|ventouse|naturally|"
    r"vaginal\w*|svd|nvd|em?lscs|emcs|breech|at\s(?:full\s)?term|"
    r"at\s\d\d(?:\s?(?:wks?|weeks)|\s?/\s?40|\+\d))"
)
# "Delivered" is said of letters and of training too.
_DELIVERED = (
    re.compile(
        rf"\b{_BABY}\s(?:(?:boy|girl|was|were|has|had|been|safely|just|now|also)\s){{0,3}}delivered\b"
        rf"|\b(?:mum|mam|mom|mother|she)\s(?:has\s|had\s|safely\s)?delivered\s(?=(?:on|at|via|early|safely|"
        rf"today|in|her|a|the|{_BABY})\b|by\s{_SECTION_BIRTH}|\W{{0,2}}$)"
        rf"|(?:^|[.,;]\s?)(?:safely\s)?delivered(?=\s(?:(?:safely|early|at\shome|on(?:\sthe)?)\s?)?$)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bdelivered\s(?:\w+\s){{0,5}}?(?:{_SECTION_BIRTH}|(?:a|her|the)\s(?:\w+\s)?{_BABY})\b"
        rf"|\b(?:had|having)\s(?:\w+\s){{0,3}}?{_SECTION_BIRTH}(?!\w)"
        rf"|\b(?:came|arrived|birth|{_BABY})\s(?:\w+\s)?(?:by|via)\s(?:\w+\s){{0,2}}?{_SECTION_BIRTH}\b",
        re.IGNORECASE,
    ),
)
_SIX_FIGURES = re.compile(
    rf"\b{_OF_BIRTH}[^\w\n]{{0,4}}(?:is\s)?(?:[0-3]\d[01]\d\d\d|\d\d[01]\d[0-3]\d|\d\d?\s\d\d?\s\d\d)(?!\d)",
    re.IGNORECASE,
)
_NUMBER = rf"(?:{ORDINALS}|{AGES})"
# A birth of which the day is told without a date: in words, by a feast, by the day of the month alone.
_SAID_OTHERWISE = re.compile(
    rf"\b{AGES}\son\s(?:christmas|xmas|boxing|new\syear'?s?)\s(?:day|eve)\b|"
    rf"\b{_OF_BIRTH}\W{{1,4}}(?:is\s|was\s|on\s|the\s){{0,3}}{_NUMBER}\s(?:of\s)?(?:the\s)?{_NUMBER}\b"
    rf"|\b{_BORN_SAID}\s(?:on\s)?(?:the\s)?{ORDINALS}\s(?:of\s)(?:the\s)?{ORDINALS}\b"
    rf"|\b(?:{_BORN_SAID}|(?<!before\s){_BIRTHDAY}\s(?:is|was)|turn(?:s|ed)\s{AGES})\s(?:\w+\s)?(?:on\s|"
    rf"at\s)?(?:the\s)?"
    r"(?:christmas|xmas|boxing|new\syear'?s?|halloween|hallowe'en|valentine'?s?|easter|bonfire|"
    r"guy\sfawkes|leap|april\sfool"
    r"|st\.?\s\w+'?s|mother'?s|father'?s|good\sfriday|eid|diwali|pancake|may\sday|mayday|"
    r"leap\sday)\s?(?:day|eve|night|sunday|monday|\d{4})?\b"
    rf"|\b(?:{_BORN_SAID}|{_BIRTHDAY}(?:\s(?:is|was|on))?|turn(?:s|ed)\s{AGES}|"
    rf"will\sbe\s{AGES})\s(?:on\s)?(?:the\s)?"
    r"[0-3]?\d(?:st|nd|rd|th)\b(?!\s(?:centile|child|percentile|baby|of\s\d|floor|time|in\sthe))",
    re.IGNORECASE,
)
# "born 03.04": no year, and neither a weight, a time nor a number of weeks.
_DAY_AND_MONTH = re.compile(
    rf"\b(?:{_OF_BIRTH}|{_BORN_SAID})(?:{_WHOSE})?[^\w\n]{{1,3}}(?:on\s)?(?:the\s)?(?:0?[1-9]|[12]\d|3[01])[.\\_-]"
    r"(?:0[1-9]|1[0-2])(?![\w/\\-]|\.\d)(?!\s?(?:kgs?|lbs?|oz|am|pm|hrs?|hours?|wks?|weeks?|months?|mths?|days?|"
    r"years?|yrs?|ago|early|late|%))",
    re.IGNORECASE,
)
_WEIGHED = re.compile(
    r"^\W{0,4}(?:\w+\W{1,2}){0,3}\d{1,2}\s?lbs?\b|^\W{0,4}(?:\w+\W{1,2}){0,3}\d\.\d{1,3}\s?kgs?\b",
    re.IGNORECASE,
)
_NEWBORN = re.compile(r"\b(?:baby|bby|boy|girl|twins?|arrived|infant)\b", re.IGNORECASE)
_SAYS_BIRTH = re.compile(
    r"^\W{0,4}(?:(?:is|was|as|being|the|a|her|his|their|child's|this|he|she|they|baby|child|twins?|were|"
    r"of|and|given|"
    r"mother's|mum's|father's|dad's|recorded|sister|brother|sibling|sibling's)\W{1,3}){0,5}"
    rf"(?:{_OF_BIRTH}|{_BORN_SAID})\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"(?:\bturn(?:s|ed|ing)?|\bwill?\sbe|\b(?:gonna|going\sto|to|sweet|now|hits?|be|makes)(?:\sbe)?|"
    rf"^\W*(?:was|is)|\bwill\sturn|\bbec(?:omes|ame|ome|oming)|\breach(?:es|ed|ing)?"
    rf"|\b(?:he|she|they|child|who|girl|boy|yp|person|son|daughter|sister|brother|sibling|baby)\s(?:is|was|"
    rf"were)"
    rf"|\b(?:he|she|they)'s)"
    rf"\s(?:only\s|just\s|the\s)?(?:age\s)?(?:of\s)?{AGES}(?:\s(?:years?(?:\sold|\sof\sage)?|yrs?|y/?o))?,?"
    rf"\s(?:back\s)?(?:on|in|as\sof|from)?\s?(?:the\s)?$",
    re.IGNORECASE,
)
# An age of which much depends, and its day, as in `18 on 19/07/27`.
_OF_AGE = re.compile(
    rf"(?:^|[.,;:(/-]\s?|\b(?:is|was|be|and|son|girl|boy|yp|she's|he's|until|till|til|"
    rf"til\shes)\s)(?:1[0-8]|[45]|21|25)\son\s(?:the\s)?$"
    rf"|\b{AGES}\s(?:years?|yrs?|y/?o)\s?(?:old\s)?(?:on|from)\s(?:the\s)?$"
    rf"|\b(?:1st|2nd|3rd|[4-9]th|1\dth|21st|25th)\s(?:is|on|is\son)\s(?:the\s)?$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:\b(?:child|girl|boy|baby|infant|newborn|son|daughter|sibling|brother|sister|pupil|twins?|mother|"
    r"mum|mam|father|"
    r"dad|parent|carer|person|yp|male|female|subject|student|eldest|youngest|cousin|aunt|uncle|partner|"
    r"stepfather)"
    r"|\b[A-Z]\.\s?[A-Z]\.?|\b[A-Z]{2})\s?(?:[,(:/\[]|\s-)+\s?$"
)
_INTRODUCED = re.compile(
    r"\b(?:on|since|from|until|till|til|by|before|after|between|dated|date|of|for|at|effective|w/c|w/e|"
    r"commencing|"
    r"beginning|ending|starting|to|through|and|due|deadline|target|end|start|around|circa|about|next|last|"
    r"w/b|week)"
    r":?\s(?:the\s|week\s|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,?\s|"
    r"approx(?:imately)?\s)*$",
    re.IGNORECASE,
)
# What follows the day of an entry in a chronology, or the first of two days; and an acronym before a day.
_ENTRY = re.compile(r"^\s?(?::|-|to\b|until\b|till\b|and\b)\s?\w", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-Z]{3,6}\d?\s?:?\s$")
_SECTION = re.compile(r"s\.?\d\d|[a-z]{3,4}\d")
_EVENTS = word_list("events")
_OF_BIRTH_TOO = word_list("of a birth too")
_OF_DELIVERY = frozenset(["section", "weeks", "term", "assisted", "induced", "planned"])
_WRITTEN = word_list("how it is written")
_NOT_OF_EVENTS = word_list("no events")
_UNCERTAIN = re.compile(
    r"^\s?(?:not|unknown|unconfirmed|to\sbe|tbc|n/a|since|after|before|between|prior|certificates?|"
    r"mothers?|fathers?|"
    r"parents?|famil\w+|siblings?|partners?|registration|registered|plans?|orders?|children|checks?|party|"
    r"parties|"
    r"cards?|visits?|contact|presents?|weight|assessment|conference)\b",
    re.IGNORECASE,
)


def holds_birth_date(text: str, dates: list[Found], today: date) -> bool:
    """Whether one of the dates in the text is that of somebody's birth."""
    said = (_SIX_FIGURES, _SIGNS_BETWEEN, _SAID_OTHERWISE, _DAY_AND_MONTH)
    if any(pattern.search(text) for pattern in said):
        return True
    return any(_is_of_birth(text, found, today) for found in dates)


def _is_of_birth(text: str, found: Found, today: date) -> bool:
    if not found.month:
        return False  # a year is shared by many
    before, after = _clause_before(text, found.start), _clause_after(text, found.end)
    if _said_before(before) or _is_delivery(before) or _SAYS_BIRTH.search(after) or _TURNED.search(before):
        return True
    if _WEIGHED.search(after) and _NEWBORN.search(before + after):
        return True
    if _OF_AGE.search(before) and not _of_event(after, 4):
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
    explicit = (
        re.fullmatch(_OF_BIRTH, said.group(), re.IGNORECASE) is not None
    )  # a date of birth is said, and not only a birth
    passed = _OF_BIRTH_TOO | _WRITTEN if explicit else _OF_BIRTH_TOO
    events = (word for word in words if _event_word(word) and word not in passed)
    return len(words) <= 9 and not any(events)


def _is_delivery(before: str) -> bool:
    """Whether a child is said to be delivered, and nothing else that happened stands between."""
    for pattern in _DELIVERED:
        for found in pattern.finditer(before):
            words = [word.casefold() for word in _WORD.findall(before[found.end() :])]
            events = (word for word in words if _event_word(word) and word not in _OF_DELIVERY)
            if len(words) <= 6 and not any(events):
                return True
    return False


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
