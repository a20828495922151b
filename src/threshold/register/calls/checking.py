"""Whether what somebody wrote about a call may be kept: which field not, and why; never the text itself."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from threshold.casefiles.read import REFERENCE
from threshold.privacy import identifying_reference, identifying_text
from threshold.reading import Problem
from threshold.register.calls.agencies import is_place_of_work, names_somebody
from threshold.register.calls.model import ADVICE, CallEntry, Caller, FollowUp
from threshold.register.calls.relations import is_no_professional, is_relative, says_whose, tells_of_child
from threshold.register.calls.sound import LONGEST_LINE, TELEPHONE, is_day
from threshold.register.reasons import form_problems

_FURTHEST = timedelta(days=366)  # ahead; a later day is mostly a year that was mistyped
# What would be a child's, whoever's name stands beside it.
_NEVER = ("a date of birth", "an NHS number", "a unique pupil number", "a postcode")
_OF_CALLER = ("a name", "a school", "a surgery", "a telephone number", "an e-mail address")
_OWN_FIELD = "is the professional's own field, and seems to tell of a child or a family; leave that out"
# What stands before a name, and names that are a month more often.
_NO_NAME = {
    *("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Sir", "Dame", "Rev", "Sister", "Nurse", "PC"),
    *("April", "May", "June", "August"),
}
_WORD = "\\w[\\w'\N{RIGHT SINGLE QUOTATION MARK}-]+"
_UNSEEN = ("Cf", "Cn", "Co")  # a whole sentence can be written in such
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters that are drawn as nothing
_LESS_THAN_DANGER = (
    "is needed. This is less than what is advised for a child who may be in danger: "
    "say by when it is looked at again"
)


def problems(call: CallEntry) -> Iterator[Problem]:
    """What keeps a call from being stored as somebody wrote it down, field by field."""
    yield from caller_problems(call.caller, named=not is_no_professional(call))
    for field in ("why", "summary", "differs_because", "follow_up_about"):
        text = getattr(call, field)
        found = list(text_problems(field, text))
        yield from found
        if not found and _holds_own_name(call.caller.name, text):
            yield Problem("holds the caller's own name; write `the caller`", field=field)
    if call.advice_given not in (*ADVICE, ""):
        yield Problem(f"must be one of {', '.join(ADVICE)}", field="advice_given")
    elif call.differs and not call.differs_because:
        yield Problem("is needed where other advice was given than is recommended", field="differs_because")
    elif call.differs_because and not call.differs:
        yield Problem("says why other advice was given, and none is named", field="differs_because")
    if call.adviser or not call.broken_off:
        yield from adviser_problems(call.adviser)
    yield from day_problems("follow_up", call.follow_up, call.started[:10])
    if call.is_less_than_danger and not (call.follow_up or call.broken_off):
        yield Problem(_LESS_THAN_DANGER, field="follow_up")
    if call.follow_up_about and not call.follow_up:
        yield Problem("is needed, since it is said what the follow-up is about", field="follow_up")


def follow_up_problems(told: FollowUp, today: date) -> Iterator[Problem]:
    """What keeps a follow-up from being stored as somebody wrote it down, field by field."""
    yield from text_problems("what", told.what)
    yield from text_problems("about", told.about)
    yield from adviser_problems(told.adviser)
    yield from day_problems("next", told.next, today.isoformat())
    if told.done and not told.what:
        yield Problem("is needed: say what was done, or came of it", field="what")
    if not told.done and not told.next:
        yield Problem("is needed where nothing was done: say by when it is to be", field="next")
    if told.about and not told.next:
        yield Problem("is needed, since it is said what is to be done", field="next")


def text_problems(field: str, text: str) -> Iterator[Problem]:
    """What keeps a text out of a field that may hold several sentences."""
    wrong = [Problem(each, field=field) for each in _form(text)]
    yield from wrong
    if not wrong:
        for kind in identifying_text(text):
            yield Problem(f"seems to hold {kind}, which is not kept here{_instead(kind)}", field=field)


def _holds_own_name(name: str, text: str) -> bool:
    """Whether a text holds a part of the caller's name as a name: it may well be the child's family's too."""
    parts = [each for each in re.findall(_WORD, name) if each[0].isupper()]
    own = {_without_accents(each) for each in parts} - _NO_NAME
    said = _without_accents(text)
    return any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", said) for each in own)


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each))


