"""`threshold audit`: a whole export in, compliance out."""

from dataclasses import replace
from datetime import date
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from threshold.cli.evaluators import Quiet, tell_what_ran
from threshold.cli.inspecting import inspected
from threshold.cli.offers import among
from threshold.cli.options import READERS, TEXT_OR_JSON, AsAt, PolicyOption, ReaderOption, SetOption, choose
from threshold.cli.outputs import check_outputs, with_maps
from threshold.cli.standing import of_policy, standing_of, tell_unreleased
from threshold.output.gate import say, tell

if TYPE_CHECKING:
    from threshold.audit.children import Earlier
    from threshold.audit.model import Audit
    from threshold.audit.period import Period
    from threshold.audit.progress import Bar
    from threshold.audit.run import Run
    from threshold.batch.request_status import Request
    from threshold.policy import PolicyFiles
    from threshold.versions.standing import Standing

FORMATS = ("text", "json", "csv", "markdown", "html", "xlsx")
EDITIONS = ("team", "board")
WAYS = ("done", "started")  # what is counted in a period
STDOUT = "-"


def audit(
    export: Annotated[
        Path | None, typer.Argument(metavar="EXPORT", help="A file or folder that the case system exported.")
    ] = None,
    from_: ReaderOption = None,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="The column map of the export.")
    ] = None,
    inspect: Annotated[
        bool,
        typer.Option("--inspect", help="Say what is recognised, and draft a column map."),
    ] = False,
    events: Annotated[
        bool, typer.Option("--events", help="List what an export can be mapped to; no EXPORT is needed.")
    ] = False,
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)}; may be repeated.",
            autocompletion=among(FORMATS),
        ),
    ] = None,
    out: Annotated[
        str,
        typer.Option("--out", metavar="DIR", help="Where files go; - prints the format instead."),
    ] = "reports",
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="DIR", help="Write chosen children as case files.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="KEY=VALUE", help="Which children --cases writes (status=overdue)."),
    ] = None,
    results: Annotated[
        Path | None, typer.Option("--results", metavar="FILE", help="Every result, as .parquet or .csv.")
    ] = None,
    suppose: Annotated[
        str | None,
        typer.Option(
            "--suppose",
            metavar="REQUEST",
            help="Put one request to every open child, such as step_down:early_help.",
        ),
    ] = None,
    suppose_results: Annotated[
        Path | None,
        typer.Option(
            "--suppose-results", metavar="FILE", help="What comes of it child by child, as .parquet or .csv."
        ),
    ] = None,
    compare: Annotated[
        list[Path] | None,
        typer.Option("--compare", metavar="FILE", help="What changed since this JSON, or these results."),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="DATES", help="Figures of 2025-04-01..2026-03-31 alone."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="HOW",
            help="A period of what was done in it, or started (else done).",
            autocompletion=among(WAYS),
        ),
    ] = None,
    suppress: Annotated[
        int | None,
        typer.Option(
            "--suppress", metavar="N", min=2, help="Tell no number from 1 to N - 1, nor what would."
        ),
    ] = None,
    edition: Annotated[
        str,
        typer.Option(
            "--edition",
            metavar="EDITION",
            help="team, or board: six pages that name nobody.",
            autocompletion=among(EDITIONS),
        ),
    ] = "team",
    sample: Annotated[
        int,
        typer.Option("--sample", metavar="N", min=0, help="How many children to decide one by one."),
    ] = 200,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 also where something was not met.")
    ] = False,
    quiet: Quiet = False,
) -> int:
    """Audit a whole export: which cases keep which rule, who is late and by how much, what cannot be told.

    Examples:
      threshold audit export.csv --inspect --map map.yaml
        say what is recognised, and write a column map to edit
      threshold audit export.csv --map map.yaml --as-at 2026-03-31
        read by that map: who is late, and by which clause
      threshold audit export.csv --as-at 2026-03-31 --format html --edition board
        a page for a board, that names nobody, in the folder reports
    """
    _require_libraries()
    from threshold.audit.apart import Apart
    from threshold.audit.children import moved
    from threshold.audit.compare import compare as beside
    from threshold.audit.edition import for_board
    from threshold.audit.hidden_again import check_hidden
    from threshold.audit.progress import Bar
    from threshold.audit.suppress import suppress as without_small_numbers
    from threshold.policy import load_policy
    from threshold.reading import BadInput, Problem

    files, day = load_policy(policy), _day(as_at)
    if events:
        return _mappable(files, day, formats or [])
    wanted, export = _formats(formats, out), _given(export)
    reader = choose(from_, READERS, "--from") if from_ is not None else None
    if inspect:
        return _inspect(export, files, reader, map_, as_json="json" in wanted)
    (figures, children), of_period = _earlier(compare or []), _period(period, by)
    _check(map_, results, cases, where)
    check_outputs(
        {"--results": results, "--suppose-results": suppose_results},
        {"an earlier audit": compare or (), **with_maps([export], map_)},
        files,
    )
    board = choose(edition, EDITIONS, "--edition") == "board"
    if board and "xlsx" in wanted:
        message = "board names nobody, and a workbook lists every child; choose another format"
        raise BadInput(Problem(message, field="--edition"))
    if suppress is not None:
        _check_suppressed(wanted, children is not None, suppose is not None)
    asked = _asked(suppose, suppose_results, files)
    supposed: list[str] = []
    stands = standing_of(files)
    with Bar() as bar:
        done = _run(export, files, day, reader, map_, tuple(settings or ()), sample, bar, of_period)
        if asked is not None:
            done, supposed = _suppose(done, files, asked, tuple(settings or ()), sample, suppose_results, bar)
        if figures is not None:
            done = done.with_audit(beside(done.audit, figures))
        if children is not None:
            done = done.with_audit(replace(done.audit, children_since=moved(done, children)))
        nothing, failed = not done.audit.judged, done.audit.failed
        if suppress is not None:
            told = without_small_numbers(done.audit, suppress, Apart(done, suppress))
            check_hidden(done.audit, told, suppress)
            done = done.with_audit(told)
        if board:
            done = done.with_audit(for_board(done.audit))
        written = _write(done, files, wanted, out, results, cases, where or [], bar, of_policy(stands))
    _say(done, wanted[0] if wanted and out == STDOUT else "text", stands)
    for line in (*written, *supposed):
        tell(line)
    if sample:
        tell_what_ran(quiet)
    if nothing:  # which a script is not to take for a clean audit
        tell("nothing in this export could be judged: see what it does not record")
        return 2
    return 1 if failed and not exit_zero else 0


