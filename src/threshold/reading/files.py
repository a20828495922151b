"""The bytes of a file or of standard input as text, with plain words for whatever stands in the way."""

import errno
import os
import select
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from threshold.reading.kinds import LONGEST, kind_of, special, unmarked_utf_16
from threshold.reading.problems import BadInput, Problem

MAX_BYTES = 10 * 1024 * 1024
MAX_LINE = 1024 * 1024
MAX_PASSED_OVER = 16 * 1024 * 1024  # of one line; what goes on beyond that may never end
WAIT = 2.0  # seconds, for somebody to write into a pipe

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_THERE = "there is no such file"
_REASONS = {
    errno.ENOENT: NOT_THERE,
    errno.ENOTDIR: NOT_THERE,
    errno.EISDIR: "this is a folder, not a file",
    errno.EACCES: "you have no permission to read it",
    errno.EPERM: "you have no permission to read it",
    errno.ENXIO: "this is a socket, not a file",
    errno.ELOOP: "this is a link that goes round in a circle",
    errno.ENAMETOOLONG: "the name is too long to be that of a file",
}


def read_text(path: Path | None, name: str, hint: str = "", most: int = MAX_BYTES) -> str:
    """The text of a file, or of standard input when `path` is None; each line ends in a line feed.

    A pipe is read to its end. Raises BadInput when there is nothing to read, or it is too large, binary or
    not UTF-8; `hint` says what to do where it is too large. `most` is how many bytes it may have; a pipe, no
    more than any other file.
    """
    return decode(read_bytes(path, name, hint, most), name)


def read_as_written(path: Path, name: str) -> str:
    """The text of a file, whose lines end as they do there. Raises BadInput as `read_text` does."""
    return as_written(read_bytes(path, name), name)


def read_bytes(path: Path | None, name: str, hint: str = "", most: int = MAX_BYTES) -> bytes:
    """The bytes of a file or of standard input. Raises BadInput where they cannot be read or are too many."""
    with _opened(path, name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        limit = most // (1024 * 1024)
        raise BadInput(Problem(f"is larger than {limit} MB{hint}", name))
    return data


def read_lines(path: Path, name: str) -> Iterator[tuple[int, str | Problem]]:
    """Each line that is not blank, with its number from 1; a line that is no text is a problem instead.

    The file is never held whole, so it may be of any length. Raises BadInput where it cannot be read.
    """
    with _opened(path, name) as file:
        # Every byte as a letter, so that lines may end in any way.
        lines = TextIOWrapper(file, encoding="latin-1")
        yield from numbered(_lines(lines, name), name)


def _lines(file: TextIOWrapper, name: str) -> Iterator[bytes]:
    def more(most: int) -> bytes:
        return file.readline(most).encode("latin-1")

    yield from beginnings(more, name)


def beginnings(more: Callable[[int], bytes], name: str, number: int = 1) -> Iterator[bytes]:
    """Each line, the first of which has this number; of one that is too long only so much as tells that.

    `more` reads a line, or so many bytes of it. Raises BadInput where one goes on and on, for what stands
    behind it can never be read.
    """
    while line := more(MAX_LINE + 1):
        pass_over(line, more, name, number)
        yield line
        number += 1


def pass_over(line: bytes, more: Callable[[int], bytes], name: str, number: int) -> None:
    """Read on to the end of a line that is too long. Raises BadInput where it goes on and on."""
    length = len(line)
    while length > MAX_LINE and not line.endswith(b"\n") and (line := more(MAX_LINE + 1)):
        length += len(line)
        if length > MAX_PASSED_OVER:
            limit = MAX_PASSED_OVER // (1024 * 1024)
            message = (
                f"a line is longer than {limit} MB; nothing from here on was read; look at it in the file"
            )
            raise BadInput(Problem(message, name, number))


def numbered(lines: Iterable[bytes], name: str) -> Iterator[tuple[int, str | Problem]]:
    """Each of these lines that is not blank as text, as `read_lines` does."""
    for number, data in enumerate(lines, 1):
        if number == 1 and data.startswith(_UTF_16):
            raise BadInput(Problem("this is UTF-16; save it as UTF-8", name))
        if len(data) > MAX_LINE:
            limit = MAX_LINE // (1024 * 1024)
            message = f"this line is longer than {limit} MB and was not read; give less in it"
            yield number, Problem(message, name, number)
        elif data.strip():
            try:
                yield number, decode(data, name, number)
            except BadInput as error:
                yield number, error.problems[0]


def decode(data: bytes, name: str, first_line: int = 1) -> str:
    """Bytes as text, each line of which ends in a line feed.

    UTF-8, or UTF-16 where a byte order mark says so. Raises BadInput otherwise.
    """
    text = as_written(data, name, first_line)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def as_written(data: bytes, name: str, first_line: int = 1) -> str:
    """Bytes as text, each line of which ends as it did. Raises BadInput where they are no text."""
    if kind := kind_of(data[:LONGEST]):
        raise BadInput(Problem(f"this is {kind}, and not a text file, whatever its name", name))
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in data:
        if unmarked_utf_16(data):
            raise BadInput(Problem("this seems to be UTF-16; save it as UTF-8", name))
        raise BadInput(Problem("this is not a text file; save it as plain text", name))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = first_line + before.count(b"\n") if encoding != "utf-16" else None
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
        elif (kind := special(path.stat().st_mode)) == "a pipe":
            yield BytesIO(_through_pipe(path, name))
        elif kind and not _is_like_a_file(path):
            raise BadInput(Problem(f"this is {kind}, not a file", name))
        else:
            with path.open("rb") as file:
                yield file
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "it cannot be read")
        if error.errno == errno.ENOENT and path is not None and path.is_symlink():
            reason = "this is a link to a file that is not there"
        raise BadInput(Problem(reason, name)) from None
    except ValueError as error:  # a name with an empty byte; or no standard input
        if isinstance(error, UnicodeError):
            raise
        raise BadInput(Problem("it cannot be read", name)) from None


def _is_like_a_file(path: Path) -> bool:
    """Whether this device is the one that holds nothing, or a terminal at which somebody may write."""
    if path.samefile(os.devnull):
        return True
    device = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        return os.isatty(device)
    finally:
        os.close(device)


def _through_pipe(path: Path, name: str) -> bytes:
    """What comes through a pipe to its end, however long it takes. Raises BadInput where nobody writes."""
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        data = _first_through(pipe)
        if not data:
            message = "nothing came through this pipe; name a file, or start what writes into it first"
            raise BadInput(Problem(message, name))
        os.set_blocking(pipe, True)
        while len(data) <= MAX_BYTES and (more := os.read(pipe, 64 * 1024)):
            data += more
    finally:
        os.close(pipe)
    return data


def _first_through(pipe: int) -> bytes:
    """The first bytes that come; none where after some seconds nobody has the pipe open to write into it."""
    until = time.monotonic() + WAIT
    while True:
        try:
            data = os.read(pipe, 64 * 1024)
        except BlockingIOError:  # somebody has, and takes his time
            select.select([pipe], [], [])
            continue
        if data or time.monotonic() > until:
            return data
        time.sleep(0.02)
