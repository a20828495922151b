"""Who may come in: an address that works once becomes a session, known to the browser that used it."""

from secrets import compare_digest, token_urlsafe

_BYTES = 32


class Entrance:
    """The one way in. There are no cookies: every port of a host would share them.

    The address is spent by the button on its page, not by looking at that page: browsers, and what
    guards them, fetch addresses before anybody has asked for them.
    """

    def __init__(self) -> None:
        self.once = token_urlsafe(_BYTES)
        self.session = token_urlsafe(_BYTES)
        self._spent = False

    def is_open(self, once: str) -> bool:
        """Whether this is the address that was printed, not yet used."""
        return not self._spent and _same(once, self.once)

    def enter(self, once: str) -> bool:
        """Use the address up; whether it could be."""
        if not self.is_open(once):
            return False
        self._spent = True
        return True

    def knows(self, session: str) -> bool:
        """Whether this is the session that the address became."""
        return self._spent and _same(session, self.session)


def _same(given: str, known: str) -> bool:
    return compare_digest(given.encode(), known.encode())
