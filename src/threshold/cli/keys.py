"""`threshold register keys`: whose keys entries may be signed with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.free_text import ReasonFile, free_text
from threshold.cli.mirror import MirrorOption, mirroring
from threshold.cli.options import TEXT_OR_JSON, RegisterOption, choose, format_option, register_path
from threshold.cli.signing import ClockOption, SignOption, needed_signer, own_key
from threshold.output.gate import say, say_line, tell

if TYPE_CHECKING:
    from threshold.register import Register
    from threshold.register.signing import Signer

_MANY = 10  # entries that are told

app = typer.Typer(help="Say whose keys entries are signed with.", rich_markup_mode=None)

Name = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Whose key it is: a made-up reference such as TM-07, or a machine."),
]


@app.callback(invoke_without_command=True)
def keys(context: typer.Context) -> None:
    """Say whose keys entries are signed with.

    Examples:
      threshold register keys add TM-07 --make
        make your own key, and add it
      threshold register keys list
        whose keys there are
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command("list")
def list_keys(
    register: RegisterOption = None,
    format_: Annotated[str, format_option(TEXT_OR_JSON)] = "text",
) -> int:
    """List the keys that the register knows, those that were revoked too.

    Examples:
      threshold register keys list
        whose keys there are, and which were revoked
    """
    from threshold.register import open_register
    from threshold.register.chain import KEY
    from threshold.register.keyring import read_keyring
    from threshold.register.render.json import keys_json
    from threshold.register.render.text import keys_text
    from threshold.register.signing import WHAT_IS_NEEDED, at_hand

    choose(format_, TEXT_OR_JSON, "--format")
    with open_register(register_path(register)) as opened:
        ring = read_keyring(opened.identity, opened.of_kind(KEY), at_hand())
    known = list(ring.keys.values())
    say(keys_json(known) if format_ == "json" else keys_text(known))
    for number, why in list(ring.refused.items())[:_MANY]:
        tell(f"entry {number}: {why}; `threshold register verify` says more")
    if ring.entries and not at_hand():
        tell(f"whether these entries are signed by whom they say could not be looked at: {WHAT_IS_NEEDED}")
        return 2
    return 1 if ring.refused else 0


@app.command()
def add(
    name: Name,
    key: SignOption = None,
    public: Annotated[
        Path | None,
        typer.Option("--public", metavar="FILE", help="Add the key in this file, signed with yours."),
    ] = None,
    make: Annotated[
        bool, typer.Option("--make", help="Make the key that is added, in a file that is not there yet.")
    ] = False,
    register: RegisterOption = None,
    mirror: MirrorOption = None,
    clock_is_right: ClockOption = False,
) -> int:
    """Add a key: your own as the first, or with --public another's, signed with yours.

    The first key signs itself; each one after it is added by somebody whose key the register knows.

    Examples:
      threshold register keys add TM-07 --make
        make your own key, and add it as the first
      threshold register keys add TM-08 --public their-key.pub
        add a colleague's, signed with yours
    """
    from threshold.reading import BadInput
    from threshold.register import open_register
    from threshold.register.keys import add_key, checked_name, made_key
    from threshold.register.signing import read_public
    from threshold.register.store import Way

    name = checked_name(name)
    made = made_key(public or key or own_key()) if make else None
    try:
        with (
            open_register(register_path(register), make=True) as opened,
            mirroring(opened, mirror) as mirrored,
        ):
            signer = _own(opened, key)
            half = signer.public if public is None else read_public(public)
            added = add_key(opened, name, half, Way(signer=signer, clock_checked=clock_is_right))
            mirrored.recorded(f"the key of {added.name} was added, by entry {added.added}", [added.added])
            if made is not None:
                say_line(f"Made the key {made}, and its public half {made}.pub")
            say_line(f"Added the key of {added.name}: {added.fingerprint}")
            say("Write this down, and keep it elsewhere.")
    except BadInput:
        if made is not None:
            tell(f"{made}: this key was made, with its public half {made}.pub, but it was not added")
        raise
    return mirrored.status


@app.command()
def revoke(
    name: Name,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why; needed. No names.")
    ] = None,
    reason_file: ReasonFile = None,
    key: SignOption = None,
    register: RegisterOption = None,
    mirror: MirrorOption = None,
    clock_is_right: ClockOption = False,
) -> int:
    """Revoke a key: nothing that is signed with it from now on counts.

    Examples:
      threshold register keys revoke TM-07 --reason "The laptop was lost"
        what is signed with it from now on does not count
    """
    from threshold.register import open_register
    from threshold.register.keys import revoke_key
    from threshold.register.store import Way

    why = free_text(reason, reason_file) or ""
    with open_register(register_path(register)) as opened, mirroring(opened, mirror) as mirrored:
        signer = needed_signer(opened, key, "that a key is revoked")
        revoked = revoke_key(opened, name, why, Way(signer=signer, clock_checked=clock_is_right))
        by = revoked.revoked or 0
        mirrored.recorded(f"the key of {revoked.name} was revoked, by entry {by}", [by])
        say_line(f"Revoked the key of {revoked.name}: {revoked.fingerprint}")
    return mirrored.status


def _own(register: "Register", key: Path | None) -> "Signer":
    """The key to sign with, where the register may know none yet."""
    from threshold.register.signing import read_signer

    if key is None and own_key().is_file():
        return read_signer(own_key())
    return needed_signer(register, key, "that a key is added")