def adviser_problems(reference: str) -> Iterator[Problem]:
    """What keeps a reference from being that of the adviser."""
    if not re.fullmatch(REFERENCE, reference):
        message = "must be a made-up reference such as TM-07: letters, digits, dots and dashes, no spaces"
        yield Problem(message, field="adviser")
    else:
        for kind in identifying_reference(reference):
            yield Problem(f"looks like {kind}; use a made-up reference", field="adviser")


def day_problems(field: str, day: str, earliest: str) -> Iterator[Problem]:
    """What is wrong with a day by which something is to be done."""
    if not day:
        return
    if not is_day(day):
        yield Problem("must be a date, such as 2026-12-07", field=field)
    elif day < earliest:
        yield Problem("lies in the past", field=field)
    elif is_day(earliest) and date.fromisoformat(day) - date.fromisoformat(earliest) > _FURTHEST:
        yield Problem("lies more than a year ahead; look at the year", field=field)


def caller_problems(caller: Caller, named: bool = True) -> Iterator[Problem]:
    """Of a professional a name, a school and a telephone number may be told; of a child nothing may.

    `named`: they are a professional. The name of anybody else is the child's, or leads to the child: of them
    only what they are to it.
    """
    for part in ("name", "agency", "role", "telephone"):
        field, text = f"caller.{part}", getattr(caller, part)
        if text and part != "role" and not named:
            yield Problem(
                "is kept of a professional only, and could tell who the child is; leave it out", field=field
            )
        wrong = list(_form(text))
        if not wrong and (len(text) > LONGEST_LINE or "\n" in text):
            wrong.append(f"must be one line of {LONGEST_LINE} characters at most")
        wrong = wrong or list(_beside_a_child(part, caller)) if text else wrong
        yield from (Problem(each, field=field) for each in wrong)


def _beside_a_child(part: str, caller: Caller) -> Iterator[str]:
    """What a field of the caller's tells beside them."""
    text = getattr(caller, part)
    if wrong := _in_field(part, text, caller):
        yield wrong
        return
    at_work = part == "agency" and is_place_of_work(text)
    for kind in identifying_text(text):
        if kind in _NEVER and not (at_work and kind == "a postcode"):
            yield f"seems to hold {kind}, which is not kept here; leave it out"
        elif part == "role" and kind not in _NEVER:
            yield f"seems to hold {kind}; say only what they do"


def _in_field(part: str, text: str, caller: Caller) -> str:
    """What a field may not hold, whatever is recognised in it; mostly nothing."""
    if part == "telephone":
        well = TELEPHONE.fullmatch(text)
        return "" if well else "must be a telephone number, with an extension if there is one"
    if part == "role" and is_relative(text, caller.agency):
        return "says whose; say only what they are, such as grandmother" if says_whose(text) else ""
    if tells_of_child(part, text):
        return _OWN_FIELD
    if part == "agency" and names_somebody(text, caller.name):
        return "seems to hold somebody's name; leave it out, or say what it is, such as Heybrook School"
    return ""


def _form(text: str) -> Iterator[str]:
    """What is wrong with the form of a text: a word about it, without the option of another command."""
    wrong = [_plain(each) for each in form_problems(text)]
    if not wrong and any(unicodedata.category(each) in _UNSEEN or each in _BLANK for each in text):
        wrong.append("holds characters that cannot be seen; write plain text")
    yield from wrong


def _plain(message: str) -> str:
    """A word about a text's form without the option of another command."""
    return message.replace("; type it anew, or give it in a file (--reason-file)", "; type it anew")


def _instead(kind: str) -> str:
    """What to do about it. The caller's own name is refused too: it may well be the child's family's."""
    if kind in _OF_CALLER:
        return "; leave it out (the caller has fields of their own: write `the caller`)"
    return "; leave it out"
