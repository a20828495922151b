"""Accounts of somebody on platforms."""

import re

from threshold.privacy.known_names import folded, foreign, given_names, no_names
from threshold.privacy.word_lists import word_list

_PLATFORMS = word_list("platforms")
_PLATFORM = "|".join(
    sorted((re.escape(each).replace("_", r"\s?") for each in _PLATFORMS), key=len, reverse=True)
)
_PLATFORM_WORDS = frozenset(word for each in _PLATFORMS for word in re.split(r"[_.]", each))
_TOKENS = re.compile(r"[a-z]+\d?|ao3")
_ACCOUNT_WORD = (
    r"(?:user\s?names?|users?|usr|accounts?|acc(?:t|nt)?s?|names?|nicks?|tags?|handles?|ids?|"
    r"gamer\s?tags?|profiles?|channels?|"
    r"sellers?|screen\s?names?|display\s?names?|logins?|pages?|is|are|was|as|called|named|under|on|by|"
    r"from|via|to|friend|"
    r"grp|group|chat|admin|msgs?|messages?)"
)
# A token after a platform, with only words of an account, or a mark, between.
_ON_PLATFORM = re.compile(
    rf"(?<![\w@])(?P<platform>{_PLATFORM})(?:'s)?(?P<words>(?:[\s/]{{1,2}}{_ACCOUNT_WORD}(?:'s)?\b){{0,4}})"
    rf"(?P<mark>\s?[:=@(,\"'-]{{1,2}}\s?|\s-\s|"
    rf"\s){{1,2}}(?P<handle>[^\W\d][\w.-]{{2,31}})(?P<next>\s[A-Z][\w.-]*)?",
    re.IGNORECASE,
)
_NAMES_ACCOUNT = re.compile(
    r"\b(?:user|usr|name|nick|tag|handle|id|seller|called|named|as|under|channel|is|was|acc)", re.IGNORECASE
)
_ACCOUNT = re.compile(
    r"\b(?:user\s?names?|user\s?id|usr|handles?|gamer\s?tags?|screen\s?names?|display\s?names?|account|"
    r"profile|login)\b(?:\s(?:name|names|account|id|"
    r"handle|user|username|tag|profile))*(?:\s(?:is|was|were|called|named|as|under)|\s?[:=]|\s-|"
    r"\s(?=[\"'@])|(?<=name)|(?<=handle)|(?<=tag)|(?<=\bid)|(?<=usr))\s?[\"'(@]?"
    r"(?P<handle>[^\W\d][\w.#-]{3,31})",
    re.IGNORECASE,
)
_DOES_ONLINE = re.compile(
    r"\b(?:blocked|unblocked|added|adds|follow(?:s|ed|ing)?|dm'?(?:d|s|ed|ing)?|msg(?:d|s|ed|ing)?|"
    r"messag(?:ed?|es|ing)|"
    r"report(?:ed|ing)|chatting\s(?:to|with)|talking\sto|groomed\sby|goes\sby|pics\s(?:to|from)|"
    r"sent\s(?:to|by)|user|from|by)\s[\"'(@]?"
    r"(?P<handle>[^\W\d][\w.]{4,31})",
    re.IGNORECASE,
)
_MIXED = re.compile(r"_|[a-z]{3}\d|\d[a-z]{3}|[a-z]\d[a-z]")
_REDDIT = re.compile(
    r"(?<![\w/.])u/[\w-]{3,}|\bfriend\scode\W{1,3}(?:SW-?)?\d{4}\W\d{4}\W\d{4}", re.IGNORECASE
)
_TAGGED = re.compile(r"(?<![\w#])[a-z][\w.]{2,31}#\d{4}(?!\d)", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<handle>[A-Za-z_][\w.]{2,29})(?!\w)")
_NO_HANDLE = frozenset(
    [
        "home",
        "school",
        "work",
        "hospital",
        "nursery",
        "mum",
        "mums",
        "dad",
        "dads",
        "nan",
        "nans",
        "the",
        "court",
        "office",
        "tac",
        "risk",
    ]
)
_HOW_LONG = re.compile(
    r"[a-z]?\d+(?:hrs?|hours?|wks?|mths?|yrs?|days?|mins?|st|nd|rd|th|x)?|[a-z]{1,3}\d{1,2}|"
    r"(?:\w\.){1,4}\w?|covid\d*|ps\d",
    re.IGNORECASE,
)


def holds_account(text: str) -> bool:
    """Whether text tells an account of somebody."""
    return (
        _TAGGED.search(text) is not None
        or _REDDIT.search(text) is not None
        or ("@" in text and any(map(_is_handle, _HANDLE.finditer(text))))
        or (
            not _PLATFORM_WORDS.isdisjoint(_TOKENS.findall(text.casefold()))
            and any(map(_is_on_platform, _ON_PLATFORM.finditer(text)))
        )
        or any(_looks_made(found["handle"]) or _is_odd(found["handle"]) for found in _ACCOUNT.finditer(text))
        or (
            _MIXED.search(text) is not None
            and any(_mixes(found["handle"]) for found in _DOES_ONLINE.finditer(text))
        )
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
    return (
        low
        and (re.search(r"[a-z]{3}\w*\d|\d[a-z]{3}", token) is not None or "_" in token)
        and "." not in token
    )


def _is_odd(token: str) -> bool:
    plain = token.strip(".-_#")
    return len(plain) > 3 and not plain.isupper() and all(map(foreign, folded(plain).split("-")[:1]))


def _is_handle(found: "re.Match[str]") -> bool:
    return found["handle"].casefold() not in _NO_HANDLE
