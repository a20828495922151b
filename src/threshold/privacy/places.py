"""Where somebody can be reached: postcodes and streets, e-mail, accounts, addresses of the internet."""

import re
from collections.abc import Iterator

from threshold.privacy.addresses import holds_address
from threshold.privacy.known_names import family_names, folded, foreign, given_names, no_names
from threshold.privacy.word_lists import word_list

_AREAS = word_list("areas of postcodes")
_POSTCODE = re.compile(
    r"(?<![A-Z\d])(?P<area>[A-Z]{1,2})(?P<district>\d[A-Z\d]?)[\s.\-/_]{0,3}(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?![A-Z\d])",
    re.IGNORECASE,
)
_NO_INWARD = re.compile(r"\d(?:st|nd|rd|th|yr|hr|ft|lb|qt)")  # the second half of a year, not of a postcode
_SECTIONS = frozenset(("S17", "S20", "S31", "S37", "S38", "S46", "S47", "S48", "S85", "L1", "L2", "L3", "L4"))

_DOMAIN = r"(?:com|org|net|uk|co|gov|ac|sch|edu|info|io|ie|eu|me|fr|de|pl|nhs|example|test|biz|us)"
_PROVIDER = (
    r"(?:g\s?mail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|aol|proton(?:mail)?|ymail|msn|talktalk|virginmedia)"
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
_LINK = re.compile(r"(?<![\w@])(?:https?://)?(?P<host>(?:[\w-]{1,60}\.){1,5}[a-z]{2,12})(?P<path>/[^\s]{1,300})", re.IGNORECASE)
_PEOPLE_PATH = re.compile(
    r"/(?:@|~|u/|usr/|users?/|profiles?[/.]|people/|persons?/|members?/|staff/|officers?/|athletes?/|in/|add/|obituar(?:y|ies)/"
    r"|memorials?/|tributes?/|fundrais\w*/|channel/|family-tree/|child(?:ren)?/\d|case/\d|client/|pupils?/|seller/|author/|creator/"
    r"|shop/|groups?/[a-z])\S",
    re.IGNORECASE,
)
_QUERY = re.compile(r"[?&](?:id|user|child|person|case|client|pupil|profile|u|uid|name)(?:_?id)?=\S|[?&]q=-?\d", re.IGNORECASE)
_SITES = word_list("sites of people")
_PUBLIC = ("gov.uk", "nhs.uk", "nspcc.org.uk", "legislation.gov.uk")
_PLATFORMS = word_list("platforms")
_PLATFORM = "|".join(sorted((re.escape(each).replace("_", r"\s?") for each in _PLATFORMS), key=len, reverse=True))
_PLATFORM_WORDS = frozenset(word for each in _PLATFORMS for word in re.split(r"[_.]", each))
_TOKENS = re.compile(r"[a-z]+\d?|ao3")
_ACCOUNT_WORD = (
    r"(?:user\s?names?|users?|usr|accounts?|acc(?:t|nt)?s?|names?|nicks?|tags?|handles?|ids?|gamer\s?tags?|profiles?|channels?|"
    r"sellers?|screen\s?names?|display\s?names?|logins?|pages?|is|are|was|as|called|named|under|on|by|from|via|to|friend|"
    r"grp|group|chat|admin|msgs?|messages?)"
)
# A token after a platform, with only words of an account, or a mark, between.
_ON_PLATFORM = re.compile(
    rf"(?<![\w@])(?P<platform>{_PLATFORM})(?:'s)?(?P<words>(?:[\s/]{{1,2}}{_ACCOUNT_WORD}(?:'s)?\b){{0,4}})"
    rf"(?P<mark>\s?[:=@(,\"'-]{{1,2}}\s?|\s-\s|\s){{1,2}}(?P<handle>[^\W\d][\w.-]{{2,31}})(?P<next>\s[A-Z][\w.-]*)?",
    re.IGNORECASE,
)
_NAMES_ACCOUNT = re.compile(r"\b(?:user|usr|name|nick|tag|handle|id|seller|called|named|as|under|channel|is|was|acc)", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"\b(?:user\s?names?|user\s?id|usr|handles?|gamer\s?tags?|screen\s?names?|display\s?names?|account|profile|login)\b(?:\s(?:name|names|account|id|"
    r"handle|user|username|tag|profile))*(?:\s(?:is|was|were|called|named|as|under)|\s?[:=]|\s-|\s(?=[\"'@])|(?<=name)|(?<=handle)|(?<=tag)|(?<=\bid)|(?<=usr))\s?[\"'(@]?"
    r"(?P<handle>[^\W\d][\w.#-]{3,31})",
    re.IGNORECASE,
)
_DOES_ONLINE = re.compile(
    r"\b(?:blocked|unblocked|added|adds|follow(?:s|ed|ing)?|dm'?(?:d|s|ed|ing)?|msg(?:d|s|ed|ing)?|messag(?:ed?|es|ing)|"
    r"report(?:ed|ing)|chatting\s(?:to|with)|talking\sto|groomed\sby|goes\sby|pics\s(?:to|from)|sent\s(?:to|by)|user|from|by)\s[\"'(@]?"
    r"(?P<handle>[^\W\d][\w.]{4,31})",
    re.IGNORECASE,
)
_REDDIT = re.compile(r"(?<![\w/.])u/[\w-]{3,}|\bfriend\scode\W{1,3}(?:SW-?)?\d{4}\W\d{4}\W\d{4}", re.IGNORECASE)
_TAGGED = re.compile(r"(?<![\w#])[a-z][\w.]{2,31}#\d{4}(?!\d)", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<handle>[A-Za-z_][\w.]{2,29})(?!\w)")
_NO_HANDLE = frozenset(
    "home school work hospital nursery mum mums dad dads nan nans the court office tac risk".split()
)
_HOW_LONG = re.compile(r"[a-z]?\d+(?:hrs?|hours?|wks?|mths?|yrs?|days?|mins?|st|nd|rd|th|x)?|[a-z]{1,3}\d{1,2}|(?:\w\.){1,4}\w?|covid\d*|ps\d", re.IGNORECASE)
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
    linked = "/" in text and any(_is_of_people(found) for found in _LINK.finditer(text))
    if linked or _holds_account(text):
        yield "a social media account"
    if any(map(_is_ip, _IP.finditer(text))) or _IP6.search(text) or _MAC.search(text):
        yield "an address of the internet"


def is_postcode(text: str) -> bool:
    """Whether the text is a postcode and nothing else."""
    found = _POSTCODE.fullmatch(text.strip())
    return found is not None and _is_postcode(found)


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


def _is_of_people(found: "re.Match[str]") -> bool:
    """Whether a link leads to a page about somebody: by its site, by its path, by a name in it."""
    host, path = found["host"].casefold(), found["path"]
    site = host.removeprefix("www.").removeprefix("m.").removeprefix("uk.")
    if host in _SITES or site in _SITES or any(site.endswith(f".{each}") for each in _SITES):
        return True
    if _PEOPLE_PATH.search(path) or _QUERY.search(path):
        return True
    return not host.endswith(_PUBLIC) and any(
        part in given_names() or part in family_names() for part in re.split(r"[^a-z]+", path.casefold())
    )


def _holds_account(text: str) -> bool:
    return (
        _TAGGED.search(text) is not None
        or _REDDIT.search(text) is not None
        or ("@" in text and any(map(_is_handle, _HANDLE.finditer(text))))
        or (
            not _PLATFORM_WORDS.isdisjoint(_TOKENS.findall(text.casefold()))
            and any(map(_is_on_platform, _ON_PLATFORM.finditer(text)))
        )
        or any(_looks_made(found["handle"]) or _is_odd(found["handle"]) for found in _ACCOUNT.finditer(text))
        or any(_mixes(found["handle"]) for found in _DOES_ONLINE.finditer(text))
    )


def _is_on_platform(found: "re.Match[str]") -> bool:
    """Whether what comes after a platform is an account there, and not what was done or seen there."""
    handle, words = found["handle"], found["words"].strip().casefold()
    if found["platform"].casefold() == "x" and not words.startswith(("as", "user", "handle", "account")):
        return False
    if _looks_made(handle):
        return True
    named = _NAMES_ACCOUNT.search(words) is not None
    marked = (found["mark"] or " ").strip() != ""
    if not (named or marked):
        return False
    if _is_odd(handle) and (named or found["mark"].strip() not in ("-", ",", "(", "'")):
        return True
    capital = handle[0].isupper() and (handle[1:].islower() or "-" in handle)
    return capital and (
        folded(handle) in given_names()
        or (found["next"] is not None and folded(handle) not in no_names() and named)
    )


def _looks_made(token: str) -> bool:
    """Whether a token is made as names of accounts are: figures, points or capitals within, a low line."""
    plain = token.strip(".-_")
    if len(plain) < 4 or _HOW_LONG.fullmatch(plain) or plain.casefold().endswith((".com", ".uk", ".org")):
        return False
    return (
        "_" in token
        or re.search(r"[^\W\d_]{2}\d|\d[^\W\d_]{2}", plain) is not None
        or re.search(r"[a-z]{2}\.[a-z0-9]", plain) is not None
        or re.search(r"[a-z]{2}[A-Z][a-z]", plain) is not None
    )


def _mixes(token: str) -> bool:
    low = token.islower() and len(token) > 5
    return low and (re.search(r"[a-z]{3}\w*\d|\d[a-z]{3}", token) is not None or "_" in token) and "." not in token


def _is_odd(token: str) -> bool:
    plain = token.strip(".-_#")
    return len(plain) > 3 and not plain.isupper() and all(map(foreign, folded(plain).split("-")[:1]))


def _is_handle(found: "re.Match[str]") -> bool:
    return found["handle"].casefold() not in _NO_HANDLE


def _is_ip(found: "re.Match[str]") -> bool:
    """Four numbers with dots, of which one is higher than a clause is."""
    parts = [int(part) for part in found.group().split(".")]
    return max(parts) <= 255 and max(parts) >= 20
