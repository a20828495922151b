"""Two policies put to all that was given, one thing after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from threshold.conditions import Moment
from threshold.output.words import many
from threshold.reading import Problem
from threshold.trying.asked import Asked
from threshold.trying.given import Given
from threshold.trying.model import Trial, Tried

if TYPE_CHECKING:
    from threshold.audit.run import Progress


@dataclass(frozen=True)
class How:
    """How what was given is read and put to the policies.

    as_at           the day to judge on; else each case's own, or today, and that of the export
    other_policies  examples that name another policy are tried as well
    reader          the kind of export, where it is not to be found out
    column_map      the column map of an export
    suppose         a request put to every open child of an export, such as `step_down:early_help`
    """

    as_at: Moment | None = None
    other_policies: bool = False
    reader: str | None = None
    column_map: Path | None = None
    suppose: str | None = None
    problems: list[Problem] = field(default_factory=list)  # what is wrong with cases that neither can read


def run(asked: Asked, given: Given, how: How, progress: "Progress | None" = None) -> Trial:
    """What changed, and who comes out differently. Raises BadInput where something given cannot be used."""
    tried = tuple(_tried(asked, given, how, progress))
    return Trial(asked.old, asked.new, asked.versions.changes, tried)


def _tried(asked: Asked, given: Given, how: How, progress: "Progress | None") -> Iterator[Tried]:
    if given.cases or given.registers:
        from threshold.trying.pair import Pair

        pair = Pair(asked.versions)
        if given.cases:
            from threshold.trying.cases import Cases, try_cases

            cases = Cases(asked.versions, how.other_policies, how.as_at, how.problems)
            yield from try_cases(pair, cases, given.cases, _called(given.cases))
        for register in given.registers:
            from threshold.trying.register import try_register

            yield try_register(pair, register, how.as_at)
    for export in given.exports:
        yield from _export(asked, export, how, progress)


def _export(asked: Asked, path: Path, how: How, progress: "Progress | None") -> Iterator[Tried]:
    """An export put to both policies, with what is supposed for everybody where that is asked for."""
    from threshold.batch import CannotCompile, Difference
    from threshold.exports import read_export
    from threshold.reading import BadInput
    from threshold.trying.export import try_export

    if progress is not None:
        progress.stage("reading", None)
    vocabulary = asked.versions.new.files.vocabulary
    export = read_export(path, vocabulary, _day(how.as_at), how.reader, how.column_map)
    try:
        yield try_export(asked.versions, export, progress=progress)
    except (Difference, CannotCompile) as error:
        raise BadInput(Problem(str(error))) from None


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _called(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else many(len(paths), "file and folder", "files and folders")
