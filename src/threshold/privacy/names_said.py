"""Names of people where what stands beside says so: kin, a rank, an age, that somebody was rung or named."""

import re

from threshold.privacy.known_names import (
    english,
    family_names,
    folded,
    foreign,
    given_names,
    names_and_words,
    names_of_things,
    with_name_capitals,
)
from threshold.privacy.word_lists import word_list

_INSTITUTIONS = word_list("institutions")
_VERBS = word_list("verbs and names")
_COMMON = word_list("family names that are words")
# Where a single word ends so, it is a place as likely as a surname.
_PLACE_ENDINGS = tuple(word_list("endings of places"))

_NAME = r"[A-Z](?:[^\W\d_]|['-])+(?![\w-])"
_AGED = re.compile(
    r"\b(?P<name>[A-Z][a-z\u00c0-\u024f'-]{2,})(?:,?\s(?:is\s)?(?:aged?\s)|\s?\((?:aged?\s)?|\sis\s)"
    r"(?:1?\d|2[0-5])(?=\)|,|\.(?!\d)|\s(?:years?|months?|and|yrs?|lives|who)\b|$)(?!\s?%)"
    r"|(?<![^\W_])(?P<alone>[A-Z][a-z\u00c0-\u024f'-]{2,}),\s(?:1?\d)(?=,|$|\.$)"
    r"|(?<![^\W_])(?P<kin>[A-Z][a-z\u00c0-\u024f'-]{2,})\s\((?i:mum|dad|mother|father|bro|sis|brother|"
    r"sister|nan|gran|aunt\w*|uncle|"
    r"cousin|gf|bf|partner|mg[mf]|pg[mf]|stepdad|stepmum|sib\w*|child|yp|hv|sw|senco|ht|fsw|iro|gp|ta|"
    r"twin|son|daughter|y\d+|yr\s?\d+)\b"
    r"|(?<![^\W_])(?P<being>[A-Z][a-z\u00c0-\u024f'-]{2,})\s(?:is|was|remains)\s(?:the\s|a\s|an\s|very\s|"
    r"so\s|now\s|still\s)?(?:eldest|youngest|oldest|"
    r"middle|only\schild|in\s(?:foster|care|y\d|yr|school|bed)|not\s(?:in\sschool|attending|brought|safe|"
    r"happy|eating|well)|living|missing|"
    r"pregnant|upset|scared|happy|sad|safe|worried|frightened|non-verbal|autistic|deaf|at\srisk|"
    r"on\s(?:a\s)?(?:cp|cin|child)|"
    r"twin|boy|girl|baby|child|young|tearful|angry|excluded|withdrawn|settled|thriving|nv|neet|"
    r"looked\safter)\b"
)
_FAMILY = re.compile(
    r"\b(?:[Tt]he\s)?(?P<name>[A-Z](?:[^\W\d_]|['-]){2,})\s(?i:family|fam|children|kids|siblings|sibs|"
    r"brothers|sisters|household|hhold|twins)\b"
    r"(?!\s(?i:hub|centre|center|support|group|service|services|team|worker|home|contact|health|learning))"
    r"|\b(?:to|with|by|from|at|re|visited|saw)\sthe\s(?P<all>[A-Z][a-z]{3,}s)(?![\w'-]|\s[A-Z])"
)
# "signed D. Mbeki-Shaw", "P Foss (MGM)", "Foss, O"
_INITIALLED = re.compile(
    r"(?<![\w.'])(?:[A-Z]\.\s?){1,3}(?P<dotted>[A-Z][a-z](?:[^\W\d_]|['-])+)"
    r"|(?<![\w.'])[B-HJ-Z]\s(?P<spaced>[A-Z][a-z](?:[^\W\d_]|['-])+)"
    r"|(?<![\w'-])(?P<before>[A-Z][a-z](?:[^\W\d_]|['-])+),?\s[A-Z](?![\w'&/])"
)
_RANKED = re.compile(
    rf"\b(?P<rank>{'|'.join(sorted(word_list('ranks')))})\b\.?(?:\s(?:con|sgt|insp|supt|const|constable|"
    rf"sergeant|inspector)\b)?\.?\s(?:[A-Z]\.?\s)?(?P<name>{_NAME})",
    re.IGNORECASE,
)
# After these a family name that is a word is a name: "Cllr Brown", not "Nurse Ward".
_OF_ONE_PERSON = frozenset(
    ("cllr", "councillor", "pc", "dc", "pcso", "wpc", "sgt", "sergeant", "constable", "inspector")
)
_MORE_CAPITALS = re.compile(r"\s[A-Z]")
# Who is who: "SW: Wenna Tregear", "bf - Rohaan", "nan (Perpetua)", "children: Ottoline, Corbin".
_LABEL = "|".join(sorted(map(re.escape, word_list("labels of people")), key=len, reverse=True))
_LABELLED = re.compile(
    rf"(?<![\w'])(?P<label>(?i:(?:m|p|b|g|h|c|1/2|mat|pat|half|step|class|cp|sgo|foster|co|link|key|"
    rf"support|social|named|alleged|new)?"
    rf"[\s/.-]{{0,2}}(?:{_LABEL})))(?i:'s)?(?:\s(?i:is|was|are|named|called|name|names))*"
    rf"(?P<mark>\s?[-:=(,]\s?|\s)['\"]?(?P<first>{_NAME})(?:\s(?P<second>{_NAME}))?"
)
_SAID_BY = "|".join(sorted(map(re.escape, word_list("contact")), key=len, reverse=True))
_CONTACT = re.compile(
    rf"(?<![\w'])(?P<label>(?i:{_SAID_BY}|t/?c|tel\scon|tel\scall|phone\scall))(?:\s(?i:to|with|for|from|"
    rf"by|on|off|about|w|re|via|and))*"
    rf"(?P<mark>\s?[:/-]\s?|,?\s)(?P<first>{_NAME})(?:\s(?P<second>{_NAME}))?"
)
# "rang Eve about school": whoever is spoken to has a name, be it a word too; not "emailed Hope House".
_SPOKEN_TO = re.compile(
    rf"\b(?i:rang|phoned|texted|messaged|sp[oe]ke|spoken|speaking|chat(?:ted)?)(?:\s(?i:to|with|w/?))?"
    rf"\s(?P<name>{_NAME})(?!\s(?:[A-Z\d]|(?i:hub|house|centre|team|school|line|services?|ward)\b))"
)
_TIMES = frozenset(("april", "may", "june", "august", "summer", "autumn", "winter"))
# What a letter or a record is about.
_ABOUT = re.compile(
    r"(?<![\w'])(?P<label>(?i:re|ref|child|subject|subj|name|names|pupil|yp|client|student|patient|"
    r"service\suser|mother|father|mum|dad|family|"
    r"parent|attn|fao|aka|a\.k\.a\.?|alias|signed|sgd|sibs?|siblings?))"
    r"(?P<mark>\s?[:=-]\s?|\s)['\"]?(?P<first>[A-Z][A-Z'-]+)(?:\s(?P<second>[A-Z][A-Z'-]+))?(?![\w'])"
)
_SHOUTED_FAMILY = re.compile(
    r"(?<![\w'])(?P<name>[A-Z][A-Z']{3,})\s(?:FAMILY|CHILDREN|SIBLINGS|SIBS|HOUSEHOLD)\b"
)
# Names in small letters, where it is said that they are names.
_SMALL = re.compile(
    r"\b(?:(?:my|her|his|their|mum'?s|dad'?s|child'?s|whose|the)\s(?:\w+\s)?names?\s?(?:is|was|are|:|=)|"
    r"i\s?'?a?m|(?:hi\s)?it'?s|this\sis|hi|"
    r"re:?|mum\s?[:=-]|dad\s?[:=-]|mother\s?[:=-]|father\s?[:=-]|child\s?[:=-]|known\sas|aka|signed|"
    r"spoke\s(?:to|w/?|with)|"
    r"(?:is|was|be|'s|baby|boy|girl|child|them|him|her)\s(?:called|named)|name\s?[:=-])\s['\"]?"
    r"(?P<first>[^\W\d_](?:[^\W\d_]|['-])+)(?:\s(?P<second>[^\W\d_](?:[^\W\d_]|['-])+))?",
    re.IGNORECASE,
)
_KIN_OF = (
    r"(?:child|mum|dad|mother|father|nan|gran|partner|pupil|worker|sibling|baby|yp|brother|sister|bf|gf|"
    r"carer|parent|student|client|step\w{3,})"
)
_SMALL_WORD = r"[^\W\d_](?:[^\W\d_]|['-])*"
# "mums name nguyen thi lan", "name of child - tyler-jay moss"
_NAME_OF = re.compile(
    rf"\b(?:{_KIN_OF}(?:'?s)?'?\s(?:full\s|first\s)?names?|names?\sof\s(?:the\s|a\s)?{_KIN_OF}|"
    rf"(?:full|first|legal)\snames?|(?P<bare>name))(?:'s|\s(?:is|was|are))?(?:\s?[:=-])?\s['\"]?"
    rf"(?P<first>{_SMALL_WORD})(?:\s(?P<second>{_SMALL_WORD}))?(?:\s(?P<third>{_SMALL_WORD}))?",
    re.IGNORECASE,
)
# "the Grimes want to close"
_PLURAL = re.compile(
    r"(?<![\w'-])(?P<the>[Tt]he\s)?(?P<name>[A-Z][a-z]{3,}s)\s(?:want|were|are|have|live|moved|say|said|feel|need|"
    r"asked|agreed|refused|know|keep|had|do|did)\b"
)
_ONE_SMALL = re.compile(
    r"(?:\bis|\bwas|'s|\bbe|\bgirl|\bboy|\bbaby)\s(?:called|named)\s(?P<name>[a-z][\w'-]{3,})|"
    r"^named\s(?P<named>[a-z][\w'-]{3,})"
)
_SURNAME = re.compile(
    r"\b(?i:(?:sur|maiden\s|family\s|last\s|birth\s|middle\s|married\s|nick|fore)\s?names?|formerly|"
    r"previously|nicknamed?|"
    r"changed\s(?:\w+\s){0,2}to|calls?\s(?:him|her|them)(?:self|selves)?|called\s(?:him|her|them)(?:self|"
    r"selves)?|(?:the|by|of)\sname(?:\sof)?|a\s(?:mr|mrs|ms|miss)|hi\sits|its|this\sis|(?:s?he|who)(?:'s|\sis|\swas))"
    rf"(?i:\s(?:is|was|now|to|from|as|changed|of|known|called|also|"
    rf"used)){{0,4}}\s?[:=-]?\s?['\"]?(?P<name>{_NAME})(?:\s(?P<second>{_NAME}))?"
)
_SPELT = re.compile(r"\bname\s(?:is\s)?spel(?:t|led)(?:\sas)?\s[A-Z]{3,}\b")


