"""A call, one page at a time: its questions, back and change, danger, and what it comes to."""

from dataclasses import dataclass
from hashlib import sha256

from starlette.responses import Response

from threshold.consultation import Conversation
from threshold.consultation.call import Call
from threshold.interview.noting import with_text
from threshold.policy.script import Choice, ScriptQuestion
from threshold.register.calls.model import WHO_CALLS
from threshold.vocabulary import Value
from threshold.web.called import show_logged
from threshold.web.fields import Amiss
from threshold.web.frame import frame_of, go, note_of
from threshold.web.notes import refused, written
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.visit import Visit

UNKNOWN = "not-known"
NOT_KNOWN = "not known"
_CHOOSE = "choose"  # the word in an address for a question that was sent without an answer
_NONE_CHOSEN = Amiss("answer", f"Choose an answer; where nobody knows, “{NOT_KNOWN}” is one")
_LOG = "log"  # where a page leads next, if not on in the call


@dataclass(frozen=True, slots=True)
class _Offered:
    """An answer as the page offers it."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question that was answered, and with what."""

    fact: str
    asks: str
    words: str


def show(office: Office, visit: Visit) -> Response:
    """Where the call stands: its next question, what it comes to, or its entry in the log."""
    call = office.call(visit.place["reference"])
    if call is None:
        return show_logged(office, visit)
    if call.conversation.next is None:
        return _outcome(office, call, note_of(visit.told))
    return _question(office, call, call.conversation.next, visit.told)


def change(office: Office, visit: Visit) -> Response:
    """A question that was answered before, to be answered anew; or one that was sent without an answer."""
    fact = visit.place["fact"]
    call = office.call(visit.place["reference"])
    if call is None:
        return show_logged(office, visit)
    talk = call.conversation
    open_now = [each.fact for each in (talk.next, talk.left_open(WHO_CALLS)) if each]
    if fact not in (*talk.answers, *open_now):
        return go(office, f"calls/{call.reference}", "not-asked")
    return _question(office, call, talk.script.question(fact), visit.told)


def ask_who(office: Office, call: Call, who: ScriptQuestion, told: str) -> Response:
    """Who calls, where the call is to be logged and that was not answered: it decides what is asked for."""
    return _question(office, call, who, told, then=_LOG)


def answer(office: Office, visit: Visit) -> Response:
    """Take an answer, if it is one to the call as it stands."""
    reference, fact = visit.place["reference"], visit.typed("fact")
    call = office.call(reference)
    if call is None:
        return go(office, f"calls/{reference}", "logged-before")
    talk = call.conversation
    question = next((each for each in talk.script.questions if each.fact == fact), None)
    answerable = (*map(talk.script.question, talk.answers), talk.next, talk.left_open(WHO_CALLS))
    if question is None or question not in answerable:
        return go(office, f"calls/{reference}", "not-asked")
    chosen = _chosen(question, visit.typed("answer"))
    if visit.typed("step") != step_of(call):
        same = chosen is not None and fact in talk.given and talk.given[fact] == chosen[0]
        return go(office, f"calls/{reference}", "twice" if same else "old")
    if chosen is None:
        to_log = visit.typed("then") == _LOG and question == talk.left_open(WHO_CALLS)
        return go(office, f"calls/{reference}/{_LOG if to_log else f'change/{fact}'}", _CHOOSE)
    moved = talk.answered(fact, chosen[0])
    _go_on(office, call, moved)
    changed = fact == WHO_CALLS and talk.next is None and _orders(office, moved) != _orders(office, talk)
    if visit.typed("then") == _LOG and not changed:
        return go(office, f"calls/{reference}/log")
    return go(office, f"calls/{reference}", "who" if changed else "")


def danger(office: Office, visit: Visit) -> Response:
    """Somebody says that a child is in danger now: the questions end, whichever page it was said on."""
    reference = visit.place["reference"]
    call = office.call(reference)
    if call is None:
        return go(office, f"calls/{office.begin(f'{reference} danger', danger=True)}", "begun-anew")
    unkept = False
    if "summary" in visit.sent:
        office.typed[call.reference] = dict(visit.sent)
        if call.conversation.left_open(WHO_CALLS) is None:  # no name is kept before it is known who calls
            call = written(office, call, visit, broken_off=True).kept
        unkept = bool(refused(office, call))
    _go_on(office, call, call.conversation.endangered())
    return go(office, f"calls/{call.reference}", "not-kept" if unkept else "")


