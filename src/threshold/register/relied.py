"""Entries in short, as far as they are to be relied on: what each says, or why nothing of it is given out."""

from functools import cached_property

from threshold.register.cells import Row
from threshold.register.chain import ERASURE, KEY, Link, is_time
from threshold.register.contents import read
from threshold.register.entries import Entry, Erasure
from threshold.register.erasing import erasure_problem
from threshold.register.rows import Rows
from threshold.register.signatures import Signatures

NOT_AS_RECORDED = "is not as it was recorded"
_GONE = "its content was removed, and no erasure says so that is to be relied on"


class Relied:
    """Reads the entries of a register in short, by the same rules as verify as far as each by itself can be.

    Signatures of decisions are left to verify.
    """

    def __init__(self, register: Rows, identity: str) -> None:
        self._register, self._identity = register, identity

    @cached_property
    def _signatures(self) -> Signatures:
        # Most registers hold nothing but decisions, and the library takes its time to be read.
        return Signatures(self._register, self._identity, False)

    def entry(self, link: Link, row: Row) -> Entry:
        """The entry of a row; `link` is the row's."""
        if not link.fits:
            return Entry(link, None, NOT_AS_RECORDED)
        if not is_time(link.made):
            return Entry(link, None, "its time cannot be read")
        if not row.holds:
            return Entry(link, None, "" if self._signatures.lawfully_gone(link) else _GONE)
        if row.content is None:
            return Entry(link, None, "cannot be read")
        if row.content.digest != link.content:
            return Entry(link, None, NOT_AS_RECORDED)
        held = read(link, row.content)
        amiss = held.amiss or (self._signatures.problem(link) if link.kind in (ERASURE, KEY) else "")
        if not amiss and isinstance(held.told, Erasure):
            amiss = erasure_problem(link, held.told)
        return Entry(link, None if amiss else held.told, amiss)
