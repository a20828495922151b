"""Contacts of files, folders and standard input, whatever they are written in."""

from collections.abc import Callable, Iterator
from glob import escape
from pathlib import Path

from threshold.casefiles import STDIN, cases_in_lines, cases_in_text, read_cases
from threshold.exports.contacts.case_files import contacts_in_cases
from threshold.exports.contacts.model import Contact, Told
from threshold.reading import BadInput, load_json
from threshold.reading.files import MAX_BYTES, decode, read_bytes
from threshold.reading.standard_input import StandardInput
from threshold.vocabulary import Vocabulary

_TABLES = (".csv", ".tsv", ".txt", ".parquet", ".pq", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_LINES = (".ndjson", ".jsonl")
_CASES = (".yaml", ".yml", ".json", *_LINES)
_MAP_NAME = "columns.yaml"
_MOST_PIPED = 256 * 1024**2  # bytes of a table

Tell = Callable[[Told], None]


def _nobody(told: Told) -> None:
    """Nobody is told."""


def read_contacts(
    paths: list[str], vocabulary: Vocabulary, column_map: Path | None = None, tell: Tell = _nobody
) -> Iterator[Contact]:
    """Every contact in the files, folders and (for `-`) standard input, in their order.

    What cannot be read is a contact without a case; where that is a whole file, in row 0. `tell` is told once
    of what holds for a file, and of rows that are none of a contact. Raises BadInput where the column map
    that was given has a mistake, for by it nothing could be read.
    """
    if column_map is not None:
        from threshold.exports.contacts.maps import CONTACTS

        CONTACTS.written(column_map, vocabulary)
    source = _Source(vocabulary, column_map, tell)
    for path in paths:
        yield from source.each(path)


class _Source:
    """How contacts are read, whatever they come from."""

    def __init__(self, vocabulary: Vocabulary, column_map: Path | None, tell: Tell) -> None:
        self.vocabulary, self.column_map, self.tell = vocabulary, column_map, tell

    def each(self, path: str) -> Iterator[Contact]:
        """The contacts of one path, or one without a case where nothing of it can be read."""
        try:
            yield from self.contacts(path)
        except BadInput as error:
            yield Contact(STDIN if path == "-" else path, 0, "", None, error.problems)

    def contacts(self, path: str) -> Iterator[Contact]:
        """Those of one path. Raises BadInput where nothing of it can be read."""
        file = Path(path)
        if path == "-":
            yield from self._piped(StandardInput(STDIN))
        elif file.is_dir():
            yield from self._folder(file)
        elif file.is_fifo() or (self.column_map and file.suffix.lower() not in (*_TABLES, *_CASES)):
            yield from self._whole(read_bytes(file, path), path)
        elif file.suffix.lower() in _TABLES or self._is_table_of_lines(file):
            yield from self._tables(file)
        else:
            yield from contacts_in_cases(read_cases([path], self.vocabulary), self.tell)

    def _tables(self, path: Path) -> Iterator[Contact]:
        from threshold.exports.contacts.tables import contacts_in_tables

        return contacts_in_tables(path, self.vocabulary, self.column_map, self.tell)

    def _folder(self, folder: Path) -> Iterator[Contact]:
        """The tables in a folder, and the case files in it and in those within it."""
        files = sorted(file for file in folder.iterdir() if not file.name.startswith((".", "~$")))
        tables = [file for file in files if file.suffix.lower() in _TABLES and file.is_file()]
        for table in tables:
            own = any(folder.glob(f"{escape(table.stem)}.*{_MAP_NAME}")) or not (folder / _MAP_NAME).is_file()
            map_ = self.column_map or (None if own else folder / _MAP_NAME)
            yield from _Source(self.vocabulary, map_, self.tell).each(str(table))
        others = any(_is_case_file(file) for file in folder.rglob("*"))
        if others or not tables:
            yield from contacts_in_cases(read_cases([str(folder)], self.vocabulary), self.tell)

    def _piped(self, piped: StandardInput) -> Iterator[Contact]:
        """What comes through standard input: case files a line as they come, or one whole text."""
        if not piped.first:
            self.tell(Told("nothing came through standard input", STDIN))
        elif _is_object(piped.first) and not self._is_row(piped.first):
            yield from contacts_in_cases(cases_in_lines(piped.lines(), STDIN, self.vocabulary), self.tell)
        else:
            yield from self._whole(piped.whole(_MOST_PIPED if self.column_map else MAX_BYTES), STDIN)

    def _whole(self, data: bytes, name: str) -> Iterator[Contact]:
        """Contacts in what came through a pipe: rows where a column map was given, else case files."""
        first = next((line for line in data.splitlines() if line.strip()), b"").strip()
        if self.column_map is not None and (not first.startswith((b"{", b"[")) or self._is_row(first)):
            from threshold.exports.contacts.tables import contacts_in_piped

            return contacts_in_piped(data, name, first, self.vocabulary, self.column_map, self.tell)
        return contacts_in_cases(cases_in_text(decode(data, name), name, self.vocabulary), self.tell)

    def _is_table_of_lines(self, file: Path) -> bool:
        """Whether a file of one JSON object a line holds rows that a column map is for, and no case files."""
        beside = file.with_name(f"{file.stem}.{_MAP_NAME}")
        if file.suffix.lower() not in _LINES or not (self.column_map or beside.is_file()):
            return False
        try:
            with file.open("rb") as opened:
                first = next((line for line in opened if line.strip()), b"")
        except OSError:
            return False
        return self._is_row(first, beside)

    def _is_row(self, line: bytes, beside: Path | None = None) -> bool:
        """Whether a line is a row of a table, of which the column map names a column."""
        if (path := self.column_map or beside) is None:
            return False
        try:
            row = load_json(line.decode("utf-8-sig", "replace"))
        except (ValueError, RecursionError):
            return False
        from threshold.exports.contacts.maps import CONTACTS

        columns = CONTACTS.written(path, self.vocabulary)
        return isinstance(row, dict) and "child" in columns.within(map(str, row)).columns


def _is_object(line: bytes) -> bool:
    return line.removeprefix(b"\xef\xbb\xbf").startswith(b"{") and line.endswith(b"}")


def _is_case_file(file: Path) -> bool:
    return file.suffix.lower() in _CASES and not file.name.endswith(_MAP_NAME) and file.is_file()