def name_said(text: str) -> bool:
    """Whether somebody is named, and what stands beside says so: kin, a rank, an age, that one was rung."""
    return _stands_with_capital(text) or _stands_with_capitals(text)


def _stands_with_capital(text: str) -> bool:
    if any(map(_is_ranked, _RANKED.finditer(text))):
        return True
    if any(
        any(each is not None and _is_sure(each) for each in found.groups())
        for pattern in (_AGED, _FAMILY, _INITIALLED)
        for found in pattern.finditer(text)
    ):
        return True
    if any(map(_is_plural, _PLURAL.finditer(text))):
        return True
    if any(map(_is_of_that_name, _SURNAME.finditer(text))) or _SPELT.search(text):
        return True
    if any(map(_is_spoken_to, _SPOKEN_TO.finditer(text))):
        return True
    return any(_is_person(found) for pattern in (_LABELLED, _CONTACT) for found in pattern.finditer(text))


def _is_spoken_to(found: "re.Match[str]") -> bool:
    """Whether a word that is a name as well is one here."""
    own = folded(found["name"])
    return own in names_and_words() - _TIMES and own not in names_of_things()


def _stands_with_capitals(text: str) -> bool:
    return any(map(_is_shouted_name, _ABOUT.finditer(text))) or any(
        foreign(folded(found["name"])) for found in _SHOUTED_FAMILY.finditer(text)
    )


