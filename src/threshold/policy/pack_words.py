"""What a pack's folder declares: its `vocabulary.yaml`, and the facts that its table of indicators makes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from threshold.policy.indicators.read import read_table
from threshold.policy.indicators.words import words_of_table
from threshold.policy.places import WORDS, is_there
from threshold.reading import BadInput, Problem
from threshold.vocabulary.own_words import OwnWords, prefix_of, read_words


def words_of(folders: Iterable[Path]) -> tuple[OwnWords, ...]:
    """The words of packs, in the packs' order. Raises BadInput with every problem found."""
    found: list[OwnWords] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            found += _of_pack(folder)
        except BadInput as error:
            problems += error.problems
    if problems:
        raise BadInput(*problems)
    return tuple(found)


def _of_pack(folder: Path) -> Iterator[OwnWords]:
    own = read_words(folder / WORDS, folder.name) if is_there(folder / WORDS) else None
    if own is not None:
        yield own
    table = read_table(folder, own.entries.levels if own is not None else ())
    if table is not None:
        yield words_of_table(table, folder.name, own.prefix if own is not None else prefix_of(folder.name))
