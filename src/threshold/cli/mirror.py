"""Around a command that records: the register's guards and its mirror looked at, then the mirror written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.output.gate import NotPrinted, tell

if TYPE_CHECKING:
    from threshold.register import Register
    from threshold.register.mirror import Mirror

MirrorOption = Annotated[
    Path | None,
    typer.Option(
        "--mirror",
        metavar="PATH",
        envvar="THRESHOLD_MIRROR",
        show_envvar=True,
        help="A second copy of the register's chain, kept elsewhere; it holds nothing of any case.",
    ),
]


@dataclass
class Mirroring:
    """How it went: 1 where the mirror lacks entries, or the register's guards are not as they were."""

    status: int = 0


@contextmanager
def mirroring(register: "Register", path: Path | None) -> Iterator[Mirroring]:
    """Record within this; then the mirror is written, also where what was recorded cannot be printed.

    Raises BadInput, before anything is recorded, where register and mirror do not agree.
    """
    from threshold.register.mirror import Mirror

    done = Mirroring()
    if register.made_otherwise():
        done.status = 1
        tell(
            f"{register.path}: the tables, or the triggers that let the register only grow, were changed; "
            "this is recorded all the same. `threshold register verify` says more"
        )
    if path is None:
        yield done
        return
    mirror = Mirror(path)
    for note in mirror.check(register):
        done.status = 1
        tell(f"{path}: {note}")
    try:
        yield done
    except (NotPrinted, BrokenPipeError):
        _catch_up(mirror, register)
        raise
    done.status = max(done.status, _catch_up(mirror, register))


def _catch_up(mirror: "Mirror", register: "Register") -> int:
    from threshold.register.mirror import Apart

    try:
        notes = mirror.catch_up(register)
    except (Apart, OSError) as error:
        why = error.strerror or "the disk reported an error" if isinstance(error, OSError) else str(error)
        tell(f"{mirror.path}: what was recorded is in the register, but not in the mirror: {why}")
        return 1
    for note in notes:
        tell(f"{mirror.path}: {note}")
    return 0
