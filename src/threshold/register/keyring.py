"""Whose keys a register knows: added and revoked by entries of its own, each signed by a key valid then."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from threshold.register.chain import KEY, Content, Link, signed_text
from threshold.register.contents import read
from threshold.register.entries import KeyChange
from threshold.register.key_form import change_problem, looks_like
from threshold.register.signing import fingerprint, signed_by

MOST_KEYS = 10_000  # no register has as many; more would only take memory
UNKNOWN = "is signed with a key that this register does not know"
_EARLY = "is signed with a key that was added only later"
REVOKED = "is signed with a key that had been revoked"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, whose it is, and the entries that added and revoked it."""

    public: str
    name: str
    added: int
    revoked: int | None = None
    reason: str = ""

    @property
    def fingerprint(self) -> str:
        """A short name for it, to be compared by eye."""
        return fingerprint(self.public)


@dataclass(slots=True)
class Keyring:
    """The keys of a register, by their public halves, and why entries about keys took no effect.

    lost  the first entry about a key whose content is not there as it was: what is signed with an unknown
          key afterwards may be signed with that one, or with one that was added with it
    """

    keys: dict[str, Key] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    entries: set[int] = field(default_factory=set)
    lost: int | None = None

    @property
    def first(self) -> int | None:
        """The entry that added the first key."""
        return min((key.added for key in self.keys.values()), default=None)

    def valid(self) -> list[Key]:
        """The keys that are not revoked, oldest first."""
        return [key for key in self.keys.values() if key.revoked is None]

    def amiss(self, public: str, number: int) -> str:
        """What is wrong with this key's signature under the entry of this number; mostly nothing."""
        key = self.keys.get(public)
        if key is None:
            return UNKNOWN
        # The first key signs the entry that adds it, which shows that whoever added it holds it.
        if number < key.added or (number == key.added and number != self.first):
            return _EARLY
        return REVOKED if key.revoked is not None and number > key.revoked else ""

    def cannot_tell(self, public: str, number: int) -> str:
        """Why nobody can tell whose a key is that is not known under an entry; nothing where it is known."""
        if self.lost is None or number <= self.lost or public in self.keys:
            return ""
        return (
            f"its signature cannot be checked: what entry {self.lost} said about a key is not there as it was"
        )

    def not_allowed(self, change: KeyChange, signer: str, number: int) -> str:
        """Why a change of keys may not be made by this signer; mostly nothing."""
        if problem := change_problem(change):
            return problem
        if not self.keys:
            return (
                ""
                if (change.change, change.public) == ("add", signer)
                else "the first key signs itself: add your own first, without --public"
            )
        if amiss := self.amiss(signer, number):
            return amiss
        known = self.keys.get(change.public)
        if change.change == "add":
            if known is not None:
                return "the key was added before; a key that was revoked stays so"
            if any(looks_like(key.name) == looks_like(change.name) for key in self.keys.values()):
                return "another key has this name, or one that reads like it"
            return "there are too many keys" if len(self.keys) >= MOST_KEYS else ""
        if known is None or known.revoked is not None:
            return "there is no such key to revoke"
        if known.name != change.name:
            return "the key has another name"
        return "the last valid key cannot be revoked" if len(self.valid()) == 1 else ""

    def take(self, change: KeyChange, number: int) -> None:
        """Let a change that is allowed take effect."""
        if change.change == "add":
            self.keys[change.public] = Key(change.public, change.name, number)
        else:
            key = self.keys[change.public]
            self.keys[change.public] = replace(key, revoked=number, reason=change.reason)


def read_keyring(identity: str, entries: Iterable[tuple[Link, Content | None]], proven: bool) -> Keyring:
    """The keys that entries about keys come to, oldest first.

    Only those take effect that are right by themselves, and signed by whoever may. Without `proven`
    signatures are not looked at, for want of the library; whoever asks so must say that.
    """
    ring = Keyring()
    for link, content in entries:
        if len(ring.entries) > 2 * MOST_KEYS:
            break
        ring.entries.add(link.number)
        change = _change(identity, link, content)
        if change is None:
            ring.refused[link.number] = "what it says about a key is not to be relied on, and has no effect"
            if (
                ring.lost is None
                and _emptied(link, content)
                and (not proven or properly_signed(identity, link))
            ):
                ring.lost = link.number
        elif not link.signer:
            ring.refused[link.number] = "changes keys, and nobody signed it"
        elif proven and not properly_signed(identity, link):
            ring.refused[link.number] = "its signature does not fit"
        elif why := ring.cannot_tell(link.signer, link.number):
            ring.refused[link.number] = why
        elif why := ring.not_allowed(change, link.signer, link.number):
            ring.refused[link.number] = f"changes keys, which it may not: {why}"
        else:
            ring.take(change, link.number)
    return ring


def properly_signed(identity: str, link: Link) -> bool:
    """Whether the signature of a link is that of the key it names, in this register."""
    if link.signer is None or link.signature is None:
        return False
    return signed_by(link.signer, link.signature, signed_text(identity, link.hash))


def _emptied(link: Link, content: Content | None) -> bool:
    """Whether an entry about a key stands in the chain as it was made, and what it held does not."""
    gone = content is None or content.digest != link.content
    return gone and link.kind == KEY and link.fits and link.signer is not None


def _change(identity: str, link: Link, content: Content | None) -> KeyChange | None:
    """What an entry says about a key, where it is whole and of this register."""
    if link.kind != KEY or not link.fits or content is None or content.digest != link.content:
        return None
    told = read(link, content).told
    return told if isinstance(told, KeyChange) and told.register == identity else None
