"""What an entry about a call must say: what the program would have written, and nothing else.

Whether a text seems to be about a child is not asked here: what is recognised grows with the program, and
nobody is to be accused of what an earlier one could not see.
"""

import re
from collections.abc import Iterator
from datetime import date

from threshold.casefiles.read import REFERENCE
from threshold.policy.protection import QUESTIONS
from threshold.register.calls.days import day_of, moment_of
from threshold.register.calls.model import ADVICE, Answered, CallEntry, FollowUp
from threshold.register.calls.reference import is_of_day, is_reference
from threshold.register.calls.relations import is_no_professional
from threshold.register.chain import is_time
from threshold.register.reasons import form_problems, tidy

LONGEST_LINE = 200  # characters of a text of one line
TELEPHONE = re.compile(
    r"(?:[0-9+() /.,;-]|\b(?:ext(?:ension)?|x|or|mobile|work|desk|direct|switchboard)\b\.?:?)*",
    re.IGNORECASE,
)
_MANY = 200  # answers, clauses and the like
_FACT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")


def call_problem(told: CallEntry) -> str:
    """What this program would not have written of a call; mostly nothing."""
    return next(_of_call(told), "")


def follow_up_problem(told: FollowUp) -> str:
    """What this program would not have written of a follow-up; mostly nothing."""
    return next(_of_follow_up(told), "")


def is_line(text: str) -> bool:
    """Whether a text is one line, as the program keeps it, or nothing."""
    return is_text(text) and "\n" not in text and len(text) <= LONGEST_LINE


def is_text(text: str) -> bool:
    """Whether a text is plain and of a length that is kept, or nothing."""
    if text.isascii() and text.isprintable() and "  " not in text and len(text) <= LONGEST_LINE:
        return text == text.strip()  # most texts need no closer look
    return text == tidy(text) and not any(form_problems(text))


def is_day(text: str) -> bool:
    """Whether a text is an ISO date."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _of_call(told: CallEntry) -> Iterator[str]:
    if not is_reference(told.reference):
        yield "has no reference that a call could have"
    if not (is_time(told.started) and is_time(told.ended)):
        yield "does not say when the call began or ended"
    elif told.ended < told.started:
        yield "says that the call ended before it began"
    elif is_reference(told.reference) and not is_of_day(told.reference, day_of(moment_of(told.started))):
        yield "has the reference of another day than that on which it began"
    yield from _advice(told)
    yield from _answers(told)
    yield from _texts_of_call(told)
    caller = told.caller
    if not TELEPHONE.fullmatch(caller.telephone[:LONGEST_LINE]):
        yield "gives a telephone number that is none"
    if (caller.name or caller.agency or caller.telephone) and is_no_professional(told):
        yield "names a caller who is no professional"
    if told.follow_up and (not is_day(told.follow_up) or told.follow_up < told.started[:10]):
        yield "names no day for its follow-up that a call of then could have"
    if told.follow_up_about and not told.follow_up:
        yield "says what its follow-up is about, and has none"


def _advice(told: CallEntry) -> Iterator[str]:
    if told.advice not in (*ADVICE, "") or told.advice_given not in (*ADVICE, ""):
        yield "names advice that nobody can be given"
    if not told.broken_off and not (told.advice and told.outcome and told.adviser):
        yield "does not say what was advised, or who advised it, and says that the call was not broken off"
    if bool(told.advice) != bool(told.outcome):
        yield "says two things of whether an outcome was reached"
    if told.differs != bool(told.differs_because):
        yield "says two things of whether other advice was given than was recommended"
    if told.adviser and not re.fullmatch(REFERENCE, told.adviser):
        yield "does not say who advised"
    if told.advice and told.advice != ADVICE[0] and _tells_of_danger(told):
        yield "says that a child is in danger, and that something else is advised"


def _tells_of_danger(told: CallEntry) -> bool:
    """Whether an answer says so: in every policy that calls for the most serious advice."""
    return any(each.fact in QUESTIONS and each.value == "yes" for each in told.answers)


def _answers(told: CallEntry) -> Iterator[str]:
    facts = [each.fact for each in told.answers]
    if len(facts) > _MANY or len(set(facts)) < len(facts) or not all(map(_is_answer, told.answers)):
        yield "holds answers that no question has"
    known = {each.fact for each in told.answers if each.value}
    if {each.fact for each in told.answers if not each.value} - set(told.unknown):
        yield "says that nobody knew something, and does not name it among what is not known"
    if known & set(told.unknown):
        yield "says that something was answered, and that nobody knew it"
    if not all(map(_FACT.fullmatch, told.unknown)):
        yield "says that nobody knew what is no fact"


def _is_answer(answered: Answered) -> bool:
    return bool(_FACT.fullmatch(answered.fact)) and is_line(answered.value)


def _texts_of_call(told: CallEntry) -> Iterator[str]:
    caller = told.caller
    of_one_line = (
        *(caller.name, caller.agency, caller.role, caller.telephone, told.outcome),
        *(told.policy, told.policy_version, told.policy_digest, told.program),
        *told.clauses,
        *told.unknown,
    )
    longer = (told.why, told.summary, told.because, told.differs_because, told.said, told.follow_up_about)
    many = len(told.clauses) > _MANY or len(told.unknown) > _MANY
    if many or not all(map(is_line, of_one_line)) or not all(map(is_text, longer)):
        yield "holds a text that is not kept of a call"


def _of_follow_up(told: FollowUp) -> Iterator[str]:
    if not is_reference(told.call):
        yield "does not say which call it follows up"
    if not re.fullmatch(REFERENCE, told.adviser):
        yield "does not say who followed the call up"
    if not is_text(told.what) or not is_text(told.about):
        yield "holds a text that is not kept of a follow-up"
    if told.next and not is_day(told.next):
        yield "names no day for what is to follow"
    if not (told.done or told.next) or (told.done and not told.what) or (told.about and not told.next):
        yield "does not say what became of the follow-up"
