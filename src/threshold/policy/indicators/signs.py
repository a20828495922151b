"""What is written of a sign made a sign: every cell checked, each fault at its place."""

import re
from collections.abc import Iterable

from threshold.policy.indicators.ages import parse_ages
from threshold.policy.indicators.cells import Cell, fault, looks_like_a_date, whole_number, yes_or_no
from threshold.policy.indicators.columns import COLUMNS
from threshold.policy.indicators.grid import WrittenSign
from threshold.policy.indicators.model import Ages, Place, Sign
from threshold.reading import Problem

LONGEST_NAME = 60

_ID = re.compile(r"[A-Za-z][A-Za-z0-9.-]{0,39}")
_NAME = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_NAME - 1}}}")
_LACKS = {
    "id": "has no id; every sign needs one of its own, such as EM-2-01",
    "level": "has no level; say it in every row, also where it is that of the row above",
    "domain": "has no domain; say it in every row, also where it is that of the row above",
    "asks": "has no question; write what is asked about the child",
}
_MADE_A_DATE = "this is a date, which a spreadsheet made of something else; make the column text, and {}"
_INSTEAD = {
    "id": "type it again with letters before it, such as EM-2-01",
    "ages": 'write "5 to 16"',
}


def signs_of(rows: Iterable[WrittenSign], problems: list[Problem]) -> list[Sign]:
    """The signs; of any with a fault there is none, and every fault is added to the problems."""
    found: list[Sign] = []
    for row in rows:
        told = len(problems)
        sign = _sign(row, problems)
        if len(problems) == told:
            found.append(sign)
    return found


def id_fault(text: str) -> str:
    """What is wrong with an id; empty where nothing is. It is a clause and the name of a rule, too."""
    if _ID.fullmatch(text):
        return ""
    return (
        "an id begins with a letter and holds only letters, digits, dots and dashes, at most 40, "
        "such as EM-2-01; put initials of the document before a number"
    )


def name_of(ident: str) -> str:
    """The name that a sign has by its id: em_2_01 of EM-2-01."""
    return re.sub(r"[.-]", "_", ident.casefold())


def _sign(row: WrittenSign, problems: list[Problem]) -> Sign:
    texts = {column: _checked(row, column, problems) for column in COLUMNS}
    if texts["id"] and (wrong := id_fault(texts["id"])):
        problems.append(_place(row, "id").problem(wrong, "id"))
    name = texts["name"] or name_of(texts["id"])
    if texts["name"] and not _NAME.fullmatch(name):
        message = (
            "a name is small letters, digits and underscores, begins with a letter and has at most "
            f"{LONGEST_NAME}, such as misses_school; leave it out, and it is made of the id"
        )
        problems.append(_place(row, "name").problem(message, "name"))
    return Sign(
        texts["id"],
        name,
        whole_number(texts["level"]),
        texts["domain"],
        texts["asks"],
        _ages(row, texts["ages"], problems),
        _protection(row, texts["protection"], problems),
        row.place,
        _place(row, "level"),
    )


def _checked(row: WrittenSign, column: str, problems: list[Problem]) -> str:
    """The text of a cell; empty, and told, where it may not stand there."""
    cell = row.cells.get(column)
    text = cell.text if cell else ""
    wrong = _LACKS.get(column, "") if not text else fault(text) or _date_fault(column, cell)
    if not wrong:
        return text
    problems.append(_place(row, column).problem(wrong, column))
    return ""


def _date_fault(column: str, cell: Cell | None) -> str:
    is_date = cell is not None and (cell.date or (column in _INSTEAD and looks_like_a_date(cell.text)))
    return _MADE_A_DATE.format(_INSTEAD.get(column, "type it again")) if is_date else ""


def _ages(row: WrittenSign, text: str, problems: list[Problem]) -> Ages:
    try:
        return parse_ages(whole_number(text))
    except ValueError as error:
        problems.append(_place(row, "ages").problem(str(error), "ages"))
        return Ages()


def _protection(row: WrittenSign, text: str, problems: list[Problem]) -> bool:
    said = yes_or_no(text)
    if said is None:
        message = "say yes where this sign by itself tells of harm, and no or nothing elsewhere"
        problems.append(_place(row, "protection").problem(message, "protection"))
    return bool(said)


def _place(row: WrittenSign, column: str) -> Place:
    cell = row.cells.get(column)
    return cell.place if cell else row.place
