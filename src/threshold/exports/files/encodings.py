"""Which encoding a text file is in, and what in it a fast reader would stumble over; one pass, in pieces."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from threshold.reading import BadInput, Problem
from threshold.reading.kinds import unmarked_utf_16

_CHUNK = 4 * 1024**2
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Looked:
    """A text file, looked through.

    odd_quotes   a quotation mark is opened and never closed
    returns      some line ends in a return alone
    """

    encoding: str
    nul: bool
    blank_lines: bool
    odd_quotes: bool
    returns: bool


def look(path: Path, name: str) -> Looked:
    """Look through a text file. Raises BadInput where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return look_through(file)
    except OSError:
        raise BadInput(Problem("it cannot be read", name)) from None


def look_through(file: BinaryIO) -> Looked:
    """Look through the bytes of a text, to their end."""
    head = file.read(_CHUNK)
    encoding = _marked(head)
    decoder: codecs.IncrementalDecoder | None = None
    if encoding == "utf-8":
        decoder = codecs.getincrementaldecoder("utf-8")()
    nul = blank = False
    quotes = returns = 0
    chunk, before = head, b""
    while chunk:
        encoding, decoder = _still_utf_8(encoding, decoder, chunk)
        nul = nul or b"\0" in chunk
        joint = before + chunk
        blank = blank or b"\n\n" in joint or b"\n\r\n" in joint or b"\r\r" in joint
        quotes += chunk.count(b'"')
        returns += chunk.count(b"\r") - chunk.count(b"\r\n")
        returns -= before.endswith(b"\r") and chunk.startswith(b"\n")
        before, chunk = chunk[-2:], file.read(_CHUNK)
    return Looked(encoding, nul and not encoding.startswith("utf-16"), blank, quotes % 2 == 1, returns > 0)


def is_utf_16(head: bytes) -> bool:
    """Whether a text that begins so is in UTF-16."""
    return _marked(head).startswith("utf-16")


def decoded(path: Path, encoding: str) -> str:
    """The whole text; a byte that the encoding does not know becomes a mark that says so."""
    return path.read_bytes().decode(encoding, "replace")


def _marked(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    return unmarked_utf_16(head) or "utf-8"


def _still_utf_8(
    encoding: str, decoder: codecs.IncrementalDecoder | None, chunk: bytes
) -> tuple[str, codecs.IncrementalDecoder | None]:
    if decoder is not None:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return "windows-1252", None
    return encoding, decoder
