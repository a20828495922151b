"""The server: at an address of this computer alone, until it is stopped or nobody uses it."""

import asyncio
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from threshold.output.gate import prompt, say_line
from threshold.reading import BadInput, Problem
from threshold.web.office import Office

if TYPE_CHECKING:
    import uvicorn

_LOOK_EVERY = 0.5  # seconds between two looks whether anybody still uses it
_HOST = "127.0.0.1"


def serve(office: Office, port: int, idle: float) -> bool:
    """Print the address and answer there, until it is stopped; whether nobody used it for `idle` minutes.

    Port 0 is any that is free. Raises BadInput where the port is taken. What stops it may raise
    KeyboardInterrupt besides.
    """
    import uvicorn

    from threshold.web.app import make_app
    from threshold.web.unfinished import Impatient

    listening = _listening(port)
    number = listening.getsockname()[1]
    # What the libraries would say of requests could hold their addresses, and these open the desk.
    for library in ("uvicorn", "python_multipart"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(office, number),
            access_log=False,
            date_header=False,
            http=Impatient,
            lifespan="off",
            log_config=None,
            loop="asyncio",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=5,
            ws="none",
        )
    )
    prompt("Open this address in a browser on this computer. It works once.\n")
    say_line(f"http://{_HOST}:{number}/start/{office.entrance.once}")
    prompt(f"Ctrl-C ends it, and so do {idle:g} minutes without use. Every step of a call is kept.\n")
    with listening, _ended_with_the_terminal(server):
        asyncio.run(_until_idle(server, listening, office, idle * 60))
    return office.unused_for() >= idle * 60


async def _until_idle(
    server: "uvicorn.Server", listening: socket.socket, office: Office, seconds: float
) -> None:
    async def watch() -> None:
        while office.unused_for() < seconds:
            await asyncio.sleep(_LOOK_EVERY)
        server.should_exit = True

    watching = asyncio.create_task(watch())
    try:
        await server.serve(sockets=[listening])
    finally:
        watching.cancel()


@contextmanager
def _ended_with_the_terminal(server: "uvicorn.Server") -> Iterator[None]:
    """Have what a terminal sends when it is closed end the server as Ctrl-C does: after what it is at.

    An exception raised in the middle of a request would be taken for one of the request, and end nothing.
    """
    closed = getattr(signal, "SIGHUP", None)
    if closed is None or signal.getsignal(closed) is signal.SIG_IGN:
        yield
        return
    before = signal.signal(closed, server.handle_exit)
    try:
        yield
    finally:
        signal.signal(closed, before)


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((_HOST, port))
    except OSError:
        message = "nothing can be served at this port: another program uses it, or you may not. Leave it out"
        raise BadInput(Problem(message, field="--port")) from None
