"""What was written is read once more, by other means, for references that ought not to be in it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

import polars as pl
from lxml import etree

from threshold.exports.files.records import NDJSON, PARQUET
from threshold.pseudonyms.cells import is_closed
from threshold.pseudonyms.originals import Originals
from threshold.pseudonyms.references import without_made_up
from threshold.reading import BadInput, Problem


def check_written(files: Iterable[Path], originals: Originals, closed: frozenset[str]) -> None:
    """Raises BadInput where a file holds a reference of the export; nothing of it is repeated."""
    for file in files:
        texts = pl.Series(sorted(set(_texts(file))), dtype=pl.String)
        found = texts.filter(originals.held_by(texts, telling=True))
        rest = pl.Series([each if each in originals.whole else without_made_up(each) for each in found])
        still = rest.filter(originals.held_by(rest.cast(pl.String), telling=True))
        if wrong := [text for text in still if not is_closed(text, closed)]:
            message = (
                f"{len(wrong):,} of its texts would still hold a reference of the export, so nothing was "
                "written; leave the column out with --drop, or make references of it with --column"
            )
            raise BadInput(Problem(message, file.suffix.lower().lstrip(".") or "file"))


def _texts(file: Path) -> Iterator[str]:
    """Every text in a file: its cells, its headers, and what it says of itself."""
    suffix = file.suffix.lower()
    if suffix == ".yaml":
        yield from _of_yaml(file)
    elif suffix == ".xlsx":
        yield from _of_workbook(file)
    elif suffix == ".xml":
        for element in etree.parse(str(file)).iter("{*}*"):
            yield from filter(None, (element.text, element.tail, *element.attrib.values()))
    else:
        rows = _rows(file, suffix)
        yield from rows.columns
        for column in rows:
            yield from column.cast(pl.String).unique().drop_nulls()


def _rows(file: Path, suffix: str) -> pl.DataFrame:
    if suffix in PARQUET:
        return pl.read_parquet(file, glob=False)
    if suffix in NDJSON:
        return pl.read_ndjson(file.read_bytes(), infer_schema_length=None)
    return pl.read_csv(file.read_bytes(), separator="\t" if suffix == ".tsv" else ",", infer_schema=False)


def _of_workbook(file: Path) -> Iterator[str]:
    with ZipFile(file) as book:
        for name in book.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            for element in etree.fromstring(book.read(name)).iter("{*}*"):
                if name.startswith("xl/worksheets/") and etree.QName(element).localname == "sheetData":
                    continue
                if element.text and not element.text.isspace():
                    yield element.text
                if name.endswith("workbook.xml") and "name" in element.attrib:
                    yield str(element.attrib["name"])


def _of_yaml(file: Path) -> Iterator[str]:
    from threshold.reading import parse_yaml, read_text
    from threshold.reading.tree import plain

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, each in value.items():
                yield from (str(key), *texts(each))
        elif isinstance(value, list):
            for each in value:
                yield from texts(each)
        elif value is not None:
            yield str(value)

    for document in parse_yaml(read_text(file, file.name), file.name):
        yield from texts(plain(document))