def _require_libraries() -> None:
    from importlib.util import find_spec

    from threshold.reading import BadInput, Problem

    needed = ("polars", "fastexcel", "lxml", "xlsxwriter", "jinja2", "rich")
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        message = f"audits need {', '.join(missing)}: pip install 'threshold[audit]'"
        raise BadInput(Problem(message))


def _given(export: Path | None) -> Path:
    from threshold.reading import BadInput, Problem

    if export is None:
        message = "name the file or folder that the case system exported (--events needs none)"
        raise BadInput(Problem(message, "EXPORT"))
    return export


def _mappable(files: "PolicyFiles", day: date | None, formats: list[str]) -> int:
    """Print every event and stated fact that a column map can name."""
    from threshold.audit.mappable import as_json, as_text, mappable

    format_ = choose(formats[-1] if formats else "text", TEXT_OR_JSON, "--format")
    found = mappable(files.at(day or date.today()))
    say(as_json(found) if format_ == "json" else as_text(found), end="")
    return 0


def _formats(formats: list[str] | None, out: str) -> list[str]:
    """The formats asked for, besides text."""
    from threshold.reading import BadInput, Problem

    found = [choose(each, FORMATS, "--format") for each in dict.fromkeys(formats or ())]
    wanted = [each for each in found if each != "text"]
    if out == STDOUT and (len(wanted) > 1 or "xlsx" in wanted):
        raise BadInput(Problem("- prints one format, and never a workbook", field="--out"))
    return wanted


