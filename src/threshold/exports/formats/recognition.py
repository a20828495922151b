"""What kind of export a path is, told by its names and first bytes: its reader is loaded only then."""

import re
from collections.abc import Iterable
from pathlib import Path

from threshold.exports.files.delimited import SUFFIXES, delimited_files
from threshold.exports.files.parquet_limits import names_of_columns
from threshold.exports.files.records import NDJSON, PARQUET
from threshold.exports.files.workbook_limits import names_of_sheets
from threshold.exports.rows.cells import tidy
from threshold.reading import BadInput, Problem

ANNEX_A, CENSUS, LOCAL_EVENTS = "Annex A", "CIN census", "local events"  # their titles
SSD = "Standard Safeguarding Dataset"
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

_OF_A_LIST = {"child unique id", "child unique identifier"}  # no other export has a header of such a name
_TOP = 20
_LIST = re.compile(r"\blist ?(\d{1,2})\b")
_HEAD = 64 * 1024
# Headers by which the tables of a return are known: each of the first, with any of the others.
_OF_A_CENSUS = (
    ("lachildid",),
    ("cinreferraldate", "assessmentactualstartdate", "cinplanstartdate", "s47actualstartdate", "cppstartdate",
     "cppreviewdate"),
)  # fmt: skip
_OF_A_DATASET = (
    ("_person_id",),
    ("cine_referral_date", "cina_assessment_start_date", "cinp_cin_plan_start_date", "s47e_s47_start_date",
     "cppl_cp_plan_start_date", "icpc_icpc_date"),
)  # fmt: skip
_START_OF_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<", b"\0<")


def is_annex_a(path: Path) -> bool:
    """Whether this is a workbook with a sheet for a list, or a CSV file or a folder with one for a list."""
    if path.suffix.lower() in WORKBOOKS and not path.is_dir():
        return _holds_a_list(path)
    files = delimited_files(path) if path.is_dir() else [path] if path.suffix.lower() in SUFFIXES else []
    return any(list_number(file.stem) is not None or _is_list(file.stem, _top(file)) for file in files)


def is_census(path: Path) -> bool:
    """Whether this is an XML file, and no web page under a workbook's name; or the tables of a census."""
    if not path.is_dir():
        if path.suffix.lower() in WORKBOOKS:
            return False
        if path.suffix.lower() == ".xml":
            return True
        try:
            with path.open("rb") as file:
                if file.read(64).lstrip().startswith(_START_OF_XML):
                    return True
        except OSError:
            return False
    return any(_has_headers(file, *_OF_A_CENSUS) for file in files_of_tables(path))


def is_ssd(path: Path) -> bool:
    """Whether this is a folder with a table of a Standard Safeguarding Dataset, or such a table."""
    return any(_has_headers(file, *_OF_A_DATASET) for file in files_of_tables(path))


def is_local_events(path: Path) -> bool:
    """Whether this is a file of rows or a workbook, or a folder with one."""
    return bool(files_of_rows(path))


def list_number(name: str) -> int | None:
    """The number of the list of Annex A that a sheet or file is named after."""
    number = _LIST.search(tidy(name))
    return int(number[1]) if number else None


def files_of_rows(path: Path) -> list[Path]:
    """This file of rows or workbook, or those in this folder."""
    suffixes = (*SUFFIXES, *PARQUET, *NDJSON, *WORKBOOKS)
    if not path.is_dir():
        return [path] if path.suffix.lower() in suffixes else []
    return sorted(
        file
        for file in path.iterdir()
        # A spreadsheet puts a file beside a workbook that somebody has open.
        if file.suffix.lower() in suffixes and file.is_file() and not file.name.startswith("~$")
    )


def _holds_a_list(path: Path) -> bool:
    """Whether a sheet is named after a list of Annex A, or has the headers of one."""
    if any(list_number(name) for name in names_of_sheets(path)):
        return True
    from threshold.exports.files.workbook import read_sheets

    try:
        sheets = [sheet for sheet in read_sheets(path, path.name) if not isinstance(sheet, Problem)]
    except BadInput:
        return False
    return any(
        list_number(sheet.name) is not None or _is_list(sheet.name, sheet.cells.head(_TOP).rows())
        for sheet in sheets
    )


def _is_list(name: str, rows: Iterable[Iterable[str | None]]) -> bool:
    """Whether one of these rows holds the headers of a list; with others, a report may be anything."""
    for row in rows:
        headers = [cell for cell in row if cell]
        if _OF_A_LIST & set(map(tidy, headers)):
            from threshold.exports.formats.lists import list_of
            from threshold.exports.formats.specification import specification

            return list_of(name, headers, specification("annex-a.yaml")) is not None
    return False


def _top(path: Path) -> list[list[str]]:
    """The first lines of a CSV file, whatever separates its cells."""
    lines = _head(path).splitlines()[:_TOP]
    return [[cell.strip(' "') for cell in re.split(r"[,;\t|]", line)] for line in lines]


def _head(path: Path) -> str:
    """The first letters of a text file; in UTF-16 an empty byte stands beside each."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).replace(b"\0", b"").decode("latin-1")
    except OSError:
        return ""


def files_of_tables(path: Path) -> list[Path]:
    """The CSV and Parquet files of this folder, or this one."""
    return [file for file in files_of_rows(path) if file.suffix.lower() in (*SUFFIXES, *PARQUET)]


def _has_headers(path: Path, all_of: tuple[str, ...], any_of: tuple[str, ...]) -> bool:
    """Whether the headers of a file hold each of these and any of those; only its first bytes are read."""
    named = path.suffix.lower() in PARQUET
    text = (",".join(names_of_columns(path)) if named else _head(path)).casefold()
    return all(name in text for name in all_of) and any(name in text for name in any_of)
