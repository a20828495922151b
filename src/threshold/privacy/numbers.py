"""Numbers that are one person's: of the NHS, of pupils, of National Insurance, telephones, other systems."""

import re
from collections.abc import Iterator

from threshold.privacy.case_numbers import holds_case_number
from threshold.privacy.check_digits import nhs_check, upn_check

# Between the digits of one number people put up to three spaces, dots, hyphens, slashes, commas or brackets.
_GAP = r"[\s.\-/_,()]{0,3}"
_SIGNS = r"[^\w\n]{0,3}_?"  # and what else stands there, where it is said whose number it is
_TEN = re.compile(rf"(?<!\d)(?<!\d[.\-/,])\d(?:{_GAP}\d){{9}}(?!\d)(?![.\-/,]\d)")
_NHS_SAID = re.compile(rf"\bnhs\b[^\n\d]{{0,30}}?\d(?:{_SIGNS}\d){{9}}(?!\d)", re.IGNORECASE)

_UPN = re.compile(r"(?<![A-Z\d])[A-HJ-NP-RT-Z]\d{11}[\dA-Z](?![A-Z\d])", re.IGNORECASE)
_UPN_SPACED = re.compile(
    rf"(?<![^\W_])[A-HJ-NP-RT-Z](?:{_GAP}\d){{11}}{_GAP}[\dA-Z](?![^\W_])", re.IGNORECASE
)
_UPN_SAID = re.compile(
    rf"\bupn\b[^\n\d]{{0,30}}?[A-Z]?(?:{_GAP}\d){{11}}{_GAP}[\dA-Z](?![^\W_])"
    rf"|\b(?:uln|unique learner number)\b[^\n\d]{{0,30}}?\d(?:{_GAP}\d){{9}}(?!\d)",
    re.IGNORECASE,
)

_NINO = re.compile(
    r"(?<![^\W_])(?!BG|GB|KN|NK|NT|TN|ZZ)(?:[A-CEGHJ-PR-TW-Z][\s.-]?[A-CEGHJ-NPR-TW-Z]|"
    r"QQ)[\s.-]{0,2}\d\d[\s.-]{0,2}\d\d"
    r"[\s.-]{0,2}\d\d[\s.-]{0,2}[A-D](?![^\W_])",
    re.IGNORECASE,
)
_NI = (
    r"(?:nat(?:ional|ion|l|'l)?\.?\s?-?ins(?:urance|ur|\.)?|n\.?\s?/?\s?i\.?(?:\s?n\.?\s?o\.?)?|ni\s?no|"
    r"nino|n/ins|insurance\s(?:no|num|number)|nin)"
)
_NI_FIGURES = r"[a-z][\s.-]?[a-z][^\w\n]{0,3}\d\d[^\w\n]{0,3}\d\d[^\w\n]{0,3}\d\d(?!\d)"
# Said to be one, it needs no letter at its end.
_SAID_NINO = re.compile(
    rf"\b{_NI}(?![^\W\d_])[^\n\d]{{0,25}}?(?<![^\W_]){_NI_FIGURES}"
    rf"|(?<![^\W_]){_NI_FIGURES}\W{{0,4}}(?:(?:is|his|her|their|the|mum|mums|dad|dads|mother's|father's|"
    rf"for|as|on|on\sthe)\W{{1,2}}){{0,3}}{_NI}\b",
    re.IGNORECASE,
)

