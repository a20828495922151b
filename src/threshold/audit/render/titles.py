"""What an audit is called: in words, from what it is of, and never by the name of a file."""

from threshold.audit.model import Audit
from threshold.output.words import listed

_SERVICES = "Children's services"
# An episode by the name of the vocabulary: the work that its deadlines are about.
_WORK = {
    "referral": "referrals",
    "assessment": "assessments",
    "enquiry": "section 47 enquiries",
    "child protection": "child protection plans",
    "child in need": "Child in Need plans",
    "CAF": "CAFs",
    "team around child": "Teams Around the Child",
}
_OTHER, _ANY = "other work", "work on cases"


def subject(audit: Audit) -> str:
    """What the figures are of: the work whose deadlines were judged, in the order in which it is done."""
    timed = [rule.each for rule in audit.judged if rule.kind == "deadline" and not rule.beside]
    if timed:
        named = [work for each, work in _WORK.items() if each in timed]
        more = [_OTHER] if any(each not in _WORK for each in timed) else []
        return f"timeliness of {listed([*named, *more] if named else [_ANY], 'and')}"
    if audit.judged:
        return "how far cases are as the policy asks"
    return "an export of which nothing could be judged"


def work(each: str) -> str:
    """What there may be several of, as people say it."""
    return _WORK.get(each, f"runs of {each}")


def title(audit: Audit, when: str) -> str:
    """What an audit is of, and as at when."""
    return f"{_SERVICES}: {subject(audit)}, {when}"
