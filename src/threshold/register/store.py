"""The register, which only grows: entries are added and read here, and nothing of them is trusted.

Every entry is one transaction, and is on the disk before it is told: the rollback journal is cut to
nothing and synchronised, which with `synchronous = FULL` outlasts a loss of power, works on a network drive
as far as its locks do, and leaves one file. Many processes may write: one at a time, the others wait.
A team's own database would be another class with the methods of Register.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from threshold.reading import BadInput, Problem, load_json
from threshold.register.cells import CONTENT, LINK, Row, content_from, link_from
from threshold.register.chain import (
    ERASURE,
    KEY,
    Content,
    Link,
    beginning,
    dated_before,
    link,
    signed_text,
    text_digest,
)
from threshold.register.database import (
    LATEST,
    connected,
    in_plain_words,
    made_otherwise,
    primary_code,
    transaction,
)
from threshold.register.entries import Entry, Erasure, KeyChange, Told, content_of, told_from
from threshold.register.keyring import REVOKED, UNKNOWN, Keyring, read_keyring
from threshold.register.signing import Signer

__all__ = ["LATEST", "Clock", "Damaged", "Register", "open_register", "utc_now"]

PIECE = 500  # rows read at a time, so that nobody waits long for the file

_LINK = ", ".join(f"chain.{column}" for column in LINK.split(", "))
_CONTENT = ", ".join(f"content.{column}" for column in CONTENT.split(", "))
_WITH_CONTENT = (
    f"SELECT {_LINK}, content.number IS NOT NULL, {_CONTENT} "
    "FROM chain LEFT JOIN content ON content.number = chain.number"
)
_WITH_SUMMARY = (
    f"SELECT {_LINK}, content.number IS NOT NULL, content.summary "
    "FROM chain LEFT JOIN content ON content.number = chain.number"
)
_UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time of this computer's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Way:
    """How an entry is added: by which clock, whether that was checked, and signed with which key."""

    clock: Clock = utc_now
    clock_checked: bool = False
    signer: Signer | None = None


class Damaged(Exception):
    """The file cannot be read any further."""


@contextmanager
def damage_told() -> Iterator[None]:
    """Raises Damaged where what is read is damaged; other errors stay, as of somebody else who is writing."""
    try:
        yield
    except sqlite3.Error as error:
        if primary_code(error) not in _UNREADABLE:
            raise
        raise Damaged from None
    except UnicodeDecodeError:  # Python's own wrapper, where SQLite complains of a damaged name
        raise Damaged from None


@contextmanager
def open_register(path: Path, make: bool = False, wait: float | None = None) -> Iterator["Register"]:
    """The register in a file, made where there is none yet if `make` says so.

    `wait` is how many seconds to wait for others. Raises BadInput in plain words where it is missing,
    damaged, made by a newer program, or cannot be used.
    """
    with connected(path, make, wait) as connection:
        yield Register(path, connection)


class Register:
    """An open register."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    @property
    def identity(self) -> str:
        """Which register it is; an empty text where that cannot be told."""
        rows = self._connection.execute("SELECT identity FROM register LIMIT 2").fetchall()
        identity = rows[0][0] if len(rows) == 1 else ""
        return identity if isinstance(identity, str) else ""

    def append(
        self,
        content: Content,
        policy: str,
        clock: Clock = utc_now,
        clock_checked: bool = False,
        signer: Signer | None = None,
    ) -> Link:
        """Add a decision and return its link once it is on the disk.

        `policy` is the text of the policy's files, kept once. Raises BadInput where the clock is behind the
        newest entry, unless it was checked, where the register does not know the signer, and where the entry
        cannot be stored; then nothing is.
        """
        with in_plain_words(self.path), transaction(self._connection):
            digest = self._keep_policy(policy)
            return self._add(content, Way(clock, clock_checked, signer), policy=digest)

    def erase(self, numbers: Sequence[int], erasure: Erasure, way: "Way") -> list[Link]:
        """Erase what entries hold, and say so in an entry for each; all of it or nothing.

        Raises BadInput where nobody signs, and where one of them holds nothing that may be erased.
        """
        with in_plain_words(self.path), transaction(self._connection):
            if way.signer is None:
                raise BadInput(Problem("an erasure must be signed; nothing was erased", field="--key"))
            links = []
            for number in numbers:
                self.check_erasable(number)
                links.append(self._add(content_of(erasure), way, kind=ERASURE, erases=number))
                self._connection.execute("DELETE FROM content WHERE number = ?", (number,))
            return links

    def check_erasable(self, number: int) -> None:
        """Raises BadInput where an entry holds nothing that may be erased."""
        found = self.link(number)
        if found is None:
            raise BadInput(Problem(f"there is no entry {number}; nothing was erased", field="REF"))
        if found.kind in (ERASURE, KEY):
            told = f"entry {number} is about an erasure or a key, which stays; nothing was erased"
            raise BadInput(Problem(told, field="REF"))
        if not self.holds(number):
            raise BadInput(Problem(f"entry {number} is erased already; nothing was erased", field="REF"))

    def change_keys(self, change: KeyChange, way: "Way") -> Link:
        """Add or revoke a key. Raises BadInput where whoever signs may not."""
        with in_plain_words(self.path), transaction(self._connection):
            return self._add(content_of(change), way, change, kind=KEY)

    def has_keys(self) -> bool:
        """Whether any entry is about a key."""
        return next(self.of_kind(KEY), None) is not None

    def keyring(self) -> Keyring:
        """Whose keys the register knows. Raises BadInput where the library for signatures is missing."""
        return read_keyring(self.identity, self.of_kind(KEY), proven=True)

    def _add(self, content: Content, way: "Way", change: KeyChange | None = None, **more: Any) -> Link:
        """Add an entry within a transaction."""
        newest = self.newest()
        if newest is not None and not newest.fits:
            message = (
                f"the newest entry, {newest.number}, is not as it was recorded, so nothing is added to it; "
                "`threshold register verify` says more"
            )
            raise BadInput(Problem(message, str(self.path)))
        number, previous = (newest.number, newest.hash) if newest else (0, beginning(self.identity))
        made = f"{way.clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        behind = dated_before(made, newest.made if newest else None)
        if newest and behind and not way.clock_checked:
            raise BadInput(Problem(_behind(newest.made), str(self.path)))
        if way.signer is not None:
            self._check_signer(way.signer, number + 1, change)
        public = way.signer.public if way.signer else None
        new = link(previous, number + 1, made, content.digest, put_right=behind, signer=public, **more)
        if way.signer is not None:
            new = replace(new, signature=way.signer.sign(signed_text(self.identity, new.hash)))
        self._insert("chain", LINK, [getattr(new, column) for column in LINK.split(", ")])
        parts = (new.number, content.summary, content.case_file, content.recommendation, content.salt)
        self._insert("content", f"number, {CONTENT}", parts)
        return new

    def _check_signer(self, signer: Signer, number: int, change: KeyChange | None) -> None:
        ring = self.keyring()
        if change is not None:
            why = ring.not_allowed(change, signer.public, number)
        else:
            why = ring.amiss(signer.public, number)
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
            raise BadInput(Problem(f"{why}. Nothing was recorded", str(self.path), field="--key"))

    def _insert(self, table: str, columns: str, cells: Any) -> None:
        places = ", ".join("?" for _ in cells)
        self._connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", cells)

    def newest(self) -> Link | None:
        """The newest link, or None where there is none. Raises BadInput where it cannot be read."""
        return self._one(f"SELECT {_LINK} FROM chain ORDER BY number DESC LIMIT 1")

    def link(self, number: int) -> Link | None:
        """The link of a number, or None where there is none. Raises BadInput where it cannot be read."""
        return self._one(f"SELECT {_LINK} FROM chain WHERE number = ?", number)

    def _one(self, query: str, *values: object) -> Link | None:
        cells = self._connection.execute(query, values).fetchone()
        if cells is None:
            return None
        found = link_from(cells)
        if found is None:
            raise self._unread(cells[0])
        return found

    def chain(self, after: int = 0) -> Iterator[Link]:
        """The links after a number, oldest first, in pieces. Raises BadInput where one cannot be read."""
        query = f"SELECT {_LINK} FROM chain WHERE number > ? ORDER BY number LIMIT {PIECE}"
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
            message = f"entry {found.number} is not as it was recorded; `threshold register verify` says more"
            raise BadInput(Problem(message, str(self.path)))
        return content

    def rows(self, in_pieces: bool = True) -> Iterator[Row]:
        """Every line of the chain with what the entry holds, whatever its cells have become.

        In pieces, so that others may go on recording; where the tables were made anew, in one piece.
        Raises Damaged where the file cannot be read any further.
        """
        after: int | None = None
        most = PIECE if in_pieces else -1
        while True:
            seen = 0
            try:
                for cells in self._piece(after, most):
                    row = _row(cells)
                    if in_pieces and (row.number is None or row.number <= (after or row.number - 1)):
                        raise Damaged
                    after, seen = row.number, seen + 1
                    yield row
            except sqlite3.Error as error:
                if primary_code(error) not in _UNREADABLE:
                    raise
                if most <= 1:
                    row = self._without_content(error, after, in_pieces)
                    after, most = row.number, PIECE
                    yield row
                else:  # the database is a row ahead of what it gives: one by one they show which row it is
                    most = 1
                continue
            if seen < most or not in_pieces:
                return

    def _piece(self, after: int | None, most: int) -> sqlite3.Cursor:
        if after is None:
            return self._connection.execute(f"{_WITH_CONTENT} ORDER BY chain.number LIMIT ?", (most,))
        query = f"{_WITH_CONTENT} WHERE chain.number > ? ORDER BY chain.number LIMIT ?"
        return self._connection.execute(query, (after, most))

    def _without_content(self, error: sqlite3.Error, after: int | None, in_pieces: bool) -> Row:
        """The row after a number, where what it holds is too long to be read. Raises Damaged otherwise."""
        query = "SELECT number FROM chain WHERE number > ? ORDER BY number LIMIT 1"
        found = self._connection.execute(query, (-(2**63) if after is None else after,)).fetchone()
        if not in_pieces or found is None or primary_code(error) != sqlite3.SQLITE_TOOBIG:
            raise Damaged from None
        try:
            return Row(found[0], self.link(found[0]), True, None)
        except (sqlite3.DataError, BadInput):  # the link itself is too long, or is none
            return Row(found[0], None, True, None)

    def orphans(self, most: int) -> list[object]:
        """The numbers of content that no line of the chain belongs to; so many at most."""
        after = -(2**63)
        found: list[object] = []
        query = (
            "SELECT number, EXISTS (SELECT 1 FROM chain WHERE chain.number = content.number) FROM content "
            "WHERE number > ? ORDER BY number LIMIT 5000"
        )
        while len(found) < most and (rows := self._connection.execute(query, (after,)).fetchall()):
            found += [number for number, owned in rows if not owned]
            after = rows[-1][0]
        return found[:most]

    def of_kind(self, kind: str) -> Iterator[tuple[Link, Content | None]]:
        """The entries of a kind other than decisions that can be read, with what they hold, oldest first."""
        query = (
            f"{_WITH_CONTENT} WHERE chain.kind <> 'decision' AND chain.kind = ? AND chain.number > ? "
            "ORDER BY chain.number LIMIT 100"
        )
        after = 0
        while rows := self._connection.execute(query, (kind, after)).fetchall():
            for row in map(_row, rows):
                if row.link is not None:
                    yield row.link, row.content
            after = rows[-1][0]

    def erasures_of(self, number: int) -> list[tuple[Link, Content | None]]:
        """The entries that say that they erase this one, with what they hold; ten at most."""
        rows = self._connection.execute(f"{_WITH_CONTENT} WHERE chain.erases = ? LIMIT 10", (number,))
        found = [_row(cells) for cells in rows.fetchall()]
        return [(row.link, row.content) for row in found if row.link is not None]

    def holds(self, number: int) -> bool:
        """Whether there is any content of an entry."""
        query = "SELECT EXISTS (SELECT 1 FROM content WHERE number = ?)"
        return bool(self._connection.execute(query, (number,)).fetchone()[0])

    def owner_of(self, digest: str) -> int | None:
        """The entry whose link names this content; it takes as long as the register is."""
        query = "SELECT number FROM chain WHERE content = ? AND typeof(number) = 'integer' LIMIT 1"
        row = self._connection.execute(query, (digest,)).fetchone()
        return None if row is None else int(row[0])

    def entries(self) -> list[Entry]:
        """Every entry in short, oldest first. Raises BadInput where one cannot be read."""
        with in_plain_words(self.path):
            rows = self._connection.execute(f"{_WITH_SUMMARY} ORDER BY chain.number")
            return [self._entry(row) for row in rows]

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        *cells, holds, summary = row
        found = link_from(tuple(cells))
        if found is None or (holds and not isinstance(summary, str)):
            raise self._unread(cells[0])
        if not holds and not self.erasures_of(found.number):
            message = (
                f"what entry {found.number} held was removed, and no erasure says so; "
                "`threshold register verify` says more"
            )
            raise BadInput(Problem(message, str(self.path)))
        return Entry(found, self._told(found, summary) if holds else None)

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

    def keeps(self, digest: str) -> bool | None:
        """Whether a policy is kept as it was; None where there is none under its digest."""
        row = self._connection.execute("SELECT files FROM policies WHERE digest = ?", (digest,)).fetchone()
        return None if row is None else isinstance(row[0], str) and text_digest(row[0]) == digest

    def policies_kept(self) -> tuple[int, int]:
        """How many policies are kept, and how many of them are not what was kept."""
        kept = altered = 0
        for digest, text in self._connection.execute("SELECT digest, files FROM policies"):
            kept += 1
            altered += not isinstance(text, str) or text_digest(text) != digest
        return kept, altered

    def greatest(self) -> int:
        """The greatest number of an entry, or 0."""
        row = self._connection.execute("SELECT max(number) FROM chain").fetchone()
        return row[0] if isinstance(row[0], int) else 0

    def made_otherwise(self) -> bool:
        """Whether tables, indexes or triggers are not as this program makes them."""
        return made_otherwise(self._connection)

    def structure(self, patience: float) -> bool | None:
        """Whether SQLite finds the file's structure whole; None where that takes longer than so many seconds.

        Nobody can record meanwhile.
        """
        end = time.monotonic() + patience
        # What cells hold is looked at one by one, so that the entry can be named.
        self._connection.execute("PRAGMA ignore_check_constraints = ON")
        self._connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
        try:
            found = self._connection.execute("PRAGMA integrity_check(1)").fetchall()
        except sqlite3.Error as error:
            code = primary_code(error)
            if code not in (*_UNREADABLE, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_INTERRUPT):
                raise
            return None if code == sqlite3.SQLITE_INTERRUPT else False
        except UnicodeDecodeError:
            return False
        finally:
            self._connection.set_progress_handler(None, 0)
            self._connection.execute("PRAGMA ignore_check_constraints = OFF")
        return found == [("ok",)]

    def _told(self, found: Link, summary: str) -> Told | None:
        try:
            return told_from(found.kind, summary)
        except ValueError:
            raise self._unread(found.number) from None

    def _unread(self, number: object) -> BadInput:
        which = f"entry {number}" if isinstance(number, int) else "an entry whose number was altered"
        message = f"{which} cannot be read; `threshold register verify` says more"
        return BadInput(Problem(message, str(self.path)))

    def _keep_policy(self, text: str) -> str:
        digest = text_digest(text)
        if self._connection.execute("SELECT 1 FROM policies WHERE digest = ?", (digest,)).fetchone() is None:
            self._connection.execute("INSERT INTO policies VALUES (?, ?)", (digest, text))
        return digest


def _row(cells: tuple[Any, ...]) -> Row:
    """A row of _WITH_CONTENT."""
    number, parts = cells[0], cells[LINK.count(",") + 1 :]
    holds, content = bool(parts[0]), parts[1:]
    return Row(
        number if isinstance(number, int) else None,
        link_from(cells[: LINK.count(",") + 1]),
        holds,
        content_from(content) if holds else None,
    )


def _behind(last: str) -> str:
    return (
        f"this computer's clock is behind the newest entry ({last}), so nothing was recorded; put the clock "
        "right, or say --clock-is-right if it is that entry whose time is wrong"
    )