_PHONE_GAP = r"[\s().\-/_~|*+]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w+])(?<!\d\.)(?:(?:\(?\+|"
    rf"00){_PHONE_GAP}44\)?{_PHONE_GAP}(?:\(?0\)?{_PHONE_GAP})?[1-378](?:{_PHONE_GAP}\d){{8,9}}"
    rf"|\(?0\)?(?:{_PHONE_GAP}[23578](?:{_PHONE_GAP}\d){{9}}|{_PHONE_GAP}1(?:{_PHONE_GAP}\d){{8,9}})"
    rf"|\(?(?:\+|00){_PHONE_GAP}[1-9](?:{_PHONE_GAP}\d){{7,13}})(?!\d)"
)
# Without the nought or the plus that it begins with, or without its last figures, in the groups that tell it.
_PHONE_GARBLED = re.compile(
    r"(?<![\w+])(?<!\d[.\-\s])\(?(?:44[\s.\-]{0,2}(?:\(?0\)?[\s.\-]?)?(?:7[1-9]\d\d|"
    r"[12]\d{2,3})(?:[\s.\-]?\d){6,7}"
    r"|7[1-9]\d\d[\s.\-]\d{3}[\s.\-]?\d{3}|20[\s.\-][378]\d{3}[\s.\-]\d{4}|1[1-9]\d\d[\s.\-]\d{3}[\s.\-]\d{3}"
    r"|07[1-9]\d\d[\s.\-]?\d{3}[\s.\-]?\d{1,2}(?=\D|$)|#\s?0?7[1-9]\d{8}|"
    r"07\d{3}:\d{3}:\d{3})(?!\d)(?![.\-\s]\d)"
)
_PHONE_SAID = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|cell|landline|ring|rang|text|txt|texted|whatsapp|contact (?:no|"
    r"number)|fone|"
    r"new (?:no|num)|num|(?<!\bit )call(?=\D{1,12}[0-2457])|ph|number (?:is|"
    r"was))\b[^\n\d]{0,25}?(?<![\d/-])(?P<number>(?:\d[\s-]?){5,10}\d)(?![\d/])"
    r"|(?<![\d/-])(?P<local>\d{5,6}|\d{3}\s\d{3,4})\W{1,3}(?:is\s|was\s|the\s|a\s|her\s|"
    r"his\s){0,3}(?:local\snumber|local\sno|tel\b|phone\sno|phone\snumber|landline|mobile)",
    re.IGNORECASE,
)
# What has a long number that is no telephone's.
_NO_PHONE = re.compile(
    r"\b(?:invoice|inv|order|ticket|ref|reference|id|asset|po|batch|job|doc|document|step|item|code|event|"
    r"budget|gl|cost|£)\W{0,3}(?:no|num|number|id|tag)?\W{0,3}$",
    re.IGNORECASE,
)

_MOBILE = re.compile(r"\W{0,3}(?:(?:00)?44\W{0,4}0?\W?)?0?\W?7")
_OFFICE = re.compile(
    r"\b(?:mash|edt|lado|duty(?:\s(?:desk|team|line|worker|number|no))?|out\sof\shours(?:\steam)?|first\sresponse|"
    r"front\sdoor|emergency\sduty\steam|switchboard|help\s?line|crisis\s(?:line|team)|"
    r"early\shelp\s(?:hub|team)|children'?s\s(?:services|social\scare)|contact\scentre)"
    r"(?:\s(?:tel|phone|number|no|line|is|on|at)\b\.?){0,4}\s?[:-]?\s?\(?$",
    re.IGNORECASE,
)

