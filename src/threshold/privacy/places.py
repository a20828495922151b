"""Where somebody can be reached: postcodes and streets, e-mail, accounts, addresses of the internet."""

import re
from collections.abc import Iterator

from threshold.privacy.accounts import holds_account
from threshold.privacy.addresses import holds_address
from threshold.privacy.known_names import folded
from threshold.privacy.links import holds_link_to_person
from threshold.privacy.word_lists import word_list

_AREAS = word_list("areas of postcodes")
_POSTCODE = re.compile(
    r"(?<![A-Z\d])(?P<area>[A-Z]{1,2})(?P<district>\d[A-Z\d]?)(?:[^\w\n]|_){0,3}(?P<inward>\d[ABD-HJLNP-UW-Z]{2}"
    r"|(?<=(?-i:[A-Z]{2})\d[\s.-])(?-i:\d[A-Z]{2}))(?![A-Z\d])",
    re.IGNORECASE,
)
_NO_INWARD = re.compile(r"\d(?:st|nd|rd|th|yr|hr|ft|lb|qt)")  # the second half of a year, not of a postcode
_SECTIONS = frozenset(("S17", "S20", "S31", "S37", "S38", "S46", "S47", "S48", "S85", "L1", "L2", "L3", "L4"))

_DOMAIN = r"(?:com|org|net|uk|co|gov|ac|sch|edu|info|io|ie|eu|me|fr|de|pl|nhs|example|test|biz|us)"
_PROVIDER = (
    r"(?:g\s?mail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|aol|proton(?:mail)?|ymail|msn|"
    r"talktalk|virginmedia)"
)
_DOT = r"(?:\s?\.\s?|\s?[(\[{<]\s?(?:dot|\.)\s?[)\]}>]\s?|[\s-]{1,2}(?:dot|point|full\sstop)[\s-]{1,2})"
_AT = r"(?:\s?[(\[{<_*-]\s?(?:at|@|a)\s?[)\]}>_*-]\s?|\s(?:at\ssign|AT)\s|\s?@\s?)"
_EMAIL = re.compile(
    r"[^\s@]@[^\s@]{1,255}\.[a-z]{2,}"
    rf"|[\w.+-](?-i:{_AT})[\w-]{{1,60}}(?:{_DOT}[\w-]{{1,60}}){{0,3}}{_DOT}{_DOMAIN}\b"
    rf"|\w\s(?:at|@)\s{_PROVIDER}(?:\s?\.\s?[a-z]{{2,}}|\b)"
    rf"|\w\s(?:at|@)\s(?:live|sky|me)\s?\.\s?[a-z]{{2,}}"
    r"|(?<![\w@])[a-z][\w-]*[._][\w.-]+@[a-z]{3,}",
    re.IGNORECASE,
)
_MAY_EMAIL = re.compile(r"@|\(a\)|[\s(\[{<_*-]at[\s)\]}>_*-]", re.IGNORECASE)
# "jo at example.com", said or written: not where a page is what is looked at.
_EMAIL_SAID = re.compile(
    rf"(?<![\w.])(?P<local>[\w.+-]{{1,64}})\sat\s(?P<the>the\s)?(?P<host>[\w-]{{1,60}})(?:\s[\w-]{{1,60}})?{_DOT}(?:co{_DOT}uk|{_DOMAIN})\b",
    re.IGNORECASE,
)
_NO_LOCAL = word_list("before a page of the internet")
_HOSTS = frozenset(["gov", "nhs", "www", "nspcc", "the"])
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IP6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])|(?<![\w:])[0-9a-f]{4}(?::[0-9a-f]{1,4}){1,5}::",
    re.IGNORECASE,
)
_MAC = re.compile(r"(?<![\w:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:])", re.IGNORECASE)


def identifying_places(text: str) -> Iterator[str]:
    """The kinds of address recognised in text, e-mail and accounts among them."""
    if any(map(_is_postcode, _POSTCODE.finditer(text))):
        yield "a postcode"
    if holds_address(text):
        yield "an address"
    if _holds_email(text):
        yield "an e-mail address"
    if holds_account(text):
        yield "a social media account"
    if holds_link_to_person(text):
        yield "a link to somebody's page or record"
    if any(map(_is_ip, _IP.finditer(text))) or _IP6.search(text) or _MAC.search(text):
        yield "an address of the internet"


def _is_postcode(found: "re.Match[str]") -> bool:
    if found["area"].upper() not in _AREAS:
        return False
    outward = (found["area"] + found["district"]).upper()
    if _NO_INWARD.fullmatch(found["inward"]):
        return False
    return not (outward in _SECTIONS and _NO_INWARD.fullmatch(found["inward"].lower()))


def _holds_email(text: str) -> bool:
    if _MAY_EMAIL.search(text) is None:
        return False
    return _EMAIL.search(text) is not None or any(map(_is_email_said, _EMAIL_SAID.finditer(text)))


def _is_email_said(found: "re.Match[str]") -> bool:
    local = folded(found["local"]).strip(".")
    return not found["the"] and local not in _NO_LOCAL and found["host"].casefold() not in _HOSTS


def _is_ip(found: "re.Match[str]") -> bool:
    """Four numbers with dots, of which one is higher than a clause is."""
    parts = [int(part) for part in found.group().split(".")]
    return max(parts) <= 255 and max(parts) >= 20
