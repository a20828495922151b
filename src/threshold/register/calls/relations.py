"""Whether words that stand for whoever called tell of a child or a family, which is no professional's own."""

import re

from threshold.register.calls.model import NOT_NAMED, CallEntry

_LONGEST = 200  # characters of a role
_WORD = re.compile(r"[\w']+")
_PARENT = r"(?:mother|mum|mummy|mam|father|dad|daddy|parent|carer)"
_KIN = (
    rf"(?:(?:step|grand|great|god){{0,2}}{_PARENT}|grand(?:ma|pa)|grandad|nan|nana|nanny|gran|granny|"
    r"aunt|auntie|aunty|uncle|sibling|twin|cousin|niece|nephew|(?:step|grand|god)?(?:brother|sister|son|daughter))"
)
_OTHERS = (
    r"(?:child|pupil|person|teenager|relative|guardian|family|member|friend|neighbour|service user|myself|"
    r"self|husband|wife|boyfriend|girlfriend|partner|ex)"
)
_BESIDE = (
    rf"(?:the|a|an|(?:{_KIN}|child|person|pupil|student|baby|boy|girl)'s|young|her|his|their|step|grand|great|god|half|"
    r"foster|adoptive|birth|kinship|connected|special|legal|main|sole|full|time|older|younger|ex|and|or|both)"
)
_RELATION = rf"(?:{_BESIDE} )*(?:{_KIN}|{_OTHERS})s?"
# Of words with one space between them. A parent governor or family support worker is a professional.
_RELATIVE = re.compile(rf"{_RELATION}(?: {_RELATION})*(?: (?P<of>(?:of|to|called|named) .*))?")
_AT_PLACE = re.compile(r"(?:(?:a|the) )?(?:pupil|child) (?:at|in|from) .*")
_OF_ANY_CHILD = re.compile(
    r"(?:of|to) (?:(?:the|a|this|that|her|his|their|one|two|three) )*"
    r"(?:child|children|young person|young people|pupils?|baby|babies|twins|siblings|teenager|family|public)"
)
_PROFESSIONAL = re.compile(
    rf"(?:(?:the|a|her|his|their|short|long|term|respite|emergency) )*foster(?:ing)? ?{_PARENT}s?(?: .*)?"
)
# Also what people are beside: a partner in a practice, a student on a placement.
_WITHOUT_AGENCY = re.compile(r"(?:(?:a|the) )?(?:student|partner)")

_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    "thirteen|fourteen|fifteen|sixteen|seventeen"
)
_AGE = re.compile(
    rf"\bage[ds]?\s*:?\s*(?:\d{{1,2}}(?!\d|\s*(?:-|\u2013|to\b|\+))|(?:{_NUMBERS})\b)|"
    rf"\b(?:\d{{1,2}}|{_NUMBERS})[ -]*(?:(?:years?|yrs?|months?|mths?|weeks?)[ -]*olds?|y\s?/?\s?o)\b",
    re.IGNORECASE,
)
_YEAR_GROUP = re.compile(
    rf"\b(?:(?:year|yr|y)\.?\s?(?:1[0-3]|[1-9])|(?:year|yr) (?:r|{_NUMBERS}))\b", re.IGNORECASE
)
_TEACHES = re.compile(
    r"\b(?:teach\w*|head|tutor|lead\w*|manager|assistant|co-?ordinator|TA|SENCO|DSL|pastoral|mentor|staff)\b",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    rf"\b(?:{_KIN}|child|pupil|student) (?:of|to)\b(?! god\b)|['\u2019]s? (?:{_KIN}|child|baby|pupil)\b|"
    r"\b(?:child|pupil|student|baby|family|young person|yp|boy|girl|son|daughter|dob|born)\s*[:=]|"
    r"\b(?:pupil|student|child|boy|girl|baby)\s+(?:called|named|at|in|from)\b|"
    r"\b(?:calling|ringing|phoning) (?:about|for|re)\b|\bon behalf of\b|"
    r"(?:^|[,;:(/\u2013-]\s*)(?:about|re|regarding|concerning)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\babout\b", re.IGNORECASE)
# `Sister Mary`, `Father Michael`, Nan and Mr Child are names of professionals too.
_IN_NAME = re.compile(
    rf"(?:[,(/:]|\s[\u2013-]\s|\bthe\b)\s*(?:{_KIN}|child|pupil|student|baby|{_OTHERS})\b|"
    rf"\b(?:mum|mummy|mam|mother|dad|daddy|gran|granny|grand\w+|pupil|student|auntie|aunty)\b|\b\d{{1,2}}\W*$",
    re.IGNORECASE,
)
_LOWER_IN_NAME = re.compile(rf"\b{_KIN}\b")
_AT_END = re.compile(r"\b(?:pupil|student|child|mum|mother|dad|father)\W*$", re.IGNORECASE)


def is_relative(role: str, agency: str = "") -> bool:
    """Whether a role is nothing but a relation: a child's, or that of somebody around them."""
    words = _words(role)
    if _PROFESSIONAL.fullmatch(words):
        return False
    if _WITHOUT_AGENCY.fullmatch(words):
        return not agency
    return bool(_RELATIVE.fullmatch(words) or _AT_PLACE.fullmatch(words))


def is_no_professional(call: CallEntry) -> bool:
    """Whether whoever called is said to be none: their name leads to the child."""
    return call.called_by in NOT_NAMED or is_relative(call.caller.role, call.caller.agency)


def says_whose(role: str) -> bool:
    """Whether the role of a relative says whose they are, rather than what."""
    words = _words(role)
    found = _RELATIVE.fullmatch(words)
    if found is None:
        return bool(_AT_PLACE.fullmatch(words))
    return bool(found["of"]) and not _OF_ANY_CHILD.fullmatch(found["of"])


def _words(role: str) -> str:
    """The words of a role, with a space between them: a field of the caller's is one line, and no longer."""
    return " ".join(_WORD.findall(role[:_LONGEST].casefold().replace("\u2019", "'")))


def tells_of_child(part: str, text: str) -> bool:
    """Whether a field of the caller's (`name`, `agency` or `role`) tells of a child or a family beside."""
    if _AGE.search(text) or _OF_SOMEBODY.search(text):
        return True
    if _YEAR_GROUP.search(text) and not (part == "role" and _TEACHES.search(text)):
        return True
    match part:
        case "name":
            return any(each.search(text) for each in (_IN_NAME, _LOWER_IN_NAME, _ABOUT))
        case "agency":
            return bool(_AT_END.search(text))
        case _:
            return bool(_ABOUT.search(text))
