"""`threshold register`: read, verify, replay and export the decisions that were recorded."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli import erase, keys
from threshold.cli.mirror import MirrorOption
from threshold.cli.offers import among
from threshold.cli.options import (
    TEXT_OR_JSON,
    PolicyOption,
    RegisterOption,
    choose,
    format_option,
    register_path,
)
from threshold.cli.outputs import check_outputs
from threshold.cli.signing import SignOption, signer_for
from threshold.output.gate import say, tell

if TYPE_CHECKING:
    from threshold.register import Entry

app = typer.Typer(
    help="Read, verify, replay and export the decisions that people took.", rich_markup_mode=None
)

LISTED_AS = ("text", "json", "csv")
SHOWN_AS = ("text", "json", "markdown", "html")
EXPORTED_AS = ("ndjson", "csv", "markdown", "html")
COUNTED_AS = ("text", "json", "html")

References = Annotated[
    list[str] | None,
    typer.Argument(metavar="REF...", help="References of cases, or numbers of entries; all if left out."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write to this file, readable by you alone."),
]
KeyOption = Annotated[
    Path | None,
    typer.Option("--key", metavar="KEYFILE", help="An Ed25519 key in a PEM file, without a passphrase."),
]


app.command("erase")(erase.erase)
app.add_typer(keys.app, name="keys")


@app.callback(invoke_without_command=True)
def register(context: typer.Context) -> None:
    """Read, verify, replay and export the decisions that people took.

    Examples:
      threshold register list
        the decisions that were recorded
      threshold register verify
        whether anybody altered one
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command("list")
def list_entries(
    references: References = None,
    register: RegisterOption = None,
    format_: Annotated[str, format_option(LISTED_AS)] = "text",
) -> int:
    """List decisions: when, which case, what was recommended, what was decided, by whom.

    Examples:
      threshold register list
        every decision, a row for each
      threshold register list NAT-04 --format csv > decisions.csv
        those on one case, for a spreadsheet
    """
    from threshold.register import open_register
    from threshold.register.query import find
    from threshold.register.render.csv import list_csv
    from threshold.register.render.json import list_json
    from threshold.register.render.text import list_text

    choose(format_, LISTED_AS, "--format")
    with open_register(register_path(register)) as opened:
        all_ = opened.entries()
    entries = find(all_, references or ())
    if format_ == "csv":
        say(list_csv(entries), end="")
    else:
        say(list_json(entries) if format_ == "json" else list_text(entries))
    if not references:
        _tell_of_calls(all_, "list")
    return _told_amiss(entries)


@app.command()
def show(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="A case's reference, or an entry's number.")
    ],
    register: RegisterOption = None,
    format_: Annotated[str, format_option(SHOWN_AS)] = "text",
) -> int:
    """Show everything recorded on one case, or one entry.

    Examples:
      threshold register show NAT-04
        all that is recorded on a case
      threshold register show 1 --format html > entry.html
        one entry, as a page
    """
    from threshold.register import open_register
    from threshold.register.render import history

    choose(format_, SHOWN_AS, "--format")
    with open_register(register_path(register)) as opened:
        say(history(opened, reference, format_), end="\n" if format_ in ("text", "json") else "")
    return 0


@app.command("verify")
def verify_register(
    register: RegisterOption = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="A checkpoint that was kept elsewhere."),
    ] = None,
    key: KeyOption = None,
    mirror: MirrorOption = None,
    signed: Annotated[
        bool, typer.Option("--signed", help="Since the first key, every entry must be signed.")
    ] = False,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """Check that nobody altered, moved, inserted or removed an entry; exit with 1 if anybody did.

    Examples:
      threshold register verify
        whether any entry was altered, moved or removed
      threshold register verify --against checkpoint.json
        and whether any was cut off since the checkpoint
    """
    from threshold.reading import BadInput, Problem
    from threshold.register import open_register
    from threshold.register.checkpoint import read_checkpoint
    from threshold.register.looked import look
    from threshold.register.render.looked import looked_json, looked_text

    choose(format_, TEXT_OR_JSON, "--format")
    if key is not None and against is None:
        raise BadInput(
            Problem("says whose signature a checkpoint must bear; give --against too", field="--key")
        )
    checkpoint = None if against is None else read_checkpoint(against)
    with open_register(register_path(register)) as opened:
        looked = look(opened, checkpoint, key, mirror, signed)
    say(looked_json(looked) if format_ == "json" else looked_text(looked))
    if looked.faults:
        tell(
            "the register cannot be relied on as it stands: change nothing in it, put a copy aside, and see "
            "`When something is wrong` in docs/register.md"
        )
        return 1
    return 2 if looked.not_checked else 0


