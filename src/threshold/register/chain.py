"""The chain: salted digests of what entries hold, each link made over the one before it.

Whoever changes an entry breaks its digest; whoever mends the digest breaks the link; whoever mends every
link after it cannot sign them for others, and is found out by a checkpoint or a copy kept elsewhere.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime

SALT_BYTES = 32
# The kinds of entry that this program knows.
DECISION, ERASURE, KEY, CALL, FOLLOW_UP = "decision", "erasure", "key", "call", "followup"
KINDS = (DECISION, ERASURE, KEY, CALL, FOLLOW_UP)
OF_CALLS = (CALL, FOLLOW_UP)
FORMAT = 2  # how the hashes of new links are made

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


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
        return _digest(self.salt, *[part.encode() for part in parts])


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain.

    made       UTC, ISO, to the second
    content    the digest of what the entry holds
    erases     the number of the entry whose content lawfully went
    format     how the hash is made: 1 as the register's first version did, which knew nothing of what follows
    policy     the digest of the policy's files, where the kind of entry has one
    put_right  whoever recorded it said that the clock was right, and the entry before it wrong
    signer     the public key, and the signature made with it, as hexadecimal digits; both or none
    """

    number: int
    made: str
    content: str
    erases: int | None
    previous: str
    hash: str
    format: int = FORMAT
    kind: str = DECISION
    policy: str | None = None
    put_right: bool = False
    signer: str | None = None
    signature: str | None = None

    @property
    def fits(self) -> bool:
        """Whether the hash is that of the rest."""
        return self.hash == self.hash_as(self.number)

    def hash_as(self, number: int) -> str:
        """The hash that this link would have under a number."""
        erases = "" if self.erases is None else str(self.erases)
        if self.format == 1:
            return _text_digest(self.previous, str(number), self.made, self.content, erases)
        return _text_digest(
            "threshold register link 2",
            self.previous,
            str(number),
            self.kind,
            self.made,
            self.content,
            self.policy or "",
            "1" if self.put_right else "0",
            erases,
            self.signer or "",
        )


def link(
    previous: str,
    number: int,
    made: str,
    content: str,
    *,
    kind: str = DECISION,
    policy: str | None = None,
    put_right: bool = False,
    erases: int | None = None,
    signer: str | None = None,
    format_: int = FORMAT,
) -> Link:
    """The link of a new entry, without its signature."""
    open_ = Link(number, made, content, erases, previous, "", format_, kind, policy, put_right, signer)
    return replace(open_, hash=open_.hash_as(number))


def dated_before(made: str, before: str | None) -> bool:
    """Whether an entry made then is dated before the one before it, which only `put_right` allows."""
    return before is not None and made < before


def written_time(moment: datetime) -> str:
    """A moment as links have it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def is_time(made: str) -> bool:
    """Whether a text is a time as links have it."""
    if _TIME.fullmatch(made) is None:
        return False
    try:
        datetime.fromisoformat(made)
    except ValueError:  # no month has 45 days
        return False
    return True


def signed_text(identity: str, hash_: str) -> bytes:
    """What the signature of a link is of: the register's identity and the link's hash."""
    return f"threshold register entry 2\n{identity}\n{hash_}\n".encode()


def beginning(identity: str) -> str:
    """What the first link of a register follows."""
    return _digest(b"threshold register 1", identity.encode())


def text_digest(text: str) -> str:
    """The digest under which a text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> bytes:
    """A salt that nobody can guess."""
    return secrets.token_bytes(SALT_BYTES)


def _text_digest(*texts: str) -> str:
    return _digest(*[text.encode() for text in texts])


def _digest(*parts: bytes) -> str:
    framed = [piece for part in parts for piece in (len(part).to_bytes(8, "big"), part)]
    return hashlib.sha256(b"".join(framed)).hexdigest()
