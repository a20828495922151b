"""What is new since an earlier worklist, contact by contact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from threshold.output.escaping import cell
from threshold.reading import read_text
from threshold.worklist.model import Row, Since

_MOST = 512 * 1024 * 1024  # of a million contacts


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier list: by reference, what each contact came to then.

    unnamed  the references that no contact may have, for they may tell who somebody is: compared, never shown
    """

    rows: Mapping[str, frozenset[tuple[str, ...]]]
    unnamed: frozenset[str] = frozenset()

    def marked(self, row: Row) -> Row:
        """The row, with what is new about it. One without a reference is always new."""
        before = self.rows.get(cell(row.reference)) if row.reference else None
        since: Since = "new" if before is None else "same" if _compared(row) in before else "changed"
        return replace(row, since=since)

    def gone(self, rows: Iterable[Row]) -> list[str]:
        """The references that are no longer in the list; of one that was to be referred now it is said.

        Those that may tell who somebody is are counted.
        """
        here = {cell(row.reference) for row in rows}
        gone = {name: told for name, told in self.rows.items() if name not in here}
        named = sorted(_named(name, told) for name, told in gone.items() if name not in self.unnamed)
        rest = [told for name, told in gone.items() if name in self.unnamed]
        return [*named, *([_counted(rest)] if rest else [])]


def _named(reference: str, told: frozenset[tuple[str, ...]]) -> str:
    return f"{reference} (was to be referred now)" if _danger(told) else reference


def _counted(rest: Sequence[frozenset[tuple[str, ...]]]) -> str:
    danger = sum(map(_danger, rest))
    were = "was" if danger == 1 else "were"
    also = f" ({danger:,} {were} to be referred now)" if danger else ""
    return f"{len(rest):,} that may name somebody{also}"


def _danger(told: frozenset[tuple[str, ...]]) -> bool:
    return any(act == "refer_now" for act, *_ in told)


def read_earlier(path: Path) -> Earlier:
    """The list in a file that `--format csv` or `ndjson` wrote. Raises BadInput where it is none.

    A table may have been saved again by a spreadsheet: it may have semicolons or tabs, and days may look
    otherwise, which are not compared.
    """
    from threshold.exports.contacts.references import no_names
    from threshold.worklist.earlier_rows import earlier_rows

    name = str(path)
    rows = earlier_rows(read_text(path, name, most=_MOST), name)
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in rows:
        if row.reference:
            told = row.act, row.colour, row.status, row.to
            found.setdefault(cell(row.reference), set()).add(_safe(told))
    unnamed = frozenset(map(cell, no_names({row.reference for row in rows if row.reference})))
    return Earlier({reference: frozenset(told) for reference, told in found.items()}, unnamed)


def _compared(row: Row) -> tuple[str, ...]:
    return _safe((row.act, row.colour, row.status, row.to))


def _safe(told: tuple[str, ...]) -> tuple[str, ...]:
    """As it stands in a table, where what a spreadsheet would run begins with an apostrophe."""
    return tuple(map(cell, told))
