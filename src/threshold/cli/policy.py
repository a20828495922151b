"""`threshold policy`: read, check, try and test rules."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.evaluators import Quiet, tell_what_ran
from threshold.cli.offers import among
from threshold.cli.options import TEXT_OR_JSON, AsAt, PolicyOption, SetOption, choose, format_option, moment
from threshold.cli.outputs import check_outputs
from threshold.cli.policy_check import check
from threshold.cli.policy_new import new
from threshold.cli.policy_release import release
from threshold.cli.policy_try import try_
from threshold.cli.standing import standing_of
from threshold.output.escaping import json_text
from threshold.output.gate import say, say_line, tell
from threshold.output.words import listed, sentence

if TYPE_CHECKING:
    from datetime import date

    from threshold.policy import PolicyFiles

TESTED_AS = ("text", "json", "junit")
SHOWN_AS = ("text", "html")
SCHEMAS = (
    *("case", "rules", "parameters", "pack", "clauses", "consultation", "vocabulary"),
    *("indicators", "policy"),
    *("decision", "audit", "worklist", "check", "trial", "why", "why-not"),
)

Packs = Annotated[
    list[str] | None,
    typer.Argument(metavar="PACK...", help="Packs by name or folder; all that come along if none."),
]
Cases = Annotated[
    list[str] | None,
    typer.Option("--cases", metavar="CASES", help="Example cases or a folder of them; else `cases`."),
]

app = typer.Typer(help="Read, check, try and test the rules.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def policy(context: typer.Context) -> None:
    """Read, check, try and test the rules.

    Examples:
      threshold policy show
        what the policy answers, its documents and numbers
      threshold policy check our-policy.yaml
        what is wrong with a policy of your own
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


app.command("new")(new)


@app.command("test")
def run_examples(
    cases: Annotated[list[str], typer.Argument(metavar="CASE...", help="Example cases, or folders of them.")],
    policy: PolicyOption = None,
    settings: SetOption = None,
    format_: Annotated[str, format_option(TESTED_AS)] = "text",
    quiet: Quiet = False,
) -> int:
    """Decide example cases and compare each with what it expects.

    Exit with 1 if any differs, with 2 if a policy cannot be used or a value not be tried.

    Examples:
      threshold policy test cases
        whether every example comes out as it expects
      threshold policy test cases --policy our-policy.yaml --format junit
        under a policy of your own, for a system that runs tests
    """
    from threshold import examples

    choose(format_, TESTED_AS, "--format")
    results = list(examples.run_examples(cases, policy, tuple(settings or ())))
    render = {"text": examples.as_text, "json": examples.as_json, "junit": examples.as_junit}
    say(render[format_](results))
    if results:
        tell_what_ran(quiet)
    problems = dict.fromkeys(problem for result in results for problem in result.because)
    for problem in problems:
        tell(str(problem))
    if problems:
        return 2
    return 1 if any(result.differences for result in results) else 0


app.command("check")(check)
app.command("try")(try_)
app.command("release")(release)


@app.command("mutate")
def mutate(
    packs: Packs = None,
    cases: Cases = None,
    sample: Annotated[
        int | None,
        typer.Option("--sample", metavar="N", min=1, help="Try only N changes, drawn by the seed."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="NUMBER", help="Draw these changes again; else others each time."),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option("--min", metavar="PERCENT", min=0, max=100, help="Exit with 1 where fewer are noticed."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FOLDER", help="Write a case to be filled in for each of them here."),
    ] = None,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """Change one thing in a pack's rules at a time, and tell which changes no example case notices.

    A rule, part, row or step is taken out, a condition turned round or a test of it left out, a number
    moved by one, a strength by one step, a list shortened, who acts and who receives exchanged, the value
    of a parameter changed. No rule is touched. It takes minutes: `--sample 200` tries some.

    Examples:
      threshold policy mutate caf-team --sample 200
        200 changes to a pack, drawn at random
      threshold policy mutate our-pack --cases our-cases --write proposals
        a pack of your own; cases that are missing are drafted
    """
    from random import randrange

    from threshold import mutation

    choose(format_, TEXT_OR_JSON, "--format")
    drawn_by = (randrange(1_000_000_000) if seed is None else seed) if sample else None
    found = mutation.mutate(packs or [], cases or ["cases"], sample, drawn_by or 0)
    if format_ == "json":
        say(mutation.as_json(found, drawn_by))
    else:
        say(mutation.as_text(found))
        if drawn_by is not None:
            say_line(f"Drawn by --seed {drawn_by}")
    if write is not None:
        survivors = [outcome for each in found for outcome in each.survivors]
        for path in mutation.write_proposals(survivors, write):
            tell(f"{path}: to be filled in")
    too_few = least is not None and not mutation.share_noticed(found) >= least
    return 1 if too_few or any(each.left_out for each in found) else 0


@app.command("coverage")
def coverage(
    packs: Packs = None,
    cases: Cases = None,
    least: Annotated[
        float | None,
        typer.Option("--min", metavar="PERCENT", min=0, max=100, help="Exit with 1 where fewer are carried."),
    ] = None,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """Tell what of a document its pack carries: clause by clause, and earned by examples.

    A clause is carried where some example notices that what cites it is gone; else it is carried in name
    only, left out with a reason, or unaccounted. Below it stands what no example shows of the rules, and
    what nothing uses. It takes a few minutes.

    Examples:
      threshold policy coverage caf-team
        which clauses of a document its pack carries
      threshold policy coverage our-pack --cases our-cases --min 90
        for a script: exit with 1 where too few are
    """
    from threshold import coverage

    choose(format_, TEXT_OR_JSON, "--format")
    found, anywhere = coverage.coverage(packs or [], cases or ["cases"])
    told = coverage.as_json if format_ == "json" else coverage.as_text
    say(told(found, anywhere))
    short = least is not None and coverage.falls_short(found, least)
    return 1 if short or any(each.left_out for each in found) else 0


@app.command("show")
def show(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="A policy by name or file, or anything in one: a rule, clause, fact, `consultation`.",
        ),
    ] = None,
    policy: PolicyOption = None,
    as_at: AsAt = None,
    format_: Annotated[str, format_option(SHOWN_AS)] = "text",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write to this file, readable by you alone."),
    ] = None,
) -> int:
    """Show a policy, or one thing in it, in plain English with the values in force.

    Without a name the whole policy: what it answers, its packs, clauses and parameters; as html everything in
    it on one page. A name that is a policy means the policy, unless `--policy` says where to look.

    Examples:
      threshold policy show
        what the policy answers, its documents and numbers
      threshold policy show RBC-4.2a
        a rule, clause, fact or number in plain English
      threshold policy show default --format html --out policy.html
        all of it as one page, to read or print
    """
    from datetime import date

    from threshold.dates import day_of
    from threshold.output import terminal
    from threshold.output.files import write_text
    from threshold.policy import load_policy, named_policy

    choose(format_, SHOWN_AS, "--format")
    whole = name is None or (policy is None and named_policy(name))
    reference = name if whole and policy is None else policy
    files = load_policy(reference)
    day = day_of(moment(as_at) or date.today())
    check_outputs({"--out": out}, {}, files)
    width = terminal.size()[0] if out is None else terminal.WIDTH
    if whole and format_ == "text":
        text = _in_short(files, day, reference, width)
    else:
        text = _in_full(files, day, None if whole else name, format_, width)
    if out is not None:
        write_text(out, text)
    else:
        say(text, end="")
    return 0


