"""The places of the desk, who may see them, and what is said where something goes wrong."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from threshold.consultation.advice import NoOutcome
from threshold.output.gate import tell
from threshold.output.words import sentence
from threshold.reading import BadInput
from threshold.web import call, case_file, desk, log
from threshold.web.fields import Amiss
from threshold.web.frame import frame_of, go, go_amiss
from threshold.web.guard import Guard
from threshold.web.held import Held
from threshold.web.office import Office
from threshold.web.pages import STYLE, page
from threshold.web.visit import Visit, visit_of

_Answer = Callable[[Office, Visit], Response]
_Handler = Callable[[Request], Awaitable[Response]]
_Handling = Callable[[Request, Exception], Awaitable[Response]]
_LOOK: dict[str, _Answer] = {
    "/": desk.show,
    "/case": case_file.show,
    "/calls/{reference}": call.show,
    "/calls/{reference}/change/{fact}": call.change,
    "/calls/{reference}/log": log.show,
}
_DO: dict[str, _Answer] = {
    "/calls": desk.begin,
    "/danger": desk.danger,
    "/find": desk.find,
    "/case": case_file.decide,
    "/calls/{reference}/answer": call.answer,
    "/calls/{reference}/danger": call.danger,
    "/calls/{reference}/log": log.keep,
    "/calls/{reference}/follow-up": log.follow_up,
}
_WORDS = {
    400: ("This could not be read", "Go back, and send it again."),
    404: ("There is no such page", "Look at the address, or go back to the desk."),
    405: ("This cannot be done here", "Go back to the page before."),
}
_NO_OUTCOME = (
    "If you fear for the child, refer to the MASH; in an emergency ring 999.",
    "The call is kept. The command “threshold policy check” says what is wrong with the script.",
)
_BROKEN = (
    "What you did last may not have been kept: go back to the desk, and look.",
    "In danger do not wait for this page: ring 999, and refer to the MASH.",
)
NOT_YOURS = (
    "This address does not open the desk",
    "The address that the terminal printed works once, and the address that it became only while the program "
    "runs. If somebody else has used it, stop the program in the terminal (Ctrl-C). Start it again for a new "
    "address; no call is lost.",
)


def make_app(office: Office, port: int) -> ASGIApp:
    """The whole of it, for the port that it is reached at."""
    inside = "/{session}"
    routes = [
        Route("/style.css", _style),
        Route("/start/{once}", _start(office)),
        Route("/start", _enter(office), methods=["POST"]),
        Route(inside + "/amiss", _inside(office, _amiss), methods=["GET"]),
        *(Route(inside + path, _inside(office, answer), methods=["GET"]) for path, answer in _LOOK.items()),
        *(Route(inside + path, _inside(office, answer), methods=["POST"]) for path, answer in _DO.items()),
    ]
    handlers = {
        HTTPException: _not_so(office),
        BadInput: _bad_input(office),
        NoOutcome: _no_outcome(office),
        Exception: _broken(office),
    }
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False  # it would say more of an address than that there is no such page
    return Guard(app, port, _refused)


def _inside(office: Office, answer: _Answer) -> _Handler:
    """Answers only those who came in by the address; a form must also say so itself."""

    async def handler(request: Request) -> Response:
        if not office.entrance.knows(request.path_params["session"]):
            return _refused(request, 403, *NOT_YOURS)
        visit = await visit_of(request)
        if request.method == "POST" and not office.entrance.knows(visit.sent.get("session", "")):
            return _refused(request, 403, *NOT_YOURS)
        office.used()
        return answer(office, visit)

    return handler


def _start(office: Office) -> _Handler:
    async def handler(request: Request) -> Response:
        once = request.path_params["once"]
        if not office.entrance.is_open(once):
            return _refused(request, 403, *NOT_YOURS)
        return page("start", once=once)

    return handler


def _enter(office: Office) -> _Handler:
    async def handler(request: Request) -> Response:
        visit = await visit_of(request)
        if not office.entrance.enter(visit.sent.get("once", "")):
            return _refused(request, 403, *NOT_YOURS)
        office.used()
        tell("the desk was opened in a browser; if that was not you, stop this with Ctrl-C")
        return RedirectResponse(f"/{office.entrance.session}/", 303)

    return handler


async def _style(_: Request) -> Response:
    return Response(STYLE, media_type="text/css")


def _refused(_: Request, status: int, heading: str, says: str) -> Response:
    return page("plain", status, heading=heading, says=[says])


def _not_so(office: Office) -> _Handling:
    async def handler(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        heading, says = _WORDS.get(status, _WORDS[400])
        return _plain(office, request, status, heading, [says])

    return handler


def _bad_input(office: Office) -> _Handling:
    async def handler(request: Request, error: Exception) -> Response:
        says = [sentence(each.message) for each in error.problems] if isinstance(error, BadInput) else []
        return _said(office, request, 400, "This could not be done", says)

    return handler


def _no_outcome(office: Office) -> _Handling:
    async def handler(request: Request, _: Exception) -> Response:
        return _said(office, request, 500, "The script has no outcome for these answers", _NO_OUTCOME)

    return handler


def _broken(office: Office) -> _Handling:
    async def handler(request: Request, error: Exception) -> Response:
        says = [f"Internal error ({type(error).__name__}).", *_BROKEN]
        return _said(office, request, 500, "This page broke down", says)

    return handler


def _amiss(office: Office, visit: Visit) -> Response:
    """What went wrong with a form that is on no page of the desk any more."""
    held = office.shelf.get(visit.held)
    if not held.heading:
        return go(office, "")
    says = [each.message for each in held.problems]
    return page("plain", heading=held.heading, says=says, frame=frame_of(office))


def _said(office: Office, request: Request, status: int, heading: str, says: Sequence[str]) -> Response:
    """What went wrong: where a form was sent, on a page of its own address, so that nothing is sent again."""
    if request.method == "GET" or not _is_within(office, request):
        return _plain(office, request, status, heading, says)
    held = Held(tuple(Amiss("main", each) for each in says), heading=heading)
    return go_amiss(office, "amiss", held)


def _is_within(office: Office, request: Request) -> bool:
    return office.entrance.knows(request.url.path.split("/")[1])


def _plain(office: Office, request: Request, status: int, heading: str, says: Sequence[str]) -> Response:
    """A page of words; within the desk with its frame, so that danger can be told from there too."""
    framed = {"frame": frame_of(office)} if _is_within(office, request) else {}
    return page("plain", status, heading=heading, says=says, **framed)
