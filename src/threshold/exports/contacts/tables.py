"""The tables of a list of contacts: files of rows and workbooks, each read by its column map."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from threshold.exports.contacts.maps import CONTACTS
from threshold.exports.contacts.model import Contact, Told
from threshold.exports.contacts.own_rows import tell_findings
from threshold.exports.contacts.rows import contacts_of
from threshold.exports.files.delimited import DelimitedFile
from threshold.exports.files.real_kind import check_kinds
from threshold.exports.files.records import NdjsonFile
from threshold.exports.formats.local_tables import File, Table, find_tables
from threshold.exports.request import Request
from threshold.privacy import identifying_text
from threshold.reading import BadInput, Problem, check_ordinary, did_you_mean
from threshold.vocabulary import Vocabulary

Tell = Callable[[Told], None]


def contacts_in_tables(
    path: Path, vocabulary: Vocabulary, column_map: Path | None, tell: Tell, as_at: date
) -> Iterator[Contact]:
    """The contacts of each table of a file. Raises BadInput where none can be read."""
    if not path.exists():
        raise BadInput(Problem("there is no such file", str(path)))
    check_ordinary(path, str(path))
    check_kinds(path)
    found = find_tables(path, Request(vocabulary, None, column_map), purpose=CONTACTS)
    for finding in found.findings:
        tell_findings(finding, tell)
    for table in found.tables:
        yield from _contacts(table, vocabulary, tell, as_at)


def contacts_in_piped(
    data: bytes,
    name: str,
    first: bytes,
    vocabulary: Vocabulary,
    column_map: Path,
    tell: Tell,
    as_at: date,
) -> Iterator[Contact]:
    """The contacts of a table that came through a pipe, whose first line is this."""
    whole = CONTACTS.written(column_map, vocabulary)
    opened: File = (
        NdjsonFile(Path(name), name, data)
        if first.startswith(b"{")
        else DelimitedFile(Path(name), name, whole.known(), data=data)
    )
    table = Table(opened, whole, whole.within(opened.headers), column_map, CONTACTS.needed)
    yield from _contacts(table, vocabulary, tell, as_at)


def _contacts(table: Table, vocabulary: Vocabulary, tell: Tell, as_at: date) -> Iterator[Contact]:
    _check(table)
    for column in sorted(table.whole.missing(table.file.headers)):
        hint = did_you_mean(column, _harmless(table.file.headers))
        tell(Told(f"the column map names this column, and it is not there{hint}", table.file.name, column))
    yield from contacts_of(table, vocabulary, tell, as_at)


def _check(table: Table) -> None:
    """Raise BadInput where no contact of the table could be read."""
    headers, place = table.file.headers, table.file.name
    if not headers:
        raise BadInput(Problem("the file is empty; not even headers are there", place))
    if table.lacking or not (table.columns.facts or table.columns.dates):
        named = table.whole.columns.get("child", "") if table.map else ""
        hint = did_you_mean(named, _harmless(headers)) if table.lacking else ""
        what = "contacts' references" if table.lacking else "anything that is said of a contact"
        message = (
            f"no column was found for {what}{hint}; see what there is and make a column map: "
            "threshold triage FILE --inspect"
        )
        raise BadInput(Problem(message, place, field=named))


def _harmless(headers: list[str]) -> list[str]:
    return [header for header in headers if not any(identifying_text(header))]
