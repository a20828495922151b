"""Connections that send no whole request: closed after a while, or they would leave no room for danger."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

LOOK_EVERY = 5.0  # seconds; what has not gone on between two looks is closed


class Impatient(H11Protocol):
    """A connection that is looked at now and then."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connects."""
        super().connection_made(transport)
        self._look_later(None)

    def _look_later(self, before: object) -> None:
        self.loop.call_later(LOOK_EVERY, self._look, before)

    def _look(self, before: object) -> None:
        """Close it where it still waits for the rest of the same request as at the look before."""
        if self.transport.is_closing():
            return
        waits = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        now = (waits, self.cycle)
        if waits and now == before:
            self.transport.close()
        else:
            self._look_later(now)
