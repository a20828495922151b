"""What a reason cites: places of documents, by the way in which the packs of a policy number them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from threshold.policy.packs import PackFiles

_PLACE = re.compile(r"(?<![\w.-])[A-Z][A-Za-z]*\d*(?:[-.][A-Za-z0-9]+)+(?![\w-])")


def cited(because: str) -> Iterator[str]:
    """What looks like a place of a document in a reason, such as `FB-3` or `RBC-2.8b`."""
    for found in _PLACE.finditer(because):
        yield found.group().rstrip(".")


def numbered_as(place: str, packs: Sequence[PackFiles]) -> bool:
    """Whether a place begins as some pack numbers its clauses."""
    return any(place.startswith(f"{begin}{mark}") for begin in _beginnings(packs) for mark in "-.")


def where(packs: Sequence[PackFiles]) -> Mapping[str, PackFiles]:
    """Every clause of the packs, with the pack that lists it."""
    return {clause: pack for pack in reversed(packs) for clause in pack.clauses}


def _beginnings(packs: Sequence[PackFiles]) -> set[str]:
    """What the clauses of the packs begin with."""
    said = {each.strip() for pack in packs for each in pack.entry.source.clauses.split(",")}
    return {each for each in said if each}
