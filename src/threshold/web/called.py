"""A call as the log has it, and what followed it up."""

from collections.abc import Iterator

from starlette.responses import Response

from threshold.decisions import ADVICE_IN_WORDS
from threshold.register.calls.log import Followed
from threshold.register.calls.model import CallEntry
from threshold.web.fields import LABELS, by_field
from threshold.web.frame import frame_of, note_of
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.visit import Visit
from threshold.web.words import day_in_words, moment_in_words, time_in_words


def show_logged(office: Office, visit: Visit) -> Response:
    """The call of a reference as it is in the log. Raises BadInput where it is not there."""
    logged = office.log().call(visit.place["reference"])
    step = str(len(logged.follow_ups))
    held = office.shelf.get(visit.held, step)
    standing = logged.standing(office.today())
    return page(
        "called",
        frame=frame_of(office),
        call=logged.told,
        told=[(label, said) for label, said in _told(logged.told) if said],
        follow_ups=[_followed(each) for each in logged.follow_ups],
        standing=standing,
        due=day_in_words(standing.due) if standing.due else "",
        step=step,
        fresh=visit.told in ("logged", "logged-amiss"),
        note=note_of(visit.told),
        labels=LABELS,
        problems=held.problems,
        errors=by_field(held.problems),
        typed=held.typed,
        adviser=office.adviser,
    )


def _told(call: CallEntry) -> Iterator[tuple[str, str]]:
    yield "Begun", moment_in_words(call.started)
    yield "Ended", f"{time_in_words(call.ended)}{', broken off' if call.broken_off else ''}"
    yield "Advice", ADVICE_IN_WORDS.get(call.advice, "none: it was broken off before")
    yield "Because", f"{call.because} [{', '.join(call.clauses)}]" if call.because else ""
    yield "Advice given instead", ADVICE_IN_WORDS.get(call.advice_given, "") if call.differs else ""
    yield "Because", call.differs_because
    caller = call.caller
    yield "Caller", ", ".join(part for part in (caller.name, caller.role, caller.agency) if part)
    yield "Telephone", caller.telephone
    yield "Why they called", call.why
    yield "What was talked about", call.summary
    yield "Not known", ", ".join(call.unknown)
    yield "Adviser", call.adviser
    yield "Policy", f"{call.policy} {call.policy_version}".strip()


def _followed(followed: Followed) -> str:
    told = followed.told
    done = "done" if told.done else "not done yet"
    what = f": {told.what}" if told.what else ""
    return f"{moment_in_words(followed.link.made)}, by {told.adviser}, {done}{what}"
