"""Exports with made-up references in place of what identifies: only who holds the key can lead them back."""

from threshold.pseudonyms.key import make_key, others_may_read, read_key
from threshold.pseudonyms.run import Done, check_place, pseudonymise

__all__ = ["Done", "check_place", "make_key", "others_may_read", "pseudonymise", "read_key"]
