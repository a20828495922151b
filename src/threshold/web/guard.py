"""What every request must be, and what every answer carries, whatever lies behind."""

import os
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from threshold.output.gate import prompt, tell

MOST_BYTES = 2 * 1024 * 1024
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
Refuse = Callable[[Request, int, str, str], Response]


class Guard:
    """Lets through what the program's own pages ask for, at its own address, and nothing too large.

    `refuse` makes the page of a refusal: its status, what is wrong, what to do.
    """

    def __init__(self, app: ASGIApp, port: int, refuse: Refuse) -> None:
        self.app, self.refuse = app, refuse
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _seal(message)
            await send(message)

        try:
            await self._answer(scope, receive, sealed)
        except Exception as error:
            # What an unforeseen error says may hold what was in a case, so only its kind is told.
            tell(f"internal error ({type(error).__name__}) on a page; THRESHOLD_DEBUG=1 shows more")
            if os.environ.get("THRESHOLD_DEBUG"):
                prompt(traceback.format_exc())

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        amiss = self._amiss(request)
        body = b"" if amiss else await _body(request.headers, receive)
        if body is None:
            amiss = 413, "This is too large", "A file of a case has a few kilobytes. Send a smaller one."
        if amiss:
            await self.refuse(request, *amiss)(scope, receive, send)
            return
        await self.app(scope, _replayed(body or b"", receive), send)

    def _amiss(self, request: Request) -> tuple[int, str, str] | None:
        """Why a request is not one of our own pages', if it is not."""
        if request.method not in ("GET", "HEAD", "POST"):
            return 405, "This cannot be done here", "Go back to the page before."
        host = request.headers.get("host", "")
        if host not in self.hosts:
            return 421, "This is not the address of the desk", "Use the address that the terminal printed."
        if not _is_ours(request, f"http://{host}"):
            said = "Type or paste the address into the browser yourself, or go on from a page of the desk."
            return 403, "This came from another page, so nothing was done", said
        return None


def _is_ours(request: Request, origin: str) -> bool:
    """Whether a request comes from a page of ours, or, only to look, from the person at the browser.

    A form of a page that tells no referrer has the origin "null"; then the browser's own word counts.
    """
    given, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if request.method == "POST":
        return site in (None, "same-origin") and (given == origin or (given == "null" and site is not None))
    return site in (None, "same-origin", "none") and given in (None, origin)


async def _body(headers: Headers, receive: Receive) -> bytes | None:
    """The whole of what was sent, or None where it is too much."""
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What was read, for whoever asks for it again."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> MutableMapping[str, Any]:
        return waiting.pop() if waiting else await receive()

    return again


def _seal(message: Message) -> None:
    headers = MutableHeaders(raw=message.setdefault("headers", []))
    for name, value in HEADERS.items():
        headers[name] = value
