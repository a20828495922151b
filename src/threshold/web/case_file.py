"""A case file decided and its decision read; it is kept in no file."""

from itertools import islice

from starlette.responses import Response

from threshold import reports
from threshold.casefiles import Case, PassedOver, Unreadable, cases_in_text
from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.reading import BadInput, Problem
from threshold.reading.files import decode
from threshold.web.fields import Amiss
from threshold.web.frame import frame_of, go_amiss
from threshold.web.held import Held
from threshold.web.office import Office
from threshold.web.pages import page
from threshold.web.visit import Visit

_WIDTH = 72
_NAME = "the case"


def show(office: Office, visit: Visit) -> Response:
    """The form that a case is given in, with what was wrong with the case before."""
    held = office.shelf.get(visit.held)
    return page("case", frame=frame_of(office), pasted=held.typed.get("pasted", ""), problems=held.problems)


def decide(office: Office, visit: Visit) -> Response:
    """The decision on the case that was chosen or pasted, or the page of what is wrong with it."""
    pasted = visit.sent.get("pasted", "")
    try:
        decision = _decision(office, visit.file or pasted.encode())
    except BadInput as error:
        problems = tuple(Amiss("pasted", str(problem)) for problem in error.problems)
        return go_amiss(office, "case", Held(problems, {"pasted": pasted}))
    text = reports.as_text(decision, True, reports.plainly, _WIDTH)
    return page("decision", frame=frame_of(office), text=text)


def _decision(office: Office, data: bytes) -> Decision:
    engine = Engine(office.policy)
    read = list(islice(cases_in_text(decode(data, _NAME), _NAME, engine.policy.vocabulary), 2))
    for each in read:
        if isinstance(each, Unreadable):
            raise BadInput(*each.problems)
    if len(read) != 1 or isinstance(read[0], PassedOver):
        raise BadInput(Problem("there is more than one case in it; give one at a time", _NAME))
    [case] = (each for each in read if isinstance(each, Case))
    return engine.decide(case, None)
