"""A call written into the log: who called, why, what was advised and what is to follow; and following up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from starlette.responses import Response

from threshold.consultation import Advised, Conversation
from threshold.interview.dates import understood
from threshold.reading import BadInput
from threshold.register.calls.checking import problems
from threshold.register.calls.model import ADVICE_SAID, Answered, CallEntry, Caller, FollowUp
from threshold.register.calls.record import tidied
from threshold.register.store import utc_now
from threshold.web.call import step_of
from threshold.web.called import called_page, show_logged
from threshold.web.frame import frame_of, go
from threshold.web.labels import LABELS
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.problems import Amiss, by_field
from threshold.web.standin import Draft
from threshold.web.visit import Visit

_SPOKEN = {"True": "yes", "False": "no", "None": ""}


def show(office: Office, visit: Visit) -> Response:
    """The form for the log of a call, with what was typed into it before."""
    reference = visit.place["reference"]
    draft = office.calls.get(reference)
    if draft is None:
        return show_logged(office, visit)
    return _form(office, draft, office.typed.get(reference, {}))


def keep(office: Office, visit: Visit) -> Response:
    """Put the call into the log; or show the form again, with all that was typed and what is amiss."""
    reference = visit.place["reference"]
    draft = office.calls.get(reference)
    if draft is None:
        return go(office, f"calls/{reference}", "logged-before")
    office.typed[reference] = dict(visit.sent)
    if "later" in visit.sent:
        return go(office, f"calls/{reference}")
    _, talk = office.conversation(draft)
    if visit.typed("step") != step_of(reference, talk):
        said = "The answers were changed in another tab: look at the advice again before you send this"
        return _form(office, draft, visit.sent, [Amiss("why", said)])
    entry, found = _entry(office, draft, visit)
    if not found:
        try:
            office.record(entry)
        except BadInput as error:
            found = [_amiss(each.field, each.message) for each in error.problems]
    if found:
        return _form(office, draft, visit.sent, found)
    office.calls.drop(reference)
    office.typed.pop(reference, None)
    return go(office, f"calls/{reference}", "logged")


def follow_up(office: Office, visit: Visit) -> Response:
    """Log what became of a follow-up; or show the form again, with all that was typed and what is amiss."""
    logged = office.log().call(visit.place["reference"])
    if visit.typed("step") != str(len(logged.follow_ups)):
        return go(office, f"calls/{logged.told.reference}", "twice")
    found: list[Amiss] = []
    told = FollowUp(
        call=logged.told.reference,
        entry=logged.number,
        done=visit.typed("done") == "yes",
        what=visit.typed("what"),
        next=_day(visit, "next", office.today(), found),
        about=visit.typed("about"),
        adviser=visit.typed("adviser"),
    )
    if not found:
        try:
            office.record_follow_up(logged, told)
        except BadInput as error:
            found = [_amiss(each.field, each.message) for each in error.problems]
    if found:
        return called_page(office, logged, problems=found, typed=visit.sent)
    return go(office, f"calls/{logged.told.reference}", "followed")


def _form(
    office: Office, draft: Draft, typed: Mapping[str, str], found: list[Amiss] | None = None
) -> Response:
    line, talk = office.conversation(draft)
    advised = None if talk.next else line.advised(talk)
    others = [(value, said) for value, said in ADVICE_SAID.items() if advised and value != advised.advice]
    return page(
        "log",
        400 if found else 200,
        frame=frame_of(office, draft.reference),
        reference=draft.reference,
        advised=advised,
        others=others,
        labels=LABELS,
        typed={"adviser": office.adviser, **typed},
        step=step_of(draft.reference, talk),
        problems=found or [],
        errors=by_field(found or []),
    )


def _entry(office: Office, draft: Draft, visit: Visit) -> tuple[CallEntry, list[Amiss]]:
    """What the log is to hold of the call, and what is amiss with what was typed."""
    line, talk = office.conversation(draft)
    advised = None if talk.next else line.advised(talk)
    found: list[Amiss] = []
    policy = office.policy.at(talk.day)
    caller = (visit.typed(f"caller.{part}") for part in ("name", "agency", "role", "telephone"))
    entry = CallEntry(
        reference=draft.reference,
        started=f"{draft.started:%Y-%m-%dT%H:%M:%SZ}",
        ended=f"{utc_now():%Y-%m-%dT%H:%M:%SZ}",
        broken_off="broken_off" in visit.sent or advised is None,
        caller=Caller(*caller),
        why=visit.typed("why"),
        summary=visit.typed("summary"),
        answers=tuple(_answers(talk)),
        advice_given=visit.typed("advice_given"),
        differs_because=visit.typed("differs_because"),
        adviser=visit.typed("adviser"),
        follow_up=_day(visit, "follow_up", office.today(), found),
        follow_up_about=visit.typed("follow_up_about"),
        policy=policy.name,
        policy_version=policy.version,
        policy_digest=policy.digest,
    )
    entry = tidied(_with_advice(entry, advised) if advised else entry)
    return entry, [*found, *(_amiss(each.field, each.message) for each in problems(entry))]


def _with_advice(entry: CallEntry, advised: Advised) -> CallEntry:
    return replace(
        entry,
        advice=advised.advice,
        outcome=advised.outcome,
        because=advised.because,
        clauses=advised.clauses,
        said="\n".join(advised.say),
        unknown=tuple(question.fact for question in advised.unknown),
    )


def _answers(talk: Conversation) -> Iterator[Answered]:
    for fact, value in talk.answers.items():
        yield Answered(fact, _SPOKEN.get(repr(value), str(value)))


def _day(visit: Visit, field: str, today: date, found: list[Amiss]) -> str:
    """A day as it was typed, as an ISO date."""
    typed = visit.typed(field)
    if not typed:
        return ""
    try:
        return understood(typed, today, ahead=True).isoformat()
    except ValueError as error:
        found.append(_amiss(field, str(error)))
        return ""


def _amiss(field: str, message: str) -> Amiss:
    return Amiss(field, f"{LABELS.get(field, 'The call')}: {message}")
