"""Entries as CSV: a row for each, or in more detail for other programs."""

from collections.abc import Iterable, Sequence

from threshold.output.delimited import delimited
from threshold.register.entries import Entry
from threshold.register.query import COLUMNS, row


def list_csv(entries: Iterable[Entry]) -> str:
    """A row for each entry, by COLUMNS."""
    return _csv(map(row, entries), COLUMNS)


def export_csv(entries: Iterable[Entry]) -> str:
    """The same with the reason, the program's version and the hash."""
    return _csv((row(entry) | _more(entry) for entry in entries), (*COLUMNS, "reason", "program", "hash"))


def _more(entry: Entry) -> dict[str, str]:
    summary = entry.summary
    reason, program = (summary.decided.reason, summary.program) if summary else ("", "")
    return {"reason": reason, "program": program, "hash": entry.link.hash}


def _csv(rows: Iterable[dict[str, str]], columns: Sequence[str]) -> str:
    return delimited([columns, *([each[column] for column in columns] for each in rows)])
