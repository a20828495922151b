"""The file of the register: SQLite, which only grows. Nothing else here knows SQLite.

Every entry is one transaction, and is on the disk before `append` returns: the rollback journal is cut to
nothing and synchronised, which with `synchronous = FULL` outlasts a loss of power, works on a network drive
as far as its locks do, and leaves one file. Many processes may write: one at a time, the others wait.
A team's own database would be another class with the methods of Register.
"""

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from threshold.output.files import atomic_file
from threshold.reading import BadInput, Problem
from threshold.register.chain import Content, Link, beginning, link, text_digest
from threshold.register.entries import Entry, Summary, summary_from

LATEST = 1  # the version that this program writes; schema-N.sql leads to version N
WAIT = 20.0  # seconds to wait for another program that is writing

_APPLICATION = 0x54485247  # SQLite's mark of whose file it is
_SETTINGS = (
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # macOS: past the disk's own cache too
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_IN_USE = "another program is using the register; nothing was recorded, try again"
_DAMAGED = "the file is damaged, or is no register; keep it as it is and put a copy from before in its place"
_REASONS = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_FULL: "the disk is full; nothing was recorded",
    sqlite3.SQLITE_READONLY: "the register cannot be written; nothing was recorded",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: "the register cannot be opened",
    sqlite3.SQLITE_PERM: "you have no permission to use the register",
    sqlite3.SQLITE_IOERR: "the disk reported an error; nothing was recorded",
    sqlite3.SQLITE_CONSTRAINT: "the register refused the entry; nothing was recorded",
}
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time of this computer's clock."""
    return datetime.now(UTC)


@contextmanager
def open_register(path: Path, make: bool = False, wait: float | None = None) -> Iterator["Register"]:
    """The register in a file, made where there is none yet if `make` says so.

    `wait` is how many seconds to wait for others. Raises BadInput in plain words where it is missing,
    damaged, made by a newer program, or cannot be used.
    """
    with _in_plain_words(path):
        if make:
            _make(path)
        _check_file(path)
        address = f"{path.absolute().as_uri()}?mode=rw"
        patience = WAIT if wait is None else wait
        with closing(
            sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None)
        ) as connection:
            connection.text_factory = _text
            _check_version(connection, path)
            for setting in _SETTINGS:
                connection.execute(setting)
            yield Register(path, connection)


class Register:
    """An open register."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    @property
    def identity(self) -> str:
        """Which register it is."""
        rows = self._connection.execute("SELECT identity FROM register").fetchall()
        return str(rows[0][0]) if len(rows) == 1 else ""

    def append(
        self, content: Content, policy: str, clock: Clock = utc_now, clock_checked: bool = False
    ) -> Link:
        """Add an entry and return its link once it is on the disk.

        `policy` is the text of the policy's files, kept once. Raises BadInput where the clock is behind the
        newest entry, unless it was checked, and where the entry cannot be stored; then nothing is.
        """
        with _in_plain_words(self.path), self._transaction():
            newest = self._connection.execute(
                "SELECT number, made, hash FROM chain ORDER BY number DESC LIMIT 1"
            ).fetchone()
            number, last, previous = newest or (0, "", beginning(self.identity))
            made = f"{clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
            if made < last and not clock_checked:
                raise BadInput(Problem(_behind(last), str(self.path)))
            new = link(previous, number + 1, made, content.digest)
            self._keep_policy(policy)
            self._connection.execute(
                "INSERT INTO chain VALUES (?, ?, ?, ?, ?, ?)",
                (new.number, new.made, new.content, new.erases, new.previous, new.hash),
            )
            self._connection.execute(
                "INSERT INTO content VALUES (?, ?, ?, ?, ?)",
                (new.number, content.salt, content.summary, content.case_file, content.recommendation),
            )
        return new

    def newest(self) -> Link | None:
        return (self.links() or [None])[-1]

    def link(self, number: int) -> Link | None:
        return next((each for each in self.links() if each.number == number), None)

    def chain(self, after: int = 0) -> Iterator[Link]:
        yield from (each for each in self.links() if each.number > after)

    def links(self) -> list[Link]:
        """The whole chain, oldest first."""
        rows = self._connection.execute(
            "SELECT number, made, content, erases, previous, hash FROM chain ORDER BY number"
        )
        return [_link(*row) for row in rows.fetchall()]

    def content(self, number: int) -> Content | None:
        """What an entry holds, or None where it was erased."""
        row = self._connection.execute(
            "SELECT summary, case_file, recommendation, salt FROM content WHERE number = ?", (number,)
        ).fetchone()
        if row is None:
            return None
        summary, case_file, recommendation, salt = row
        salted = salt if isinstance(salt, bytes) else b""
        return Content(str(summary), str(case_file), str(recommendation), salted)

    def content_numbers(self) -> list[int]:
        """The numbers under which there is content."""
        return [row[0] for row in self._connection.execute("SELECT number FROM content ORDER BY number")]

    def entries(self) -> list[Entry]:
        """Every entry in short, oldest first. Raises BadInput where one cannot be read."""
        rows = self._connection.execute(
            "SELECT number, made, content, erases, previous, hash, summary "
            "FROM chain LEFT JOIN (SELECT number, summary FROM content) USING (number) ORDER BY number"
        )
        return [Entry(_link(*link), self._summary(link[0], text)) for *link, text in rows.fetchall()]

    def policy(self, digest: str) -> Mapping[str, str] | None:
        """The files of a policy as texts by their place, or None where it is not kept as it was."""
        row = self._connection.execute("SELECT files FROM policies WHERE digest = ?", (digest,)).fetchone()
        if row is None or text_digest(str(row[0])) != digest:
            return None
        files_by_place: dict[str, str] = json.loads(row[0])
        return files_by_place

    def policies(self) -> dict[str, str]:
        """Every policy kept: the text of its files, by the digest it is kept under."""
        rows = self._connection.execute("SELECT digest, files FROM policies").fetchall()
        return {str(digest): str(text) for digest, text in rows}

    def sound(self) -> list[str]:
        """What SQLite finds wrong with the file, and what is not as this program makes it; mostly nothing."""
        found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check(20)")]
        wrong = ["the file's structure is damaged"] if found != ["ok"] else []
        with closing(sqlite3.connect(":memory:")) as model:
            for statement in _statements(LATEST):
                model.execute(statement)
            if _made_of(model) != _made_of(self._connection):
                wrong.append("the tables, or the triggers that let the register only grow, were changed")
        return wrong

    def _summary(self, number: int, text: object) -> Summary | None:
        if text is None:
            return None
        try:
            return summary_from(str(text))
        except (ValueError, TypeError, KeyError):
            message = f"entry {number} cannot be read; `threshold register verify` says more"
            raise BadInput(Problem(message, str(self.path))) from None

    def _keep_policy(self, text: str) -> None:
        digest = text_digest(text)
        if self._connection.execute("SELECT 1 FROM policies WHERE digest = ?", (digest,)).fetchone() is None:
            self._connection.execute("INSERT INTO policies VALUES (?, ?)", (digest, text))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # After some errors SQLite has rolled back by itself already.
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise


def _text(data: bytes) -> str:
    """Text of the file. What somebody made unreadable is found out by its digest, not by an error here."""
    return data.decode("utf-8", "replace")


def _link(
    number: int, made: object, content: object, erases: object, previous: object, hash_: object
) -> Link:
    """A link as it stands; a column that somebody gave another type becomes text that fits nothing."""
    erased = erases if erases is None or isinstance(erases, int) else -1
    return Link(number, str(made), str(content), erased, str(previous), str(hash_))


def _make(path: Path) -> None:
    """Make an empty register aside and put it in place, unless somebody else was faster."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        atomic_file(path, synced=True, replace=False) as aside,
        closing(sqlite3.connect(aside, isolation_level=None)) as connection,
    ):
        connection.execute("BEGIN")
        for version in range(1, LATEST + 1):
            _step(connection, version)
        connection.execute("COMMIT")


