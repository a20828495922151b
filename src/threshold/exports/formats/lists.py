"""Which list of Annex A a sheet or file is: by its number, by its name, or by the headers that it has."""

from collections.abc import Iterable, Mapping

from threshold.exports.formats.headers import match_headers
from threshold.exports.formats.recognition import list_number
from threshold.exports.formats.specification import PEOPLE, Group, Specification, wanted_headers
from threshold.exports.rows.cells import tidy

_ENOUGH = 2  # columns that a table without a name that tells must have, if in other words


def list_named(name: str, lists: Mapping[int, Group]) -> int | None:
    """The list that a name such as `Sec47 and ICPC` means; the longest of their names counts."""
    text = f" {tidy(name)} "
    held = {
        (len(said), number)
        for number, group in lists.items()
        for said in map(tidy, group.names)
        if f" {said} " in text
    }
    longest = max((length for length, _ in held), default=0)
    numbers = {number for length, number in held if length == longest}
    return numbers.pop() if len(numbers) == 1 else None


def list_of(name: str, headers: Iterable[str], specification: Specification) -> int | None:
    """The list that a table is, as its name says unless its headers stand against it, else as they say."""
    number = list_number(name)
    if number is not None:
        return number
    columns = list(headers)
    held = {each: _held(group, columns, specification) for each, group in specification.lists.items()}
    named = list_named(name, specification.lists)
    if named is not None and held[named]:
        return named
    most = max(held.values())
    if most < _ENOUGH:
        # A single column must be there in its own words.
        lists = specification.lists.items()
        held = {each: _held(group, columns, specification, loosely=False) for each, group in lists}
        most = max(held.values())
    likely = [each for each, count in held.items() if most and count == most]
    return likely[0] if len(likely) == 1 else None


def _held(group: Group, columns: list[str], shared: Specification, loosely: bool = True) -> int:
    """How many of the columns that are read of such a table these are; none without the child's reference."""
    found = match_headers(wanted_headers(group, shared), columns, loosely).columns
    return sum(1 for key in found if key not in PEOPLE) if PEOPLE[0] in found else 0