_SYSTEMS = (
    r"mosaic|liquid ?logic|lcs|lccs|ehm|ics|eclipse|care ?first|azeus|system?one|emis|rio|pnc|niche|"
    r"ecins|capita|"
    r"sims|arbor|framework ?i|protocol|social care|client|person|patient|pupil|child|service user|"
    r"hospital|mrn|"
    r"police|cad|crime|court|family|nass|home office|school|swift|paris|nhs spine|spine|dwp|housing|"
    r"tenancy|benefit|"
    r"universal credit|council tax|student|record|case"
)
_ID_SAID = re.compile(
    rf"\b(?!school\surn\W{{0,3}}\d{{6}}\b)(?:{_SYSTEMS})['s]*\s?(?:system\s)?(?:id|i\.d\.?|identifier|ref|reference|no|number|num|"
    rf"record|file|urn|"
    rf"pin)\b\.?(?:\s(?:no|number|id|is|was|of))*\s?[:#=]?\s?(?:[A-Z]{{1,4}}[\s/-]?)?\d{{5,}}"
    rf"|\bnass\b\D{{0,15}}\d\d/\d\d/\d{{5}}|\b(?:mosaic|liquid ?logic|lcs|ehm|eclipse|care ?first|azeus|"
    rf"systm?one|emis|rio|niche|pnc|mrn|uprn|brp|imei|"
    rf"pncid|unique property reference)\b\.?(?:\s(?:id|no|number|is|was|ref))*\s?[:#=]?\s?"
    rf"(?:[A-Z]{{1,3}}[\s/-]?)?\d{{5,}}|\burn\b\.?(?:\s(?:no|number|is|was|"
    rf"of))*\s?[:#=]?\s?[A-Z0-9]{{0,6}}\d{{8,}}",
    re.IGNORECASE,
)
_PAPER = (
    r"(?:pas{0,3}p{0,2}\s?-?(?:port|prt|prot|ort|rot|rt|pt|t)|pass?po?rt|pa?s{1,3}pr?t|psspt|psprt|"
    r"p[as]{0,3}p[or]{1,3}t|passp|p['/]\s?-?port|ppt|brp|biometric\s(?:residence\s)?(?:permit|card)|"
    r"travel\sdoc(?:ument)?|(?:national\s|polish\s|eu\s)?id(?:entity)?\scard|visa|arc(?:\scard)?|"
    r"residence\s(?:card|permit)|"
    r"birth\scert(?:ificate)?|driv\w*\slic\w*|d/licen[cs]e|licen[cs]e\s(?:no|num|number))s?"
)
_PASSPORT = re.compile(
    rf"\b{_PAPER}(?![^\W\d_])[^\n\d]{{0,25}}?(?<![\d/.])(?:[A-Z]{{1,4}}[\s-]?)?\d(?:[\s-]?\d){{5,9}}(?!\d)(?![/.]\d)"
    r"|\bpp\b\.?\s?(?:no|num|number|:|#)?\W{0,3}(?:is\s)?(?:[A-Z]{1,2}\s?\d{7,8}|\d{9}|"
    r"\d{3}\s\d{3}\s\d{3})(?!\d)"
    rf"|(?<![^\W_])(?:[A-Z]{{1,2}}\d{{6,8}}|\d{{9}})\W{{0,3}}(?:is\s|on\s|the\s|his\s|her\s|uk\s|mums?\s|"
    rf"dads?\s){{0,3}}{_PAPER}\b"
    r"|(?<![^\W_])[A-Z9]{5}\s?\d{6}\s?[A-Z9]{2}\s?\d?[A-Z]{2}(?![^\W_])"
    r"|\bid\scard\b[^\n\d]{0,15}\d{5}|\bshare\scode\W{1,3}(?:is\s)?(?:[A-Z0-9]{3}[\s-]?){3}"
    r"|\bdriv(?:ing|er'?s)\slicen[cs]e\b[^\n\d]{0,25}?[A-Z]{0,5}\d{6}"
    r"|\b(?:h\.?o|home\soffice)\s(?:ref|reference|no|number|num)\b\W{0,3}(?:is\s)?[A-Z]\d{7}|\basy/\d\d/\d+",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:noms|prison|inmate|prisoner|pnomis)\b\W{0,3}(?:(?:no|num|number|"
    r"id)\W{0,3})?(?:is\s)?[A-Z]\d{4}[A-Z]{2}\b"
    r"|\b(?:pnc|cro|ocg|crime|cad|occ(?:urrence)?)\b\W{0,3}(?:(?:no|num|number|id|"
    r"ref)\W{0,3})?(?:is\s)?\d{1,6}/\d{2,6}[A-Z]?\b"
    r"|\b(?:hosp(?:ital)?|mrn|patient|pt|uc|universal\scredit|dla|pip|claim|benefit)\s(?:no|num|number|id|"
    r"ref)\b\W{0,3}(?:is\s)?"
    r"(?:[A-Z]{1,2}\d{5,}|\d{4}\s\d{4}\s\d{4}|\d{6,})",
    re.IGNORECASE,
)
_BANK = re.compile(
    r"\b(?:sort\scode|bank\sdetails|acct?(?:ount)?(?:\s(?:no|num|number))?|a/c|s/c|"
    r"sc)\b[^\n\d]{0,20}?(?:\d\d[\s-]\d\d[\s-]\d\d|"
    r"\d{6,8})(?!\d)"
    r"|(?<!\d)(?:\d{4}[\s-]){3}\d{4}(?!\d)|\biban\b[^\n\d]{0,20}[A-Z]{2}\d\d",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?<![^\W_])[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|1\d|2\d|5[1-9]|6\d|7\d)[\s-]?[A-HJ-PR-Z]{3}(?![^\W_])"
    r"|(?<![^\W_])[A-HJ-NPR-TV-Y]\d{3}[\s-]?[A-HJ-PR-Z]{3}(?![^\W_])"
)
_PLATE_SAID = re.compile(
    r"\b(?:reg|reg'?d|p[\s-]?reg|registration|number\s?plate|plate|vrn|vrm|car|van|vehicle|index|transit|"
    r"driv(?:es|"
    r"ing|en)|drove|motorbike|moped|taxi|lorry|truck|ford|vauxhall|bmw|audi|mercedes|merc|mini|polo|clio|"
    r"nissan|toyota|vw|seat|skoda|kia|hyundai|honda|peugeot|citroen|renault|fiat|volvo|lexus|jag|jaguar|"
    r"rover|"
    r"suv|insignia|civic|micra|yaris|picasso|zafira|qashqai|scooter|pickup|golf|fiesta|corsa|astra|"
    r"focus)\b[^\n\d]{0,25}?\b(?:[a-z]{2}[\s-]?\d\d[\s-]{0,2}[a-z]{3}"
    r"|(?-i:[A-Z]{2}[\W_]{0,3}\d\d[\W_]{1,4}[A-Z]{3})"
    r"|[a-z]\d{1,3}[\s-]?[a-z]{3}|[a-z]{3}\s?\d{1,3}[a-z]|[a-z]\d{1,2}[a-z]\s[a-z]{3})\b",
    re.IGNORECASE,
)


