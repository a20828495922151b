"""`threshold policy try`: who would come out differently under another policy, and by which change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.evaluators import Quiet, tell_what_ran
from threshold.cli.options import READERS, AsAt, ReaderOption, SetOption, choose, format_option, moment
from threshold.cli.outputs import check_outputs, with_maps
from threshold.output.gate import say, tell

if TYPE_CHECKING:
    from threshold.trying.asked import Asked
    from threshold.trying.given import Given
    from threshold.trying.model import Trial
    from threshold.trying.run import How

FORMATS = ("text", "json", "markdown", "html")


def try_(
    new: Annotated[
        str,
        typer.Argument(metavar="NEW", help="The policy as it would be: a name, a file, or a release of one."),
    ],
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="WHAT...", help="Examples, case files, folders, an export, a register."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="OLD",
            help="The policy as it is; else NEW without --set, else NEW as it was last released.",
        ),
    ] = None,
    settings: SetOption = None,
    as_at: AsAt = None,
    from_: ReaderOption = None,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="The column map of an export.")
    ] = None,
    suppose: Annotated[
        str | None,
        typer.Option(
            "--suppose",
            metavar="REQUEST",
            help="Put one request to every open child of an export, such as step_down:early_help.",
        ),
    ] = None,
    range_: Annotated[
        str | None,
        typer.Option(
            "--range",
            metavar="PACK.NAME=VALUES",
            help="How many come out how at each value: pack.name='2 months..6 months', or 'a | b'.",
        ),
    ] = None,
    all_examples: Annotated[
        bool, typer.Option("--all-examples", help="Try examples of other policies as well.")
    ] = False,
    whole: Annotated[bool, typer.Option("--all", help="Shorten no list.")] = False,
    format_: Annotated[str, format_option(FORMATS)] = "text",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there; the text is printed.")
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 also where somebody comes out differently.")
    ] = False,
    quiet: Quiet = False,
) -> int:
    """Try a policy against another: what changed in meaning, who comes out differently, and by which change.

    What is held against the new policy is the old one itself, never what an example expects. Exit with 1
    where anybody comes out differently, with 2 where a policy or a file cannot be used or nothing could be
    tried.

    Examples:
      threshold policy try our-policy.yaml cases --against default --all-examples
        which cases would come out differently, and by which change
      threshold policy try caf-team cases --set caf-team.tac_every="2 months"
        what another value would do to them
      threshold policy try our-policy.yaml --against national
        what differs in meaning between two policies
    """
    from threshold.output import terminal
    from threshold.policy import DEFAULT_POLICY
    from threshold.trying.asked import asked, names_a_policy
    from threshold.trying.given import given
    from threshold.trying.run import How
    from threshold.trying.steps import read_range

    choose(format_, FORMATS, "--format")
    things = list(what or ())
    if (settings or range_) and not names_a_policy(new) and Path(new).exists():
        things, new = [new, *things], against or DEFAULT_POLICY  # values alone make the newer policy
    reader = choose(from_, READERS, "--from") if from_ is not None else None
    policies = asked(new, against, tuple(settings or ()), itself=range_ is not None)
    look_at = given(things)
    check_outputs({"--out": out}, with_maps(things, map_), policies.versions.new.files)
    values = None if range_ is None else read_range(range_)
    how = How(moment(as_at), all_examples, reader, map_, suppose, values)
    trial = _trial(policies, look_at, how)
    for problem in how.problems:
        tell(str(problem))
    _write(trial, format_, out, terminal.size()[0], whole)
    looked_at = any(each.number for each in trial.tried) or any(each.number for each in trial.curves)
    if looked_at:
        tell_what_ran(quiet)
    if how.problems or (things and not looked_at):
        return 2
    return 1 if trial.flipped and not exit_zero else 0


def _trial(policies: "Asked", look_at: "Given", how: "How") -> "Trial":
    from threshold.trying.run import run

    if not look_at.exports:
        return run(policies, look_at, how)
    from threshold.audit.progress import Bar

    with Bar() as bar:
        return run(policies, look_at, how, bar)


def _write(trial: "Trial", format_: str, out: Path | None, width: int, whole: bool) -> None:
    """Print the report, or write it and print its text."""
    from threshold.output.files import write_text

    if out is None:
        say(_rendered(trial, format_, width, whole), end="" if format_ in ("markdown", "html") else "\n")
        return
    text = _rendered(trial, format_, width, whole)
    write_text(out, text if text.endswith("\n") else f"{text}\n")
    say(_rendered(trial, "text", width, whole))
    tell(f"wrote {out}")


def _rendered(trial: "Trial", format_: str, width: int, whole: bool) -> str:
    match format_:
        case "json":
            from threshold.trying.render.json import as_json

            return as_json(trial)
        case "markdown":
            from threshold.trying.render.markdown import as_markdown

            return as_markdown(trial)
        case "html":
            from threshold.trying.render.html import as_html

            return as_html(trial)
        case _:
            from threshold.trying.render.text import as_text

            return as_text(trial, width, whole)
