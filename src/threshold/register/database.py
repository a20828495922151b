"""The register's file as SQLite has it: made, opened, brought up to date, and its errors in plain words."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from importlib.resources import files
from pathlib import Path

from threshold.output.appending import synced_folder
from threshold.output.files import atomic_file
from threshold.output.rights import made_folder
from threshold.reading import BadInput, Problem
from threshold.register.migration import refuse_what_was_altered

LATEST = 2  # the version that this program writes; schema-N.sql leads to version N
WAIT = 20.0  # seconds to wait for another program that is writing
LONGEST = 64 * 1024 * 1024  # bytes of one cell; what is longer is not read into memory

_APPLICATION = 0x54485247  # SQLite's mark of whose file it is
_SAFE = (  # from the first look on
    "PRAGMA synchronous = EXTRA",  # that the journal is gone is on the disk too, before an entry is told
    "PRAGMA fullfsync = ON",  # macOS: past the disk's own cache too
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",  # what goes is overwritten
)
_SETTINGS = (
    # One that stayed would keep the rights of a day when the register was its maker's alone.
    "PRAGMA journal_mode = DELETE",
    "PRAGMA foreign_keys = ON",
)
_IN_USE = "another program is using the register; nothing was recorded, try again"
DAMAGED = "the file is damaged, or is no register; keep it as it is and put a copy from before in its place"
_REASONS = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_FULL: "the disk is full; nothing was recorded",
    sqlite3.SQLITE_READONLY: "the register cannot be written; nothing was recorded",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_PERM: "you have no permission to use the register",
    sqlite3.SQLITE_IOERR: "the disk reported an error; nothing was recorded",
    sqlite3.SQLITE_CONSTRAINT: "the register refused the entry; nothing was recorded",
    sqlite3.SQLITE_ERROR: (
        "the register's tables are not as this program makes them; keep it as it is and put a copy from "
        "before in its place"
    ),
    sqlite3.SQLITE_TOOBIG: "an entry is too long to be kept, or to be read",
}
_UNWRITABLE = "it cannot be written; open it once as somebody who may write it, or read a copy"
_NO_ROOM = "needs room for a second copy of it beside it; make room, or read a copy in another place"
_NOT_UP_TO_DATE = {
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_FULL: f"the disk is full: that {_NO_ROOM}",
    sqlite3.SQLITE_IOERR: f"the disk reported an error: that {_NO_ROOM}",
    sqlite3.SQLITE_CONSTRAINT: (
        "what it holds was altered and does not fit. Keep it, and put a copy from before in its place"
    ),
}


@contextmanager
def connected(path: Path, wait: float | None) -> Iterator[sqlite3.Connection]:
    """The database in a file, up to date.

    Raises BadInput in plain words where it is missing, damaged, altered, made by a newer program, or
    cannot be used.
    """
    with in_plain_words(path):
        _check_file(path)
        address = f"{path.absolute().as_uri()}?mode=rw"
        patience = WAIT if wait is None else wait
        with closing(
            sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None)
        ) as connection:
            _read_anything(connection)
            _set(connection, _SAFE)
            _check_version(connection, path)
            _set(connection, _SETTINGS)
            yield connection


@contextmanager
def in_no_file(path: Path) -> Iterator[sqlite3.Connection]:
    """The database of a register that is to be made, as long as nothing was recorded in it."""
    with in_plain_words(path), closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _read_anything(connection)
        with transaction(connection):
            for version in range(1, LATEST + 1):
                _step(connection, version)
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def put_in_place(connection: sqlite3.Connection, path: Path) -> None:
    """Write a database that is in no file yet to its place, whole or not at all, and onto the disk.

    Raises FileExistsError where somebody else was faster, and OSError or the database's own errors where it
    cannot be written; no folder is left then either.
    """
    made = [folder for folder in path.absolute().parents if not folder.exists()]
    try:
        made_folder(path.parent)
        with (
            atomic_file(path, synced=True, new=True) as aside,
            closing(sqlite3.connect(aside, isolation_level=None)) as file,
        ):
            connection.backup(file)
    except BaseException:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
    for folder in (path.parent, *(folder.parent for folder in made)):
        synced_folder(folder)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; nobody else writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After some errors SQLite has rolled back by itself already.
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Errors of the database and of the disk, in plain words that hold nothing of a case."""
    try:
        yield
    except sqlite3.Error as error:
        message = _REASONS.get(primary_code(error), "the register cannot be used; nothing was recorded")
        if primary_code(error) == sqlite3.SQLITE_CANTOPEN:
            message = _cannot_be_opened(path)
        raise BadInput(Problem(message, str(path))) from None
    except UnicodeDecodeError:  # Python's own wrapper, where SQLite complains of a damaged name
        raise BadInput(Problem(DAMAGED, str(path))) from None
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        message = f"the register cannot be used ({error.strerror or 'the disk reported an error'})"
        raise BadInput(Problem(message, str(path))) from None


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's own code for what went wrong, without its finer kinds."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def made_otherwise(connection: sqlite3.Connection, version: int = LATEST) -> bool:
    """Whether tables, indexes or triggers are not as this program makes them."""
    with closing(sqlite3.connect(":memory:")) as model:
        for step in range(1, version + 1):
            for statement in _statements(step):
                model.execute(statement)
        return _made_of(model) != _made_of(connection)


