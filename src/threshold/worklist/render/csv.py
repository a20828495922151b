"""The worklist as a table: a line for each contact. Its columns are documented and versioned."""

from collections.abc import Iterable
from itertools import chain

from threshold.output.delimited import delimited
from threshold.worklist.model import SCHEMA, Row
from threshold.worklist.render import columns

COLUMNS = tuple(column.name for column in columns.COLUMNS)
BETWEEN = "; "


def as_csv(rows: Iterable[Row]) -> str:
    """A line of headings, and one for each contact; what is not known or does not arise is empty."""
    return delimited(chain([COLUMNS], map(cells, rows)))


def cells(row: Row) -> tuple[str | int, ...]:
    """A contact's cells, in the order of COLUMNS."""
    answer = row.response
    return (
        row.rank if row.rank is not None else "",
        row.act,
        row.reference,
        row.colour,
        level(row),
        row.from_,
        row.to,
        row.received,
        answer.due,
        answer.within,
        answer.state,
        answer.minutes if answer.minutes is not None else "",
        answer.left,
        row.status,
        row.direction,
        row.danger,
        BETWEEN.join(row.do),
        BETWEEN.join(row.why),
        BETWEEN.join(row.missing),
        row.ask,
        BETWEEN.join(row.conflicts),
        BETWEEN.join(row.duplicates),
        BETWEEN.join(row.problems),
        row.since,
        row.place,
        row.row,
        row.as_at,
        answer.rule,
        SCHEMA,
    )


def level(row: Row) -> str:
    """The level of need, or the least that it is."""
    if row.level is not None:
        return str(row.level)
    return f"at least {row.at_least}" if row.at_least is not None else ""