def _in_short(files: "PolicyFiles", day: "date", reference: str | None, width: int) -> str:
    """The policy on a screen, with the script of a call where it has one, and how to see more of it."""
    from threshold import handbook
    from threshold.output.terminal import wrapped
    from threshold.policy.standing_in import of_overlays
    from threshold.policy.unread import unread_beside
    from threshold.reports import policy_as_text

    policy = files.at(day)
    stands = standing_of(files)
    of = f" --policy {reference}" if reference else ""
    told = ["Any rule, clause, pack, fact or parameter in full: threshold policy show NAME" + of]
    if policy.name == reference and policy.name in [pack.name for pack in policy.packs]:
        told.insert(0, f"The pack {policy.name} alone: threshold policy show {policy.name}{of}")
    told += [] if stands is None else [sentence(str(stands))]
    told += [f"{each}, and passes where an overlay asks for one" for each in of_overlays(policy)]
    told += [f"Not read: {each}" for each in unread_beside(files.paths())]
    lines = (line for each in told for line in wrapped(each, width, "", "  "))
    calls: tuple[str, ...] = ()
    if policy.scripts:
        script = handbook.found(handbook.Book(files, day), "consultation")
        calls = (handbook.as_text(script, width), "")
    return "\n".join((policy_as_text(policy), "", *calls, *lines, ""))


def _in_full(files: "PolicyFiles", day: "date", name: str | None, format_: str, width: int) -> str:
    """What a name says, or as a page everything in the policy."""
    from threshold import handbook

    book = handbook.Book(files, day)
    if format_ == "text":
        return handbook.as_text(handbook.found(book, name or ""), width) + "\n"
    return handbook.as_html(handbook.page(book, name))


@app.command("schema")
def print_schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=f"{listed(SCHEMAS)}.",
            autocompletion=among(SCHEMAS),
        ),
    ],
    policy: PolicyOption = None,
) -> int:
    """Print the JSON Schema of a kind of file, for editors, or of what is printed as JSON.

    Examples:
      threshold policy schema case > case.schema.json
        for an editor that helps to write case files
    """

    from threshold import schemas
    from threshold.policy import load_policy

    choose(kind, SCHEMAS, "KIND")
    schema = schemas.schema_for(kind, load_policy(policy))
    say(json_text(schema, indent=2))
    return 0


@app.command("fmt")
def fmt(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files or folders; the rules that come along if none."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if any file would change.")
    ] = False,
) -> int:
    """Put files of rules into their one layout; name each that changes.

    Examples:
      threshold policy fmt our-pack
        lay out the rules of a pack
      threshold policy fmt our-pack --check
        say what would change, and change nothing
    """

    from threshold.layout import outdated, renew, yaml_files
    from threshold.policy import rules_directory
    from threshold.reading import BadInput

    sound, clean = True, True
    for path in yaml_files([Path(path) for path in paths] if paths else [rules_directory()]):
        try:
            file = outdated(path)
            if file and not check:
                renew(file)
        except BadInput as error:
            sound = False
            for problem in error.problems:
                tell(str(problem))
            continue
        if file:
            clean = False
            say_line(f"{path}, line {file.line}" if check else str(path))
    if not sound:
        return 2
    return 1 if check and not clean else 0
