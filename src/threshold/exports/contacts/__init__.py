"""The contacts of a morning, each by itself: rows of a list by a column map, or case files a line each.

`threshold.exports.contacts.inspection` looks into a list without reading it.
"""

from threshold.exports.contacts.model import Contact, Told
from threshold.exports.contacts.read import read_contacts

__all__ = ["Contact", "Told", "read_contacts"]
