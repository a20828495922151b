"""What somebody wants tried, told apart by what it is: case files, exports, registers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from threshold.reading import BadInput, Problem

_REGISTERS = (".sqlite", ".sqlite3", ".db")
_EXPORTS = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".parquet", ".xml")
_SQLITE = b"SQLite format 3\0"
STANDARD = "-"


@dataclass(frozen=True, slots=True)
class Given:
    """What was given, by kind, in the order in which it was; cases are files and folders of them."""

    cases: tuple[str, ...] = ()
    exports: tuple[Path, ...] = ()
    registers: tuple[Path, ...] = ()


def given(what: Sequence[str]) -> Given:
    """Tells it apart. Raises BadInput where there is nothing of that name."""
    cases, exports, registers = [], [], []
    for each in dict.fromkeys(what):
        path = Path(each)
        if each != STANDARD and not path.exists():
            message = "there is no such file or folder; name examples, case files, an export or a register"
            raise BadInput(Problem(message, each))
        if each == STANDARD:
            cases.append(each)
        elif _is_register(path):
            registers.append(path)
        elif _is_export(path):
            exports.append(path)
        else:
            cases.append(each)
    return Given(tuple(cases), tuple(exports), tuple(registers))


def _is_register(path: Path) -> bool:
    if not path.is_file():
        return False
    if path.suffix.lower() in _REGISTERS:
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _is_export(path: Path) -> bool:
    """A table; or a folder with tables right in it, as case systems write them."""
    if path.is_dir():
        return any(each.suffix.lower() in _EXPORTS for each in path.iterdir() if each.is_file())
    return path.suffix.lower() in _EXPORTS
