"""Around a command that records: the register's guards and its mirror looked at, then the mirror written."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.output.gate import NotPrinted, give_up_stdout, tell

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
    """How it went, and what has been recorded by now.

    status  1 where the mirror lacks entries, the register's guards are not as they were, or what was recorded
            could not be told on standard output
    """

    status: int = 0
    done: str = ""
    own: Sequence[int] = ()
    then: str = ""

    def recorded(self, done: str, numbers: Sequence[int], then: str = "Do not do it again") -> None:
        """Say what is recorded, in these entries: whatever goes wrong after this, it is not undone.

        `then` is what to do, or not to do, where something does.
        """
        self.done, self.own, self.then = done, numbers, then


@contextmanager
def mirroring(register: "Register", path: Path | None) -> Iterator[Mirroring]:
    """Record within this; then the mirror is written, also where what was recorded cannot be printed.

    What goes wrong once it is recorded is told, and ends here: nobody shall take it for not recorded.
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
    mirror = None if path is None else Mirror(path)
    for note in mirror.check(register) if mirror is not None else ():
        done.status = 1
        tell(f"{path}: {note}")
    try:
        try:
            yield done
        except Exception as error:
            if not done.done or os.environ.get("THRESHOLD_DEBUG"):
                raise
            done.status = 1
            tell(f"{done.done}, but {untold(error)}. {done.then}")
        if mirror is not None:
            done.status = max(done.status, _catch_up(mirror, register, done.own))
    except (KeyboardInterrupt, typer.Abort):
        if done.done:
            tell(f"{done.done}. {done.then}")
        raise


def untold(error: Exception) -> str:
    """Why what was recorded could not be told, or not to its end."""
    if isinstance(error, NotPrinted):
        give_up_stdout()
        return f"standard output cannot be written ({error}), so what was printed is not whole"
    if isinstance(error, BrokenPipeError):
        give_up_stdout()
        return "nobody reads standard output any more, so what was printed is not whole"
    return "it cannot be shown now"


def _catch_up(mirror: "Mirror", register: "Register", own: Sequence[int]) -> int:
    from threshold.register.mirror import Apart

    try:
        notes = mirror.catch_up(register, own)
    except (Apart, OSError) as error:
        why = error.strerror or "the disk reported an error" if isinstance(error, OSError) else str(error)
        tell(f"{mirror.path}: what was recorded is in the register, but not in the mirror: {why}")
        return 1
    for note in notes:
        tell(f"{mirror.path}: {note}")
    return 0
