"""What the name of an agency may hold: a school's or surgery's own name and place, and nobody's beside it."""

import re

from threshold.privacy import identifying_text

_KIND = re.compile(
    r"\b(?:schools?|academy|college|nursery|pre-?school|playgroup|kindergarten|university|sixth form|"
    r"surgery|practice|clinic|hospital|infirmary|hospice|pharmacy|health|medical|dental|NHS|CAMHS|"
    r"centre|center|hub|service|services|team|trust|council|borough|authority|police|probation|court|prison|"
    r"charity|foundation|association|society|agency|project|partnership|partners|group|church|mosque|synagogue|"
    r"temple|refuge|housing|homes?|house|lodge|children'?s|families|childminding|childminders?|childcare|"
    r"solicitors|consultancy|ltd|limited|cic|llp)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;:()/|]|\s[-\u2013\u2014]\s|\b(?:for|with)\b")
_TWO_NAMES = re.compile(r"[\w-]+(?: \w\.?)? [\w'\u2019-]+")
_NAME = "a name"


def is_place_of_work(agency: str) -> bool:
    """Whether it says what kind of an agency it is, so that the address beside it is nobody's home."""
    return bool(_KIND.search(agency))


def names_somebody(agency: str, caller: str) -> bool:
    """Whether it names a person beside the agency; whoever works alone may have no other name than theirs."""
    if agency.casefold() == caller.casefold():
        return False
    parts = _unnamed_parts(agency)
    if parts == [agency] and not _TWO_NAMES.fullmatch(agency):
        return False  # the agency's own name, such as Noah's Ark
    return any(_NAME in identifying_text(each) for each in parts if each)


def _unnamed_parts(agency: str) -> list[str]:
    """What stands beside its name: before `school` there may be somebody's name, which is the school's."""
    return [_KIND.split(part)[-1].strip() for part in _PARTS.split(agency)]
