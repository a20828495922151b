"""`threshold register`: read, verify, replay and export the decisions that were recorded."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.options import PolicyOption, choose

if TYPE_CHECKING:
    from threshold.register import Entry, Register, Stats, Verified
    from threshold.register.checkpoint import Checkpoint

app = typer.Typer(
    help="Read, verify, replay and export the decisions that people took.", rich_markup_mode=None
)

RegisterOption = Annotated[
    Path | None,
    typer.Option(
        "--register",
        metavar="PATH",
        envvar="THRESHOLD_REGISTER",
        show_envvar=True,
        help="The register's file; left out, the one in your own data folder.",
    ),
]
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


def register_path(path: Path | None) -> Path:
    """The register named, or else the one in the user's own data folder."""
    from platformdirs import user_data_path

    return path or user_data_path("threshold", appauthor=False) / "register.sqlite"


@app.callback(invoke_without_command=True)
def register(context: typer.Context) -> None:
    """Read, verify, replay and export the decisions that people took."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list")
def list_entries(
    references: References = None,
    register: RegisterOption = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or csv.")] = "text",
) -> int:
    """List decisions: when, which case, what was recommended, what was decided, by whom."""
    from threshold.register import open_register
    from threshold.register.query import COLUMNS, as_csv, find, row
    from threshold.register.render.text import list_text

    choose(format_, ("text", "json", "csv"), "--format")
    with open_register(register_path(register)) as opened:
        entries = find(opened.entries(), references or ())
    rows = [row(entry) for entry in entries]
    if format_ == "json":
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif format_ == "csv":
        typer.echo(as_csv(rows, COLUMNS), nl=False)
    else:
        typer.echo(list_text(entries) if rows else "no decisions are recorded")
    return 0


@app.command()
def show(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="A case's reference, or an entry's number.")
    ],
    register: RegisterOption = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json, markdown or html.")
    ] = "text",
) -> int:
    """Show everything recorded on one case, or one entry."""
    from threshold.register import open_register

    choose(format_, ("text", "json", "markdown", "html"), "--format")
    with open_register(register_path(register)) as opened:
        typer.echo(_history(opened, reference, format_), nl=format_ in ("text", "json"))
    return 0


@app.command("verify")
def verify_register(
    register: RegisterOption = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="A checkpoint that was kept elsewhere."),
    ] = None,
    key: KeyOption = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
) -> int:
    """Check that nobody altered, moved, inserted or removed an entry; exit with 1 if anybody did."""
    from threshold.reading import BadInput, Problem
    from threshold.register import open_register, verify
    from threshold.register.checkpoint import compare, read_checkpoint

    choose(format_, ("text", "json"), "--format")
    if key is not None and against is None:
        raise BadInput(
            Problem("says whose signature a checkpoint must bear; give --against too", field="--key")
        )
    checkpoint = None if against is None else read_checkpoint(against)
    with open_register(register_path(register)) as opened:
        found = verify(opened)
        faults = [*found.faults, *(compare(opened, checkpoint, key) if checkpoint else ())]
    if format_ == "json":
        data = asdict(found) | {"faults": [asdict(fault) for fault in faults]}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        typer.echo(_verified(found, [str(fault) for fault in faults], checkpoint))
    return 1 if faults else 0


@app.command()
def checkpoint(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write; keep it elsewhere.")],
    register: RegisterOption = None,
    key: KeyOption = None,
) -> int:
    """Write how far the register has come, to show later that nothing was cut off; signed with --key."""
    from threshold.output.files import write_text
    from threshold.register import open_register
    from threshold.register.checkpoint import signer, take

    with open_register(register_path(register)) as opened:
        taken = take(opened, key)
    write_text(out, taken.as_json(), synced=True)
    signed = f", signed with the key {signer(taken)}" if taken.signature else ", not signed"
    entries = "1 entry" if taken.entries == 1 else f"{taken.entries} entries"
    typer.echo(f"Checkpoint of {entries}{signed}. Keep it where the register's keepers cannot change it.")
    return 0


@app.command("replay")
def replay_entries(
    references: References = None,
    policy: PolicyOption = None,
    register: RegisterOption = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
) -> int:
    """Decide recorded cases again, by default under the policy of then; exit with 1 if anything differs.

    With --policy, under that policy: which decisions would differ today.
    """
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.register import open_register, replay
    from threshold.register.query import find
    from threshold.register.render.text import replay_text

    choose(format_, ("text", "json"), "--format")
    other = None if policy is None else Engine(load_policy(policy))
    with open_register(register_path(register)) as opened:
        replays = list(replay(opened, find(opened.entries(), references or ()), other))
    if format_ == "json":
        typer.echo(json.dumps([asdict(each) for each in replays], ensure_ascii=False, indent=2))
    else:
        typer.echo(replay_text(replays))
    outcomes = {each.outcome for each in replays}
    if "failed" in outcomes:
        return 2
    return 1 if "differs" in outcomes else 0


@app.command()
def export(
    references: References = None,
    register: RegisterOption = None,
    format_: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="ndjson or csv; of one case also markdown or html."),
    ] = "ndjson",
    out: Out = None,
) -> int:
    """Write entries in full, for other programs or, of one case, for its file."""
    from threshold.output.files import write_text
    from threshold.reading import BadInput, Problem
    from threshold.register import open_register

    choose(format_, ("ndjson", "csv", "markdown", "html"), "--format")
    wanted = references or []
    if format_ in ("markdown", "html") and len(wanted) != 1:
        raise BadInput(Problem(f"{format_} is for the history of one case; name it", field="REF"))
    with open_register(register_path(register)) as opened:
        if format_ in ("markdown", "html"):
            pieces: Iterable[str] = [_history(opened, wanted[0], format_)]
        else:
            pieces = _exported(opened, wanted, format_)
        if out is not None:
            write_text(out, "".join(pieces), synced=True)
        else:
            for piece in pieces:
                typer.echo(piece, nl=False)
    return 0


@app.command("stats")
def count(
    register: RegisterOption = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or html.")] = "text",
    out: Out = None,
) -> int:
    """Count how often people override, by clause, direction, status and role."""
    from threshold.output.files import write_text
    from threshold.register import open_register, stats
    from threshold.register.render.html import stats_page
    from threshold.register.render.text import stats_text

    choose(format_, ("text", "json", "html"), "--format")
    with open_register(register_path(register)) as opened:
        counted = stats(opened.entries())
    render = {"text": lambda each: stats_text(each) + "\n", "json": _stats_json, "html": stats_page}
    text = render[format_](counted)
    if out is not None:
        write_text(out, text, synced=True)
    else:
        typer.echo(text, nl=False)
    return 0


def _stats_json(counted: "Stats") -> str:
    return json.dumps(asdict(counted), ensure_ascii=False, indent=2) + "\n"


def _history(register: "Register", reference: str, format_: str) -> str:
    from threshold.register.history import as_data, parts
    from threshold.register.query import find
    from threshold.register.render.html import history_page
    from threshold.register.render.text import parts_markdown, parts_text

    entries = find(register.entries(), [reference])
    if format_ == "json":
        return json.dumps([as_data(register, entry) for entry in entries], ensure_ascii=False, indent=2)
    told = parts(register, entries)
    if format_ == "text":
        return parts_text(told)
    cases = {entry.summary.case for entry in entries if entry.summary}
    title = cases.pop() if cases else f"entry {reference}"
    return parts_markdown(title, told) if format_ == "markdown" else history_page(title, told)


def _exported(register: "Register", references: list[str], format_: str) -> Iterable[str]:
    from threshold.register.history import as_data
    from threshold.register.query import COLUMNS, as_csv, find, row

    entries: list[Entry] = find(register.entries(), references)
    if format_ == "csv":
        columns = (*COLUMNS, "reason", "program", "hash")
        more = [
            {
                "reason": entry.summary.decided.reason if entry.summary else "",
                "program": entry.summary.program if entry.summary else "",
                "hash": entry.link.hash,
            }
            for entry in entries
        ]
        yield as_csv((row(entry) | extra for entry, extra in zip(entries, more, strict=True)), columns)
        return
    for entry in entries:
        yield json.dumps(as_data(register, entry), ensure_ascii=False, separators=(",", ":")) + "\n"


def _verified(found: "Verified", faults: list[str], against: "Checkpoint | None") -> str:
    from threshold.register.checkpoint import signer

    entries = "1 entry" if found.entries == 1 else f"{found.entries} entries"
    lines = [*faults]
    if found.erased:
        numbers = ", ".join(str(number) for number in found.erased)
        lines.append(f"lawfully erased, with the chain whole: {numbers}")
    if against is not None and against.key:
        lines.append(f"the checkpoint bears the key {signer(against)}")
    if faults:
        return "\n".join([*lines, f"{entries} looked at: NOT as recorded ({len(faults)} findings)"])
    whole = f"{entries} looked at: whole and unaltered"
    if against is None:
        return "\n".join([*lines, f"{whole}. Only a checkpoint kept elsewhere shows that none was cut off."])
    return "\n".join([*lines, f"{whole}, and all that the checkpoint of {against.made} knows of is there"])