def name_said_small(text: str) -> bool:
    """Whether somebody is named in small letters, and it is said that this is a name."""
    return (
        any(map(_is_small_name, _SMALL.finditer(text)))
        or ("name" in text.casefold() and any(map(_is_name_of, _NAME_OF.finditer(text))))
        or any(foreign(folded(found["name"] or found["named"])) for found in _ONE_SMALL.finditer(text))
    )


def _is_name_of(found: "re.Match[str]") -> bool:
    """Whether what follows `name of child` is one: without that it is said whose, two words must be names."""
    words = [folded(each) for each in (found["first"], found["second"], found["third"]) if each]
    if found["bare"]:
        return sum(map(_may_be_small, words)) > 1 and _may_be_small(words[0])
    first = words[0]
    if _may_be_small(first) or first in names_and_words() - _VERBS:
        return True
    return not english(first) and len(first) == 2 and any(map(foreign, words[1:]))


def _may_be_small(word: str) -> bool:
    parts = word.split("-")
    if len(parts) > 1 and parts[0] in names_and_words():
        return True
    return any(part in given_names() and len(part) > 2 for part in parts) or (
        len(word) > 3 and all(map(foreign, parts))
    )


def _is_plural(found: "re.Match[str]") -> bool:
    own = folded(found["name"])
    known = own in family_names() or own[:-1] in family_names() | _COMMON
    return known or (found["the"] is not None and foreign(own))


