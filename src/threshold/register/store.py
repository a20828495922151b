"""The register, which only grows: entries are added and read here, and nothing of them is trusted.

Every entry is one transaction, and is on the disk before it is told: the rollback journal is removed and its
folder synchronised, which with `synchronous = EXTRA` outlasts a loss of power, works on a network drive as
far as its locks do, and leaves one file, under whatever rights a team gave it. Many processes may write: one
at a time, the others wait.
A team's own database would be another class with the methods of Register.
"""

import heapq
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from threshold.reading import BadInput, Problem, load_json
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.cells import CONTENT, LINK, Row, content_from, link_from
from threshold.register.chain import (
    ERASURE,
    KEY,
    OF_CALLS,
    Content,
    Link,
    beginning,
    dated_before,
    link,
    signed_text,
    text_digest,
)
from threshold.register.database import DAMAGED, LATEST, connected, in_plain_words, transaction
from threshold.register.entries import Entry, Erasure, KeyChange, content_of
from threshold.register.keyring import REVOKED, UNKNOWN, Keyring, read_keyring
from threshold.register.relied import NOT_AS_RECORDED, Relied
from threshold.register.rows import LINK_CELLS, PIECE, Damaged, Rows
from threshold.register.signing import Signer
from threshold.register.unmade import Unmade, unmade

__all__ = ["LATEST", "Clock", "Register", "Way", "open_register", "utc_now"]

Clock = Callable[[], datetime]
Check = Callable[["Register"], None]


