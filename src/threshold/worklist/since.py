"""What is new since an earlier worklist, contact by contact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from threshold.output.escaping import cell
from threshold.reading import read_text
from threshold.worklist.model import Row, Since

_MOST = 512 * 1024 * 1024  # of a million contacts


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier list: by reference, what each contact came to then."""

    rows: Mapping[str, frozenset[tuple[str, ...]]]

    def marked(self, row: Row) -> Row:
        """The row, with what is new about it. One without a reference is always new."""
        before = self.rows.get(cell(row.reference)) if row.reference else None
        since: Since = "new" if before is None else "same" if _compared(row) in before else "changed"
        return replace(row, since=since)

    def gone(self, rows: Iterable[Row]) -> list[str]:
        """The references that are no longer in the list; of one that was to be referred now it is said."""
        here = {cell(row.reference) for row in rows}
        return sorted(_named(name, told) for name, told in self.rows.items() if name not in here)


def _named(reference: str, told: frozenset[tuple[str, ...]]) -> str:
    danger = any(act == "refer_now" for act, *_ in told)
    return f"{reference} (was to be referred now)" if danger else reference


def read_earlier(path: Path) -> Earlier:
    """The list in a file that `--format csv` or `ndjson` wrote. Raises BadInput where it is none.

    A table may have been saved again by a spreadsheet: it may have semicolons or tabs, and days may look
    otherwise, which are not compared.
    """
    from threshold.worklist.earlier_rows import earlier_rows

    name = str(path)
    text = read_text(path, name, most=_MOST)
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in earlier_rows(text, name):
        if row.reference:
            told = row.act, row.colour, row.status, row.to
            found.setdefault(cell(row.reference), set()).add(_safe(told))
    return Earlier({reference: frozenset(told) for reference, told in found.items()})


def _compared(row: Row) -> tuple[str, ...]:
    return _safe((row.act, row.colour, row.status, row.to))


def _safe(told: tuple[str, ...]) -> tuple[str, ...]:
    """As it stands in a table, where what a spreadsheet would run begins with an apostrophe."""
    return tuple(map(cell, told))
