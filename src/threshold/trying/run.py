"""Two policies put to all that was given, one thing after the other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from threshold.conditions import Moment
from threshold.output.words import many
from threshold.reading import BadInput, Problem
from threshold.trying.asked import Asked
from threshold.trying.given import Given
from threshold.trying.model import Curve, Kind, Trial, Tried

if TYPE_CHECKING:
    from threshold.audit.run import Progress
    from threshold.batch.request_status import Request
    from threshold.exports import Export
    from threshold.trying.subjects import Subject


@dataclass(frozen=True)
class How:
    """How what was given is read and put to the policies.

    as_at           the day to judge on; else each case's own, or today, and that of the export
    other_policies  examples that name another policy are tried as well
    reader          the kind of export, where it is not to be found out
    column_map      the column map of an export
    suppose         a request put to every open child of an export, such as `step_down:early_help`
    range_          a parameter (`pack.name`), and the values at which everything is put to the older policy
    """

    as_at: Moment | None = None
    other_policies: bool = False
    reader: str | None = None
    column_map: Path | None = None
    suppose: str | None = None
    range_: tuple[str, tuple[str, ...]] | None = None
    problems: list[Problem] = field(default_factory=list)  # what is wrong with cases that neither can read


def run(asked: Asked, given: Given, how: How, progress: "Progress | None" = None) -> Trial:
    """What changed, and who comes out differently. Raises BadInput where something given cannot be used."""
    request = _request(asked, given, how)
    exports = [_read(asked, path, how, progress) for path in given.exports]
    tried = (
        tuple(_tried(asked, given, exports, request, how, progress))
        if asked.versions.changes or not how.range_
        else ()
    )
    curves = tuple(_curves(asked, given, exports, request, how, progress)) if how.range_ else ()
    return Trial(asked.old, asked.new, asked.versions.changes, tried, curves)


def _tried(
    asked: Asked,
    given: Given,
    exports: "Sequence[Export]",
    request: "Request | None",
    how: How,
    progress: "Progress | None",
) -> Iterator[Tried]:
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
    for export in exports:
        yield from _export(asked, export, request, progress)


def _export(
    asked: Asked, export: "Export", request: "Request | None", progress: "Progress | None"
) -> Iterator[Tried]:
    """An export put to both policies, and what is supposed for everybody where that is asked for."""
    from threshold.trying.export import try_export
    from threshold.trying.supposed import try_request

    with _told_plainly():
        yield try_export(asked.versions, export, progress=progress)
        if request is not None:
            yield try_request(asked.versions, export, request, progress=progress)


def _curves(
    asked: Asked,
    given: Given,
    exports: "Sequence[Export]",
    request: "Request | None",
    how: How,
    progress: "Progress | None",
) -> Iterator[Curve]:
    """How many come out how at each value of a parameter of the older policy."""
    assert how.range_ is not None
    parameter, values = how.range_
    old = asked.versions.old
    if given.cases or given.registers:
        from threshold.trying.case_curve import curve_of_cases
        from threshold.trying.cases import Cases
        from threshold.trying.register import recorded

        cases = Cases(asked.versions, how.other_policies, how.as_at, how.problems)
        by_kind: dict[Kind, list[Subject]] = {}
        for kind, subject in cases.read(given.cases) if given.cases else ():
            by_kind.setdefault(kind, []).append(subject)
        for kind, held in by_kind.items():
            name = _called(given.cases)
            yield curve_of_cases(old.files, held, parameter, values, kind, name, old.trial)
        for path in given.registers:
            held = [*recorded(path, how.as_at)]
            yield curve_of_cases(old.files, held, parameter, values, "register", str(path), old.trial)
    for export in exports:
        from threshold.trying.curve import curve_of_request, curves_of_export

        with _told_plainly():
            yield from curves_of_export(old.files, export, parameter, values, old.trial, progress)
            if request is not None:
                yield curve_of_request(old.files, export, parameter, values, request, old.trial, progress)


def _request(asked: Asked, given: Given, how: How) -> "Request | None":
    """What to suppose of everybody. Raises BadInput where there is no export to suppose it of."""
    if how.suppose is None:
        return None
    if not given.exports:
        message = "puts a request to every open child of an export; name one"
        raise BadInput(Problem(message, field="--suppose"))
    from threshold.audit.suppose import read_request

    return read_request(how.suppose, asked.versions.new.files.vocabulary)


def _read(asked: Asked, path: Path, how: How, progress: "Progress | None") -> "Export":
    from threshold.exports import read_export

    if progress is not None:
        progress.stage("reading", None)
    vocabulary = asked.versions.new.files.vocabulary
    return read_export(path, vocabulary, _day(how.as_at), how.reader, how.column_map)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """What stops a batch, told as what is wrong with what was given."""
    from threshold.batch import CannotCompile, Difference

    try:
        yield
    except (Difference, CannotCompile) as error:
        raise BadInput(Problem(str(error))) from None


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _called(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else many(len(paths), "file and folder", "files and folders")
