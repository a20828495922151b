"""A call as the log has it, and what followed it up."""

from threshold.interview.dates import in_words

from starlette.responses import Response

from threshold.register.calls.log import Logged
from threshold.web.frame import frame_of, note_of
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.problems import Amiss, by_field
from threshold.web.visit import Visit


def show_logged(office: Office, visit: Visit) -> Response:
    """The call of a reference as it is in the log. Raises BadInput where it is not there."""
    logged = office.log().call(visit.place["reference"])
    return called_page(office, logged, note=visit.told)


def called_page(
    office: Office,
    logged: Logged,
    note: str = "",
    problems: list[Amiss] | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    """The page of a call in the log, with the form of its follow-up."""
    return page(
        "called",
        400 if problems else 200,
        frame=frame_of(office),
        call=logged.told,
        follow_ups=logged.follow_ups,
        standing=logged.standing(office.today()),
        fresh=note == "logged",
        note=note_of(note),
        problems=problems or [],
        errors=by_field(problems or []),
        typed=typed or {},
        adviser=office.adviser,
        office=office,
    )
