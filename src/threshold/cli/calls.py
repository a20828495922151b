"""`threshold consult list`, `show`, `follow-up` and `export`: the log of calls, read and followed up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.begun import tell_of_begun
from threshold.cli.forget import forget
from threshold.cli.free_text import free_text
from threshold.cli.mirror import MirrorOption, mirroring
from threshold.cli.options import TEXT_OR_JSON, RegisterOption, choose, format_option, register_path
from threshold.cli.outputs import check_outputs
from threshold.cli.signing import ClockOption, SignOption, signer_for
from threshold.output.gate import say, say_line, tell

if TYPE_CHECKING:
    from threshold.register.calls.log import Log, Logged

EXPORTED_AS = ("csv", "ndjson")

CallArgument = Annotated[
    str, typer.Argument(metavar="REF", help="The call's reference, or the end of it: CL-261130-7KQ4, 7KQ4.")
]
DayOption = Annotated[
    str | None, typer.Option("--day", metavar="DATE", help="The calls of this day: 30/11/2026, yesterday.")
]


def add_to(app: typer.Typer) -> None:
    """Put the commands of the log of calls under `consult`."""
    app.command("list")(list_calls)
    app.command("show")(show)
    app.command("follow-up")(follow_up)
    app.command("export")(export)
    app.command("forget")(forget)


def list_calls(
    day: DayOption = None,
    all_: Annotated[bool, typer.Option("--all", help="The calls of all days.")] = False,
    due: Annotated[
        bool, typer.Option("--due", help="The calls whose follow-up is due today or overdue.")
    ] = False,
    register: RegisterOption = None,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """List the calls of a day, else of today: when, who called, what was advised, what is to follow.

    Examples:
      threshold consult list
        the calls of today
      threshold consult list --due
        those that somebody has to follow up
    """
    from threshold.consultation.drafts import Drafts
    from threshold.reading import BadInput, Problem
    from threshold.register.calls.told import heading
    from threshold.register.render.calls import calls_json, calls_text, wanting_text

    choose(format_, TEXT_OR_JSON, "--format")
    if (day is not None) + all_ + due > 1:
        raise BadInput(Problem("one of them, not several", field="--day, --all or --due"))
    now = today()
    of = now if day is None else day_given(day, "--day", now)
    log = _log(register)
    calls = log.due(now) if due else list(log.calls) if all_ else log.between(of, of)
    if format_ == "json":
        say(calls_json(calls, now))
        return _told_amiss(log)
    if all_ or due:
        gone = f"; {_many(log.gone)} erased" if log.gone else ""
        what = "with a follow-up that is due" if due else f"in all{gone}"
        say_line(f"{_many(len(calls))} {what}")
    else:
        say_line(heading(len(calls), of, of))
    if calls:
        say(calls_text(calls, now, dated=all_ or due))
    if wanting := wanting_text(calls):
        say(wanting)
    if not due and (waiting := log.due(now)):
        say_line(f"{_many(len(waiting))} with a follow-up that is due: `threshold consult list --due`")
    tell_of_begun(Drafts(register_path(register)), log.references)
    return _told_amiss(log)


def show(
    reference: CallArgument,
    register: RegisterOption = None,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """Show everything that is logged of one call, and what followed it up.

    Examples:
      threshold consult show 7KQ4
        a call, by the end of its reference
    """
    from threshold.register.render.calls import call_json, call_text

    choose(format_, TEXT_OR_JSON, "--format")
    log = _log(register)
    call = _call(log, reference)
    say(call_json(call, today()) if format_ == "json" else call_text(call, today()))
    return _told_amiss(log)  # one of them may be what followed it up


def follow_up(
    reference: CallArgument,
    done: Annotated[
        str | None,
        typer.Option("--done", metavar="TEXT", help="It is done: what was done, or came of it. No names."),
    ] = None,
    done_file: Annotated[
        str | None,
        typer.Option(
            "--done-file",
            metavar="FILE",
            help="Read that from a file, or from standard input for -; other users cannot see it then.",
        ),
    ] = None,
    next_: Annotated[
        str | None, typer.Option("--next", metavar="DATE", help="The day by which to follow up (again).")
    ] = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="TEXT", help="What is to be done by then. No names.")
    ] = None,
    adviser: Annotated[
        str | None,
        typer.Option("--adviser", metavar="REFERENCE", help="A made-up reference for yourself: TM-07."),
    ] = None,
    register: RegisterOption = None,
    key: SignOption = None,
    mirror: MirrorOption = None,
    clock_is_right: ClockOption = False,
) -> int:
    """Record what became of a call's follow-up: done, or put off to another day, or both.

    Examples:
      threshold consult follow-up 7KQ4 --adviser TM-07 --done "School was told"
        it is done
      threshold consult follow-up 7KQ4 --adviser TM-07 --next tomorrow
        put off to another day
    """
    from threshold.reading import BadInput, Problem
    from threshold.register import open_register
    from threshold.register.calls.log import read_log
    from threshold.register.calls.model import FollowUp
    from threshold.register.calls.record import record_follow_up
    from threshold.register.calls.told import standing_said
    from threshold.register.store import Way

    what = free_text(done, done_file, option="--done")
    missing = []
    if what is None and next_ is None:
        missing.append(
            Problem("is missing: say what was done, or by when it is to be", field="--done or --next")
        )
    if not adviser:
        missing.append(Problem("is missing; give a made-up reference, such as TM-07", field="--adviser"))
    if missing:
        raise BadInput(*missing)
    by = None if next_ is None else day_given(next_, "--next", today(), ahead=True)
    told = FollowUp(
        done=what is not None,
        what=what or "",
        next=by.isoformat() if by else "",
        about=about or "",
        adviser=adviser or "",
    )
    with open_register(register_path(register)) as opened, mirroring(opened, mirror) as mirrored:
        call = _call(read_log(opened), reference)
        way = Way(clock_checked=clock_is_right, signer=signer_for(opened, key))
        with _as_options():
            entry = record_follow_up(opened, call, told, way)
        mirrored.recorded(f"entry {entry.link.number} was recorded", [entry.link.number])
        standing = read_log(opened).call(call.told.reference).standing(today())
        say_line(
            f"Recorded in entry {entry.link.number}. Follow-up of {call.told.reference}: "
            f"{standing_said(standing) or 'none'}"
        )
    return mirrored.status


def export(
    day: DayOption = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The calls of this day and after it.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The calls up to this day, and of it.")
    ] = None,
    register: RegisterOption = None,
    format_: Annotated[str, format_option(EXPORTED_AS)] = "csv",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write to this file, readable by you alone."),
    ] = None,
) -> int:
    """Write the calls of a day, or of several days, in full, for other programs or a spreadsheet.

    Examples:
      threshold consult export --day yesterday
        the calls of a day, as a table
      threshold consult export --from 01/11/2026 --to 30/11/2026 --out calls.csv
        those of a month, in a file
    """
    from threshold.output.files import write_text
    from threshold.register.calls.told import heading
    from threshold.register.query import refuse_what_is_amiss
    from threshold.register.render.calls import calls_csv, calls_ndjson

    choose(format_, EXPORTED_AS, "--format")
    now = today()
    first, last = _days(day, from_, to, now)
    check_outputs({"--out": out}, {}, register=register)
    log = _log(register)
    refuse_what_is_amiss(log.amiss)
    calls = log.between(first, last)
    text = calls_csv(calls, now) if format_ == "csv" else calls_ndjson(calls, now)
    if out is None:
        say(text, end="")
        return 0
    write_text(out, text, synced=True)
    say_line(f"{heading(len(calls), first, last)}, written to {out}")
    return 0


def _days(day: str | None, from_: str | None, to: str | None, now: date) -> tuple[date, date]:
    """The first and the last day asked for. Raises BadInput where none is, or they are none."""
    from threshold.reading import BadInput, Problem

    if day is not None and (from_ is not None or to is not None):
        raise BadInput(Problem("give this, or --from and --to, not both", field="--day"))
    if day is None and from_ is None:
        raise BadInput(Problem("is missing: name the days whose calls are wanted", field="--day or --from"))
    if day is not None:
        first = last = day_given(day, "--day", now)
    else:
        first = day_given(from_ or "", "--from", now)
        last = now if to is None else day_given(to, "--to", now)
    if last < first:
        raise BadInput(Problem("lies before the day of --from", field="--to"))
    return first, last


def day_given(text: str, option: str, now: date, ahead: bool = False) -> date:
    """The day that somebody typed, as people in England write it. Raises BadInput where it is none."""
    from threshold.interview.dates import understood
    from threshold.reading import BadInput, Problem

    try:
        return understood(text, now, ahead=ahead)
    except ValueError as error:
        raise BadInput(Problem(str(error), field=option)) from None


def today() -> date:
    """The day that it is in England."""
    from threshold.register.calls.days import day_of
    from threshold.register.store import utc_now

    return day_of(utc_now())


def _log(path: Path | None) -> "Log":
    from threshold.register import open_register
    from threshold.register.calls.log import read_log

    with open_register(register_path(path)) as opened:
        return read_log(opened)


def _call(log: "Log", reference: str) -> "Logged":
    """The call of a reference. Raises BadInput, saying how to list them, where there is none."""
    from threshold.reading import BadInput

    try:
        return log.call(reference)
    except BadInput as error:
        hint = "; `threshold consult list --all` lists the calls"
        raise BadInput(*(replace(each, message=each.message + hint) for each in error.problems)) from None


def _told_amiss(log: "Log") -> int:
    """Name the entries of which nothing is given out; the exit status."""
    from threshold.register.query import amiss_lines

    lines = amiss_lines(log.amiss)
    for line in lines:
        tell(line)
    return 1 if lines else 0


def _many(calls: int) -> str:
    from threshold.output.words import many

    return many(calls, "call")


@contextmanager
def _as_options() -> Iterator[None]:
    """What is wrong with a field, told of the option that gives it."""
    from threshold.reading import BadInput

    try:
        yield
    except BadInput as error:
        names = {"what": "--done", "next": "--next", "about": "--about", "adviser": "--adviser"}
        raise BadInput(
            *(replace(each, field=names.get(each.field, each.field)) for each in error.problems)
        ) from None
