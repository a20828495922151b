"""Entries in short, as far as they are to be relied on: what each says, or why nothing of it is given out."""

from functools import cached_property

from threshold.reading import BadInput
from threshold.register.calls.belonging import ERASED, TWICE, belonging_problem
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.cells import Row
from threshold.register.chain import ERASURE, KEY, Link, beginning, is_time
from threshold.register.contents import AFTER_2, FROM_ELSEWHERE, read
from threshold.register.entries import Entry, Erasure, Told
from threshold.register.rows import Rows
from threshold.register.signatures import Signatures

NOT_AS_RECORDED = "is not as it was recorded"
_GONE = "its content was removed, and no erasure that counts says so"


class Relied:
    """Reads the entries of a register in short, by the same rules as verify as far as each by itself can be.

    Signatures of decisions are left to verify.
    """

    def __init__(self, register: Rows, identity: str) -> None:
        self._register, self._identity = register, identity
        self._format_2 = False
        self._calls: set[str] = set()  # their references, as far as it has come

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
        amiss = held.amiss or self._of_another(link, held.told) or self._not_lawful(link, held.told)
        amiss = amiss or self._of_no_call(link, held.told)
        return Entry(link, None if amiss else held.told, amiss, held.newer)

    def _of_another(self, link: Link, told: Told | None) -> str:
        self._format_2 = self._format_2 or link.format == 2
        if link.format == 1:
            return AFTER_2 if self._format_2 else ""
        elsewhere = told is not None and told.register != self._identity and self._begins_here
        return FROM_ELSEWHERE if elsewhere else ""

    def _not_lawful(self, link: Link, told: Told | None) -> str:
        """What is wrong with an entry about an erasure or a key."""
        if link.kind not in (ERASURE, KEY):
            return ""
        amiss = self._signatures.problem(link)
        if amiss or not isinstance(told, Erasure):
            return amiss
        if self._register.holds(link.erases or 0):
            return f"says that it erases what entry {link.erases} held, and that is here"
        return self._signatures.erasure_problem(link, told)

    def _of_no_call(self, link: Link, told: Told | None) -> str:
        """What is wrong with an entry about a call, beside the others; calls come in their order."""
        if isinstance(told, FollowUp):
            problem = belonging_problem(self._register, link, told)
            if problem or self._register.holds(told.of_entry):
                return problem
            return ERASED if self._signatures.erased_before(told.of_entry, link.number) else ""
        if isinstance(told, CallEntry):
            if told.reference in self._calls:
                return TWICE
            self._calls.add(told.reference)
        return ""

    @cached_property
    def _begins_here(self) -> bool:
        """Whether the chain begins in this register; else it is the register's identity that was altered."""
        try:
            first = self._register.link(1)
        except BadInput:
            return False
        return first is not None and first.previous == beginning(self._identity)
