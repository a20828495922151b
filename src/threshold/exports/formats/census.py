"""The children in need census: XML, read child by child as a stream, with every door to the outside shut."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from lxml import etree

from threshold.exports.files.counting import agree
from threshold.exports.formats import census_tables
from threshold.exports.formats.census_count import count_records
from threshold.exports.formats.recognition import CENSUS, files_of_tables
from threshold.exports.formats.returns import covered, taken_for
from threshold.exports.formats.specification import Specification, find, specification
from threshold.exports.gathering import Export, Gathered, Source
from threshold.exports.quality import finding
from threshold.exports.request import Inspection, Request, Seen
from threshold.exports.rows.cells import read_dates, read_references, unusable
from threshold.exports.rows.wide import take
from threshold.reading import BadInput, Problem

_CHILD, _EPISODE, _CONFERENCE = "child", "CINdetails", "DateOfInitialCPC"
_KEY, _WITHIN = "key", "within"
_IDENTIFIERS, _CHARACTERISTICS, _REFERENCE = "ChildIdentifiers", "ChildCharacteristics", "LAchildID"
_PERSON = (_IDENTIFIERS, _CHARACTERISTICS)
_TOO_LONG = re.compile(r"(?i)too (?:big|long)|huge")  # of what the parser says
_INVALID_ENCODING = (etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_INVALID_CHAR)


def read(path: Path, request: Request) -> Export:
    """The census as an export; as at its own reference date, where no other is asked for.

    Raises BadInput where the file is no census, or declares entities.
    """
    if files_of_tables(path):
        return census_tables.read(path, request)
    census = _Census(path)
    as_at, dated_by = request.dated(census.reference_date, str(path))
    gathered = Gathered(findings=census.findings)
    covers: list[str] = []
    proxies: list[str] = []
    for name, rows in census.groups():
        group = _specification().groups[name]
        located = find(group, rows.columns, _specification(), request.vocabulary)
        if located is None:
            gathered.held[name] = rows.height
            gathered.came[name] += rows.height
            gathered.refuse("no-date", rows.height)
            gathered.findings.append(finding("no-date", name, rows["row"]))
            continue
        gathered.witnesses[name] = located.layout.witness(partial(_again, rows))
        take(gathered, name, rows, located.layout, as_at)
        covers += covered(group, located, rows)
        proxies += group.proxies
        gathered.held[name] = rows.height
    gathered.children.append(census.children())
    source = Source(CENSUS, path.name, dated_by, tuple(proxies), tuple(sorted(census.unread - {""})))
    return gathered.export(request.vocabulary, dict.fromkeys(covers, as_at), as_at, source)


def inspect(path: Path, request: Request) -> Inspection:
    """Which elements of which groups are read, and which groups are not."""
    if files_of_tables(path):
        return census_tables.inspect(path, request)
    census = _Census(path, whole=True)
    seen: list[Seen] = []
    for name, rows in census.groups():
        located = find(_specification().groups[name], rows.columns, _specification(), request.vocabulary)
        taken = taken_for(located) if located is not None else {}
        seen += [
            Seen(name, column, taken.get(column, ""))
            for column in rows.columns
            if column not in ("row", _CHILD, _KEY, _WITHIN)
        ]
    seen += [Seen(group, element) for group, element in sorted(census.passed_by) if element]
    seen += [Seen("Child", name) for name in sorted(census.unread - {""})]
    return Inspection(CENSUS, path.name, tuple(seen))


class _Census:
    """A census file, read to its end or to where it breaks off.

    `whole` looks at what is said of each person as well, if only by the names of its elements.
    """

    def __init__(self, path: Path, whole: bool = False) -> None:
        self.path, self._whole = path, whole
        self._names: dict[Any, str] = {}
        self._elements_of = {name: _elements(name) for name in _specification().groups}
        known = (
            *self._elements_of,
            *(each for names in self._elements_of.values() for each in names),
            *_PERSON,
        )
        self._usual = {name.casefold(): name for name in known}
        try:
            self._read(None)
        except _WrongEncoding:
            self._read("windows-1252")
        if not self.findings:
            self._agree()

    def _agree(self) -> None:
        """Raise BadInput where not as many records of each group were read as the file has tags of it."""
        keys = {name: {key for _, _, key, *_ in rows} for name, rows in self._rows.items()}
        read = Counter({name: len(found) for name, found in keys.items()})
        counted = count_records(self.path, self._elements_of, read)
        for name in self._elements_of:
            agree(f"{self.path.name}, {name}", counted[name], read[name])

    def groups(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Each group that the file has, its elements as columns of text, without those that nobody has."""
        for name, rows in self._rows.items():
            if not rows:
                continue
            lines, references, keys, withins, *cells = zip(*rows, strict=True)
            columns = {
                element: pl.Series(texts, dtype=pl.String)
                for element, texts in zip(self._elements_of[name], cells, strict=True)
                if any(texts)
            }
            fixed = {"row": pl.Series(lines, dtype=pl.UInt32)}
            for column, texts in ((_CHILD, references), (_KEY, keys), (_WITHIN, withins)):
                fixed[column] = pl.Series(texts, dtype=pl.String)
            yield name, pl.DataFrame(fixed | columns)

    def children(self) -> pl.Series:
        """Every child that has a reference which can be used."""
        children = read_references(pl.Series("child", self._children, pl.String))
        return children.filter(~unusable(children))

    def _read(self, encoding: str | None) -> None:
        self.reference_date: date | None = None
        self.findings: list[pl.DataFrame] = []
        self.unread: set[str] = set()
        self.passed_by: set[tuple[str, str]] = set()  # group, element: those that are not read
        self._children: list[str] = []
        self._records = 0
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self._elements_of}
        found_any = False
        try:
            for element in self._elements(encoding):
                if element.tag.endswith("ReferenceDate"):
                    self.reference_date = read_dates(pl.Series([element.text], dtype=pl.String)).on[0]
                    continue
                found_any = True
                if next(element.iterancestors("{*}Child"), None) is not None:
                    message = "a child stands within another here, as in no census; export it anew"
                    raise BadInput(Problem(message, str(self.path), element.sourceline))
                self._child(element)
                _let_go(element)
        except etree.XMLSyntaxError as error:
            if encoding is None and _in_another_encoding(error):
                raise _WrongEncoding from None
            if not found_any:
                message = "this is no XML that can be read; is it damaged or cut short?"
                if _TOO_LONG.search(error.msg or ""):
                    message = (
                        "holds a text or comment longer than any census has; take it out, or export anew"
                    )
                raise BadInput(Problem(message, str(self.path), error.lineno)) from None
            self.findings.append(finding("stopped", self.path.name, pl.Series([error.lineno or 1])))
        except OSError:
            raise BadInput(Problem("it cannot be read", str(self.path))) from None
        if not found_any:
            message = "holds no child: a CIN census has a Child element for each"
            raise BadInput(Problem(message, str(self.path)))

    def _elements(self, encoding: str | None) -> Iterator[Any]:
        with self.path.open("rb") as file:
            parser = etree.iterparse(
                file,
                events=("end",),
                tag=("{*}Child", "{*}ReferenceDate"),
                encoding=encoding,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            checked = False
            for _, element in parser:
                if not checked:
                    self._without_entities(element)
                    checked = True
                yield element

    def _without_entities(self, element: Any) -> None:
        if element.getroottree().docinfo.internalDTD is not None:
            message = "this XML declares a document type, which no census does and which can hold a trap"
            raise BadInput(Problem(message, str(self.path)))

    def _child(self, child: Any) -> None:
        reference: str | None = None
        for part in child:
            name = self._local(part)
            if name == _IDENTIFIERS:
                reference = _text(part, _REFERENCE)
                if reference is not None:
                    self._children.append(reference)
            elif name == _EPISODE:
                self._episode(part, reference)
            elif name != _CHARACTERISTICS:
                self.unread.add(name)
            if self._whole and name in _PERSON:
                read = {_REFERENCE} if name == _IDENTIFIERS else set()
                self.passed_by |= {(name, each) for each in map(self._local, part) if each not in read}

    def _episode(self, details: Any, reference: str | None) -> None:
        place, enquiries = self._place(details, reference, None), 0
        own: dict[str, list[str | None]] = {}
        for part in details:
            name = self._local(part)
            if name in self._rows:
                enquiries += self._record(name, part, place)
            elif len(part):
                self.unread.add(name)
            elif name in self._elements_of[_EPISODE]:
                own.setdefault(name, []).append(part.text)
            else:
                self.passed_by.add((_EPISODE, name))
        # The conference of an enquiry stands with the enquiry; the one here counts where none does.
        if enquiries:
            own.pop(_CONFERENCE, None)
        self._row(_EPISODE, place, own)

    def _record(self, name: str, part: Any, within: "_Place") -> bool:
        """Take a record and those inside it; whether it holds a conference."""
        place = self._place(part, within.reference, within.key)
        values: dict[str, list[str | None]] = {}
        for element in part:
            inner = self._local(element)
            if inner in self._rows:
                self._record(inner, element, place)
            elif inner in self._elements_of[name]:
                values.setdefault(inner, []).append(element.text)
            else:
                self.passed_by.add((name, inner))
        self._row(name, place, values)
        return any(values.get(_CONFERENCE, ()))

    def _place(self, part: Any, reference: str | None, within: str | None) -> "_Place":
        # A number of our own: two records may stand on one line of the file.
        self._records += 1
        return _Place(part.sourceline, reference, str(self._records), within)

    def _local(self, element: Any) -> str:
        """An element's name without its namespace, in its usual capitals; nothing for a comment."""
        tag = element.tag
        if tag not in self._names:
            name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
            self._names[tag] = self._usual.get(name.casefold(), name)
        return self._names[tag]

    def _row(self, name: str, place: "_Place", values: dict[str, list[str | None]]) -> None:
        """Add a record; where an element of it comes again, as a review's date may, a row for each time."""
        read = [values.get(element, ()) for element in self._elements_of[name]]
        for number in range(max(1, *map(len, read))):
            cells = (texts[number] if number < len(texts) else None for texts in read)
            self._rows[name].append((place.line, place.reference, place.key, place.within, *cells))


def _again(
    rows: pl.DataFrame, numbers: Sequence[int], columns: Collection[str]
) -> Iterator[tuple[int, dict[str, object]]]:
    """These elements of some records, by their lines; several may stand on one line."""
    rows = rows.select("row", *(name for name in rows.columns if name in columns))
    for row in rows.filter(pl.col("row").is_in(numbers)).iter_rows(named=True):
        yield row["row"], row


def _in_another_encoding(error: etree.XMLSyntaxError) -> bool:
    """Whether what stopped the reading is a byte that the encoding does not have."""
    return getattr(error, "code", None) in _INVALID_ENCODING


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record stands: its line, its child, its own key, and that of the record around it."""

    line: int
    reference: str | None
    key: str
    within: str | None


class _WrongEncoding(Exception):
    """The file is not in the encoding that it says, or that XML has where nothing is said."""


def _elements(name: str) -> list[str]:
    group = _specification().groups[name]
    answers = (answer.column for answer in group.answers.values())
    columns = [*group.dates.values(), *answers, *group.undated.values()]
    return list(dict.fromkeys(element for names in columns for element in names))


def _text(part: Any, name: str) -> str | None:
    for element in part.iterchildren(f"{{*}}{name}"):
        text: str | None = element.text
        return text.strip() or None if text else None
    return None


def _let_go(element: Any) -> None:
    """Free what has been read, or a census of a large city would be held whole."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _specification() -> Specification:
    return specification("census.yaml")
