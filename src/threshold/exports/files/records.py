"""Parquet files and files of one JSON object a line, read as the columns that are wanted."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, TextIO

import polars as pl
import polars.selectors as cs

from threshold.exports.files.counting import agree, count_json_lines
from threshold.exports.files.delimited import ROWS_OF_A_SAMPLE, ReadRows, unique_names
from threshold.exports.files.doubled import doubled
from threshold.exports.files.encodings import decoded, look, look_through
from threshold.exports.files.limits import MAX_COLUMNS, MAX_LINE
from threshold.exports.files.parquet_limits import look_inside_parquet
from threshold.exports.quality import finding
from threshold.exports.rows.dictionary import as_categories
from threshold.reading import BadInput, Problem, load_json, parse_json

PARQUET = (".parquet", ".pq")
NDJSON = (".ndjson", ".jsonl")

_LINES_FOR_HEADERS = 1_000


class ParquetFile:
    """A Parquet file. Raises BadInput where it is none."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self._contents = look_inside_parquet(path, name)
        with self._sound():
            schema = {
                header: kind for header, kind in pl.read_parquet_schema(path).items() if header != "row"
            }
        self.headers = unique_names(list(schema))
        self._written = dict(zip(self.headers, schema, strict=True))
        self._kinds = dict(zip(self.headers, schema.values(), strict=True))
        self._lists = frozenset(header for header, kind in self._kinds.items() if _is_plain_list(kind))

    def read(self, columns: Collection[str], labels: Collection[str] = ()) -> ReadRows:
        """These columns of every row. Raises BadInput where the file is damaged, or one is no plain text."""
        plain = [header for header, kind in self._kinds.items() if not kind.is_nested() and kind != pl.Binary]
        again = doubled([self._written[header] for header in plain], plain, columns)
        read = self._read({*columns, *again.names}, labels)
        rows, told = again.settle(read.rows, self.name)
        return replace(read, rows=rows, findings=[*told, *read.findings])

    def _read(self, columns: Collection[str], labels: Collection[str]) -> ReadRows:
        wanted = [header for header in self.headers if header in columns]
        for header in wanted:
            if self._kinds[header].is_nested() and header not in self._lists:
                raise self._no_plain(header)
        self._contents.check_cells([self._written[header] for header in wanted], self.name)
        with self._sound():
            rows = (
                pl.scan_parquet(self.path, glob=False)
                .select(self._column(header) for header in wanted)
                .collect(engine="streaming")
            )
        # Text that comes again and again is held once until something is made of it.
        self._contents.check_text(sum(map(_bytes_of_text, rows)), self.name)
        rows = rows.with_columns(self._plain(rows[header]) for header in wanted)
        # In one piece: columns in pieces of other lengths than their neighbours' are copied at every step.
        rows = rows.with_columns(as_categories(labels)).rechunk().with_row_index("row", offset=1)
        with self._sound():
            # Its last part says how many rows it has.
            records = int(pl.scan_parquet(self.path, glob=False).select(pl.len()).collect().item())
        agree(self.name, records, rows.height)
        return ReadRows(rows, records=records)

    def again(
        self, numbers: Sequence[int], columns: Collection[str]
    ) -> Iterator[tuple[int, dict[str, object]]]:
        """These columns of some rows, by their numbers, straight from the file."""
        wanted = [
            header for header, kind in self._kinds.items() if header in columns and not kind.is_nested()
        ]
        row = (pl.int_range(pl.len(), dtype=pl.UInt32) + 1).alias("row")
        with self._sound():
            rows = pl.scan_parquet(self.path, glob=False).select(
                row, *(self._column(header) for header in wanted)
            )
            found = rows.filter(pl.col("row").is_in(numbers)).collect()
        days = [found[header] for header in wanted if found[header].dtype in (pl.Date, pl.Datetime)]
        written = pl.DataFrame([day.cast(pl.String) for day in days])
        found = found.with_columns(_of_the_calendar(day) for day in days)
        for place, (number, *cells) in enumerate(found.iter_rows()):
            told = dict(zip(wanted, cells, strict=True))
            # A day of the year 16307 is no day, and stays what is written there.
            for header in written.columns:
                told[header] = told[header] or written[place, header]
            yield number, told

    def sample(self) -> pl.DataFrame:
        """Some rows, in all columns; nothing of those that are no plain text. Raises BadInput if damaged."""
        plain = [
            pl.lit(None, pl.String).alias(header)
            if kind.is_nested() or kind == pl.Binary
            else self._column(header)
            for header, kind in self._kinds.items()
        ]
        with self._sound():
            rows = pl.scan_parquet(self.path, glob=False).head(ROWS_OF_A_SAMPLE).select(plain).collect()
        return rows.with_columns(self._plain(column) for column in rows)

    def refuse_lists(self, columns: Iterable[str]) -> None:
        """Raises BadInput where one of these columns holds several values in one cell."""
        for header in columns:
            if header in self._lists:
                raise self._no_plain(header)

    def _no_plain(self, header: str) -> BadInput:
        message = (
            "holds lists, records or bytes where plain text, numbers or dates are needed; write the file "
            "anew with one value in each cell, or leave this column out of the column map"
        )
        return BadInput(Problem(message, self.name, field=header))

    def _column(self, header: str) -> pl.Expr:
        # A name between ^ and $ would be taken for a pattern.
        return cs.by_name(self._written[header]).as_expr().alias(header)

    def _plain(self, column: pl.Series) -> pl.Series:
        """The column, as text where nothing here reads such values. Raises BadInput where it is no text."""
        if column.dtype in (pl.Binary, pl.Duration, pl.Time, pl.Decimal, pl.Null):
            try:
                return (column.dt.to_string() if column.dtype == pl.Duration else column).cast(pl.String)
            except pl.exceptions.PolarsError:
                raise self._no_plain(column.name) from None
        return column

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """Raises BadInput where what is done here shows that the file is damaged."""
        problem = Problem("this is no Parquet file that can be read; is it damaged or cut short?", self.name)
        try:
            yield
        except (pl.exceptions.PolarsError, OSError):
            raise BadInput(problem) from None
        except BaseException as error:
            # A library written in Rust reports a broken promise of its own as something that is no Exception.
            if type(error).__name__ != "PanicException":
                raise
            raise BadInput(problem) from None