def _set(connection: sqlite3.Connection, settings: tuple[str, ...]) -> None:
    for setting in settings:
        connection.execute(setting)


def _read_anything(connection: sqlite3.Connection) -> None:
    # Text that somebody made unreadable is found out by its digest, not by an error here.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)


def _cannot_be_opened(path: Path) -> str:
    """What stands in the way, and what can be done about it."""
    journal = path.with_name(f"{path.name}-journal")  # what SQLite needs to undo an unfinished entry
    if os.path.lexists(journal) and not (journal.is_file() and os.access(journal, os.R_OK | os.W_OK)):
        return (
            f"{journal.name} beside the register cannot be opened, so nothing was recorded. Do not remove "
            "it: whoever it belongs to gives it the rights that the register has, or records once more"
        )
    if not os.access(path, os.R_OK | os.W_OK):
        return "the register cannot be opened; look at its rights"
    return (
        "the register cannot be opened, or nothing can be written beside it; look at the rights of its folder"
    )


def _check_file(path: Path) -> None:
    if not path.exists():
        message = (
            "there is no register here; `threshold record` and `threshold consult` make one, with the first "
            "entry"
        )
        if path.is_symlink():
            message = "this is a link to a file that is not there; name the file itself, or mend the link"
        raise BadInput(Problem(message, str(path)))
    if path.is_dir():
        raise BadInput(Problem("this is a folder; name a file", str(path)))
    if not path.is_file() or path.stat().st_size == 0:
        raise BadInput(Problem(DAMAGED, str(path)))


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
        raise BadInput(Problem(DAMAGED, str(path)))
    if version > LATEST:
        message = (
            f"this register was made by a newer threshold (its version is {version}, this program knows "
            f"{LATEST}); use that one"
        )
        raise BadInput(Problem(message, str(path)))
    if version < LATEST:
        try:
            _bring_up_to_date(connection, path)
        except sqlite3.Error as error:
            why = _NOT_UP_TO_DATE.get(primary_code(error))
            if why is None:
                raise
            message = (
                f"this register is of version {version} and must be brought up to date before it is read, "
                f"but {why}. It is as it was"
            )
            raise BadInput(Problem(message, str(path))) from None


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection):
        # Another process may have done it while this one waited.
        for step in range(_version(connection) + 1, LATEST + 1):
            if step == 2:
                refuse_what_was_altered(connection, path, made_otherwise(connection, version=1))
            _step(connection, step)


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
    """The names and texts of tables, indexes and triggers, without regard to layout."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(str(name), re.sub(r"\s+", " ", str(sql))) for name, sql in rows}
