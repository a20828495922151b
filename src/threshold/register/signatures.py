"""Looking at signatures: which entries are signed, by whose key, and which erasures are to be relied on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from threshold.register.chain import ERASURE, KEY, Content, Link
from threshold.register.contents import read
from threshold.register.entries import Erasure
from threshold.register.erasing import erasure_problem
from threshold.register.faults import Fault
from threshold.register.keyring import Keyring, properly_signed, read_keyring
from threshold.register.rows import Rows
from threshold.register.signing import at_hand


@dataclass(frozen=True, slots=True)
class SignedBy:
    """How many entries are signed with a key, and whose it is; `revoked` is the entry that revoked it."""

    name: str
    fingerprint: str
    entries: int
    revoked: int | None


class Signatures:
    """Looks at the signatures of a register's entries, one by one. `all_`: each must be signed."""

    def __init__(self, register: Rows, identity: str, all_: bool) -> None:
        self._register, self._identity, self._all = register, identity, all_
        self._by_key: Counter[str] = Counter()
        self.proven = at_hand()
        self._upto, self.ring = 0, Keyring()
        self._read_keys()
        self.unsigned = self.unproven = 0

    def _read_keys(self) -> None:
        self._upto = self._register.greatest()  # first, since others may go on adding
        self.ring = read_keyring(self._identity, self._register.of_kind(KEY), self.proven)

    def missing(self) -> Iterator[Fault]:
        """What is wrong where each entry must be signed, and nobody can sign."""
        if self._all and self.ring.first is None:
            yield Fault(0, "this register knows no keys, so that nothing in it is signed")

    def look(self, link: Link) -> Iterator[Fault]:
        """What is wrong with the signature of a link that stands as it was recorded."""
        problem = self.problem(link)
        if problem:
            yield Fault(link.number, problem)
        elif link.signer is None and self._all and self.ring.first and link.number > self.ring.first:
            yield Fault(link.number, "is not signed")
        if link.signer is None:
            self.unsigned += link.number not in self.ring.refused
        elif not problem:
            self._by_key[link.signer] += 1
            self.unproven += not self.proven

    def problem(self, link: Link) -> str:
        """What is wrong with the signature of a link, or with what it changes of keys; mostly nothing."""
        if link.kind == KEY and link.number > self._upto:
            self._read_keys()
        if link.kind == KEY and link.number not in self.ring.entries:
            return "changes keys, and was kept out of the index of entries about keys"
        if why := self.ring.refused.get(link.number):
            return why
        if link.signer is None:
            return "erases what an entry held, and nobody signed it" if link.kind == ERASURE else ""
        return self._amiss(link)

    def lawfully_gone(self, link: Link) -> bool:
        """Whether what an entry held is gone as it may be: entries about erasures and keys stay."""
        return link.kind not in (ERASURE, KEY) and self.erased(link.number)

    def _amiss(self, link: Link) -> str:
        """What is wrong with a signature; what cannot be proven is taken as it stands."""
        if self.proven and not properly_signed(self._identity, link):
            return "its signature does not fit"
        signer = link.signer or ""
        return self.ring.cannot_tell(signer, link.number) or self.ring.amiss(signer, link.number)

    def erased(self, number: int) -> bool:
        """Whether a signed erasure says that what this entry held went lawfully."""
        if self._erased(number):
            return True
        if self._register.greatest() <= self._upto:
            return False
        self._read_keys()  # it may be signed with one that was added meanwhile
        return self._erased(number)

    def erasure_problem(self, link: Link, told: Erasure) -> str:
        """What is wrong with what an entry says that it erases; mostly nothing."""
        if problem := erasure_problem(link, told):
            return problem
        erases = link.erases or 0
        if self._register.kind_of(erases) in (ERASURE, KEY):
            return "erases an entry about an erasure or a key, which stays"
        before = self.erased_before(erases, link.number)
        return f"erases what entry {before} says that it erased" if before else ""

    def erased_before(self, number: int, before: int) -> int:
        """The erasure that counts and comes before an entry, by which what this one held went; 0 for none."""
        for link, content in self._register.erasures_of(number):
            if link.number < before and self._says_so(number, link, content) and not self._amiss(link):
                return link.number
        return 0

    def cannot_tell(self, number: int) -> str:
        """Why it cannot be told whether an erasure is to be relied on that says so; mostly nothing."""
        for link, content in self._register.erasures_of(number):
            if self._says_so(number, link, content) and link.signer:
                why = self.ring.cannot_tell(link.signer, link.number)
                if why and self._amiss(link) == why:
                    return f"entry {link.number} erases it, and {why}"
        return ""

    def _erased(self, number: int) -> bool:
        return any(
            self._says_so(number, *found) and not self._amiss(found[0])
            for found in self._register.erasures_of(number)
        )

    def _says_so(self, number: int, link: Link, content: Content | None) -> bool:
        """Whether an entry is a whole one that says that it erases this one, whoever signed it."""
        right = link.kind == ERASURE and link.erases == number < link.number and link.fits
        if not right or link.signer is None or content is None or content.digest != link.content:
            return False
        held = read(link, content)
        if held.amiss or not isinstance(held.told, Erasure) or held.told.register != self._identity:
            return False
        return not erasure_problem(link, held.told)

    def counted(self) -> tuple[SignedBy, ...]:
        """The keys that entries are signed with, oldest first."""
        keys = (key for key in self.ring.keys.values() if self._by_key[key.public])
        return tuple(
            SignedBy(key.name, key.fingerprint, self._by_key[key.public], key.revoked) for key in keys
        )
