"""`threshold triage`: the morning's contacts in, a ranked worklist out."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.evaluators import Quiet, tell_what_ran
from threshold.cli.inspecting import inspected
from threshold.cli.offers import several
from threshold.cli.options import (
    AsAt,
    PolicyOption,
    SetOption,
    choose,
    format_option,
    in_colour,
    moment,
    some_of,
)
from threshold.cli.outputs import check_outputs, with_maps
from threshold.output import terminal
from threshold.output.gate import say, say_line, tell

if TYPE_CHECKING:
    from threshold.conditions import Moment
    from threshold.engine import Engine
    from threshold.exports.contacts import Contact
    from threshold.worklist.listing import Listing
    from threshold.worklist.model import Row

FORMATS = ("text", "csv", "ndjson", "html", "xlsx")
FAILING = ("refer_now", "ask_first", "overdue", "unread")


def triage(
    contacts: Annotated[
        list[str],
        typer.Argument(
            metavar="CONTACTS...",
            help="A table (CSV, Excel, Parquet), case files a line each (NDJSON), or - for standard input.",
        ),
    ],
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="The column map of a table.")
    ] = None,
    inspect: Annotated[
        bool, typer.Option("--inspect", help="Say what is recognised, and draft a column map.")
    ] = False,
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    format_: Annotated[str, format_option(FORMATS)] = "text",
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="WHAT,...",
            help=f"Exit with 1 if there is any of {', '.join(FAILING)}.",
            autocompletion=several(FAILING),
        ),
    ] = None,
    since: Annotated[
        Path | None, typer.Option("--since", metavar="FILE", help="Say what is new since this earlier list.")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="REFERENCE", help="The whole decision on one contact instead."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the list to this file.")
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases", metavar="FILE", help="Write each contact as a case file, a line each (NDJSON)."
        ),
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Put the morning's contacts in the order in which to look at them, each with what to do and why.

    Examples:
      threshold triage contacts.csv --inspect
        which columns are known, and a column map to begin with
      threshold triage contacts.csv --format html --out list.html
        the list as a page, for the huddle
      threshold triage contacts.ndjson --format ndjson --fail-on refer_now
        for a script: exit status 1 where a contact is to be referred now
    """
    from threshold.dates import day_of
    from threshold.dates.england import now
    from threshold.engine import Engine
    from threshold.exports.contacts import read_contacts
    from threshold.policy import load_policy
    from threshold.worklist.listing import Listing, by_line
    from threshold.worklist.since import read_earlier

    _check(
        format_,
        out,
        inspect,
        explain,
        {"--fail-on": fail_on, "--since": since, "--out": out, "--cases": cases},
    )
    failing = some_of(fail_on, FAILING, "--fail-on")
    at = moment(as_at) or now()
    files = load_policy(policy)
    engine = Engine(files, tuple(settings or ()))
    if inspect:
        return _inspect(contacts, engine, map_)
    read = {"the earlier list": filter(None, [since]), **with_maps(contacts, map_)}
    check_outputs({"--out": out, "--cases": cases}, read, files)
    earlier = read_earlier(since) if since is not None else None
    listing = Listing(engine, at, earlier)
    found = read_contacts(contacts, engine.policy.vocabulary, map_, listing.told, day_of(at))
    if explain is not None:
        return _explain(explain, found, engine, at)
    if format_ == "ndjson" and out is None and cases is None and by_line(contacts, map_):
        rows: Iterable[Row] = listing.as_they_come(found)
        found_acts = {act for row in _each_said(rows) for act in _acts(row)}
    else:
        told = _whole(listing, found)
        _write(told, listing, format_, out, cases)
        found_acts = {act for row in told for act in _acts(row)}
    shown = format_ in ("text", "html") and out is None and cases is None
    for line in () if shown and not listing.not_read else listing.notes:
        tell(line)
    if listing.count:
        tell_what_ran(quiet)
    if listing.not_read:
        return 2
    return 1 if found_acts & failing else 0


def _whole(listing: "Listing", contacts: "Iterable[Contact]") -> "list[Row]":
    """The whole list; where two ways of deciding a contact come apart there is none."""
    from threshold.reading import BadInput, Problem
    from threshold.worklist.rows import Difference

    try:
        return listing.whole(contacts)
    except Difference as error:
        raise BadInput(Problem(str(error))) from None


def _acts(row: "Row") -> set[str]:
    """What `--fail-on` may name of a contact: what to do, and that its time is past, whatever that is."""
    from threshold.worklist.times import LATE

    return {row.act, *(["overdue"] if row.response.state in LATE else [])}


