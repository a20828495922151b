"""What a file is by its first bytes, whatever its name says; and what is no file of bytes at all."""

import os
import stat
from pathlib import Path

from threshold.reading.problems import BadInput, Problem

LONGEST = 16  # how many bytes tell

_BEGINNINGS = (
    (b"PAR1", "a Parquet file"),
    (b"PK\x03\x04", "a workbook (.xlsx or .ods) or another zip file"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of the old kind (.xls)"),
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ\x00", "a compressed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z)"),
    (b"SQLite format 3\x00", "a database (SQLite)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
)


def kind_of(data: bytes) -> str:
    """What begins so, in words; empty where that is not known, as of any text."""
    return next((words for beginning, words in _BEGINNINGS if data.startswith(beginning)), "")


def unmarked_utf_16(data: bytes) -> str:
    """The UTF-16 that a text without its mark seems to be in (`utf-16-le`, `utf-16-be`), else empty.

    Plain letters have an empty byte beside nearly every other.
    """
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[:4096][start::2]
        if len(half) > 4 and half.count(0) > 0.7 * len(half):
            return encoding
    return ""


def special(mode: int) -> str:
    """What the mode of a file says that it is, where it is neither a file nor a folder; else empty."""
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else ""


def check_ordinary(path: Path, name: str) -> None:
    """Raises BadInput where this is a pipe, device or socket, and cannot be read more than once."""
    try:
        kind = special(os.stat(path).st_mode)
    except (OSError, ValueError):
        return  # whoever opens it says why it cannot be
    if kind == "a pipe":
        message = "this is a pipe, and a file is needed, for it is read more than once; save it to one first"
        raise BadInput(Problem(message, name))
    if kind:
        raise BadInput(Problem(f"this is {kind}, not a file", name))
