"""A census in XML written anew: what an audit reads of it, with references made up, and nothing else."""

from pathlib import Path
from typing import Any

import polars as pl
from lxml import etree

from threshold.exports.formats.specification import Group, specification
from threshold.output.words import many
from threshold.pseudonyms.cells import Cells
from threshold.pseudonyms.originals import Originals
from threshold.pseudonyms.recheck import check_written
from threshold.pseudonyms.references import References
from threshold.pseudonyms.roles import PERSON, Role, answers, dates
from threshold.reading import BadInput, Problem

_CHILD = "lachildid"
_DAY_OF_ALL = "ReferenceDate"
_AROUND = ("Message", "Header", "CollectionDetails", "Children", "Child", "ChildIdentifiers")
_MOST_BYTES = 1_000_000_000


def write_census(export: Path, out: Path, references: References, closed: frozenset[str]) -> list[str]:
    """Write it, and return what to say.

    Raises BadInput where it is no XML that can be read, or where a reference would still stand in it.
    """
    root = _parsed(export).getroot()
    roles = _roles()
    around = {name.casefold(): name for name in (*_AROUND, *specification("census.yaml").groups)}
    taken = _without_the_rest(root, {*roles, *around, _CHILD})
    held: dict[str, list[Any]] = {}
    for element in root.iter("{*}*"):
        held.setdefault(_name(element), []).append(element)
    nameless = sum(1 for each in held.get(_CHILD, ()) if not (each.text or "").strip())
    references.learn(_texts(held.get(_CHILD, ())), person=True)
    cells = Cells(references, Originals(references.originals, closed), closed)
    for name, elements in held.items():
        role = PERSON if name == _CHILD else roles.get(name)
        if role is not None:
            for element, text in zip(elements, cells.out(_texts(elements), role), strict=True):
                element.text = text
    out.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
    check_written([out], cells.originals, closed)
    told = [f"{export.name}: {many(taken, 'element')} left out, as no audit reads them"] if taken else []
    if nameless:
        told.append(f"{export.name}: {many(nameless, 'child', 'children')} without a reference; they stay so")
    if cells.emptied:
        told.append(f"{many(cells.emptied, 'cell')} emptied: what stood there is no date and no answer")
    return told


def _without_the_rest(root: Any, known: set[str]) -> int:
    """Take out what is not read, and every attribute, comment and text around; how many elements that was.

    Lines stay as they are: where something is in a file is told by them.
    """
    taken = 0
    for part in list(root.iter()):
        if part.getparent() is None and part is not root:
            continue
        named = isinstance(part.tag, str)
        if part is not root and not (named and _name(part) in known):
            taken += sum(1 for _ in part.iter("{*}*")) if named else 0
            _take_out(part)
            continue
        part.attrib.clear()
        part.tail = _lines(part.tail)
        if len(part):
            part.text = _lines(part.text)
    return taken


def _take_out(part: Any) -> None:
    parent, before = part.getparent(), part.getprevious()
    lines = "\n" * etree.tostring(part, encoding="unicode").count("\n")
    if before is not None:
        before.tail = (before.tail or "") + lines
    else:
        parent.text = (parent.text or "") + lines
    parent.remove(part)


def _lines(text: str | None) -> str | None:
    return "\n" * text.count("\n") if text else text


def _roles() -> dict[str, Role]:
    """What is read of every element that holds a text, by its name in small letters."""
    found: dict[str, Role] = {_DAY_OF_ALL.casefold(): dates("day")}
    groups: dict[str, Group] = specification("census.yaml").groups
    for group in groups.values():
        for names in group.dates.values():
            found |= {name.casefold(): dates("day") for name in names}
        for names in (*(each.column for each in group.answers.values()), *group.undated.values()):
            found |= {name.casefold(): answers() for name in names}
    return found


def _name(element: Any) -> str:
    return str(etree.QName(element).localname).casefold()


def _texts(elements: Any) -> pl.Series:
    return pl.Series([element.text for element in elements], dtype=pl.String)


def _parsed(export: Path) -> Any:
    if export.stat().st_size > _MOST_BYTES:
        raise BadInput(Problem("is larger than any census of one authority", str(export)))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.parse(str(export), parser)
    except etree.XMLSyntaxError as error:
        message = "this is no XML that can be read; is it damaged or cut short?"
        raise BadInput(Problem(message, str(export), error.lineno)) from None
    if tree.docinfo.internalDTD is not None:
        message = "this XML declares a document type, which no census does and which can hold a trap"
        raise BadInput(Problem(message, str(export)))
    return tree
