"""What is amiss with what was typed: in which field, and what to do; never what it was."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amiss:
    """One thing amiss with a field."""

    field: str
    message: str


def by_field(problems: Iterable[Amiss]) -> dict[str, str]:
    """The first thing amiss with each field."""
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(problem.field, problem.message)
    return found
