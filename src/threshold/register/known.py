"""Decisions that a register holds already, found again by what they say, so that none is recorded twice."""

import hashlib
import re
from collections.abc import Iterable

from threshold.register.chain import DECISION
from threshold.register.contents import read
from threshold.register.entries import Summary
from threshold.register.record import Ready
from threshold.register.store import Register

_CASE = re.compile(r'\{"case":"([^"\\]*)"')


class AlreadyRecorded(Exception):
    """The register holds this decision; carries its entry, and whether the reason is another."""

    def __init__(self, entry: int, other_reason: bool) -> None:
        super().__init__(entry)
        self.entry, self.other_reason = entry, other_reason


class Known:
    """What a register holds of some cases: the same case, recommendation, decision and person is the same.

    The reason is not looked at, nor the time. An entry that was erased, or is not as it was recorded, is not
    known again.
    """

    def __init__(self, cases: Iterable[str]) -> None:
        self._cases = frozenset(cases)
        self._upto = 0
        self._entries: dict[str, tuple[int, str]] = {}

    def refuse(self, register: Register, ready: Ready) -> None:
        """Raises AlreadyRecorded where the register holds it by now."""
        self._look(register)
        found = self._entries.get(_key(ready.summary, ready.case_file, ready.recommendation))
        if found is not None:
            entry, reason = found
            raise AlreadyRecorded(entry, reason != ready.summary.decided.reason)

    def _look(self, register: Register) -> None:
        """Take in what was added since."""
        for number, begins in register.summaries(self._upto):
            self._upto = max(self._upto, number)
            about = _CASE.match(begins)
            if about is not None and about[1] in self._cases:
                self._take(register, number)

    def _take(self, register: Register, number: int) -> None:
        row = register.row(number)
        if row is None or row.link is None or row.content is None or row.link.kind != DECISION:
            return
        if not row.link.fits or row.content.digest != row.link.content:
            return
        told = read(row.link, row.content).told
        if isinstance(told, Summary):
            key = _key(told, row.content.case_file, row.content.recommendation)
            self._entries.setdefault(key, (number, told.decided.reason))


def _key(summary: Summary, case_file: str, recommendation: str) -> str:
    decided = summary.decided
    said = (decided.decision, decided.by, decided.reference, str(decided.agrees))
    parts = [each.encode() for each in (summary.case, case_file, recommendation, *said)]
    return hashlib.sha256(b"".join(len(each).to_bytes(8, "big") + each for each in parts)).hexdigest()
