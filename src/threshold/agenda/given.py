"""Whether what somebody names is case files or an export: told by what lies there, never by trying."""

import os
import re
from pathlib import Path
from typing import Literal

from threshold.reading import BadInput, Problem

STDIN = "-"
# The tables of an export; a folder that holds one is an export.
_TABLES = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xml")
_LINES = (".ndjson", ".jsonl")
_HEAD = 65_536
_OF_A_CASE = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{(?:[^\n]*[,{])?\s*"case"\s*:')
_OF_AN_EVENT = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{[^\n]*"[^"\n]*"\s*:')

Kind = Literal["cases", "export"]


def kind_of_given(paths: list[str], is_export: bool = False) -> Kind:
    """Cases, or one export. `is_export`: an option that only an export has says so.

    Raises BadInput where it is several exports, or cases and an export together.
    """
    kinds = ["export" if is_export else _kind(path) for path in paths]
    if "export" not in kinds:
        return "cases"
    if STDIN in paths and is_export:
        message = "an export is a file or a folder, and cannot come by standard input; name it"
        raise BadInput(Problem(message, "CASE or EXPORT"))
    if len(paths) > 1:
        other = "case files and exports" if "cases" in kinds else "several exports"
        raise BadInput(
            Problem(f"{other} are given; name one export, or case files alone", paths[kinds.index("export")])
        )
    return "export"


def _kind(path: str) -> Kind:
    if path == STDIN:
        return "cases"
    if os.path.isdir(path):
        return "export" if _holds_tables(Path(path)) else "cases"
    suffix = Path(path).suffix.lower()
    if suffix in _LINES:
        return "cases" if _begins_as_case(Path(path)) else "export"
    if suffix in _TABLES:
        return "export"
    # Whoever reads cases says best what is wrong with anything else.
    return "cases"


def _holds_tables(folder: Path) -> bool:
    try:
        return any(
            Path(name).suffix.lower() in (*_TABLES, *_LINES) and not _is_cases(folder / name)
            for name in sorted(os.listdir(folder))
            if not name.startswith(".")
        )
    except OSError:
        return False


def _is_cases(path: Path) -> bool:
    return path.suffix.lower() in _LINES and _begins_as_case(path)


def _begins_as_case(path: Path) -> bool:
    """Whether the first line of a file is a case, or may be one: rubbish is told best as one."""
    try:
        if not path.is_file():
            return True
        with path.open("rb") as opened:
            head = opened.readline(_HEAD)
    except OSError:
        return True
    return bool(_OF_A_CASE.match(head)) or not _OF_AN_EVENT.match(head)
