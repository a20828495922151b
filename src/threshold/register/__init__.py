"""The register: what was recommended, what a person decided, and proof that nobody changed it."""

from threshold.register.entries import DECISIONS, Decided, Doubt, Entry, Summary
from threshold.register.record import Recording, check_decision, check_role
from threshold.register.replay import Difference, Replayed, replay
from threshold.register.stats import Count, Stats, stats
from threshold.register.store import Register, open_register
from threshold.register.verify import Fault, Verified, verify

__all__ = [
    "DECISIONS",
    "Count",
    "Decided",
    "Difference",
    "Doubt",
    "Entry",
    "Fault",
    "Recording",
    "Register",
    "Replayed",
    "Stats",
    "Summary",
    "Verified",
    "check_decision",
    "check_role",
    "open_register",
    "replay",
    "stats",
    "verify",
]