def _day(text: str | None) -> date | None:
    from threshold.reading import BadInput, Problem
    from threshold.vocabulary import parse_date

    if text is None:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        raise BadInput(Problem(str(error), field="--as-at")) from None


def _earlier(files: list[Path]) -> "tuple[Audit | None, Earlier | None]":
    """The earlier audit's figures and its results, each from a file of its kind; None where none is given."""
    from threshold.audit.children import read_results
    from threshold.audit.render.json import read_earlier
    from threshold.audit.results_file import SUFFIXES
    from threshold.reading import BadInput, Problem

    results = [path for path in files if path.suffix.lower() in SUFFIXES]
    figures = [path for path in files if path not in results]
    if len(results) > 1 or len(figures) > 1:
        message = "takes one JSON and one file of results at most, of one earlier audit"
        raise BadInput(Problem(message, field="--compare"))
    return (
        read_earlier(figures[0]) if figures else None,
        read_results(results[0]) if results else None,
    )


def _period(text: str | None, by: str | None) -> "Period | None":
    from threshold.audit.period import read_period
    from threshold.reading import BadInput, Problem

    if text is None:
        if by is not None:
            raise BadInput(Problem("says how a period is counted; give --period too", field="--by"))
        return None
    way = choose(by or "done", WAYS, "--by")
    return read_period(text, "started" if way == "started" else "done")


def _check(map_: Path | None, results: Path | None, cases: Path | None, where: list[str] | None) -> None:
    """What can be known to be wrong before anything is read."""
    from threshold.audit.results_file import check_suffix
    from threshold.reading import BadInput, Problem

    if map_ is not None and not lexists(map_):
        message = "there is no such file; --inspect with --map writes a first one, to edit"
        raise BadInput(Problem(message, str(map_), field="--map"))
    if results is not None:
        check_suffix(results)
    if where and cases is None:
        raise BadInput(Problem("says which children --cases writes; give --cases too", field="--where"))


def _check_suppressed(wanted: list[str], names_children: bool, supposes: bool) -> None:
    """What small numbers are left out of names no child: no workbook, whose sheets do, and no moves."""
    from threshold.reading import BadInput, Problem

    if "xlsx" in wanted:
        message = "leaves small numbers out, and a workbook lists every child; choose another format"
        raise BadInput(Problem(message, field="--suppress"))
    if supposes:
        message = "leaves small numbers out, and what would come of a request has them; run the two apart"
        raise BadInput(Problem(message, field="--suppress"))
    if names_children:
        message = "leaves small numbers out, and results name children; compare with a JSON alone"
        raise BadInput(Problem(message, field="--suppress"))


def _asked(text: str | None, results: Path | None, files: "PolicyFiles") -> "Request | None":
    """The request to put to everybody; what is wrong with it is told before anything is read."""
    from threshold.audit.results_file import check_suffix
    from threshold.reading import BadInput, Problem

    if results is not None:
        check_suffix(results, "--suppose-results")
    if text is None:
        if results is not None:
            message = "writes what comes of a request; say which with --suppose"
            raise BadInput(Problem(message, field="--suppose-results"))
        return None
    from threshold.audit.suppose import read_request

    return read_request(text, files.vocabulary)


def _suppose(
    done: "Run",
    files: "PolicyFiles",
    request: "Request",
    trial: tuple[str, ...],
    sample: int,
    results: Path | None,
    bar: "Bar",
) -> "tuple[Run, list[str]]":
    """Put the request to every open child; returns what to say about the file that was written."""
    from threshold.audit.results_file import write_table
    from threshold.audit.suppose import suppose
    from threshold.batch import CannotCompile, Difference
    from threshold.reading import BadInput, Problem

    try:
        found = suppose(done, files, request, trial, sample, bar)
    except (Difference, CannotCompile) as error:
        raise BadInput(Problem(str(error))) from None
    if results is None:
        return found.run, []
    return found.run, [f"wrote {results}: {write_table(results, found.children):,} rows"]


