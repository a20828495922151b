"""Numbers of a case, a crime, an incident or a hearing, as they stand in the systems of others."""

import re

_MAY_HOLD = re.compile(r"\d{3}|\d\s?(?:of|/)")  # most texts need no closer look
_NUMBER_WORD = r"(?:id|i\.d\.?|no|num|number|ref|reference|record|person|child|case|client|file|pin)"
# Systems that keep a person under a number of five figures or more.
_SYSTEM = (
    r"(?:mosaic|liquid\s?logic|lcs|lccs|ehm|ics|paris|swift|eclipse|care\s?first|azeus|cpoms|bromcom|"
    r"myconcern|ecins|systm?e?m?\s?one|niche|capita(?:\sone)?|framework\s?i|ehcp?(?:\splan)?)"
)
_SAID = re.compile(
    rf"\b{_SYSTEM}\b\.?(?:\s{_NUMBER_WORD}\b\.?){{0,2}}(?:\s(?:is|was))?\s?(?:[:#=-]\s?)?"
    rf"(?:[A-Z]{{1,3}}[\s/-]?)?\d{{5,}}(?!\s(?:open|children|cases|records))"
    rf"|(?<![\d£,.])\d{{6,8}}\s\(?(?:(?:on|in|from)\s)?(?:the\s)?{_SYSTEM}\b"
    r"|\bu\W?r\W?n\b\W{0,3}(?:(?:is|no|number)\W{1,2})?(?:\d{7}|\d\d[A-Z]{1,2}\W?\d{4})"
    r"|\bcase\s?(?:no|num|number|ref|reference|id)\b[\s.:#=-]{0,3}(?:is\s)?\d{2,4}\s?[/-]\s?\d{3,}"
    r"|\bcrn\b\W{0,3}[A-Z]\d{6}(?!\d)",
    re.IGNORECASE,
)
_KEPT_BY_POLICE = (
    r"(?:crime|police|cad|incident|inc|log|custody|occ(?:urrence)?|cr|niche|pnc|offence|botp|athena)\b"
    r"(?:\W{1,2}(?:crime|log|report|incident|inc|ref(?:erence)?|no|num|number|id)\b){0,3}\W{0,3}(?:is\s|was\s)?"
)
_OF_POLICE = re.compile(
    rf"\b{_KEPT_BY_POLICE}(?:\d\d[A-Z]{{1,2}}/\d{{2,}}|[A-Z]{{2}}/\d{{3,}}/\d\d|\d{{1,4}}/\d{{3,7}}/\d\d"
    r"|\d{3,7}/\d\d(?:\d\d)?[A-Z]?\b|\d{2,4}/\d{4,7}[A-Z]\b|\d{2,5}\s?(?:of|/|-)\s{0,2}(?:the\s)?(?:\*|\d{1,2}\s?"
    r"(?:st|nd|rd|th)?\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|\d{3,5}-\d{6,8}\b|\d{8,})"
    r"|\bcad\b\W{0,3}(?:(?:ref|no|num|number|log)\b\W{0,3})?\d{3,}"
    r"|\boccurrence\s(?:no\s|number\s|ref\s)?\d{6,}"
    r"|(?<![\w/])\d\d[A-Z]{2}/\d{3,6}/\d\d(?![\w/])"
    r"|(?<![^\W_])[A-Z]{2}\d\d[A-Z]\d{5}(?![^\W_])",  # of a family court
    re.IGNORECASE,
)


def holds_case_number(text: str) -> bool:
    """Whether text of which dates have been taken out has the number of a case in it."""
    if _MAY_HOLD.search(text) is None:
        return False
    return _SAID.search(text) is not None or _OF_POLICE.search(text) is not None
