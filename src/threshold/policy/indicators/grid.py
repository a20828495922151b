"""Rows of cells under their headers, of a CSV file or a sheet alike: each as what it says of one sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.policy.indicators.cells import Cell
from threshold.policy.indicators.columns import COLUMNS, NEEDED, column_of, nearest_column, recognised
from threshold.policy.indicators.model import Place
from threshold.reading import BadInput, Problem

HEADERS_WITHIN = 20  # rows: titles and notes above the headers take no more

Row = tuple[int, Sequence[Cell]]  # its line or row, as its file counts, and its cells


@dataclass(frozen=True, slots=True)
class WrittenSign:
    """What is said of one sign, by column; what is left out is not there. `place` is that of the whole."""

    cells: dict[str, Cell]
    place: Place


def header_at(rows: Sequence[Row]) -> int | None:
    """Which of the rows has the headers; None where none has."""
    for at, (_, cells) in enumerate(rows[:HEADERS_WITHIN]):
        if recognised([cell.text for cell in cells]) > 1:
            return at
    return None


def written_signs(rows: Sequence[Row], file: str) -> list[WrittenSign]:
    """What a table says of each sign; a blank row is none. Raises BadInput with all that is wrong with it."""
    rows = [row for row in rows if any(cell.text for cell in row[1])]
    if not rows:
        raise BadInput(Problem("the file is empty; write a header and a row for each sign", file))
    at = header_at(rows)
    if at is None:
        named = ", ".join(COLUMNS)
        message = f"has no header; let its first row be: {named} (the last three may be left out)"
        raise BadInput(_place(rows[0], file).problem(message))
    headers, under, place = rows[at][1], rows[at + 1 :], _place(rows[at], file)
    problems = [*_above(rows[:at], file), *_wrong_headers(headers, under, place)]
    if not problems and not under:
        problems = [place.problem("has a header and no row under it; write a row for each sign")]
    if problems:
        raise BadInput(*problems)
    problems = [problem for row in under for problem in _too_many(row, len(headers), file)]
    if problems:
        raise BadInput(*problems)
    return [_written(headers, row, file) for row in under]


def _above(titles: Sequence[Row], file: str) -> Iterator[Problem]:
    for row in titles:
        message = "this row stands above the header and is no part of the table; delete it"
        yield _place(row, file).problem(message)


def _wrong_headers(headers: Sequence[Cell], under: Sequence[Row], row: Place) -> Iterator[Problem]:
    first: dict[str, Cell] = {}
    guessed: set[str] = set()
    for at, header in enumerate(headers):
        place = header.place
        column = column_of(header.text)
        if not header.text:
            filled = next((c[at] for _, c in under if at < len(c) and c[at].text), None)
            if filled is not None:
                yield filled.place.problem(
                    "stands under no header; name its column in the header, or delete it"
                )
        elif not column:
            near = nearest_column(header.text)
            guessed.add(near)
            hint = f'did you mean "{near}"?' if near else f"a table has {', '.join(COLUMNS)}; delete others"
            yield place.problem(f"column {at + 1} of the header is not known; {hint}", field="header")
        elif column in first:
            yield place.problem(_twice(column, headers, at), field="header")
        else:
            first[column] = header
    missing = [column for column in NEEDED if column not in {*first, *guessed}]
    if missing:
        named = " and ".join(f'"{column}"' for column in missing)
        several = "columns" if len(missing) > 1 else "column"
        yield row.problem(f"the header has no {several} {named}; add it, and fill it")


def _twice(column: str, headers: Sequence[Cell], at: int) -> str:
    before = next(n for n, each in enumerate(headers) if column_of(each.text) == column) + 1
    return f'columns {before} and {at + 1} of the header both mean "{column}"; keep one of them'


def _too_many(row: Row, headers: int, file: str) -> Iterator[Problem]:
    number, cells = row
    extra = next((cell for cell in cells[headers:] if cell.text), None)
    if extra is not None:
        message = (
            "this row has more cells than the header; put text with a comma into quotation marks, "
            "or delete what stands beside the table"
        )
        yield Place(file, number, extra.place.cell).problem(message)


def _written(headers: Sequence[Cell], row: Row, file: str) -> WrittenSign:
    named = zip(headers, row[1], strict=False)
    by_column = {column_of(header.text): cell for header, cell in named if header.text}
    return WrittenSign(by_column, by_column["id"].place if "id" in by_column else _place(row, file))


def _place(row: Row, file: str) -> Place:
    """Where a row stands, which for a sheet is the first of its cells that is filled."""
    number, cells = row
    return Place(file, number, next(cell.place.cell for cell in cells if cell.text))
