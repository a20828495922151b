"""A table of indicators of one's own, read, and its levels named from the least up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from threshold.output.asides import aside_folder
from threshold.policy.indicators.model import IndicatorTable, Sign
from threshold.policy.indicators.read import read_table
from threshold.reading import BadInput, Problem, did_you_mean, read_bytes
from threshold.starters.levels import LEVELS

KINDS = (".csv", ".xlsx")
FEWEST, MOST = 3, 9  # levels: the template's rules need one between the least and the highest


@dataclass(frozen=True, slots=True)
class Signs:
    """A table that was read, with the names of its levels from the least up."""

    table: IndicatorTable
    levels: tuple[str, ...]


def read_signs(path: Path, levels: Sequence[str]) -> Signs:
    """The table in a file; `levels`, from the least up, are taken from the table where none are told.

    Raises BadInput with everything that cannot be read, by its line or cell.
    """
    if path.suffix.lower() not in KINDS:
        message = "save the table as .csv or .xlsx; another kind of file is not read"
        raise BadInput(Problem(message, str(path), field="--indicators"))
    content = read_bytes(path, str(path))
    with aside_folder() as folder:  # tables are read under the one name that a pack gives them
        copy = folder / f"indicators{path.suffix.lower()}"
        copy.write_bytes(content)
        try:
            table = read_table(folder)
        except BadInput as error:
            raise BadInput(*(_of(problem, copy, path) for problem in error.problems)) from None
    if table is None:
        raise BadInput(Problem("holds no table of signs", str(path), field="--indicators"))
    named = tuple(levels) or _levels_of(table)
    return Signs(_by_name(table, named, path), named)


def _of(problem: Problem, copy: Path, path: Path) -> Problem:
    """A problem as of the file that was given."""
    return replace(problem, file=str(path), message=problem.message.replace(copy.name, path.name))


def _levels_of(table: IndicatorTable) -> tuple[str, ...]:
    """The levels that the signs name, in the order of their numbers or else as they first stand there.

    No sign is needed to be at the least level, so that a table may not name it; then it is put in front.
    """
    first: dict[str, str] = {}
    for sign in table.signs:
        first.setdefault(_key(sign.level), sign.level)
    named = list(first.values())
    numbers = [int(found[0]) if (found := re.search("[0-9]+", each)) else None for each in named]
    if all(each.isdecimal() for each in named):
        highest = max(number or 0 for number in numbers)
        few = highest <= len(LEVELS)
        return LEVELS if few else tuple(f"Level {number}" for number in range(1, highest + 1))
    if all(number is not None for number in numbers):
        named.sort(key=lambda each: numbers_in(each)[0])
        if min(number or 0 for number in numbers) <= 1:
            return tuple(named)
    elif any("universal" in each.casefold() for each in named):
        return tuple(named)
    return (LEVELS[0], *named)


def numbers_in(words: str) -> list[int]:
    """The numbers in a text, in their order."""
    return [int(each) for each in re.findall("[0-9]+", words)]


def _by_name(table: IndicatorTable, levels: Sequence[str], path: Path) -> IndicatorTable:
    """The table with the level of each sign as it is named. Raises BadInput where one is none of them."""
    if not FEWEST <= len(levels) <= MOST or len({*map(_key, levels)}) != len(levels):
        message = (
            f"name from {FEWEST} to {MOST} levels, each once, from the least up: --levels 'One, Two, Three'"
        )
        raise BadInput(Problem(message, str(path), field="--levels"))
    names = {_key(each): each for each in levels} | {str(at): each for at, each in enumerate(levels, 1)}
    problems = [*_unknown(table.signs, names)]
    if problems:
        raise BadInput(*(replace(each, file=str(path)) for each in problems))
    return replace(table, signs=tuple(replace(each, level=names[_key(each.level)]) for each in table.signs))


def _unknown(signs: Sequence[Sign], names: dict[str, str]) -> Iterator[Problem]:
    for sign in signs:
        if _key(sign.level) not in names:
            hint = did_you_mean(_key(sign.level), names)
            yield sign.place.problem(f"this level is none of those that --levels names{hint}", "level")


def _key(level: str) -> str:
    return " ".join(level.casefold().split())
