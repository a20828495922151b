"""The desk: a new call, those of today and those broken off, one by its reference, and what is due."""

from starlette.responses import Response

from threshold.reading import BadInput
from threshold.web.frame import frame_of, go, note_of
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.problems import Amiss
from threshold.web.visit import Visit


def show(office: Office, visit: Visit) -> Response:
    """The desk."""
    return _desk(office, note=note_of(visit.told))


def begin(office: Office, visit: Visit) -> Response:
    """Begin a call; the same button pressed again leads to the same call."""
    return _begun(office, visit, danger=False)


def danger(office: Office, visit: Visit) -> Response:
    """Begin a call with somebody in danger, of which nothing more is asked."""
    return _begun(office, visit, danger=True)


def find(office: Office, visit: Visit) -> Response:
    """The call of a reference, or of the end of one."""
    wanted = visit.typed("reference")
    waiting = [each.reference for each in office.calls.all() if each.reference == wanted.upper()]
    if waiting:
        return go(office, f"calls/{waiting[0]}")
    try:
        return go(office, f"calls/{office.log().call(wanted).told.reference}")
    except BadInput as error:
        said = error.problems[0].message
        return _desk(office, problems=[Amiss("reference", said[0].upper() + said[1:])], wanted=wanted)


def _begun(office: Office, visit: Visit, danger: bool) -> Response:
    pressed = f"{visit.typed('begin')} {danger}"
    if pressed not in office.begun:
        office.begun[pressed] = office.begin(danger=danger)
    return go(office, f"calls/{office.begun[pressed]}")


def _desk(
    office: Office, note: str = "", problems: list[Amiss] | None = None, wanted: str = ""
) -> Response:
    log, today = office.log(), office.today()
    return page(
        "desk",
        400 if problems else 200,
        frame=frame_of(office),
        calls=[office.listed(each) for each in reversed(log.between(today, today))],
        due=[office.due(each) for each in log.due(today)],
        waiting=[office.waiting(each) for each in office.calls.all()],
        amiss=log.amiss,
        note=note,
        problems=problems or [],
        wanted=wanted,
    )