def _check_file(path: Path) -> None:
    if not path.exists():
        message = "there is no register here; `threshold record` makes one"
        raise BadInput(Problem(message, str(path)))
    if path.is_dir():
        raise BadInput(Problem("this is a folder; name a file", str(path)))
    found = path.stat()
    if found.st_size == 0:
        raise BadInput(Problem(_DAMAGED, str(path)))
    if found.st_mode & 0o077 and os.name == "posix":
        with suppress(OSError):
            path.chmod(found.st_mode & 0o700)


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an older register up to date; refuse a newer one and what is none."""
    connection.execute("BEGIN")  # so that nobody writes while it is looked at
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    version = _version(connection)
    page_size = connection.execute("PRAGMA page_size").fetchone()[0]
    # SQLite itself finds whole pages missing at the end, but not a part of one.
    cut_off = path.stat().st_size % page_size
    connection.execute("COMMIT")
    if mark != _APPLICATION or version < 1 or cut_off:
        raise BadInput(Problem(_DAMAGED, str(path)))
    if version > LATEST:
        message = (
            f"this register was made by a newer threshold (its version is {version}, this program knows "
            f"{LATEST}); use that one"
        )
        raise BadInput(Problem(message, str(path)))
    if version < LATEST:
        connection.execute("BEGIN IMMEDIATE")
        # Another process may have done it while this one waited.
        for step in range(_version(connection) + 1, LATEST + 1):
            _step(connection, step)
        connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _step(connection: sqlite3.Connection, version: int) -> None:
    for statement in _statements(version):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {version}")


def _statements(version: int) -> Iterator[str]:
    """The statements that lead to a version from the one before it."""
    script = files("threshold.register").joinpath(f"schema-{version}.sql").read_text(encoding="utf-8")
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _made_of(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """The names and texts of tables and triggers, without regard to layout."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(name, re.sub(r"\s+", " ", sql)) for name, sql in rows}


def _behind(last: str) -> str:
    return (
        f"this computer's clock is behind the newest entry ({last}), so nothing was recorded; put the clock "
        "right, or say --clock-is-right if it is that entry whose time is wrong"
    )


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    """Errors of the database and of the disk, in plain words that hold nothing of a case."""
    try:
        yield
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        message = _REASONS.get(primary, "the register cannot be used; nothing was recorded")
        raise BadInput(Problem(message, str(path))) from None
    except UnicodeDecodeError:  # Python's own wrapper, where SQLite complains of a damaged name
        raise BadInput(Problem(_DAMAGED, str(path))) from None
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        message = f"the register cannot be used ({error.strerror or 'the disk reported an error'})"
        raise BadInput(Problem(message, str(path))) from None
