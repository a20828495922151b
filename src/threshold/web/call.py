"""A call, one page at a time: its questions, back and change, danger, and what it comes to."""

from dataclasses import dataclass, replace
from hashlib import sha256

from starlette.responses import Response

from threshold.consultation import Conversation, Line
from threshold.policy.script import Choice, ScriptQuestion
from threshold.vocabulary import Value
from threshold.web.called import show_logged
from threshold.web.frame import frame_of, go, note_of
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.problems import Amiss
from threshold.web.visit import Visit

UNKNOWN = "not-known"
NOT_KNOWN = "not known"


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
    reference = visit.place["reference"]
    draft = office.calls.get(reference)
    if draft is None:
        return show_logged(office, visit)
    line, talk = office.conversation(draft)
    if talk.next is None:
        return _outcome(office, reference, line, talk, note_of(visit.told))
    return _question(office, reference, talk, talk.next, note=note_of(visit.told))


def change(office: Office, visit: Visit) -> Response:
    """A question that was answered before, to be answered anew."""
    reference, fact = visit.place["reference"], visit.place["fact"]
    draft = office.calls.get(reference)
    if draft is None:
        return show_logged(office, visit)
    _, talk = office.conversation(draft)
    if fact not in talk.answers:
        return go(office, f"calls/{reference}", "not-asked")
    return _question(office, reference, talk, talk.script.question(fact))


def answer(office: Office, visit: Visit) -> Response:
    """Take an answer, if it is to the call as it stands."""
    reference, fact = visit.place["reference"], visit.typed("fact")
    draft = office.calls.get(reference)
    if draft is None:
        return go(office, f"calls/{reference}", "logged-before")
    _, talk = office.conversation(draft)
    question = next((each for each in talk.script.questions if each.fact == fact), None)
    if question is None or (fact not in talk.answers and question != talk.next):
        return go(office, f"calls/{reference}", "not-asked")
    chosen = _chosen(question, visit.typed("answer"))
    if visit.typed("step") != step_of(reference, talk):
        same = chosen and fact in talk.given and talk.given[fact] == chosen[0]
        return go(office, f"calls/{reference}", "twice" if same else "old")
    if chosen is None:
        problem = Amiss("answer", f"Choose an answer; where nobody knows, “{NOT_KNOWN}” is one")
        return _question(office, reference, talk, question, problems=[problem])
    talk = talk.answered(fact, chosen[0])
    office.calls.keep(replace(draft, given=talk.given))
    return go(office, f"calls/{reference}")


def danger(office: Office, visit: Visit) -> Response:
    """Somebody says that a child is in danger now: the questions end, whichever page it was said on."""
    reference = visit.place["reference"]
    draft = office.calls.get(reference)
    if draft is None:
        return go(office, f"calls/{office.begin(danger=True)}", "danger-logged")
    _, talk = office.conversation(draft)
    if any(name in visit.sent for name in ("why", "summary")):
        office.typed[reference] = dict(visit.sent)
    office.calls.keep(replace(draft, given=talk.endangered().given))
    return go(office, f"calls/{reference}")


def step_of(reference: str, talk: Conversation) -> str:
    """A mark of how far a call has come, by which a page that was left behind is known."""
    answers = repr([reference, *((fact, talk.given[fact]) for fact in sorted(talk.given))])
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
    reference: str,
    talk: Conversation,
    question: ScriptQuestion,
    problems: list[Amiss] | None = None,
    note: str = "",
) -> Response:
    given = talk.answers.get(question.fact, "")
    chosen = (
        UNKNOWN
        if given is None
        else next((_written(each) for each in question.choices if each.value == given), "")
    )
    offered = [_Offered(_written(each), each.words) for each in question.choices]
    return page(
        "question",
        400 if problems else 200,
        frame=frame_of(office, reference),
        reference=reference,
        question=question,
        number=talk.number if question == talk.next else 0,
        choices=[*offered, _Offered(UNKNOWN, NOT_KNOWN)],
        chosen=chosen if question.fact in talk.answers else "",
        step=step_of(reference, talk),
        back=_back(reference, talk, question.fact),
        answered=answered_in(talk),
        problems=problems or [],
        note=note,
    )


def _outcome(office: Office, reference: str, line: Line, talk: Conversation, note: str) -> Response:
    return page(
        "outcome",
        frame=frame_of(office, reference),
        reference=reference,
        advised=line.advised(talk),
        back=_back(reference, talk, None),
        answered=answered_in(talk),
        note=note,
    )


def _back(reference: str, talk: Conversation, fact: str | None) -> str:
    """The place of the question before; the desk, before the first."""
    before = talk.asked_before(fact)
    return f"calls/{reference}/change/{before.fact}" if before else ""


def _chosen(question: ScriptQuestion, written: str) -> tuple[Value | None] | None:
    """The answer that a page sent, or None where it sent none that the question has."""
    if written == UNKNOWN:
        return (None,)
    return next(((each.value,) for each in question.choices if _written(each) == written), None)


def _written(choice: Choice) -> str:
    return str(choice.value).lower()
