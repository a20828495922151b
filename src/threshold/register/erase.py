"""Erasing what entries hold, for good: what a person asks for, checked, and put into the register."""

from collections.abc import Iterator

from threshold.reading import BadInput, Problem
from threshold.register.chain import Link
from threshold.register.entries import Decided, Erasure
from threshold.register.naming import known_references, naming_problems
from threshold.register.query import find
from threshold.register.reasons import problems, tidy
from threshold.register.store import Register, Way


def to_be_erased(register: Register, reference: str) -> list[Link]:
    """The entries of a case, or the one of a number. Raises BadInput where there is nothing to erase."""
    links = [entry.link for entry in find(register.entries(), [reference])]
    for link in links:
        register.check_erasable(link.number)
    return links


def check(register: Register, decided: Decided) -> None:
    """Raises BadInput, with everything that is wrong, where this may not be said of an erasure."""
    found = list(_problems(decided))
    said = (("--by", decided.by), ("--reference", decided.reference), ("--reason", decided.reason))
    found += naming_problems(known_references(register), said)
    if found:
        raise BadInput(*found)


def erase(register: Register, links: list[Link], decided: Decided, way: Way) -> list[Link]:
    """Erase what the entries of these links hold. `decided` says who decided that, and why.

    Raises BadInput, with everything that is wrong, where it may not be; then nothing is.
    """
    check(register, decided)
    numbers = tuple(link.number for link in links)
    erasure = Erasure(numbers, decided.by, decided.reference, tidy(decided.reason), register.identity)
    return register.erase(numbers, erasure, way)


def _problems(decided: Decided) -> Iterator[Problem]:
    if not tidy(decided.reason):
        yield Problem("is needed: say why it may be erased", field="--reason")
    yield from problems(decided)
