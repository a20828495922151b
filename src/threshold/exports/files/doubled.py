"""Columns that are read and whose header stands twice: which one is meant has to make no difference.

Capitals and spaces tell no headers apart: `danger NOW` beside `Danger now` is the same header again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from threshold.exports.quality import finding
from threshold.exports.rows.cells import printable_line
from threshold.reading import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Doubled:
    """For each header that is read, the further columns under it, by the names that they go by here.

    `same` are those headers of which a further one is the same letter for letter.
    """

    further: dict[str, list[str]]
    same: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """Those further columns, which have to be read as well."""
        return frozenset(name for names in self.further.values() for name in names)

    def settle(self, rows: pl.DataFrame, place: str) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
        """The rows without them, and what is told.

        Raises BadInput where one says in any row what the first does not: neither can be taken for the other.
        """
        if wrong := list(self._differ(rows, place)):
            raise BadInput(*wrong)
        told = [finding("header-twice", place, None, header) for header in self.further]
        return rows.drop(self.names), told

    def _differ(self, rows: pl.DataFrame, place: str) -> Iterator[Problem]:
        for header, names in self.further.items():
            first = _plain(header)
            others = [_plain(name) for name in names]
            found = rows.filter(
                pl.any_horizontal((other.is_not_null() & other.ne_missing(first)) for other in others)
            )
            if found.height:
                but_for = "" if header in self.same else " but for capitals and spaces"
                message = (
                    f"several columns have this header{but_for}, and they differ, first in this row; "
                    "which of them is meant cannot be told. Rename or delete the others in the export"
                )
                yield Problem(message, place, int(found["row"][0]), field=header)


def doubled(written: Sequence[str], names: Sequence[str], wanted: Collection[str]) -> Doubled:
    """Of headers as they are `written`, and as they are named here, those wanted that come again.

    A further one that is wanted by its own name is no other than the one meant.
    """
    further: dict[str, list[str]] = {}
    same: set[str] = set()
    meant: dict[str, str] = {}
    for name in names:
        if name in wanted:
            meant.setdefault(_loosely(name), name)
    for header, name in zip(map(printable_line, written), names, strict=True):
        first = header if header in wanted and header in names else meant.get(_loosely(header))
        if header and first is not None and name != first and name not in wanted:
            further.setdefault(first, []).append(name)
            same |= {first} & {header}
    return Doubled(further, frozenset(same))


def _loosely(header: str) -> str:
    return "".join(header.casefold().split())


def _plain(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)