def _of_the_calendar(days: pl.Series) -> pl.Series:
    """The days, without those of a year that the calendar does not have."""
    return days.set(~days.dt.year().is_between(1, 9999).fill_null(True), None)


def _bytes_of_text(column: pl.Series) -> int:
    if column.dtype == pl.Binary:
        return int(column.bin.size().sum())
    if isinstance(column.dtype, pl.Categorical | pl.Enum):
        return int(column.cat.len_bytes().sum())
    return int(column.str.len_bytes().sum()) if column.dtype == pl.String else 0


def _is_plain_list(kind: pl.DataType) -> bool:
    inner = kind.inner if isinstance(kind, pl.List) else None
    return isinstance(inner, pl.DataType) and not inner.is_nested() and inner != pl.Binary


class NdjsonFile:
    """A file of one JSON object a line. Raises BadInput where it cannot be opened.

    `data` is what came through a pipe, so that there is no file at the path.
    """

    def __init__(self, path: Path, name: str, data: bytes | None = None) -> None:
        self.path, self.name = path, name
        self._looked = look(path, name) if data is None else look_through(BytesIO(data))
        self._text: str | None = None
        if data is not None:
            self._text = data.decode(self._looked.encoding, "replace").lstrip("\ufeff")
        elif self._looked.encoding != "utf-8":
            self._text = decoded(path, self._looked.encoding).lstrip("\ufeff")
        keys = (key for _, row in self._objects(_LINES_FOR_HEADERS) if row is not None for key in row)
        written = [key for key in dict.fromkeys(keys) if key != "row" and _whole(key) == key]
        if len(written) > MAX_COLUMNS:
            raise BadInput(Problem("names more columns than any list has", name))
        if wrong := self._no_objects(bool(written)):
            raise BadInput(Problem(wrong, name))
        self.headers = unique_names(written)
        self._written = dict(zip(self.headers, written, strict=True))

    def _no_objects(self, some: bool) -> str:
        """What is wrong where the first lines, or all of a list, are not objects; empty where nothing is."""
        first = next((line.strip() for _, line in self._lines() if line.strip()), "")
        if first.startswith("["):
            return "this is a list; write one JSON object on each line, without the brackets of the list"
        if some or not first:
            return ""
        try:
            parse_json(first, self.name)
        except BadInput as error:
            return error.problems[0].message
        return "no line holds a JSON object with anything in it"

    def read(self, columns: Collection[str], labels: Collection[str] = ()) -> ReadRows:
        """These columns of every line that can be read, as text; a list is kept as its JSON."""
        again = doubled([self._written[header] for header in self.headers], self.headers, columns)
        read = self._read({*columns, *again.names}, labels)
        rows, told = again.settle(read.rows, self.name)
        return replace(read, rows=rows, findings=[*told, *read.findings])

    def _read(self, columns: Collection[str], labels: Collection[str]) -> ReadRows:
        wanted = [header for header in self.headers if header in columns]
        if not (self._looked.nul or self._looked.blank_lines or self._looked.returns):
            try:
                written = [self._written[header] for header in wanted]
                # Its bytes, for polars takes `March [2].ndjson` for the pattern of a name.
                source = self.path.read_bytes() if self._text is None else self._text.encode()
                if _may_say_twice(source, written):
                    return self._counted(self._read_slowly(wanted))
                rows = pl.read_ndjson(source, schema=dict.fromkeys(written, pl.String))
                rows.columns = wanted
                rows = rows.with_columns(as_categories(labels)).rechunk()
                return self._counted(ReadRows(rows.with_row_index("row", offset=1), records=rows.height))
            except (pl.exceptions.PolarsError, OSError):
                pass
        return self._counted(self._read_slowly(wanted))

    def again(
        self, numbers: Sequence[int], columns: Collection[str]
    ) -> Iterator[tuple[int, dict[str, object]]]:
        """These columns of some lines, by their numbers, each read by itself."""
        wanted = set(numbers)
        names = {written: header for header, written in self._written.items() if header in columns}
        for number, line in self._lines():
            if number in wanted:
                yield number, {names[key]: cell for key, cell in json.loads(line).items() if key in names}

    def _counted(self, read: ReadRows) -> ReadRows:
        """What was read; raises BadInput where the file has more lines than that, or fewer."""
        source = self.path if self._text is None else self._text.encode()
        lines = count_json_lines(source, self._looked.returns)
        agree(self.name, lines, read.rows.height + read.refused)
        return replace(read, records=lines)

    def sample(self) -> pl.DataFrame:
        """Some rows, in all columns."""
        rows = [row for _, row in self._objects(ROWS_OF_A_SAMPLE) if row is not None]
        columns = {header: [_as_text(row.get(key)) for row in rows] for header, key in self._written.items()}
        return pl.DataFrame(columns, schema=dict.fromkeys(self.headers, pl.String))

    def _read_slowly(self, wanted: list[str]) -> ReadRows:
        numbers: list[int] = []
        bad: list[int] = []
        cells: dict[str, list[str | None]] = {header: [] for header in wanted}
        for number, row in self._objects(None):
            if row is None:
                bad.append(number)
                continue
            numbers.append(number)
            for header, column in cells.items():
                column.append(_as_text(row.get(self._written[header])))
        rows = pl.DataFrame(
            {"row": pl.Series(numbers, dtype=pl.UInt32)}
            | {header: pl.Series(column, dtype=pl.String) for header, column in cells.items()}
        )
        told = [finding("unreadable-row", self.name, pl.Series(bad))] if bad else []
        return ReadRows(rows, told, len(bad), records=rows.height + len(bad))

    def _objects(self, most: int | None) -> Iterator[tuple[int, dict[str, Any] | None]]:
        """Each line that is not blank, with its number; None for one that holds no JSON object."""
        for number, line in self._lines():
            if most is not None and number > most:
                return
            if not line.strip():
                continue
            try:
                row = load_json(line)
            except ValueError:
                row = None
            yield number, row if isinstance(row, dict) else None

    def _lines(self) -> Iterator[tuple[int, str]]:
        with self._opened() as file:
            number = 0
            while line := file.readline(MAX_LINE):
                number += 1
                if len(line) == MAX_LINE:
                    message = "a line is longer than anything that is said of one event"
                    raise BadInput(Problem(message, self.name, number))
                yield number, line

    def _opened(self) -> TextIO:
        """The text, each line of which ends in a line feed."""
        if self._text is not None:
            return StringIO(self._text, newline=None)
        return self.path.open(encoding="utf-8", errors="replace", newline=None)


def _may_say_twice(source: bytes, keys: list[str]) -> bool:
    """Whether some line may hold one of these keys twice, of which polars would take one without a word."""
    line = pl.col("line").str
    # A key may be written with signs that stand for others.
    signs = pl.any_horizontal(
        line.contains(r'\\(?:u[0-9a-fA-F]{4}|/)[^"]*"\s*:'),
        *(line.count_matches(json.dumps(key, ensure_ascii=False), literal=True) > 1 for key in keys),
    )
    lines = pl.scan_csv(
        BytesIO(source),
        has_header=False,
        separator="\x01",
        quote_char=None,
        schema={"line": pl.String},
    )
    return bool(lines.select(signs.any()).collect(engine="streaming").item())


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return _whole(value or "") or None
    return _whole(json.dumps(value, ensure_ascii=False))


def _whole(text: str) -> str:
    """The text without halves of characters, which JSON can hold and nothing else."""
    return text.encode("utf-8", "replace").decode("utf-8")