def _go_on(office: Office, call: Call, talk: Conversation) -> None:
    """Keep the call so much further. Advice that was given in the place of another is not taken over."""
    moved = call.at(talk)
    if _advice(office, moved) != _advice(office, call):
        moved = moved.noted(with_text(moved.notes, "advice_given", ""))
        typed = office.typed.get(call.reference, {})
        office.typed[call.reference] = {name: text for name, text in typed.items() if name != "advice_given"}
    office.keep(moved)


def _orders(office: Office, talk: Conversation) -> tuple[object, ...]:
    """What of an outcome is read out or done."""
    if talk.next is not None:
        return ()
    advised = office.line().advised(talk)
    return advised.outcome, advised.say, advised.then, advised.share


def _advice(office: Office, call: Call) -> str:
    return "" if call.conversation.next else office.line().advised(call.conversation).advice


def step_of(call: Call) -> str:
    """A mark of how far a call has come, by which a page that was left behind is known."""
    given = call.conversation.given
    answers = repr([call.reference, *((fact, given[fact]) for fact in sorted(given))])
    return sha256(answers.encode()).hexdigest()[:16]


def answered_in(talk: Conversation) -> list[_Answered]:
    """The answers that count, in words."""
    found = []
    for fact, value in talk.answers.items():
        question = talk.script.question(fact)
        found.append(_Answered(fact, question.asks, words_of(question, value)))
    return found


def words_of(question: ScriptQuestion, value: Value | None) -> str:
    """An answer in the words in which it was offered."""
    if value is None:
        return NOT_KNOWN
    return next((each.words for each in question.choices if each.value == value), str(value))


def _question(
    office: Office,
    call: Call,
    question: ScriptQuestion,
    told: str = "",
    then: str = "",
) -> Response:
    talk = call.conversation
    ahead = question == talk.left_open(WHO_CALLS) and question != talk.next
    offered = [_Offered(_written(each), each.words) for each in question.choices]
    return page(
        "question",
        frame=frame_of(office, call.reference),
        reference=call.reference,
        question=question,
        number=talk.number if question == talk.next else 0,
        choices=[*offered, _Offered(UNKNOWN, NOT_KNOWN)],
        chosen=_given(talk, question),
        step=step_of(call),
        back=f"calls/{call.reference}" if ahead else _back(call, question.fact),
        then=then if then == _LOG else "",
        answered=answered_in(talk),
        problems=[_NONE_CHOSEN] if told == _CHOOSE and question.fact not in talk.answers else [],
        note=note_of(told),
    )


def _outcome(office: Office, call: Call, note: str) -> Response:
    return page(
        "outcome",
        frame=frame_of(office, call.reference),
        reference=call.reference,
        advised=office.line().advised(call.conversation),
        back=_back(call, None),
        who=call.conversation.left_open(WHO_CALLS),
        answered=answered_in(call.conversation),
        note=note,
    )


def _given(talk: Conversation, question: ScriptQuestion) -> str:
    """The answer that was given before, as a page sends it; empty where none was."""
    if question.fact not in talk.answers:
        return ""
    given = talk.answers[question.fact]
    return next((_written(each) for each in question.choices if each.value == given), UNKNOWN)


def _back(call: Call, fact: str | None) -> str:
    """The place of the question before; the desk, before the first."""
    before = call.conversation.asked_before(fact)
    return f"calls/{call.reference}/change/{before.fact}" if before else ""


def _chosen(question: ScriptQuestion, written: str) -> tuple[Value | None] | None:
    """The answer that a page sent, or None where it sent none that the question has."""
    if written == UNKNOWN:
        return (None,)
    return next(((each.value,) for each in question.choices if _written(each) == written), None)


def _written(choice: Choice) -> str:
    return str(choice.value).lower()