@app.command()
def checkpoint(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write; keep it elsewhere.")],
    register: RegisterOption = None,
    key: SignOption = None,
    mirror: MirrorOption = None,
) -> int:
    """Write how far the register has come, to show later that nothing was cut off; signed with --key.

    Examples:
      threshold register checkpoint --out checkpoint.json
        write how far the register has come; keep it elsewhere
    """
    from threshold.output.files import write_text
    from threshold.register import open_register
    from threshold.register.checkpoint import make_checkpoint, signed_with
    from threshold.register.render.looked import checkpoint_text

    check_outputs(
        {"--out": out},
        {"the mirror": filter(None, [mirror]), "your key": filter(None, [key])},
        register=register,
    )
    with open_register(register_path(register)) as opened:
        made = make_checkpoint(opened, signer_for(opened, key), mirror=mirror)
        signed_by = signed_with(made, opened)
    write_text(out, made.as_json(), synced=True)
    say(checkpoint_text(made, signed_by))
    return 0


@app.command("replay")
def replay_entries(
    references: References = None,
    policy: PolicyOption = None,
    register: RegisterOption = None,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """Decide recorded cases again, by default under the policy of then; exit with 1 if anything differs.

    With --policy, under that policy: which decisions would differ today. Rules in the language of before
    grounds are not decided anew: without --policy, such entries are told, and the exit status is 2.

    Examples:
      threshold register replay
        whether every decision still comes out as it did
      threshold register replay NAT-04 --policy our-policy.yaml
        how one case would be decided under another policy
    """
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.register import open_register, replay
    from threshold.register.query import find, refuse_what_is_amiss
    from threshold.register.render.json import replay_json
    from threshold.register.render.text import replay_text

    choose(format_, TEXT_OR_JSON, "--format")
    other = None if policy is None else Engine(load_policy(policy))
    with open_register(register_path(register)) as opened:
        wanted = find(opened.entries(), references or ())
        refuse_what_is_amiss(wanted)
        replays = list(replay(opened, wanted, other))
    say(replay_json(replays) if format_ == "json" else replay_text(replays))
    outcomes = {each.outcome for each in replays}
    if outcomes & {"failed", "older"}:
        return 2
    return 1 if "differs" in outcomes else 0


@app.command()
def export(
    references: References = None,
    register: RegisterOption = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="ndjson or csv; of one case also markdown or html.",
            autocompletion=among(EXPORTED_AS),
        ),
    ] = "ndjson",
    out: Out = None,
) -> int:
    """Write entries in full, for other programs or, of one case, for its file.

    Examples:
      threshold register export --out register.ndjson
        every entry in full
      threshold register export NAT-04 --format html --out NAT-04.html
        the history of one case, for its file
    """
    from threshold.output.files import write_text
    from threshold.reading import BadInput, Problem
    from threshold.register import open_register, render

    choose(format_, EXPORTED_AS, "--format")
    wanted = references or []
    if format_ in ("markdown", "html") and len(wanted) != 1:
        raise BadInput(Problem(f"{format_} is for the history of one case; name it"))
    check_outputs({"--out": out}, {}, register=register)
    with open_register(register_path(register)) as opened:
        if not wanted:
            _tell_of_calls(opened.entries_of_calls(), "export")
        pieces = render.export(opened, wanted, format_)
        if out is not None:
            write_text(out, "".join(pieces), synced=True)
        else:
            for piece in pieces:
                say(piece, end="")
    return 0


@app.command("stats")
def count(
    register: RegisterOption = None,
    format_: Annotated[str, format_option(COUNTED_AS)] = "text",
    out: Out = None,
) -> int:
    """Count how often people override, by clause, direction, status and role.

    Examples:
      threshold register stats
        how often people override, and what
      threshold register stats --format html --out overrides.html
        the same as a page
    """
    from threshold.output.files import write_text
    from threshold.register import open_register, stats
    from threshold.register.query import find
    from threshold.register.render.html import stats_page
    from threshold.register.render.json import stats_json
    from threshold.register.render.text import stats_text

    choose(format_, COUNTED_AS, "--format")
    check_outputs({"--out": out}, {}, register=register)
    with open_register(register_path(register)) as opened:
        entries = find(opened.entries(), ())
    counted = stats(entries)
    text = {"text": stats_text, "json": stats_json, "html": stats_page}[format_](counted)
    if out is not None:
        write_text(out, text, synced=True)
    else:
        say(text, end="")
    return _told_amiss(entries)


def _tell_of_calls(entries: "Sequence[Entry]", command: str) -> None:
    """Say that there are calls beside what is told: they have commands of their own."""
    from threshold.output.words import many
    from threshold.register.calls.model import CallEntry

    calls = sum(isinstance(entry.told, CallEntry) for entry in entries)
    if calls:
        tell(f"{many(calls, 'call')} beside, not told here: `threshold consult {command}`")


def _told_amiss(entries: "Sequence[Entry]") -> int:
    """Name the entries of which nothing is given out; the exit status."""
    from threshold.register.query import amiss_lines

    lines = amiss_lines(entries)
    for line in lines:
        tell(line)
    return 1 if lines else 0
