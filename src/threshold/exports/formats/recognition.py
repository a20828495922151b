"""What kind of export a path is, told by its names and first bytes: its reader is loaded only then."""

import re
from pathlib import Path

from threshold.exports.files.delimited import SUFFIXES, delimited_files
from threshold.exports.files.records import NDJSON, PARQUET
from threshold.exports.rows.cells import tidy

ANNEX_A, CENSUS, LOCAL_EVENTS = "Annex A", "CIN census", "local events"  # their titles
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

_LIST = re.compile(r"\blist ?(\d{1,2})\b")
_START_OF_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<", b"\0<")


def is_annex_a(path: Path) -> bool:
    """Whether this is a workbook, or a folder with a file for a list."""
    if path.is_dir():
        return any(list_number(file.stem) for file in delimited_files(path))
    return path.suffix.lower() in WORKBOOKS


def is_census(path: Path) -> bool:
    """Whether this is an XML file."""
    if path.is_dir():
        return False
    if path.suffix.lower() == ".xml":
        return True
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip().startswith(_START_OF_XML)
    except OSError:
        return False


def is_local_events(path: Path) -> bool:
    """Whether this is a file of rows, or a folder with one."""
    return bool(files_of_rows(path))


def list_number(name: str) -> int | None:
    """The number of the list of Annex A that a sheet or file is named after."""
    number = _LIST.search(tidy(name))
    return int(number[1]) if number else None


def files_of_rows(path: Path) -> list[Path]:
    """This file of rows, or those in this folder."""
    suffixes = (*SUFFIXES, *PARQUET, *NDJSON)
    if not path.is_dir():
        return [path] if path.suffix.lower() in suffixes else []
    return sorted(file for file in path.iterdir() if file.suffix.lower() in suffixes and file.is_file())
