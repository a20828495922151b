"""Tables as data, and as plain text of a certain width."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from threshold.output.escaping import terminal

_INDENT = "  "
_BETWEEN = "  "


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows; the columns named in `numbers` are set to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


def plain_table(table: Table, widths: Sequence[int | None] = ()) -> list[str]:
    """The table as indented lines; a width given (columns beyond those given have none) makes cells wrap."""
    from tabulate import tabulate  # a hundredth of a second, and many decisions have no table

    columns = len(table.headings)
    limits = [*widths, *(None,) * (columns - len(widths))]
    # Wrapped here: tabulate takes what it is to wrap for a number where it can, and fails at "1,000".
    text = tabulate(
        [
            [_within(terminal(cell), limit) for cell, limit in zip(row, limits, strict=True)]
            for row in table.rows
        ],
        headers=list(table.headings),
        tablefmt="plain",
        disable_numparse=True,
        colalign=["right" if column in table.numbers else "left" for column in range(columns)],
    )
    return textwrap.indent(text, _INDENT).splitlines()


def aligned(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in which every row is one line, and every cell as it is written."""
    from tabulate import tabulate

    cells = [[terminal(str(cell)) for cell in row] for row in rows]
    return tabulate(cells, [*headings], tablefmt="plain", disable_numparse=True)


def _within(cell: str, width: int | None) -> str:
    plain = terminal(cell)
    return plain if width is None else "\n".join(textwrap.wrap(plain, width))


def fitting_widths(table: Table, width: int) -> list[int]:
    """The width of every column, so that a line holds them all: the widest gives way, by whole words."""
    padded = [f"{heading}{_BETWEEN}" for heading in table.headings]  # as tabulate pads them
    columns = list(zip(padded, *table.rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [
        max(len(heading), *(len(word) for cell in cells for word in cell.split() or [""]))
        for heading, *cells in columns
    ]
    spare = width - len(_INDENT) * len(columns)
    while sum(widths) > spare and widths != least:
        widest = max((each, i) for i, each in enumerate(widths) if each > least[i])[1]
        widths[widest] -= 1
    return widths
