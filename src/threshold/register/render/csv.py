"""Entries as CSV: a row for each, or in more detail for other programs."""

import csv
import io
from collections.abc import Iterable, Sequence

from threshold.output.escaping import formula
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
    """Rows as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for each in rows:
        cells = [each[column] for column in columns]
        writer.writerow(map(formula, cells))
    return text.getvalue()
