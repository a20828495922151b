"""Verifying: every entry that was altered, moved, inserted or removed, by its number.

The register is read in pieces, entry by entry, and what is remembered of it does not grow with it. Nothing
that stands in the file is trusted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from threshold.reading import BadInput
from threshold.register import ahead
from threshold.register.cells import Row
from threshold.register.chain import Link, beginning, is_time, written_time
from threshold.register.entries import told_from
from threshold.register.faults import Fault, Found, in_order
from threshold.register.holdings import POLICIES, Holdings
from threshold.register.places import Places
from threshold.register.rows import Damaged, damage_told
from threshold.register.signatures import Signatures, SignedBy
from threshold.register.signing import WHAT_IS_NEEDED
from threshold.register.store import Clock, Register, utc_now

__all__ = ["Fault", "SignedBy", "Verified", "verify"]

_PATIENCE = 5.0  # seconds for which nobody can record, while SQLite looks at the file's structure
_LARGE = (
    "the file is large: its structure was looked at by reading every entry, and not as a whole, since "
    "nobody could have recorded meanwhile"
)

_LATER = (
    "is dated later than this computer's clock says that it is now: one of the two is wrong, and until then "
    "nobody can record without --clock-is-right"
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at the whole register came to.

    faults       what is not as it was recorded; `more_faults` is how many were found beyond those
    erased       the entries whose content lawfully went; `more_erased` as for faults
    notes        what is no fault, and should be known; `more_notes` as for faults
    not_checked  what could not be looked at: with any of it nobody can say that the register is whole
    signed       the keys that entries are signed with; `unsigned` is how many are not
    """

    entries: int
    newest: str | None
    head: str
    faults: tuple[Fault, ...]
    erased: tuple[int, ...]
    more_faults: int = 0
    more_erased: int = 0
    notes: tuple[Fault, ...] = ()
    more_notes: int = 0
    not_checked: tuple[str, ...] = ()
    signed: tuple[SignedBy, ...] = ()
    unsigned: int = 0


def verify(register: Register, signed: bool = False, clock: Clock = utc_now) -> Verified:
    """Look at every link and at what every entry holds. `signed`: since the first key, each must be signed.

    Others may go on recording. Raises BadInput where the file cannot be read at all.
    """
    found = Found()
    whole, remade = register.structure(_PATIENCE), register.made_otherwise()
    if whole is False:
        found.add(Fault(0, "the file's structure is damaged"))
    if remade:
        found.add(Fault(0, "the tables, or the triggers that let the register only grow, were changed"))
    identity = register.identity
    home = _home(register, identity)
    if home or not identity:
        found.add(Fault(0, "which register this is was altered"))
    identity = home or identity
    signatures = Signatures(register, identity, signed)
    holdings = Holdings(register, identity, signatures)
    if whole is None:
        holdings.notes.add(Fault(0, _LARGE))
    walk = _Walk(register, identity, holdings, signatures)
    for fault in walk.faults(in_pieces=not remade):
        found.add(fault)
    if walk.newest is not None and is_time(walk.newest.made) and walk.newest.made > written_time(clock()):
        holdings.notes.add(Fault(walk.newest.number, _LATER))
    at_last = Found()  # counted by themselves, so that what is missing is told however much else is amiss
    for fault in walk.at_last():
        at_last.add(fault)
    return Verified(
        entries=walk.entries,
        newest=walk.newest.made if walk.newest else None,
        head=walk.newest.hash if walk.newest else beginning(identity),
        faults=in_order(found, at_last),
        erased=tuple(holdings.erased),
        more_faults=found.more + at_last.more,
        more_erased=holdings.more_erased,
        notes=in_order(holdings.notes),
        more_notes=holdings.notes.more,
        not_checked=tuple(_not_checked(signatures, holdings)),
        signed=signatures.counted(),
        unsigned=signatures.unsigned,
    )


class _Walk:
    """One way through the register, from the first entry to the last."""

    def __init__(self, register: Register, identity: str, holdings: Holdings, signatures: Signatures) -> None:
        self._register, self._identity = register, identity
        self._places = Places(identity, register.greatest())
        self._holdings, self._signatures = holdings, signatures
        self.entries = self._last = 0
        self.newest: Link | None = None

    def faults(self, in_pieces: bool) -> Iterator[Fault]:
        """What is wrong with each entry."""
        try:
            with damage_told():
                for row in self._rows(in_pieces):
                    self.entries += 1
                    yield from self._entry(row)
                yield from self._holdings.look_up_policies()
                yield from self._holdings.of_nobody()
        except Damaged:
            upto = f"up to entry {self._last}" if self.entries else "not even the first"
            yield Fault(0, f"the file is damaged: entries could be read {upto}, and no further")

    def _rows(self, in_pieces: bool) -> Iterator[Row]:
        return ahead.rows(self._register, self._identity) if in_pieces else self._register.rows(False)

    def at_last(self) -> Iterator[Fault]:
        """What is wrong with the whole, once every entry was looked at."""
        yield from self._places.removed()
        yield from self._signatures.missing()

    def _entry(self, row: Row) -> Iterator[Fault]:
        if row.number is None:
            yield Fault(0, "an entry has no number any more: it was altered")
            return
        self._last, self.newest = row.number, row.link
        was, found = self._places.take(row.number, row.link)
        if row.link is not None and was == row.number:
            found += self._signatures.look(row.link)
        found += self._holdings.look(row.number, row, was)
        for fault in found:  # that of no entry has the number 0, which somebody may have given to one
            yield fault if fault.entry else replace(fault, what=f"entry 0: {fault.what}")
        yield from self._holdings.look_up_policies(POLICIES)


def _home(register: Register, identity: str) -> str:
    """The register that the entries say they are of, where the chain begins there and not here."""
    try:
        first = register.link(1)
        if first is None or first.previous == beginning(identity):
            return ""
        for row in register.rows():
            if row.link is not None and row.link.format == 2 and row.content is not None:
                told = told_from(row.link.kind, row.content.summary)
                if told is not None and first.previous == beginning(told.register):
                    return told.register
                return ""
    except (BadInput, Damaged, ValueError):
        pass
    return ""


def _not_checked(signatures: Signatures, holdings: Holdings) -> Iterator[str]:
    if signatures.unproven or (not signatures.proven and signatures.ring.entries):
        yield f"the signatures of {signatures.unproven} entries could not be looked at: {WHAT_IS_NEEDED}"
    if holdings.unknown:
        yield (
            f"what {holdings.unknown} of the entries say could not be looked at, the first of them "
            f"entry {holdings.first_unknown}: they are of a kind or in a form that only a newer threshold "
            "knows"
        )
