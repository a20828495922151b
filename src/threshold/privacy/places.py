"""Where somebody can be reached: postcodes and streets, e-mail, accounts, addresses of the internet."""

import re
from collections.abc import Iterator

from threshold.privacy.addresses import holds_address
from threshold.privacy.word_lists import word_list

_AREAS = word_list("areas of postcodes")
_POSTCODE = re.compile(
    r"(?<![A-Z\d])(?P<area>[A-Z]{1,2})(?P<district>\d[A-Z\d]?)[\s.\-/_]{0,3}(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?![A-Z\d])",
    re.IGNORECASE,
)
_NO_INWARD = re.compile(r"\d(?:st|nd|rd|th|yr|hr|ft|lb|qt)")  # the second half of a year, not of a postcode
_SECTIONS = frozenset(("S17", "S20", "S31", "S37", "S38", "S46", "S47", "S48", "S85", "L1", "L2", "L3", "L4"))

_DOMAIN = r"(?:com|org|net|uk|co|gov|ac|sch|edu|info|io|ie|eu|me|fr|de|pl|nhs|example|test|biz|us)"
_EMAIL = re.compile(
    r"[^\s@]@[^\s@]{1,255}\.[a-z]{2,}"
    rf"|[\w.+-]\s{{0,2}}[(\[{{<_*]\s?(?:at|@)\s?[)\]}}>_*]\s{{0,2}}[\w-]{{1,60}}\s?(?:[(\[{{<]?\s?(?:dot|\.)\s?[)\]}}>]?\s?{_DOMAIN}\b)"
    rf"|\w\sat\s[\w-]{{1,60}}(?:\s[\w-]{{1,60}})?\s(?:dot|\(dot\)|\[dot\])\s{_DOMAIN}\b"
    r"|\w\s(?:at|@)\s(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|live|sky|aol|proton(?:mail)?|ymail|msn|"
    r"talktalk|virginmedia|me)\s?\.\s?[a-z]{2,}"
    r"|[^\s@]\s?@\s?[\w-]{1,60}\s?(?:\.|dot)\s?(?:com|org|net|co|uk|gov)\b",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"\b(?:facebook|fb|instagram|insta|instagr|tiktok|twitter|x|snapchat|linkedin|youtube|discord|threads|vk|onlyfans|t|"
    r"twitch|reddit|pinterest|roblox|wa|telegram|bsky|kik)\.(?:com|me|gg|tv|net|am|app)\b/\S"
    r"|\bhttps?://[^\s/]{1,100}/(?:@|~|u/|users?/|profiles?/|people/)\S"
    r"|\bhttps?://[^\s?]{0,200}\?(?:[^\s&]{0,60}&){0,5}(?:id|user|child|person|case)(?:_?id)?=\S",
    re.IGNORECASE,
)
_NAMED_AT = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tik\s?tok|discord|roblox|psn|xbox|kik)\s(?=[\w.]*[a-z])(?=[\w.]*(?:\d\d|_))[\w.]{5,}",
    re.IGNORECASE,
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
_ACCOUNT = re.compile(
    r"\b(?:user\s?names?|handles?|gamer\s?tags?|screen\s?names?|snap(?:chat)?|insta(?:gram)?|tik\s?tok|discord|roblox|psn|"
    r"xbox|twitter|facebook|fortnite|kik|whatsapp|telegram|account|profile|login)\b(?:\s(?:name|names|account|id|"
    r"handle|user|username|tag|profile))*(?:\s(?:is|was|called|named|as|under)|\s?[:=]|(?<=name)|(?<=handle)|(?<=tag))\s?[\"'(]?"
    r"(?=[\w.]*[a-z])(?=[\w.]*(?:\d|_|[a-z]\.[a-z]))[\w.#]{4,}",
    re.IGNORECASE,
)
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
    if _EMAIL.search(text):
        yield "an e-mail address"
    if (
        _PROFILE.search(text)
        or _ACCOUNT.search(text)
        or _TAGGED.search(text)
        or _NAMED_AT.search(text)
        or any(map(_is_handle, _HANDLE.finditer(text)))
    ):
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


def _is_handle(found: "re.Match[str]") -> bool:
    return found["handle"].casefold() not in _NO_HANDLE


def _is_ip(found: "re.Match[str]") -> bool:
    """Four numbers with dots, of which one is higher than a clause is."""
    parts = [int(part) for part in found.group().split(".")]
    return max(parts) <= 255 and max(parts) >= 20
