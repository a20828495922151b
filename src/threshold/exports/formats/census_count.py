"""How many records of each group a census holds, counted by its tags and not by its reader."""

import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from xml.parsers import expat

_CHUNK = 4 * 1024**2
_LONGEST = 256  # bytes of the beginning of a tag
_CHILD, _EPISODE = "child", "cindetails"


def count_records(path: Path, groups: Collection[str], expected: Counter[str]) -> Counter[str]:
    """Of each of these groups. Where tags alone come to something else than is expected, by where they stand.

    Tags inside a comment, or where no record of a child may be, are none; nobody looks so closely where the
    two agree at once.
    """
    by_tags = _by_tags(path, groups)
    if by_tags == +expected:
        return by_tags
    for encoding in (None, "windows-1252"):
        try:
            return _by_places(path, groups, encoding)
        except expat.ExpatError:
            continue
    return by_tags


def _by_tags(path: Path, groups: Collection[str]) -> Counter[str]:
    usual = {name.casefold().encode(): name for name in groups}
    names = b"|".join(map(re.escape, usual))
    tag = re.compile(rb"<(?:[\w.-]+:)?(" + names + rb")(?=[\s/>])", re.IGNORECASE)
    found: Counter[str] = Counter()
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = rest + chunk
            # What a piece ends within is counted with the next.
            cut = text.rfind(b"<", max(0, len(text) - _LONGEST))
            cut = len(text) if cut < 0 else cut
            found.update(usual[each.lower()] for each in tag.findall(text[:cut]))
            rest = text[cut:]
    found.update(usual[each.lower()] for each in tag.findall(rest))
    return found


def _by_places(path: Path, groups: Collection[str], encoding: str | None) -> Counter[str]:
    usual = {name.casefold(): name for name in groups}
    found: Counter[str] = Counter()
    open_: list[str] = []  # of what is open: a child, a record that counts, or nothing of these

    def begin(tag: str, _: object) -> None:
        name = tag.rpartition(":")[2]
        around, said = (open_[-1] if open_ else ""), name.casefold()
        if name == "Child":
            open_.append(_CHILD)
        elif said in usual and (said == _EPISODE if around == _CHILD else around not in ("", _CHILD)):
            found[usual[said]] += 1
            open_.append(said)
        else:
            open_.append("")

    parser = expat.ParserCreate(encoding)
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda tag: open_.pop() and None
    with path.open("rb") as file:
        parser.ParseFile(file)
    return found
