"""Initials of somebody: beside kin, after a title, before what a person does."""

import re

from threshold.privacy.known_names import no_names
from threshold.privacy.word_lists import word_list

_NO_INITIALS = word_list("two letters that are words")
_NONE_WITH_AGE = _NO_INITIALS | word_list("two letters beside an age that are no initials")
_MAY_HOLD = re.compile(r"(?<![^\W_])[A-Z](?:[A-Z]{0,2}|c)(?![^\W_])")  # most texts need no closer look
_OF_CHILD = r"(?:child|pupil|girl|boy|baby|sibling|sib|twin|yp|unborn|toddler)"
_OF_KIN = (
    r"(?:child|pupil|girl|boy|baby|mum|mother|dad|father|sibling|brother|sister|son|daughter|subject|yp|"
    r"nan|gran|uncle|aunt|partner|step\w{3,}|carer)"
)
_SAID = re.compile(
    r"\binitials\b(?:\s(?:are|is|were|used|of\s(?:the\s)?(?:child|mother|mum|father|baby)|"
    r"only))*\s?[:=(]?\s?['\"]?"
    r"(?:[A-Z][.\s]{1,2}){1,3}[A-Z]?\b|\binitials\b(?:\s(?:are|is))?\s?[:=(]?\s?[A-Z]{2,3}\b"
    rf"|\b(?i:{_OF_KIN})\s\(?"
    r"(?!(?:D\.?V|C\.?P|C\.?I\.?N|G\.?P|S\.?W|I\.?Q|U\.?K|P\.?E|E\.?H|"
    r"T\.?V)\b)[A-Z]\.\s?[A-Z]\.(?:\s?[A-Z]\.)?"
    r"|\b(?:[Ss]ur)?name\s(?:begin(?:s|ning)?|start(?:s|ing)?)\s(?:with\s)?(?i:an?\s|the\sletter\s)?['\"]?[A-Z][a-z]?\b"
)
_BESIDE_KIN = re.compile(
    r"(?<![\w.])[A-Z]\.\s?[A-Z]\.?(?:\s?[A-Z]\.?)?\s\((?:mum|dad|mother|father|child|nan|gran|bro|sis|"
    r"brother|sister|aunt|uncle|"
    r"partner|yp|step\w+|mgm|mgf|pgm|pgf)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?<![\w/])(?:Mr|Mrs|Ms|Miss|Mx)\.?\s[A-W]\b(?!['&/-]\w)\.?"
    r"(?=$|[,;.]|\s\(|\s(?:rang|rings|called|calls|came|come|says?|said|told|attended|attends|asked|asks|wants|is|was|"
    r"will|has|had|from|at|lives|lived|left|went|agreed|refused|reports?|reported|feels|states|stated|seen|who|rung)\b)"
)
_TWO_LETTERS = re.compile(
    rf"(?<![\w/-])(?:(?i:{_OF_CHILD})\s(?P<bare>[A-Z]{{2}})(?![\w'/&-])|(?i:{_OF_KIN})\s\((?P<within>[A-Z]{{2}})\))"
    r"|(?<![\w.])(?P<one>[A-Z])\.\s?(?P<two>[A-Z])\.\s(?=(?:reports?|says?|said|states?|disclosed|told|"
    r"attended|attends|lives|seen|was\s(?:seen|hit|hurt)|went|arrived|refused|rang)\b)"
)
# "TS age 7", "JB, Year 9", "A.K. (4)"
_BESIDE_AGE = re.compile(
    r"(?<![\w/&.'-])(?P<one>[A-Z])(?:\.\s?|\s)?(?P<two>[A-Z])\.?(?:,?\s\(?|\s?\()(?i:(?:who\s)?(?:is|was)\s|now\s|only\s){0,2}"
    r"(?:(?i:aged?)\s\d|\d{1,2}\s?(?i:y/?o|yrs|years?\sold|yr\sold)\b|(?i:in\s|from\s|a\s)?(?i:year|yr|y)\s?\d{1,2}\b"
    r"|(?:(?<=,\s)|(?<=\())1?\d(?=[,.)]|$))"
)
_ROLE = r"(?:SW|SSW|HV|FSW|IRO|SENCO|HT|DSL|GP|PC|MW|TA|IDVA|EWO)"
_OF_WORKER = re.compile(
    rf"(?<![\w.'])[B-HJ-Z]\.?\s(?P<name>[A-Z][a-z][\w'-]+),?\s\(?{_ROLE}\b"
    rf"|\b(?:{_ROLE}|S\.W\.|H\.V\.)\s?(?::|-|\s)\s?[B-HJ-Z]\.?\s(?P<after>[A-Z][a-z][\w'-]+)\b(?!\s[A-Z])"
)


def holds_initials(text: str) -> bool:
    """Whether initials of somebody stand in the text."""
    if _MAY_HOLD.search(text) is None:
        return False
    if _SAID.search(text) or _BESIDE_KIN.search(text) or _TITLED.search(text):
        return True
    if any(
        (found["one"] + found["two"]).lower() not in _NONE_WITH_AGE for found in _BESIDE_AGE.finditer(text)
    ):
        return True
    if text.isupper():
        return False
    return any(
        (found["bare"] or found["within"] or found["one"] + found["two"]).lower() not in _NO_INITIALS
        for found in _TWO_LETTERS.finditer(text)
    ) or any(
        (found["name"] or found["after"]).lower() not in no_names() for found in _OF_WORKER.finditer(text)
    )
