"""What is found when a register is looked at: told by entry, and no more of it kept than anybody reads."""

from dataclasses import dataclass, field

MOST = 1_000  # kept; what is found beyond is counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was recorded or, among the notes, that somebody should know.

    `entry` is 0 where it concerns no single one; `last` is the last one where it concerns several.
    """

    entry: int
    what: str
    last: int = 0

    def __str__(self) -> str:
        if self.last:
            return f"entries {self.entry} to {self.last}: {self.what}"
        return f"entry {self.entry}: {self.what}" if self.entry else self.what


@dataclass(slots=True)
class Found:
    """Faults as they come; those beyond MOST are only counted."""

    kept: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, fault: Fault) -> None:
        """Take up a fault."""
        if len(self.kept) < MOST:
            self.kept.append(fault)
        else:
            self.more += 1


def in_order(*found: Found) -> tuple[Fault, ...]:
    """What was kept: that of no single entry first, the rest by number."""
    kept = [fault for each in found for fault in each.kept]
    return tuple(sorted(kept, key=lambda fault: (fault.entry != 0, fault.entry)))
