"""`threshold audit`: a whole export in, compliance out."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.options import AsAt, PolicyOption, SetOption, choose

if TYPE_CHECKING:
    from threshold.audit.progress import Bar
    from threshold.audit.run import Run
    from threshold.policy import PolicyFiles

FORMATS = ("text", "json", "csv", "markdown", "html", "xlsx")
STDOUT = "-"


def audit(
    export: Annotated[
        Path, typer.Argument(metavar="EXPORT", help="A file or folder that the case system exported.")
    ],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="annex-a, census or events; else detected.")
    ] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="The column map of a local export.")
    ] = None,
    inspect: Annotated[
        bool,
        typer.Option("--inspect", help="Say what is recognised, and draft a column map."),
    ] = False,
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}; may be repeated."),
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
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="FILE", help="Say what changed since this JSON.")
    ] = None,
    sample: Annotated[
        int,
        typer.Option("--sample", metavar="N", min=0, help="How many children to decide one by one."),
    ] = 200,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 also where something was not met.")
    ] = False,
) -> int:
    """Audit a whole export: which cases keep which rule, who is late and by how much, what cannot be told."""
    _require_libraries()
    from threshold.audit.compare import compare as beside
    from threshold.audit.progress import Bar
    from threshold.audit.render import rendered
    from threshold.audit.render.json import read_earlier
    from threshold.policy import load_policy

    wanted = _formats(formats, out)
    files, day = load_policy(policy), _day(as_at)
    reader = choose(from_, _readers(), "--from") if from_ is not None else None
    if inspect:
        return _inspect(export, files, reader, map_)
    earlier = read_earlier(compare) if compare is not None else None
    _check(results, cases, where)
    with Bar() as bar:
        done = _run(export, files, day, reader, map_, tuple(settings or ()), sample, bar)
        if earlier is not None:
            done = done.with_audit(beside(done.audit, earlier))
        written = _write(done, files, wanted, out, results, cases, where or [], bar)
    typer.echo(rendered(done.audit, wanted[0] if wanted and out == STDOUT else "text"), nl=False)
    for line in written:
        typer.echo(f"threshold: {line}", err=True)
    return 1 if done.audit.failed and not exit_zero else 0


def _require_libraries() -> None:
    from importlib.util import find_spec

    from threshold.reading import BadInput, Problem

    needed = ("polars", "fastexcel", "lxml", "xlsxwriter", "jinja2", "rich")
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        message = f"audits need {', '.join(missing)}: pip install 'threshold[audit]'"
        raise BadInput(Problem(message))


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


def _readers() -> tuple[str, ...]:
    from threshold.exports import FORMATS as READERS

    return tuple(READERS)


def _check(results: Path | None, cases: Path | None, where: list[str] | None) -> None:
    """What can be known to be wrong before anything is read."""
    from threshold.audit.results_file import check_suffix
    from threshold.reading import BadInput, Problem

    if results is not None:
        check_suffix(results)
    if where and cases is None:
        raise BadInput(Problem("says which children --cases writes; give --cases too", field="--where"))


def _inspect(export: Path, files: "PolicyFiles", reader: str | None, map_: Path | None) -> int:
    """Print what is recognised; write a first column map to --map, where there is no such file yet."""
    from threshold.exports import inspect_export
    from threshold.output.files import write_text

    fresh = map_ is not None and not map_.exists()
    found = inspect_export(export, files.vocabulary, reader, None if fresh else map_)
    typer.echo(found.text(), nl=False)
    if found.column_map is None:
        return 0
    if map_ is not None and fresh:
        write_text(map_, found.column_map, make_folder=True)
        typer.echo(f"threshold: wrote {map_}, a first column map to edit", err=True)
    else:
        typer.echo(f"\nA column map to edit (--map FILE writes it):\n\n{found.column_map}", nl=False)
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
) -> "Run":
    from threshold.audit.run import run
    from threshold.batch import CannotCompile, Difference
    from threshold.exports import read_export
    from threshold.reading import BadInput, Problem

    bar.stage("reading", None)
    read = read_export(export, files.vocabulary, day, reader, map_)
    try:
        return run(read, files, trial, sample, bar)
    except (Difference, CannotCompile) as error:
        raise BadInput(Problem(str(error))) from None


def _write(
    done: "Run",
    files: "PolicyFiles",
    wanted: list[str],
    out: str,
    results: Path | None,
    cases: Path | None,
    where: list[str],
    bar: "Bar",
) -> list[str]:
    """Write all files; returns what to say about each."""
    from threshold.audit.case_files import write_cases
    from threshold.audit.render import SUFFIXES, rendered
    from threshold.audit.render.xlsx import write_xlsx
    from threshold.audit.results_file import write_results
    from threshold.audit.rows import read_where
    from threshold.output.files import write_text
    from threshold.output.words import many

    told = []
    chosen = read_where(where or ["status=overdue"], done)
    for format_ in wanted if out != STDOUT else []:
        path = Path(out) / f"audit-{Path(done.audit.source.name).stem}-{done.audit.as_at}.{SUFFIXES[format_]}"
        bar.stage(f"writing {path.name}", done.audit.failed if format_ == "xlsx" else None, "rows")
        if format_ == "xlsx":
            write_xlsx(path, done, bar.advance)
        else:
            write_text(path, rendered(done.audit, format_), make_folder=True)
        told.append(f"wrote {path}")
    if results is not None:
        bar.stage(f"writing {results.name}", len(done.audit.rules), "rules")
        rows = write_results(results, done, lambda: bar.advance(1))
        told.append(f"wrote {results}: {rows:,} rows")
    if cases is not None:
        bar.stage("writing case files", None, "cases")
        written = write_cases(cases, done, files.vocabulary, chosen, lambda: bar.advance(1))
        told.append(f"wrote {many(written.files, 'case file')} into {cases}")
        if written.unfit:
            why = "not written, for no case file may carry their reference"
            told.append(f"{written.unfit:,} of the children chosen: {why}")
    return told
