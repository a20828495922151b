"""`threshold deadlines`: what is due, by whom, of cases or of a whole export."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from threshold.cli.evaluators import Quiet, tell_what_ran
from threshold.cli.offers import several
from threshold.cli.options import (
    READERS,
    AsAt,
    PolicyOption,
    ReaderOption,
    SetOption,
    choose,
    format_option,
    moment,
    some_of,
)
from threshold.cli.outputs import check_outputs, with_maps
from threshold.output import terminal
from threshold.output.gate import say, tell

if TYPE_CHECKING:
    from threshold.agenda.from_export import Whose
    from threshold.agenda.model import Agenda
    from threshold.agenda.span import Span
    from threshold.policy import PolicyFiles
    from threshold.reading import Problem

FORMATS = ("text", "csv", "json", "ndjson")
FAILING = ("overdue", "cannot_tell")


def deadlines(
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE...|EXPORT", help="Case files, folders of them or -; or one export, as for audit."
        ),
    ],
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    from_: ReaderOption = None,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="The column map of the export.")
    ] = None,
    within: Annotated[
        str | None,
        typer.Option("--within", metavar="TIME", help="Overdue, or due in 14 days or 10 working days."),
    ] = None,
    worker: Annotated[
        str | None, typer.Option("--worker", metavar="W", help="Children of this worker of the export.")
    ] = None,
    team: Annotated[
        str | None, typer.Option("--team", metavar="T", help="Children of this team of the export.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every row of the text, not only what fits one screen.")
    ] = False,
    format_: Annotated[str, format_option(FORMATS)] = "text",
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="Write a calendar file, readable by you alone."),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="WHAT,...",
            help="Exit with 1 if any is overdue, or cannot_tell.",
            autocompletion=several(FAILING),
        ),
    ] = None,
    sample: Annotated[
        int,
        typer.Option("--sample", metavar="N", min=0, help="How many children to decide one by one."),
    ] = 200,
    quiet: Quiet = False,
) -> int:
    """List what is due, by whom and how long is left; write it as a calendar.

    Examples:
      threshold deadlines cases/ --within "14 days" --ics mine.ics
        what is due within a fortnight, and as a file for a calendar
      threshold deadlines export.csv --as-at 2026-06-30 --fail-on overdue
        of a whole export; exit status 1 where anything is overdue
    """
    from threshold.agenda.given import kind_of_given
    from threshold.agenda.span import read_span
    from threshold.policy import load_policy

    choose(format_, FORMATS, "--format")
    failing = some_of(fail_on, FAILING, "--fail-on")
    at, span = moment(as_at), read_span(within) if within is not None else None
    _check(ics)
    kind = kind_of_given(given, is_export=map_ is not None or from_ is not None)
    files, trial = load_policy(policy), tuple(settings or ())
    check_outputs({"--ics": ics}, with_maps(given, map_), files)
    if kind == "cases":
        _no_workers(worker, team)
        agenda = _of_cases(given, files, trial, at, span)
    else:
        whose = _whose(worker, team)
        agenda = _of_export(Path(given[0]), files, trial, at, span, from_, map_, whose, sample)
    _print(agenda, format_, everything)
    if ics is not None and (agenda.looked_at or not agenda.refused):
        _write(ics, agenda)
    if agenda.looked_at and (kind == "cases" or sample):
        tell_what_ran(quiet)
    if agenda.refused:
        were = "case or file was" if agenda.refused == 1 else "cases or files were"
        unwritten = "" if ics is None or agenda.looked_at else f", and {ics} was not written"
        tell(f"{agenda.refused} {were} not decided; what is due there is not listed{unwritten}")
        return 2
    found = {item.state for item in (*agenda.items, *agenda.untold)}
    return 1 if found & failing else 0


def _check(ics: Path | None) -> None:
    """What can be known to be wrong with a calendar file before anything is read."""
    from importlib.util import find_spec

    from threshold.reading import BadInput, Problem

    if ics is None:
        return
    if str(ics) == "-":
        message = "names the file to write, such as mine.ics; standard output has the list"
        raise BadInput(Problem(message, field="--ics"))
    if ics.suffix.lower() != ".ics":
        message = "calendars open files whose name ends in .ics; call it so"
        raise BadInput(Problem(message, str(ics), field="--ics"))
    if find_spec("icalendar") is None:
        message = "calendar files need icalendar: pip install 'threshold[calendar]'"
        raise BadInput(Problem(message, field="--ics"))


def _no_workers(worker: str | None, team: str | None) -> None:
    from threshold.reading import BadInput, Problem

    for name, said in (("--worker", worker), ("--team", team)):
        if said is not None:
            message = "case files do not say who has the case; give an export, or that worker's case files"
            raise BadInput(Problem(message, field=name))


def _whose(worker: str | None, team: str | None) -> "Whose":
    _require_libraries()
    from threshold.agenda.from_export import Whose

    return Whose(worker, team)


def _require_libraries() -> None:
    from importlib.util import find_spec

    from threshold.reading import BadInput, Problem

    missing = [name for name in ("polars", "fastexcel", "lxml", "rich") if find_spec(name) is None]
    if missing:
        message = f"exports need {', '.join(missing)}: pip install 'threshold[audit]'"
        raise BadInput(Problem(message))


def _of_cases(
    given: list[str], files: "PolicyFiles", trial: tuple[str, ...], at: Any, span: "Span | None"
) -> "Agenda":
    """What is due by decisions on cases; what is wrong with one stops no other, and is told at once."""
    from threshold.agenda.choosing import agenda, beside_of
    from threshold.agenda.from_decisions import gather
    from threshold.agenda.model import Gathered
    from threshold.agenda.rules import deadlines_of
    from threshold.casefiles import PassedOver, Unreadable, read_cases
    from threshold.engine import Engine
    from threshold.reading import BadInput

    engine, found, refused = Engine(files, trial), Gathered(), 0
    told: set[Problem] = set()
    beside: dict[str, str] = {}
    title = ""
    for case in read_cases(given, files.vocabulary):
        if isinstance(case, PassedOver):
            tell(f"{case.origin}: passed over: {case.why}")
            continue
        problems = case.problems if isinstance(case, Unreadable) else ()
        if not isinstance(case, Unreadable):
            try:
                decided = engine.decided(case, at, explained=lambda rule, relevant: False)
                gather(found, decided.decision, deadlines_of(decided.policy), decided.facts)
                beside |= beside_of(decided.policy)
                title = decided.policy.name
            except BadInput as error:
                problems = error.problems
        for problem in problems:
            if problem not in told:
                tell(str(problem))
        told.update(problems)
        refused += bool(problems)
    return agenda(found, beside, span, policy=title, trial=trial, refused=refused)


def _of_export(
    export: Path,
    files: "PolicyFiles",
    trial: tuple[str, ...],
    at: Any,
    span: "Span | None",
    from_: str | None,
    map_: Path | None,
    whose: "Whose",
    sample: int,
) -> "Agenda":
    from threshold.agenda.choosing import agenda, beside_of
    from threshold.agenda.from_export import gather
    from threshold.audit.progress import Bar
    from threshold.batch import CannotCompile, Difference
    from threshold.exports import read_export
    from threshold.reading import BadInput, Problem

    reader = choose(from_, READERS, "--from") if from_ is not None else None
    with Bar() as bar:
        bar.stage("reading", None)
        read = read_export(export, files.vocabulary, _day(at), reader, map_)
        policy = files.at(read.tables.as_at, trial)
        bar.stage("evaluating", read.children, "children")
        try:
            found = gather(read, policy, whose, sample, bar.advance)
        except (Difference, CannotCompile) as error:
            raise BadInput(Problem(str(error))) from None
    return agenda(
        found,
        beside_of(policy),
        span,
        of="children",
        worker=whose.worker or "",
        team=whose.team or "",
        policy=policy.name,
        trial=trial,
    )


def _day(at: Any) -> date | None:
    from datetime import datetime

    from threshold.reading import BadInput, Problem

    if isinstance(at, datetime):
        raise BadInput(Problem("an export is looked at as at a day; leave the time out", field="--as-at"))
    return at if isinstance(at, date) else None


def _print(agenda: "Agenda", format_: str, everything: bool) -> None:
    from threshold.agenda import data
    from threshold.agenda.text import as_text

    match format_:
        case "csv":
            say(data.as_csv(agenda), end="")
        case "json":
            say(data.as_json(agenda))
        case "ndjson":
            say("\n".join(data.as_ndjson(agenda)))
        case _:
            say(as_text(agenda, everything, *terminal.size()), end="")


def _write(path: Path, agenda: "Agenda") -> None:
    from threshold.agenda.ics import calendar, in_calendar
    from threshold.output.files import written_aside
    from threshold.output.words import many

    items = in_calendar(agenda)
    with written_aside(path) as aside:
        aside.write_bytes(calendar(items))
    perhaps = sum(item.state == "cannot_tell" for item in items)
    also = f", {perhaps:,} of which may be done already or not apply" if perhaps else ""
    tell(f"wrote {path}: {many(len(items), 'event')}{also}")
