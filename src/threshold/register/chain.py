"""The chain: salted digests of what entries hold, each link made over the one before it.

Whoever changes an entry breaks its digest; whoever mends the digest breaks the link; whoever mends every
link after it is found out by a checkpoint that was kept elsewhere.
"""

import hashlib
import secrets
from dataclasses import dataclass

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Content:
    """What an entry holds, as text. The salt keeps anybody from guessing content by its digest."""

    summary: str
    case_file: str
    recommendation: str
    salt: bytes

    @property
    def digest(self) -> str:
        """SHA-256 over the salt and each part, every part after its length."""
        parts = (self.summary, self.case_file, self.recommendation)
        return _digest(self.salt, *(part.encode() for part in parts))


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain. `erases` is the number of an entry whose content lawfully went."""

    number: int
    made: str  # UTC, ISO, to the second
    content: str
    erases: int | None
    previous: str
    hash: str

    @property
    def fits(self) -> bool:
        """Whether the hash is that of the rest."""
        return self.hash == self.hash_as(self.number)

    def hash_as(self, number: int) -> str:
        """The hash that this link would have under a number."""
        return link_hash(self.previous, number, self.made, self.content, self.erases)


def link(previous: str, number: int, made: str, content: str, erases: int | None = None) -> Link:
    """The link of a new entry."""
    made_of = link_hash(previous, number, made, content, erases)
    return Link(number, made, content, erases, previous, made_of)


def link_hash(previous: str, number: int, made: str, content: str, erases: int | None) -> str:
    """SHA-256 over everything that a link holds beside its hash."""
    texts = (previous, str(number), made, content, "" if erases is None else str(erases))
    return _digest(*(text.encode() for text in texts))


def beginning(identity: str) -> str:
    """What the first link of a register follows."""
    return _digest(b"threshold register 1", identity.encode())


def text_digest(text: str) -> str:
    """The digest under which a text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> bytes:
    """A salt that nobody can guess."""
    return secrets.token_bytes(SALT_BYTES)


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
