"""The key that an entry is signed with: the one named, else the one in your own data folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from threshold.register import Register
    from threshold.register.signing import Signer

SignOption = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="KEYFILE",
        envvar="THRESHOLD_KEY",
        show_envvar=True,
        help="Sign with this Ed25519 key; left out, with key.pem in your own data folder, if it is there.",
    ),
]
ClockOption = Annotated[
    bool,
    typer.Option("--clock-is-right", help="Record although the newest entry has a later time."),
]


def own_key() -> Path:
    """Where a person's own key lies, if there is one."""
    from platformdirs import user_data_path

    return user_data_path("threshold", appauthor=False) / "key.pem"


def signer_for(register: "Register", key: Path | None) -> "Signer | None":
    """The key to sign with, or None where none was named and none is at hand.

    A register that knows no keys is not asked to take the one that merely lies there.
    """
    from threshold.register.signing import read_signer

    if key is not None:
        return read_signer(key)
    if own_key().is_file() and register.has_keys():
        return read_signer(own_key())
    return None


def needed_signer(register: "Register", key: Path | None, what: str) -> "Signer":
    """The key to sign with. Raises BadInput, saying what needs it, where there is none."""
    from threshold.reading import BadInput, Problem

    signer = signer_for(register, key)
    if signer is None:
        message = (
            f"{what} must be signed; name your key with --key KEYFILE. If you have none yet, "
            "`threshold register keys add NAME --key KEYFILE --make` makes one"
        )
        raise BadInput(Problem(message, field="--key"))
    return signer
