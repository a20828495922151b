"""What stands in the register's file, read as it stands: in pieces, whatever its cells have become."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from threshold.reading import BadInput, Problem
from threshold.register.cells import CONTENT, LINK, Row, content_from, link_from
from threshold.register.chain import Content, Link, text_digest
from threshold.register.database import made_otherwise, primary_code

PIECE = 500  # rows read at a time, so that nobody waits long for the file

LINK_CELLS = ", ".join(f"chain.{column}" for column in LINK.split(", "))
_CONTENT = ", ".join(f"content.{column}" for column in CONTENT.split(", "))
_WITH_CONTENT = (
    f"SELECT {LINK_CELLS}, content.number IS NOT NULL, {_CONTENT} "
    "FROM chain LEFT JOIN content ON content.number = chain.number"
)
_UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)


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


class Rows:
    """An open register as far as it is only looked at."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    def newest(self) -> Link | None:
        """The newest link, or None where there is none. Raises BadInput where it cannot be read."""
        return self._one(f"SELECT {LINK_CELLS} FROM chain ORDER BY number DESC LIMIT 1")

    def link(self, number: int) -> Link | None:
        """The link of a number, or None where there is none. Raises BadInput where it cannot be read."""
        try:
            return self._one(f"SELECT {LINK_CELLS} FROM chain WHERE number = ?", number)
        except sqlite3.DataError:  # a cell of it is too long to be read
            raise self._unread(number) from None

    def _one(self, query: str, *values: object) -> Link | None:
        cells = self._connection.execute(query, values).fetchone()
        if cells is None:
            return None
        found = link_from(cells)
        if found is None:
            raise self._unread(cells[0])
        return found

    def rows(
        self, in_pieces: bool = True, after: int | None = None, upto: int | None = None
    ) -> Iterator[Row]:
        """Every line of the chain with what the entry holds, whatever its cells have become.

        In pieces, so that others may go on recording; where the tables were made anew, in one piece. With
        `after` and `upto`, in pieces, only those of greater numbers than the first and not than the second.
        Raises Damaged where the file cannot be read any further.
        """
        most = PIECE if in_pieces else -1
        while True:
            seen = 0
            try:
                for cells in self._piece(after, most):
                    row = _row(cells)
                    if in_pieces and (row.number is None or row.number <= (after or row.number - 1)):
                        raise Damaged
                    if upto is not None and (row.number or 0) > upto:
                        return
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
        except BadInput:  # the link itself is too long, or is none
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
        for row in self.rows_of(kind):
            if row.link is not None:
                yield row.link, row.content

    def summaries(self, after: int) -> Iterator[tuple[int, str]]:
        """The numbers of the entries after one whose summary is text, each with the beginning of that."""
        query = (
            "SELECT number, substr(summary, 1, 100) FROM content "
            "WHERE number > ? AND typeof(summary) = 'text' ORDER BY number LIMIT 5000"
        )
        while rows := self._connection.execute(query, (after,)).fetchall():
            yield from rows
            after = rows[-1][0]

    def row(self, number: int) -> Row | None:
        """The line of the chain of a number; None where there is none, or it is too long to be read."""
        try:
            cells = self._connection.execute(f"{_WITH_CONTENT} WHERE chain.number = ?", (number,)).fetchone()
        except sqlite3.DataError:
            return None
        return None if cells is None else _row(cells)

    def rows_of(self, kind: str) -> Iterator[Row]:
        """The lines of the chain of a kind other than decisions, whatever their cells have become."""
        query = (
            f"{_WITH_CONTENT} WHERE chain.kind <> 'decision' AND chain.kind = ? AND chain.number > ? "
            "ORDER BY chain.number LIMIT 100"
        )
        after = 0
        while rows := self._connection.execute(query, (kind, after)).fetchall():
            yield from map(_row, rows)
            after = rows[-1][0]

    def erasures_of(self, number: int) -> list[tuple[Link, Content | None]]:
        """The entries that say that they erase this one, with what they hold; ten at most."""
        rows = self._connection.execute(f"{_WITH_CONTENT} WHERE chain.erases = ? LIMIT 10", (number,))
        found = [_row(cells) for cells in rows.fetchall()]
        return [(row.link, row.content) for row in found if row.link is not None]

    def kind_of(self, number: int) -> object:
        """The kind of an entry, or None where there is none of this number."""
        row = self._connection.execute("SELECT kind FROM chain WHERE number = ?", (number,)).fetchone()
        return None if row is None else row[0]

    def holds(self, number: int) -> bool:
        """Whether there is any content of an entry."""
        query = "SELECT EXISTS (SELECT 1 FROM content WHERE number = ?)"
        return bool(self._connection.execute(query, (number,)).fetchone()[0])

    def owner_of(self, digest: str) -> int | None:
        """The entry whose link names this content; it takes as long as the register is."""
        query = "SELECT number FROM chain WHERE content = ? AND typeof(number) = 'integer' LIMIT 1"
        row = self._connection.execute(query, (digest,)).fetchone()
        return None if row is None else int(row[0])

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

    def is_numbered_through(self) -> bool:
        """Whether the entries have the numbers from 1 to the greatest, each once."""
        query = "SELECT count(*), min(number), max(number), sum(typeof(number) = 'integer') FROM chain"
        number, first, last, whole = self._connection.execute(query).fetchone()
        return bool(number and (first, last, whole) == (1, number, number))

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

    def _unread(self, number: object) -> BadInput:
        which = f"entry {number}" if isinstance(number, int) else "an entry whose number was altered"
        message = f"{which} cannot be read; `threshold register verify` says more"
        return BadInput(Problem(message, str(self.path)))


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
