"""The children in need census: XML, read child by child as a stream, with every door to the outside shut."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from lxml import etree

from threshold.exports.formats.annex_a import covered, taken_for
from threshold.exports.formats.recognition import CENSUS
from threshold.exports.formats.specification import Specification, find, specification
from threshold.exports.gathering import Export, Gathered, Source
from threshold.exports.quality import finding
from threshold.exports.request import Inspection, Request, Seen
from threshold.exports.rows.cells import read_dates, read_references, unprintable
from threshold.exports.rows.wide import take
from threshold.reading import BadInput, Problem

_CHILD, _EPISODE, _CONFERENCE = "child", "CINdetails", "DateOfInitialCPC"
_INVALID_ENCODING = (etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_INVALID_CHAR)


def read(path: Path, request: Request) -> Export:
    """The census as an export; as at its own reference date, where no other is asked for.

    Raises BadInput where the file is no census, or declares entities.
    """
    census = _Census(path)
    as_at, dated_by = request.dated(census.reference_date, str(path))
    gathered = Gathered(findings=census.findings)
    covers: list[str] = []
    proxies: list[str] = []
    for name, rows in census.groups():
        group = _specification().groups[name]
        located = find(group, rows.columns, _specification(), request.vocabulary)
        if located is None:
            gathered.rows_in += rows.height
            gathered.rows_refused += rows.height
            gathered.findings.append(finding("no-date", name, rows["row"]))
            continue
        take(gathered, name, rows, located.layout, as_at)
        covers += covered(group, located, rows)
        proxies += group.proxies
    gathered.children.append(census.children())
    source = Source(CENSUS, path.name, dated_by, tuple(proxies), tuple(sorted(census.unread - {""})))
    return gathered.export(request.vocabulary, dict.fromkeys(covers, as_at), as_at, source)


def inspect(path: Path, request: Request) -> Inspection:
    """Which elements of which groups are read, and which groups are not."""
    census = _Census(path)
    seen: list[Seen] = []
    for name, rows in census.groups():
        located = find(_specification().groups[name], rows.columns, _specification(), request.vocabulary)
        taken = taken_for(located) if located is not None else {}
        seen += [
            Seen(name, column, taken.get(column, ""))
            for column in rows.columns
            if column not in ("row", _CHILD)
        ]
    seen += [Seen("Child", name) for name in sorted(census.unread - {""})]
    return Inspection(CENSUS, path.name, tuple(seen))


class _Census:
    """A census file, read to its end or to where it breaks off."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._names: dict[Any, str] = {}
        self._elements_of = {name: _elements(name) for name in _specification().groups}
        try:
            self._read(None)
        except _WrongEncoding:
            self._read("windows-1252")

    def groups(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Each group that the file has, its elements as columns of text, without those that nobody has."""
        for name, rows in self._rows.items():
            if not rows:
                continue
            lines, references, *cells = zip(*rows, strict=True)
            columns = {
                element: pl.Series(texts, dtype=pl.String)
                for element, texts in zip(self._elements_of[name], cells, strict=True)
                if any(texts)
            }
            fixed = {"row": pl.Series(lines, dtype=pl.UInt32), _CHILD: pl.Series(references, dtype=pl.String)}
            yield name, pl.DataFrame(fixed | columns)

    def children(self) -> pl.Series:
        """Every child that has a reference which can be used."""
        children = read_references(pl.Series("child", self._children, pl.String))
        return children.filter(~unprintable(children))

    def _read(self, encoding: str | None) -> None:
        self.reference_date: date | None = None
        self.findings: list[pl.DataFrame] = []
        self.unread: set[str] = set()
        self._children: list[str] = []
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self._elements_of}
        found_any = False
        try:
            for element in self._elements(encoding):
                if element.tag.endswith("ReferenceDate"):
                    self.reference_date = read_dates(pl.Series([element.text], dtype=pl.String)).on[0]
                    continue
                found_any = True
                self._child(element)
                _let_go(element)
        except etree.XMLSyntaxError as error:
            if encoding is None and _in_another_encoding(error):
                raise _WrongEncoding from None
            if not found_any:
                message = "this is no XML that can be read; is it damaged or cut short?"
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
            if name == "ChildIdentifiers":
                reference = _text(part, "LAchildID")
                if reference is not None:
                    self._children.append(reference)
            elif name == _EPISODE:
                self._episode(part, reference)
            elif name != "ChildCharacteristics":
                self.unread.add(name)

    def _episode(self, details: Any, reference: str | None) -> None:
        own: dict[str, str | None] = {}
        conference_in_enquiry = False
        for part in details:
            name = self._local(part)
            if name in self._rows:
                values = self._record(name, part, reference)
                conference_in_enquiry |= values.get(_CONFERENCE) is not None
            elif len(part):
                self.unread.add(name)
            else:
                own[name] = part.text
        # The conference of an enquiry stands with the enquiry; the one here counts where none does.
        if conference_in_enquiry:
            own.pop(_CONFERENCE, None)
        self._row(_EPISODE, details.sourceline, reference, own)

    def _record(self, name: str, part: Any, reference: str | None) -> dict[str, str | None]:
        values: dict[str, str | None] = {}
        for element in part:
            inner = self._local(element)
            if inner in self._rows:
                self._record(inner, element, reference)
            else:
                values[inner] = element.text
        self._row(name, part.sourceline, reference, values)
        return values

    def _local(self, element: Any) -> str:
        """An element's name without its namespace; nothing for a comment."""
        tag = element.tag
        if tag not in self._names:
            self._names[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return self._names[tag]

    def _row(self, name: str, line: int, reference: str | None, values: dict[str, str | None]) -> None:
        self._rows[name].append((line, reference, *map(values.get, self._elements_of[name])))


def _in_another_encoding(error: etree.XMLSyntaxError) -> bool:
    """Whether what stopped the reading is a byte that the encoding does not have."""
    return getattr(error, "code", None) in _INVALID_ENCODING


class _WrongEncoding(Exception):
    """The file is not in the encoding that it says, or that XML has where nothing is said."""


def _elements(name: str) -> list[str]:
    group = _specification().groups[name]
    columns = [*group.dates.values(), *(answer.column for answer in group.answers.values())]
    return [element for names in columns for element in names]


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
