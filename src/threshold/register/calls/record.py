"""Storing a call and its follow-ups: what was written is checked, and each call is stored once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn

from threshold import __version__
from threshold.policy import PolicyFiles
from threshold.reading import BadInput, Problem
from threshold.register.calls.checking import follow_up_problems, problems
from threshold.register.calls.days import day_of
from threshold.register.calls.follow_up import follow_up_beside
from threshold.register.calls.log import Logged, read_log
from threshold.register.calls.model import Answered, CallEntry, Caller, FollowUp
from threshold.register.calls.sound import call_problem, follow_up_problem
from threshold.register.chain import CALL, FOLLOW_UP, text_digest
from threshold.register.entries import Entry, told_from
from threshold.register.policies import policy_text
from threshold.register.reasons import tidy
from threshold.register.store import Register, Way
from threshold.vocabulary import ValueType, Vocabulary, item_type, parse_text

_SPOKEN = ("yes", "no", "true", "false")


def tidied(call: CallEntry) -> CallEntry:
    """A call with the spaces and line breaks of its texts made plain, as it is checked and stored."""
    caller = call.caller
    return replace(
        call,
        caller=Caller(*map(tidy, (caller.name, caller.agency, caller.role, caller.telephone))),
        why=tidy(call.why),
        summary=tidy(call.summary),
        because=tidy(call.because),
        differs_because=tidy(call.differs_because),
        said=tidy(call.said),
        follow_up_about=tidy(call.follow_up_about),
        adviser=call.adviser.strip(),
    )


def record_call(register: Register, call: CallEntry, policy: PolicyFiles, way: Way | None = None) -> Entry:
    """Store a call, and return its entry once it is on the disk.

    Raises BadInput, with everything that is wrong, where it may not be stored; then nothing is.
    """
    tidy_call = tidied(call)
    found = [*problems(tidy_call), *_answer_problems(tidy_call, policy.vocabulary)]
    if found:
        raise BadInput(*found)
    text = policy_text(policy)
    told = replace(tidy_call, policy_files=text_digest(text), program=__version__, register=register.identity)
    if problem := call_problem(told):
        raise BadInput(Problem(f"the call {problem}; nothing was recorded"))

    def once(opened: Register) -> None:
        if _is_stored(opened, told.reference):
            message = f"a call is recorded as {told.reference} already; nothing was recorded"
            raise BadInput(Problem(message, str(opened.path)))

    return Entry(register.add(CALL, told, text, way or Way(), once), told)


def record_follow_up(register: Register, call: Logged, told: FollowUp, way: Way | None = None) -> Entry:
    """Store what became of the follow-up of a call, and return its entry once it is on the disk.

    `told` need not name the call. Raises BadInput, with everything that is wrong, where it may not be stored.
    """
    way = way or Way()
    told = replace(
        told,
        call=call.told.reference,
        of_entry=call.number,
        what=tidy(told.what),
        about=tidy(told.about),
        adviser=told.adviser.strip(),
        register=register.identity,
    )
    found = [*follow_up_problems(told, day_of(way.clock())), *follow_up_beside(told, call)]
    if found:
        raise BadInput(*found)
    if problem := follow_up_problem(told):
        raise BadInput(Problem(f"the follow-up {problem}; nothing was recorded"))

    def still_there(opened: Register) -> None:
        if not opened.holds(call.number):
            _refuse(f"the call {told.call} was erased meanwhile; nothing was recorded", opened)
        now = read_log(opened).call(told.call)
        if now.follow_ups != call.follow_ups and (amiss := list(follow_up_beside(told, now))):
            raise BadInput(*amiss)  # somebody else was quicker

    return Entry(register.add(FOLLOW_UP, told, "", way, still_there), told)


def _refuse(message: str, register: Register) -> NoReturn:
    raise BadInput(Problem(message, str(register.path)))


def _is_stored(register: Register, reference: str) -> bool:
    """Whether there is a call of this reference."""
    for _, content in register.of_kind(CALL):
        if content is None or reference not in content.summary:
            continue
        try:
            told = told_from(CALL, content.summary)
        except ValueError:
            continue  # for `verify` to tell
        if isinstance(told, CallEntry) and told.reference == reference:
            return True
    return False


def _answer_problems(call: CallEntry, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Answers that are none of the values that their facts can have: no text of anybody's gets in as one."""
    for answered in call.answers:
        fact = vocabulary.facts.get(answered.fact)
        if fact is None or (answered.value and not _is_value(answered, fact.type)):
            message = "holds an answer that is none of the values that its question has"
            yield Problem(message, field="answers")
            return


def _is_value(answered: Answered, kind: ValueType) -> bool:
    """Whether an answer is a value of a closed kind, as programs or people write it."""
    match kind.kind:
        case "boolean":
            return answered.value in _SPOKEN
        case "list":
            items = item_type(kind)
            return all(_is_value(replace(answered, value=each), items) for each in answered.value.split(", "))
        case "text" | "label" | "ratings":
            return False
    for written in (answered.value, answered.value.replace("_", " "), answered.value.replace(" ", "_")):
        try:
            parse_text(written, kind)
        except ValueError:
            continue
        return True
    return False
