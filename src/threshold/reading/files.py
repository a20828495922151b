"""The bytes of a file or of standard input as text, with plain words for whatever stands in the way."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from threshold.reading.problems import BadInput, Problem

MAX_BYTES = 10 * 1024 * 1024
MAX_LINE = 1024 * 1024

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EISDIR: "this is a folder, not a file",
    errno.EACCES: "you have no permission to read it",
    errno.EPERM: "you have no permission to read it",
    errno.ELOOP: "this is a link that goes round in a circle",
    errno.ENAMETOOLONG: "the name is too long to be that of a file",
}


def read_text(path: Path | None, name: str) -> str:
    """The text of a file, or of standard input when `path` is None.

    Raises BadInput when it is missing, a folder, too large, binary or not UTF-8.
    """
    with _opened(path, name) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        message = f"is larger than {limit} MB; give fewer cases at a time, or one a line (.ndjson)"
        raise BadInput(Problem(message, name))
    return decode(data, name)


def read_lines(path: Path, name: str) -> Iterator[tuple[int, str | Problem]]:
    """Each line that is not blank, with its number from 1; a line that is no text is a problem instead.

    The file is never held whole, so it may be of any length. Raises BadInput where it cannot be read.
    """
    with _opened(path, name) as file:
        number = 0
        while data := file.readline(MAX_LINE + 1):
            number += 1
            if number == 1 and data.startswith(_UTF_16):
                raise BadInput(Problem("this is UTF-16; save it as UTF-8", name))
            if len(data) > MAX_LINE:
                limit = MAX_LINE // (1024 * 1024)
                message = f"this line is longer than {limit} MB; nothing from here on was read"
                yield number, Problem(message, name, number)
                return
            if data.strip():
                try:
                    yield number, decode(data, name, number)
                except BadInput as error:
                    yield number, error.problems[0]


def decode(data: bytes, name: str, first_line: int = 1) -> str:
    """Bytes as text; UTF-8, or UTF-16 where a byte order mark says so. Raises BadInput otherwise."""
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in data:
        raise BadInput(Problem("this is not a text file; save it as plain text", name))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start) if encoding != "utf-16" else None
        message = "holds a character that is not UTF-8; save the file again as UTF-8 text"
        raise BadInput(Problem(message, name, line)) from None
    if "\0" in text:
        raise BadInput(Problem("this is not a text file; save it as plain text", name))
    return text


@contextmanager
def _opened(path: Path | None, name: str) -> Iterator[BinaryIO]:
    try:
        if path is None:
            yield sys.stdin.buffer
        else:
            with path.open("rb") as file:
                yield file
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "it cannot be read")
        raise BadInput(Problem(reason, name)) from None
