"""Tables made for the tests of indicators, and what is told of those that cannot be read."""

from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from threshold.policy.indicators.cells import Cell
from threshold.policy.indicators.grid import WrittenSign
from threshold.policy.indicators.model import Ages, IndicatorTable, Place, Sign
from threshold.policy.indicators.read import read_table
from threshold.reading import BadInput

HEADER = ("id", "level", "domain", "asks", "ages", "protection", "name")
ROW = ("EM-1", "2", "Health", "Is the child unwell?")

TABLE = (HEADER, (*ROW, "5 to 16", True), ("EM-2", 3, "Home", "Is the home cold?"))

Content = str | bytes


def written(folder: Path, **files: Content) -> Path:
    """A folder with these files, whose names have _ for the dot."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        folder.joinpath(name.replace("_", ".")).write_bytes(data)
    return folder


def read(folder: Path, **files: Content) -> IndicatorTable:
    table = read_table(written(folder, **files))
    assert table is not None
    return table


def told(call: Callable[[], object]) -> list[str]:
    """What is wrong with something, each without the folder that its file lies in."""
    try:
        call()
    except BadInput as error:
        return [
            str(problem).replace(f"{Path(problem.file).parent}/", "") if problem.file else str(problem)
            for problem in error.problems
        ]
    return []


def csv(*rows: Sequence[str], header: Sequence[str] = HEADER) -> str:
    return "".join(f"{','.join(row)}\n" for row in (header, *rows))


def workbook(
    path: Path,
    change: Callable[[Worksheet], object] | None = None,
    *others: Sequence[Sequence[object]],
    table: Sequence[Sequence[object]] = TABLE,
) -> Path:
    """A workbook with a small table on its sheet "Signs", changed, and with other sheets."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Signs")
        for at, row in enumerate(table):
            sheet.write_row(at, 0, row)
        if change:
            change(sheet)
        for number, rows in enumerate(others, 2):
            other = book.add_worksheet(f"Other {number}")
            for at, row in enumerate(rows):
                other.write_row(at, 0, row)
            other.activate()  # the first sheet may be hidden then
            other.set_first_sheet()
    return path


def sign(number: int, level: str, domain: str = "health") -> Sign:
    place = Place("indicators.csv", number + 1)
    return Sign(f"EM-{number}", f"em_{number}", level, domain, "Is it so?", Ages(), False, place)


def row(**cells: str) -> WrittenSign:
    """What is written of a sign on line 7; what is not said is as in ROW, what is empty is left out."""
    place = Place("indicators.csv", 7)
    said = {**dict(zip(HEADER, ROW, strict=False)), **cells}
    return WrittenSign({column: Cell(text, place) for column, text in said.items() if text}, place)
