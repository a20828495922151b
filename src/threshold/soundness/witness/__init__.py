"""Cases that show a finding: built from what has to come out how, and proved by running the engine."""

from threshold.soundness.witness.search import Finder, find_case, shows

__all__ = ["Finder", "find_case", "shows"]
