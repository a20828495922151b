"""A look at a register, with what it was held against: a checkpoint, the mirror, both or neither."""

from dataclasses import dataclass
from pathlib import Path

from threshold.register.checkpoint import Checkpoint, Held, compare
from threshold.register.faults import Fault
from threshold.register.mirrored import Mirrored, hold_against
from threshold.register.signing import WHAT_IS_NEEDED
from threshold.register.store import Register
from threshold.register.verify import Verified, verify

NEITHER = (
    "whether entries at the end were cut off, or entries made anew with all that follows them, by somebody "
    "who knows how: a checkpoint (--against) or a mirror (--mirror), kept elsewhere, shows that"
)
MIRROR = (
    "what somebody did who can change the register and the mirror alike: a signed checkpoint (--against), "
    "kept in a third place, shows that up to its day"
)
UNPROVEN = f"the checkpoint's signature, and so whether it is the one that was made: {WHAT_IS_NEEDED}"
NOTHING = "any entry: nothing was ever recorded here, or this is another file than the one that was meant"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to: at the register itself, and beside the checkpoint and the mirror where given."""

    verified: Verified
    checkpoint: Checkpoint | None = None
    held: Held | None = None
    mirrored: Mirrored | None = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that is not as it should be."""
        beside = (self.held.faults if self.held else ()) + (self.mirrored.faults if self.mirrored else ())
        return self.verified.faults + beside

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What is no fault, and should be known."""
        return self.verified.notes + (self.held.notes if self.held else ())

    @property
    def not_checked(self) -> tuple[str, ...]:
        """What could not be looked at, so that nobody can say that the register is whole."""
        nothing = () if self.verified.entries or self.faults else (NOTHING,)
        unproven = (UNPROVEN,) if self.held is not None and self.held.unproven else ()
        return self.verified.not_checked + unproven + nothing

    @property
    def not_shown(self) -> tuple[str, ...]:
        """What nobody can know of a register that was held against these; one clause for each thing."""
        if self.checkpoint is None or self.held is None:
            return (MIRROR if self.mirrored else NEITHER,)
        entries = self.checkpoint.entries
        after = f"after entry {entries}" if entries else "in it"
        if self.mirrored:
            since = (
                f"what somebody did to what stands {after} who can change the register and the mirror alike"
            )
        else:
            since = (
                f"whether what was recorded {after} was cut off or made anew: a mirror (--mirror) shows that"
            )
        if self.held.unproven:
            return (since,)
        if not self.held.signed_by:
            return ("whether this is the checkpoint that was made: it is not signed", since)
        signer = self.held.signed_by
        return (
            since,
            f"whether that is the right key ({signer}): compare it with what was noted when it was made",
        )


def look(
    register: Register,
    checkpoint: Checkpoint | None,
    key: Path | None,
    mirror: Path | None,
    signed: bool = False,
) -> Looked:
    """Look at the whole register, and hold it against what is given; `signed` as in `verify`.

    Raises BadInput where any of it cannot be read at all.
    """
    return Looked(
        verify(register, signed),
        checkpoint,
        None if checkpoint is None else compare(register, checkpoint, key),
        None if mirror is None else hold_against(register, mirror),
    )
