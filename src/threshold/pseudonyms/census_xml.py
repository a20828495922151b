"""A census in XML written anew: references made up, what identifies taken out, all else as it is."""

from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree

from threshold.privacy import identifying_field
from threshold.pseudonyms.references import References
from threshold.reading import BadInput, Problem

_CHILD = "lachildid"
_MOST_BYTES = 1_000_000_000


def write_census(export: Path, out: Path, references: References) -> list[str]:
    """Write it, and return what to say. Raises BadInput where it is no XML that can be read."""
    tree = _parsed(export)
    taken: Counter[str] = Counter()
    for element in list(tree.getroot().iter("{*}*")):
        name = etree.QName(element).localname
        if name.casefold() == _CHILD:
            text = (element.text or "").strip()
            element.text = references.of([text])[text] if text else None
        elif not len(element) and (held := identifying_field(name)) and element.getparent() is not None:
            element.getparent().remove(element)
            taken[f"{name} is left out, as it holds {held}"] += 1
    for comment in list(tree.getroot().iter(etree.Comment, etree.ProcessingInstruction)):
        if comment.getparent() is not None:
            comment.getparent().remove(comment)
    # What stands before and after the root, comments of a program that may name somebody, is left behind.
    out.write_bytes(etree.tostring(tree.getroot(), encoding="utf-8", xml_declaration=True))
    return [f"{export.name}: {each} ({count:,} times)" for each, count in taken.items()]


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