def _is_of_that_name(found: "re.Match[str]") -> bool:
    if _is_sure(found["name"]) or (found["second"] is not None and _is_sure(found["second"])):
        return True
    return "name" in found.group().casefold() and folded(found["name"]) in names_and_words()


def _is_ranked(found: "re.Match[str]") -> bool:
    rank, name = found["rank"], found["name"]
    if rank.isupper() and len(rank) > 4 and name.isupper():
        return foreign(folded(name))
    if folded(rank) in _OF_ONE_PERSON and folded(name).removesuffix("'s") in _COMMON:
        return name[0].isupper() and not _MORE_CAPITALS.match(found.string, found.end())
    return rank[0].isupper() and _is_sure(name)


def _is_sure(name: str) -> bool:
    """Whether a word with a capital is somebody's name, where one is to be looked for."""
    own = folded(name).removesuffix("'s")
    if own in given_names() or own in family_names():
        return True
    if name.isupper() or not with_name_capitals(name):
        return False
    return all(map(foreign, own.split("-")))


def _is_person(found: "re.Match[str]") -> bool:
    """Whether whom a word of contact or kin is followed by is a person, and not an authority or a thing."""
    first, second = found["first"], found["second"]
    if second and folded(second) in _INSTITUTIONS:
        return False
    if second and first.isupper() and second.isupper() and len(first) > 3:
        return _is_long_name(first) and _is_long_name(second)
    if first.isupper() and len(first) > 6 and found["mark"].strip() != "/":
        return _is_long_name(first)
    own = folded(first)
    if _is_sure(first):
        return not (second is None and found.re is _CONTACT and own.endswith(_PLACE_ENDINGS))
    if found["mark"].strip() == "(" and found.string[found.end() : found.end() + 1] == ")":
        return own in names_and_words()
    return own in names_and_words() and second is not None and _is_sure(second)


def _is_long_name(shouted: str) -> bool:
    """Whether capitals are a name, and not letters that stand for words."""
    parts = folded(shouted).split("-")
    return all(len(part) > 3 and foreign(part) for part in parts)


def _is_shouted_name(found: "re.Match[str]") -> bool:
    first, second = folded(found["first"]), folded(found["second"] or "")
    known = first in given_names() or first in names_and_words()
    if second:
        return (
            (known or (foreign(first) and len(first) > 3))
            and len(second) > 2
            and (foreign(second) or second in family_names())
        )
    return len(first) > 4 and (first in given_names() or first in family_names())


def _is_small_name(found: "re.Match[str]") -> bool:
    """Whether two words are a first name and a surname, be they written without capitals."""
    if found["second"] is None:
        return False
    first, second = folded(found["first"]), folded(found["second"])
    given = first in given_names() or first in names_and_words()
    return (given or foreign(first)) and (second in family_names() or foreign(second)) and len(second) > 3
