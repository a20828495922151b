"""Whether a file of an export is what its name says, told by its beginning before any reader opens it."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from threshold.exports.files.delimited import SUFFIXES
from threshold.exports.files.encodings import is_utf_16
from threshold.exports.files.records import NDJSON, PARQUET
from threshold.reading import BadInput, Problem, kind_of

ZIPPED, OLD = (".xlsx", ".xlsm", ".xlsb", ".ods"), (".xls",)
TEXT = (*SUFFIXES, *NDJSON, ".xml")

_HEAD = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_OF_ZIP, _OF_OLD = b"PK", b"\xd0\xcf\x11\xe0"
_NEVER_IN_TEXT = bytes({*range(32)} - {*b"\t\n\v\f\r\x1a\x1b"})
_PADDING = 64  # empty bytes at the end, which no text has
_FEW, _MOSTLY = 8, 0.9
_MOST = 0.05  # of a text may be such bytes


def check_kinds(path: Path) -> None:
    """Raises BadInput where a file, or one of a folder, is of another kind than its name says.

    A file that is named has to hold something; one of several in a folder may be empty.
    """
    for file in _files(path):
        _check(file, file == path)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    try:
        found = sorted(path.iterdir())
    except OSError:
        return  # whoever reads it says so
    yield from (file for file in found if file.is_file() and not file.name.startswith("~$"))


def _check(file: Path, alone: bool) -> None:
    suffix, name = file.suffix.lower(), file.name
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
            opened.seek(max(0, file.stat().st_size - _PADDING))
            tail = opened.read()
    except OSError:
        return  # whoever reads it says so
    if not head.removeprefix(_BOM).strip():
        if alone and len(head) < _HEAD:
            raise BadInput(Problem("the file is empty", name))
        return
    if wrong := _wrong(suffix, head):
        raise BadInput(Problem(wrong, name))
    if suffix in TEXT and tail == bytes(_PADDING):
        message = "ends in empty bytes, as where writing or copying it broke off; export it anew"
        raise BadInput(Problem(message, name))
    # Of several tables, one that holds nothing but rubbish stops no other.
    if alone and suffix in TEXT and not _is_text(head):
        raise BadInput(Problem("this is not a text file; export it anew", name))
    if suffix == ".json" and alone:
        message = "JSON is read one object on each line, from a file whose name ends in .ndjson"
        raise BadInput(Problem(message, name))


def _wrong(suffix: str, head: bytes) -> str:
    """What is wrong with a file of such a name that begins so; empty where nothing is."""
    if suffix in TEXT:
        if _is_utf_32(head):
            return "this text is in UTF-32, which is not read here; save it as UTF-8"
        if kind := kind_of(head):
            return f"this is {kind}, and not text; let its name end as such files do, or save it as text"
        return ""
    if suffix in PARQUET and not head.startswith(b"PAR1"):
        return _instead(head, "a Parquet file")
    if suffix in ZIPPED and head.startswith(_OF_OLD):
        return "this workbook has a password, or is of the old kind (.xls); save it anew without"
    if suffix in ZIPPED and not head.startswith(_OF_ZIP):
        return _instead(head, "a workbook")
    if suffix in OLD and not head.startswith(_OF_OLD):
        return _instead(head, "a workbook of the old kind")
    return ""


def _instead(head: bytes, expected: str) -> str:
    if kind := kind_of(head):
        return f"this is {kind}, and not {expected} as its name says; let its name end as such files do"
    if head.removeprefix(_BOM).lstrip().startswith(b"<"):
        return f"this is a web page or XML, and not {expected} as its name says; open it and save it as .xlsx"
    if _is_text(head):
        return f"this is text, and not {expected} as its name says; if it is CSV, let its name end in .csv"
    return ""  # it may be damaged, and whoever reads it says so


def _is_utf_32(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return True
    # Without its mark: of each four bytes, the first or the last says something and no other does.
    some = head[:4096]
    said = [len(some[at::4]) - some[at::4].count(0) for at in range(4)]
    return sum(said) > _FEW and max(said[0], said[3]) > _MOSTLY * max(sum(said), len(some) // 4)


def _is_text(head: bytes) -> bool:
    return is_utf_16(head) or len(head) - len(head.translate(None, _NEVER_IN_TEXT)) <= _MOST * len(head)