def identifying_numbers(text: str) -> Iterator[str]:
    """The kinds of number recognised in text of which dates have been taken out."""
    if any(map(_is_nhs, _TEN.finditer(text))) or _NHS_SAID.search(text):
        yield "an NHS number"
    if _UPN.search(text) or _UPN_SAID.search(text) or any(map(_upn_holds, _UPN_SPACED.finditer(text))):
        yield "a unique pupil number"
    if _PLATE.search(text) or _PLATE_SAID.search(text):
        yield "a vehicle registration"
    # All the others have three figures, however they are set apart.
    if sum(map(text.count, "0123456789")) >= 3:
        yield from _long_numbers(text)


def _long_numbers(text: str) -> Iterator[str]:
    if _holds_phone(text):
        yield "a telephone number"
    if _NINO.search(text) or _SAID_NINO.search(text):
        yield "a National Insurance number"
    if any(map(_has_figures, _PASSPORT.finditer(text))):
        yield "a number of a passport or licence"
    if _BANK.search(text):
        yield "a bank account"
    if _ID_SAID.search(text) or _HELD.search(text) or holds_case_number(text):
        yield "a number of another system"


def _is_nhs(found: "re.Match[str]") -> bool:
    groups = re.findall(r"\d+", found.group())
    lengths = tuple(map(len, groups))
    # Many small numbers are a list, and years are years, whatever their digits come to.
    listed = lengths != (1,) * 10 and (len(groups) > 4 or max(lengths) < 3)
    years = lengths != (3, 3, 4) and any(len(each) == 4 and each[:2] in ("19", "20") for each in groups)
    return not listed and not years and nhs_check("".join(groups))


def _holds_phone(text: str) -> bool:
    found = (
        *(found.group() for found in _PHONE.finditer(text) if not _is_of_office(text, found.start())),
        *(
            found["number"] or found["local"]
            for found in _PHONE_SAID.finditer(text)
            if not _is_of_office(text, found.start("number"))
        ),
        *(
            found.group()
            for found in _PHONE_GARBLED.finditer(text)
            if not _NO_PHONE.search(text, max(0, found.start() - 24), found.start())
        ),
    )
    return any(map(_is_of_somebody, found))


def _is_of_office(text: str, start: int) -> bool:
    """Whether the number of a landline is said to be that of a desk which anybody may ring."""
    if start < 0 or _MOBILE.match(text, start):
        return False
    return _OFFICE.search(text, max(0, start - 60), start) is not None


def _is_of_somebody(number: str) -> bool:
    """Helplines and offices have numbers that are nobody's own."""
    plain = re.sub(r"\D", "", number).removeprefix("00")
    if plain.startswith("44"):
        plain = "0" + plain[2:].lstrip("0")
    return not plain.startswith(("0800", "0808", "03", "0845", "0870"))


def _has_figures(found: "re.Match[str]") -> bool:
    return any(map(str.isdigit, found.group()))


def _upn_holds(found: "re.Match[str]") -> bool:
    """Spaces make other things look like one, so that here the check letter decides."""
    return upn_check(re.sub(r"[\W_]", "", found.group()))
