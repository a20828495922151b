"""Which call a follow-up belongs to, as far as the register shows it; and references that stand twice."""

import hashlib
import secrets
from array import array
from collections.abc import Iterator
from itertools import pairwise

from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.chain import CALL, Link
from threshold.register.rows import Rows

TWICE = "has the reference of a call that was recorded before it"
NO_CALL = "is a follow-up of a call that was not there then"
ERASED = "is a follow-up of a call that had been erased by then"
OTHER_CALL = "is a follow-up of another call than it says"


def belonging_problem(register: Rows, link: Link, told: FollowUp) -> str:
    """What is wrong with the call that a follow-up names; mostly nothing.

    A call that was altered or removed is told of by itself, and one that was erased is not there to compare.
    """
    if not 1 <= told.of_entry < link.number:
        return NO_CALL
    row = register.row(told.of_entry)
    if row is None or row.link is None or not row.link.fits:
        return ""
    if row.link.kind != CALL:
        return NO_CALL
    if row.content is None or row.content.digest != row.link.content:
        return ""
    reference = _reference_in(row.content.summary)
    return OTHER_CALL if reference not in ("", told.call) else ""


class References:
    """The references of calls as they come, in eight bytes each, since a register may hold many."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)  # so that nobody makes two that are taken for each other
        self._met = array("Q")

    def add(self, reference: str) -> None:
        """Take up the reference of a call."""
        self._met.append(self._short(reference))

    def twice(self, register: Rows) -> Iterator[int]:
        """The entries that have the reference of a call before them."""
        doubled = {one for one, other in pairwise(sorted(self._met)) if one == other}
        if not doubled:
            return
        met: set[str] = set()
        for link, content in register.of_kind(CALL):
            if content is None or not link.fits or content.digest != link.content:
                continue
            reference = _reference_in(content.summary)
            if reference and self._short(reference) in doubled:
                if reference in met:
                    yield link.number
                met.add(reference)

    def _short(self, reference: str) -> int:
        digest = hashlib.blake2b(reference.encode(errors="replace"), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "big")


def _reference_in(text: str) -> str:
    from threshold.register.entries import told_from

    try:
        told = told_from(CALL, text)
    except ValueError:
        return ""
    return told.reference if isinstance(told, CallEntry) else ""