def _check(
    format_: str, out: Path | None, inspect: bool, explain: str | None, of_a_list: Mapping[str, object]
) -> None:
    """What can be known to be wrong before anything is read; `of_a_list` only a whole list can do."""
    from threshold.output.words import listed
    from threshold.reading import BadInput, Problem

    choose(format_, FORMATS, "--format")
    if format_ == "xlsx" and out is None:
        raise BadInput(Problem("a workbook goes to a file; name one with --out FILE", field="--format"))
    given = [option for option, value in of_a_list.items() if value is not None]
    if inspect and explain is not None:
        raise BadInput(Problem("decides nothing, so that nothing can be explained", field="--inspect"))
    if given and (inspect or explain is not None):
        does = "looks at columns, and makes no list" if inspect else "explains one contact, and makes no list"
        message = f"{does}; leave {listed(given, 'and')} out"
        raise BadInput(Problem(message, field="--inspect" if inspect else "--explain"))


def _inspect(contacts: list[str], engine: "Engine", map_: Path | None) -> int:
    from threshold.exports.contacts.inspection import inspect_contacts
    from threshold.reading import BadInput, Problem

    if len(contacts) > 1:
        raise BadInput(Problem("looks at one file at a time", field="--inspect"))
    inspected(lambda given: inspect_contacts(Path(contacts[0]), engine.policy.vocabulary, given), map_, False)
    return 0


def _each_said(rows: "Iterable[Row]") -> "Iterator[Row]":
    """Each row, printed the moment that it is there: whoever reads them may be waiting for it."""
    from threshold.worklist.render.json import as_json

    for row in rows:
        say(as_json(row))
        sys.stdout.flush()
        yield row


def _explain(reference: str, contacts: "Iterable[Contact]", engine: "Engine", at: "Moment") -> int:
    """The whole decision on a contact, as `decide` prints it; of several, in the order of the list."""
    from threshold.output.words import many
    from threshold.reading import BadInput, Problem
    from threshold.worklist.order import ranked
    from threshold.worklist.rows import row_of

    mine: dict[tuple[str, int], Contact] = {}
    status = 0
    for each in contacts:
        if each.case is None and each.row == 0:
            status = 2
            for problem in each.problems:
                tell(f"NOT READ: {problem}")
        elif each.reference == reference:
            mine[each.place, each.row] = each
    if not mine:
        message = "no contact has this reference; the list without --explain has them all"
        raise BadInput(Problem(message, field="--explain"))
    rows = ranked(row_of(each, engine, at) for each in mine.values())
    if len(rows) > 1:
        say_line(f"{many(len(rows), 'contact')} have this reference; each by itself, the most urgent first.")
    for row in rows:
        if len(rows) > 1:
            say()
            say_line(f"--- {row.rank} of {len(rows)}: {row.place}, row {row.row}: {row.told} ---")
            say()
        status = max(status, _explained(mine[row.place, row.row], engine, at))
    return status


def _explained(contact: "Contact", engine: "Engine", at: "Moment") -> int:
    """One of them; the exit status, which is 2 where it cannot be read or decided."""
    from threshold import reports
    from threshold.reading import BadInput

    width, height = terminal.size()
    painted = in_colour()
    paint = reports.in_colour if painted else reports.plainly
    for problem in contact.problems:
        tell(str(problem))
    if contact.case is None:
        return 2
    try:
        decision = engine.decide(contact.case, at)
    except BadInput as error:
        for problem in error.problems:
            tell(str(problem))
        return 2
    say(reports.as_text(decision, True, paint, width, height), "", painted=painted)
    return 0


def _write(rows: "list[Row]", listing: "Listing", format_: str, out: Path | None, cases: Path | None) -> None:
    from threshold.output.files import write_text
    from threshold.worklist.render import rendered

    head = listing.head(rows)
    if cases is not None:
        write_text(cases, listing.as_case_files(), make_folder=True)
    if format_ == "xlsx":
        from threshold.worklist.render.xlsx import write_workbook

        assert out is not None
        write_workbook(rows, head, out)
    elif out is not None:
        write_text(
            out, rendered(rows, head, listing.questions(rows), format_, terminal.WIDTH), make_folder=True
        )
    else:
        say(rendered(rows, head, listing.questions(rows), format_, terminal.size()[0]), end="")
    for path in filter(None, (out, cases)):
        tell(f"wrote {path}")