def _inspect(export: Path, files: "PolicyFiles", reader: str | None, map_: Path | None, as_json: bool) -> int:
    """Print what is recognised; write a first column map to --map, or add what is new to the one there."""
    from threshold.exports import inspect_export

    inspected(lambda given: inspect_export(export, files.vocabulary, reader, given), map_, as_json)
    return 0


def _run(
    export: Path,
    files: "PolicyFiles",
    day: date | None,
    reader: str | None,
    map_: Path | None,
    trial: tuple[str, ...],
    sample: int,
    bar: "Bar",
    period: "Period | None",
) -> "Run":
    from threshold.audit.run import run
    from threshold.batch import CannotCompile, Difference
    from threshold.exports import read_export
    from threshold.reading import BadInput, Problem

    bar.stage("reading", None)
    read = read_export(export, files.vocabulary, day, reader, map_)
    try:
        return run(read, files, trial, sample, bar, period)
    except (Difference, CannotCompile) as error:
        raise BadInput(Problem(str(error))) from None


def _say(done: "Run", format_: str, stands: "Standing | None") -> None:
    """Print the audit, and tell whether the policy holds what nobody has released."""
    from threshold.audit.render import rendered

    say(rendered(done.audit, format_, of_policy(stands)), end="")
    tell_unreleased(stands)


def _write(
    done: "Run",
    files: "PolicyFiles",
    wanted: list[str],
    out: str,
    results: Path | None,
    cases: Path | None,
    where: list[str],
    bar: "Bar",
    of_policy: dict[str, Any],
) -> list[str]:
    """Write all files; returns what to say about each."""
    from threshold.audit.case_files import write_cases
    from threshold.audit.render import SUFFIXES, rendered
    from threshold.audit.render.csv import measures_csv
    from threshold.audit.render.xlsx import write_xlsx
    from threshold.audit.results_file import write_results
    from threshold.audit.rows import read_where
    from threshold.output.files import write_text
    from threshold.output.words import many

    # How many are of some kind is told nowhere where small numbers are left out.
    told, small = [], done.audit.suppressed is not None
    chosen = read_where(where or ["status=overdue"], done)
    formats = wanted if out != STDOUT else []
    # All of them first: where one does not tell what the audit has, none is written.
    texts = {format_: rendered(done.audit, format_, of_policy) for format_ in formats if format_ != "xlsx"}
    for format_ in formats:
        path = Path(out) / f"{_named(done)}.{SUFFIXES[format_]}"
        bar.stage(f"writing {path.name}", done.audit.failed if format_ == "xlsx" else None, "rows")
        if format_ == "xlsx":
            write_xlsx(path, done, bar.advance)
        else:
            write_text(path, texts[format_], make_folder=True)
        told.append(f"wrote {path}")
        if format_ == "csv" and done.audit.measures:
            beside = path.with_name(f"{path.stem}-measures.csv")
            write_text(beside, measures_csv(done.audit))
            told.append(f"wrote {beside}")
    if results is not None:
        bar.stage(f"writing {results.name}", len(done.audit.rules), "rules")
        rows = write_results(results, done, lambda: bar.advance(1))
        told.append(f"wrote {results}" + ("" if small else f": {rows:,} rows"))
    if cases is not None:
        bar.stage("writing case files", None, "cases")
        written = write_cases(cases, done, files.vocabulary, chosen, lambda: bar.advance(1))
        told.append(f"wrote {'case files' if small else many(written.files, 'case file')} into {cases}")
        if written.unfit:
            why = "not written, for no case file may carry their reference"
            told.append(f"{'some' if small else f'{written.unfit:,}'} of the children chosen: {why}")
    return told


def _named(done: "Run") -> str:
    """What the files of an audit are called, without what says of which format they are."""
    edition = "-board" if done.audit.edition == "board" else ""
    return f"audit-{Path(done.export.source.name).stem}-{done.audit.as_at}{edition}"
