"""Connections that send no whole request: closed after a while, or they would leave no room for danger."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

LOOK_EVERY = 5.0  # seconds; what has not gone on between two looks is closed
MOST = 100  # connections; of more, the one that has waited longest makes room


class Impatient(H11Protocol):
    """A connection that is looked at now and then, and gives way to others while it says nothing whole."""

    since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connects."""
        super().connection_made(transport)
        self.since = self.loop.time()
        self._make_room()
        self._look_later(None)

    @property
    def waits(self) -> bool:
        """Whether it is for the rest of a request, or for any, that it waits."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.transport.is_closing()

    def _make_room(self) -> None:
        others = [each for each in self.connections if isinstance(each, Impatient) and each is not self]
        waiting = [each for each in others if each.waits]
        if len(others) >= MOST and waiting:
            min(waiting, key=lambda each: each.since).transport.abort()

    def _look_later(self, before: object) -> None:
        self.loop.call_later(LOOK_EVERY, self._look, before)

    def _look(self, before: object) -> None:
        """Close it where it still waits for the rest of the same request as at the look before."""
        if self.transport.is_closing():
            return
        now = (self.waits, self.cycle)
        if self.waits and now == before:
            self.transport.close()
        else:
            self._look_later(now)