def utc_now() -> datetime:
    """The time of this computer's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Way:
    """How an entry is added: by which clock, whether that was checked, and signed with which key."""

    clock: Clock = utc_now
    clock_checked: bool = False
    signer: Signer | None = None


@contextmanager
def open_register(path: Path, make: bool = False, wait: float | None = None) -> Iterator["Register"]:
    """The register in a file, made where there is none yet if `make` says so.

    It is made with its first entry: where none is added, nothing is. `wait` is how many seconds to wait for
    others. Raises BadInput in plain words where it is missing,
    damaged, made by a newer program, or cannot be used.
    """
    opening = partial(connected, path, wait)
    with ExitStack() as open_:
        if make and (first := open_.enter_context(unmade(path, opening))) is not None:
            yield Register(path, first.connection, first)
        else:
            yield Register(path, open_.enter_context(opening()))


class Register(Rows):
    """An open register. `unmade`: it is in no file yet, and comes into one with its first entry."""

    def __init__(self, path: Path, connection: sqlite3.Connection, unmade: Unmade | None = None) -> None:
        super().__init__(path, connection)
        self._unmade = unmade

    @property
    def identity(self) -> str:
        """Which register it is; an empty text where that cannot be told."""
        rows = self._connection.execute("SELECT one, identity FROM register LIMIT 2").fetchall()
        one, identity = rows[0] if len(rows) == 1 else (None, "")
        return identity if one == 1 and isinstance(identity, str) else ""

    def append(
        self,
        content: Content,
        policy: str,
        clock: Clock = utc_now,
        clock_checked: bool = False,
        signer: Signer | None = None,
        check: Check | None = None,
    ) -> Link:
        """Add a decision and return its link once it is on the disk.

        `policy` is the text of the policy's files, kept once. `check` is asked while nobody else can add
        anything. Raises BadInput where the clock is behind the newest entry, unless it was checked, where the
        register does not know the signer, and where the entry cannot be stored, and what `check` raises; then
        nothing is.
        """
        with self._adding():
            if check is not None:
                check(self)
            digest = self._keep_policy(policy)
            return self._add(content, Way(clock, clock_checked, signer), policy=digest)

    def add(self, kind: str, told: CallEntry | FollowUp, policy: str, way: Way, check: Check) -> Link:
        """Add an entry of the log of calls and return its link once it is on the disk.

        `policy` is the text of the policy's files, where it rests on one. `check` is asked while nobody else
        can add anything. Raises BadInput as `append` does, and what `check` raises; then nothing is stored.
        """
        with self._adding():
            check(self)
            more: dict[str, Any] = {"policy": self._keep_policy(policy)} if policy else {}
            return self._add(content_of(told), way, kind=kind, **more)

    def erase(self, numbers: Sequence[int], erasure: Erasure, way: "Way") -> list[Link]:
        """Erase what entries hold, and say so in an entry for each; all of it or nothing.

        Raises BadInput where nobody signs, and where one of them holds nothing that may be erased.
        """
        return self.erase_all([(numbers, erasure)], way)

    def erase_all(self, erasures: Iterable[tuple[Sequence[int], Erasure]], way: "Way") -> list[Link]:
        """Erase what several erasures name, as `erase` does; all of them or nothing."""
        with self._adding():
            if way.signer is None:
                raise BadInput(Problem("an erasure must be signed; nothing was erased", field="--key"))
            links = []
            for numbers, erasure in erasures:
                for number in numbers:
                    self.check_erasable(number)
                    links.append(self._add(content_of(erasure), way, kind=ERASURE, erases=number))
                    self._connection.execute("DELETE FROM content WHERE number = ?", (number,))
            return links

    def check_erasable(self, number: int) -> None:
        """Raises BadInput where an entry holds nothing that may be erased."""
        found = self.link(number)
        if found is None:
            raise BadInput(Problem(f"there is no entry {number}; nothing was erased"))
        if found.kind in (ERASURE, KEY):
            told = f"entry {number} is about an erasure or a key, which stays; nothing was erased"
            raise BadInput(Problem(told))
        if not self.holds(number):
            raise BadInput(Problem(f"entry {number} is erased already; nothing was erased"))

    def change_keys(self, change: KeyChange, way: "Way") -> Link:
        """Add or revoke a key. Raises BadInput where whoever signs may not."""
        with self._adding():
            return self._add(content_of(change), way, change, kind=KEY)

    def has_keys(self) -> bool:
        """Whether any entry is about a key."""
        return next(self.of_kind(KEY), None) is not None

    def keyring(self) -> Keyring:
        """Whose keys the register knows. Raises BadInput where the library for signatures is missing."""
        return read_keyring(self.identity, self.of_kind(KEY), proven=True)

    @contextmanager
    def _adding(self) -> Iterator[None]:
        """All that is added within this, or nothing of it."""
        with in_plain_words(self.path):
            with transaction(self._connection):
                yield
            if self._unmade is not None:
                self._connection, self._unmade = self._unmade.made(), None

    def _add(self, content: Content, way: "Way", change: KeyChange | None = None, **more: Any) -> Link:
        """Add an entry within a transaction."""
        identity, newest = self._to_go_on_from()
        number, previous = (newest.number, newest.hash) if newest else (0, beginning(identity))
        made = f"{way.clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        behind = dated_before(made, newest.made if newest else None)
        if newest and behind and not way.clock_checked:
            raise BadInput(Problem(_behind(newest.made), str(self.path)))
        public = None
        if way.signer is not None:
            self._check_signer(way.signer, number + 1, change)
            public = way.signer.public
        new = link(previous, number + 1, made, content.digest, put_right=behind, signer=public, **more)
        if way.signer is not None:
            new = replace(new, signature=way.signer.sign(signed_text(identity, new.hash)))
        self._insert("chain", LINK, [getattr(new, column) for column in LINK.split(", ")])
        parts = (new.number, content.summary, content.case_file, content.recommendation, content.salt)
        self._insert("content", f"number, {CONTENT}", parts)
        return new

    def _to_go_on_from(self) -> tuple[str, Link | None]:
        """Which register it is, and its newest link. Raises BadInput where either was altered."""
        identity, newest, what = self.identity, self.newest(), ""
        if not identity:
            what = "which register this is was altered, so nothing is added to it"
        elif newest is not None and not newest.fits:
            what = f"the newest entry, {newest.number}, is not as it was recorded, so nothing is added to it"
        if what:
            raise BadInput(Problem(f"{what}; `threshold register verify` says more", str(self.path)))
        return identity, newest

    def _check_signer(self, signer: Signer, number: int, change: KeyChange | None) -> None:
        ring = self.keyring()
        why, field = ring.amiss(signer.public, number), "--key"
        if change is not None and not (ring.keys and why):
            # What is wrong is what was to be changed, and not the key that signs it.
            why, field = ring.not_allowed(change, signer.public, number), ""
        if why == UNKNOWN:
            why = (
                "the register does not know this key. Somebody whose key it knows adds it: "
                "`threshold register keys add NAME --public FILE`"
                if ring.keys
                else "the register does not know this key; `threshold register keys add NAME` adds it"
            )
        elif why == REVOKED:
            why = "this key was revoked; sign with another"
        if why:
            raise BadInput(Problem(f"{why}. Nothing was recorded", str(self.path), field=field))

    def _insert(self, table: str, columns: str, cells: Any) -> None:
        places = ", ".join("?" for _ in cells)
        self._connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", cells)

    def chain(self, after: int = 0) -> Iterator[Link]:
        """The links after a number, oldest first, in pieces. Raises BadInput where one cannot be read."""
        query = f"SELECT {LINK_CELLS} FROM chain WHERE number > ? ORDER BY number LIMIT {PIECE}"
        while rows := self._connection.execute(query, (after,)).fetchall():
            for cells in rows:
                found = link_from(cells)
                if found is None:
                    raise self._unread(cells[0])
                yield found
            after = rows[-1][0]

    def links(self) -> list[Link]:
        """The whole chain, oldest first."""
        return list(self.chain())

    def content(self, number: int) -> Content | None:
        """What an entry holds, or None where it was erased. Raises BadInput where it cannot be read."""
        row = self._connection.execute(
            f"SELECT {CONTENT} FROM content WHERE number = ?", (number,)
        ).fetchone()
        if row is None:
            return None
        found = content_from(row)
        if found is None:
            raise self._unread(number)
        return found

    def as_recorded(self, found: Link) -> Content | None:
        """What an entry holds, or None where it was erased. Raises BadInput where it is not what it was."""
        content = self.content(found.number)
        if content is not None and (content.digest != found.content or not found.fits):
            message = f"entry {found.number} {NOT_AS_RECORDED}; `threshold register verify` says more"
            raise BadInput(Problem(message, str(self.path)))
        return content

    def entries(self) -> list[Entry]:
        """Every entry in short, oldest first; of one that is not as it was recorded, only that it is not.

        All that reads entries for people or programs comes through here. Raises BadInput where the chain
        cannot be read.
        """
        with in_plain_words(self.path):
            try:
                return self._relied_on(self.rows())
            except Damaged:
                raise BadInput(Problem(DAMAGED, str(self.path))) from None

    def entries_of_calls(self) -> list[Entry]:
        """The entries of the log of calls, as `entries` has them."""
        with in_plain_words(self.path):
            rows = heapq.merge(*map(self.rows_of, OF_CALLS), key=lambda row: row.number or 0)
            return self._relied_on(rows)

    def _relied_on(self, rows: Iterable[Row]) -> list[Entry]:
        relied = Relied(self, self.identity)
        return [self._entry(relied, row) for row in rows]

    def _entry(self, relied: Relied, row: Row) -> Entry:
        if row.link is None:
            raise self._unread(row.number)
        return relied.entry(row.link, row)

    def policy(self, digest: str) -> Mapping[str, str] | None:
        """The files of a policy as texts by their place, or None where it is not kept as it was."""
        row = self._connection.execute("SELECT files FROM policies WHERE digest = ?", (digest,)).fetchone()
        if row is None or not isinstance(row[0], str) or text_digest(row[0]) != digest:
            return None
        try:
            kept = load_json(row[0])
        except ValueError:
            return None
        if not isinstance(kept, dict) or not all(isinstance(text, str) for text in kept.values()):
            return None
        return kept

    def _keep_policy(self, text: str) -> str:
        digest = text_digest(text)
        if self._connection.execute("SELECT 1 FROM policies WHERE digest = ?", (digest,)).fetchone() is None:
            self._connection.execute("INSERT INTO policies VALUES (?, ?)", (digest, text))
        return digest


def _behind(last: str) -> str:
    return (
        f"this computer's clock is behind the newest entry ({last}), so nothing was recorded; put the clock "
        "right, or say --clock-is-right if it is that entry whose time is wrong"
    )
