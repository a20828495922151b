"""The desk: a new call, those of today and those broken off, one by its reference, and what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from threshold.decisions import ADVICE_IN_WORDS
from threshold.reading import BadInput
from threshold.register.calls.log import Log, Logged
from threshold.register.chain import written_time
from threshold.web.fields import Amiss
from threshold.web.frame import frame_of, go, go_amiss, note_of
from threshold.web.held import Held
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.visit import Visit
from threshold.web.words import day_in_words, time_in_words


@dataclass(frozen=True, slots=True)
class _Listed:
    """A call in a list: its reference, when it began, what was advised; whether another program takes it."""

    reference: str
    began: str
    advice: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class _Due:
    """A follow-up that is due."""

    reference: str
    about: str
    by: str
    late: bool


def show(office: Office, visit: Visit) -> Response:
    """The desk."""
    return _desk(office, note_of(visit.told), office.shelf.get(visit.held))


def begin(office: Office, visit: Visit) -> Response:
    """Begin a call."""
    return go(office, f"calls/{office.begin(visit.typed('begin'))}")


def danger(office: Office, visit: Visit) -> Response:
    """Begin a call with somebody in danger, of which nothing more is asked."""
    pressed = visit.typed("begin")
    return go(office, f"calls/{office.begin(pressed and f'{pressed} danger', danger=True)}")


def find(office: Office, visit: Visit) -> Response:
    """The call of a reference, or of the end of one."""
    wanted = visit.typed("reference")
    if (waiting := office.waiting_as(wanted)) is not None:
        return go(office, f"calls/{waiting}")
    try:
        return go(office, f"calls/{office.log().call(wanted).told.reference}")
    except BadInput as error:
        said = error.problems[0].message
        problem = Amiss("reference", said[0].upper() + said[1:])
        return go_amiss(office, "", Held((problem,), {"reference": visit.sent.get("reference", "")}))


def _desk(office: Office, note: str, held: Held) -> Response:
    log, unread = _read(office)
    today = office.today()
    return page(
        "desk",
        frame=frame_of(office),
        unread=unread,
        calls=[_listed(each) for each in reversed(log.between(today, today))],
        due=[_due(each, today) for each in log.due(today)],
        waiting=list(_waiting(office, log)),
        amiss=len(log.amiss),
        unreadable=office.unreadable(),
        note=note,
        problems=held.problems,
        wanted=held.typed.get("reference", ""),
    )


def _read(office: Office) -> tuple[Log, str]:
    """The log, or why it cannot be read: a call can be begun all the same."""
    try:
        return office.log(), ""
    except BadInput as error:
        return Log(()), error.problems[0].message


def _listed(logged: Logged) -> _Listed:
    told = logged.told
    advice = ADVICE_IN_WORDS.get(told.advice_given or told.advice, "broken off before any advice")
    broken_off = ", broken off" if told.broken_off and told.advice else ""
    return _Listed(told.reference, time_in_words(told.started), f"{advice}{broken_off}")


def _due(logged: Logged, today: date) -> _Due:
    standing = logged.standing(today)
    by = day_in_words(standing.due)
    return _Due(logged.told.reference, standing.about, by, standing.state == "overdue")


def _waiting(office: Office, log: Log) -> Iterator[_Listed]:
    for each in office.waiting(log):
        began = time_in_words(written_time(each.started), office.today())
        yield _Listed(each.reference, began, elsewhere=office.is_elsewhere(each))
