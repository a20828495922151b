"""Versions of a policy: what differs in meaning between two, and a policy with some of the changes."""

from threshold.versions.change import Change, How, Kind
from threshold.versions.composed import Composed
from threshold.versions.versions import Versions

__all__ = ["Change", "Composed", "How", "Kind", "Versions"]
