"""Where somebody lives or can be reached: postcodes, streets, e-mail, accounts and addresses of the internet."""

import re
from collections.abc import Iterator

_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G "
    "GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW "
    "OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD "
    "WF WN WR WS WV YO ZE"
).split()
_POSTCODE = re.compile(
    r"(?<![A-Z\d])(?P<area>[A-Z]{1,2})(?P<district>\d[A-Z\d]?)[\s.\-/_]{0,3}(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?![A-Z\d])",
    re.IGNORECASE,
)
_NO_INWARD = re.compile(r"\d(?:st|nd|rd|th|yr|hr|ft|lb|qt)")  # the second half of a year, not of a postcode
_SECTIONS = frozenset(("S17", "S20", "S31", "S37", "S38", "S46", "S47", "S48", "S85", "L1", "L2", "L3", "L4"))

_STREET = (
    r"street|st|road|rd|avenue|ave|av|lane|ln|close|cl|drive|dr|crescent|cres|gardens|gdns|grove|place|pl|terrace|court|ct|"
    r"way|walk|mews|square|sq|hill|park|rise|view|row|green|parade|mead|vale|chase|croft|dene|gate|path|common|heath|"
    r"meadows?|wharf|quay|broadway|villas|cottages?|house|buildings|estate|towers?|boulevard|fields?|mount|lodge|farm|"
    r"bank|brow|end|side|orchard|copse|wood|approach|circus|esplanade|promenade|yard|mansions|heights|point|caravan park"
)
_STREET_TITLE = "|".join(rf"{word[0].upper()}{word[1:]}" for word in _STREET.split("|"))
_STREET_UPPER = "|".join(word.upper() for word in _STREET.split("|"))
_STRONG = r"street|road|rd|avenue|ave|lane|crescent|cres|gardens|gdns|grove|terrace|mews|drive|close"
_NUMBER = r"\d{1,4}\s?[a-z]?(?:\s?-\s?\d{1,4}[a-z]?)?"
# What is numbered and no house: sections, levels, ages, and so many of something.
_NO_HOUSE = r"(?<!section )(?<!level )(?<!year )(?<!step )(?<!s\.)(?<!tier )(?<!band )(?<!part )(?<!phase )(?<!stage )(?<!s)"
_NO_NAME = (
    r"(?!(?:in|on|the|to|of|off|a|an|at|down|up|days?|weeks?|months?|years?|hours?|minutes?|miles?|working|family|high|county|"
    r"crown|youth|magistrates|supreme|open|cases?|children|child|sessions?|meetings?|and|or|is|was|were|are|not|no|for|"
    r"from|by|with|visits?|order|orders|times?|per|more|out|from|away|early|nights?|people|families|adults|parents|who|"
    r"that|need|needs|school|care|foster|agreed|supervised|safe|metres?|yards?|st|nd|rd|th|am|pm|january|february|march|"
    r"april|may|june|july|august|september|october|november|december)\b)"
)
_ADDRESS = re.compile(
    rf"(?<![\w/.-]){_NO_HOUSE}{_NUMBER},?\s(?:{_NO_NAME}[A-Z][\w'.-]{{1,30}}\s){{1,3}}(?:{_STREET_TITLE})\b"
    rf"|(?<![\w/.-]){_NO_HOUSE}{_NUMBER},?\s(?:{_NO_NAME}[A-Z][A-Z'.-]{{1,30}}\s){{1,3}}(?:{_STREET_UPPER})\b"
)
_ADDRESS_LOWER = re.compile(
    rf"(?<![\w/.-]){_NO_HOUSE}{_NUMBER},?\s(?:{_NO_NAME}[a-z][\w'-]{{1,30}}\s){{1,3}}(?:{_STRONG})\b",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"\b(?i:flat|apartment|apt|maisonette|bedsit)\s?(?:no\.?\s?|number\s)?"
    r"(?:\d{1,4}\s?[A-Za-z]?|[A-Za-z])\b(?=\s*(?:[,.;:)/]|$|\n)|\s(?:at|in|of)\s)(?!\.\d)"
    r"|\b(?:Flat|Apartment|Apt|Maisonette|FLAT)\s?\d{1,4}[A-Za-z]?\s[A-Z]",
)
_LIVES = (
    r"\b(?:liv(?:es?|ed|ing)|resid(?:es?|ed|ing)|stay(?:s|ed|ing)?|moved?|moving|home address|addresses?|house|home|"
    r"placed|postal address|based|residence)\b(?:\s(?:is|was|are|at|to|in|into|on|now|currently|of|still|with\s\w+|"
    r"given\sas|recorded\sas|back))*\s?:?\s?"
)
_LIVES_AT = re.compile(
    rf"{_LIVES}(?:(?:No\.?|Number|number|no\.?)\s?)?{_NUMBER}\s(?!(?:January|February|March|April|May|June|July|August|"
    rf"September|October|November|December)\b)(?:the\s|The\s)?[A-Z][a-z]+"
    rf"|{_LIVES}(?:the\s|The\s)?(?:[A-Z][\w'-]+\s){{1,3}}(?:{_STREET_TITLE})\b"
    r"|\b(?:[Hh]ome )?[Aa]ddress(?:es)?(?:\s(?:is|was))?\s?[:=]?\s(?:\d{1,4}[a-z]?\b|(?:The\s)?[A-Z][a-z]+\s[A-Z][a-z]+,)"
)
_NO_ADDRESS = re.compile(
    rf"(?:{_LIVES})?(?:Children|Childrens|Children's|Foster|Residential|Care|Women|Mother|Probation|Semi|Supported|"
    r"Family|Housing|Another|Local|High|County|Crown|Youth|Magistrates)\b",
)
_THE = re.compile(
    rf"(?<![\w/.-]){_NO_HOUSE}{_NUMBER},?\s[Tt]he\s(?:[A-Z][a-z]+s?|{_STREET})\b(?=\s*(?:[,.;)]|$))"
)
_PLACE = re.compile(
    r"///\w+\.\w+\.\w+|(?<![\d.])-?\d{1,2}\.\d{4,}[°\s]*[NS]?\s?,\s?-?\d{1,3}\.\d{4,}|\bwhat3words\b\W{1,3}\w+\.\w+\.\w+",
    re.IGNORECASE,
)
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
    r"|\bhttps?://[^\s/]+/(?:@|~|u/|users?/|profiles?/|people/)\S"
    r"|\bhttps?://\S*[?&](?:id|user|child|person|case)(?:_?id)?=\S",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<handle>[A-Za-z_][\w.]{2,29})(?!\w)")
_NO_HANDLE = frozenset(
    "home school work hospital nursery mum mums dad dads nan nans the court office tac risk".split()
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
    if _is_address(text):
        yield "an address"
    if _EMAIL.search(text):
        yield "an e-mail address"
    if _PROFILE.search(text) or _ACCOUNT.search(text) or any(map(_is_handle, _HANDLE.finditer(text))):
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


def _is_address(text: str) -> bool:
    if (
        _ADDRESS.search(text)
        or _ADDRESS_LOWER.search(text)
        or _FLAT.search(text)
        or _PLACE.search(text)
        or _THE.search(text)
    ):
        return True
    return any(not _NO_ADDRESS.match(found.group()) for found in _LIVES_AT.finditer(text))


def _is_handle(found: "re.Match[str]") -> bool:
    return found["handle"].casefold() not in _NO_HANDLE


def _is_ip(found: "re.Match[str]") -> bool:
    """Four numbers with dots, of which one is higher than a clause is."""
    parts = [int(part) for part in found.group().split(".")]
    return max(parts) <= 255 and max(parts) >= 20
