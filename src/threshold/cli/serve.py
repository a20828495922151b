"""`threshold serve`: the call as a page, in a browser on this computer."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.mirror import MirrorOption, mirroring
from threshold.cli.options import PolicyOption, RegisterOption, register_path
from threshold.cli.signing import ClockOption, SignOption, signer_for
from threshold.output.gate import tell

if TYPE_CHECKING:
    from threshold.policy import PolicyFiles
    from threshold.register import Register
    from threshold.web.office import Recording


def serve(
    port: Annotated[
        int,
        typer.Option("--port", metavar="NUMBER", help="Which port of this computer; 0: any that is free."),
    ] = 0,
    idle: Annotated[
        float,
        typer.Option("--idle", metavar="MINUTES", help="End after so many minutes in which nobody used it."),
    ] = 60,
    adviser: Annotated[
        str,
        typer.Option(
            "--adviser",
            metavar="REFERENCE",
            envvar="THRESHOLD_ADVISER",
            show_envvar=True,
            help="A made-up reference for yourself: TM-07; left out, the page asks for it.",
        ),
    ] = "",
    policy: PolicyOption = None,
    register: RegisterOption = None,
    mirror: MirrorOption = None,
    key: SignOption = None,
    clock_is_right: ClockOption = False,
) -> int:
    """Open the desk of the consultation line in a browser: on this computer, and nowhere else.

    Examples:
      threshold serve --adviser TM-07
        open the desk; Ctrl-C closes it
      threshold serve --port 8123 --idle 30
        at an address that stays the same, closed after half an hour
    """
    from threshold.policy import load_policy
    from threshold.reading import BadInput, Problem
    from threshold.register.calls.checking import adviser_problems
    from threshold.register.signing import read_signer

    if not 0 <= port <= 65535:
        raise BadInput(Problem("must be a number from 0 to 65535", field="--port"))
    if not 0 < idle <= 24 * 60:
        raise BadInput(Problem("must be more than 0 minutes, and no more than a day of them", field="--idle"))
    if adviser and (found := [*adviser_problems(adviser)]):
        raise BadInput(*(Problem(each.message, field="--adviser") for each in found))
    _require_libraries()
    if key is not None:
        read_signer(key)
    around = _Around(mirror, key, clock_is_right)
    return _served(port, idle, adviser, load_policy(policy), register_path(register), around)


@dataclass
class _Around:
    """What is done around each entry: it is signed, and the mirror written; `status` as of `record`."""

    mirror: Path | None
    key: Path | None
    clock_is_right: bool
    status: int = 0

    @contextmanager
    def recording(self, register: "Register") -> "Iterator[Recording]":
        from threshold.register.store import Way
        from threshold.web.office import Recording

        with mirroring(register, self.mirror) as mirrored:
            yield Recording(
                Way(clock_checked=self.clock_is_right, signer=signer_for(register, self.key)),
                lambda entry: mirrored.recorded(
                    f"entry {entry.link.number} was recorded", [entry.link.number]
                ),
                lambda: not mirrored.status,
            )
        self.status = max(self.status, mirrored.status)


def _served(
    port: int, idle: float, adviser: str, policy: "PolicyFiles", register: Path, around: _Around
) -> int:
    from threshold.consultation import open_line
    from threshold.web.office import Office
    from threshold.web.serving import serve as run

    office = Office(policy, register, adviser, around.recording)
    open_line(policy, office.today())
    why = ""
    with suppress(KeyboardInterrupt):
        why = f", because nobody used it for {idle:g} minutes" if run(office, port, idle) else ""
    lost = ", ".join(office.unkept)
    kept = f"what was said last in {lost} could not be kept" if lost else "every step of a call is kept"
    tell(f"the desk is closed{why}; {kept}")
    return around.status


def _require_libraries() -> None:
    from importlib.util import find_spec

    from threshold.reading import BadInput, Problem

    needed = {
        "starlette": "starlette",
        "uvicorn": "uvicorn",
        "jinja2": "jinja2",
        "python_multipart": "python-multipart",
    }
    missing = [name for module, name in needed.items() if find_spec(module) is None]
    if missing:
        raise BadInput(Problem(f"pages need {', '.join(missing)}: pip install 'threshold[serve]'"))
