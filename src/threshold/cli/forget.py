"""`threshold consult forget`: what calls of before a day held, erased for good; who had it done, and why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.erase import confirmed, numbers_said
from threshold.cli.free_text import ReasonFile, free_text
from threshold.cli.mirror import MirrorOption, mirroring
from threshold.cli.options import PersonOption, PolicyOption, RegisterOption, register_path
from threshold.cli.signing import ClockOption, SignOption, needed_signer
from threshold.output.gate import say, say_line, tell

if TYPE_CHECKING:
    from threshold.register.calls.forget import Forgetting

_MANY = 20  # calls that are named


def forget(
    before: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="The calls of before this day; needed.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="ROLE", help="The role of the person who decided it.")
    ] = None,
    person: PersonOption = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why they may go; needed. No names.")
    ] = None,
    reason_file: ReasonFile = None,
    with_open: Annotated[
        bool, typer.Option("--with-open", help="Also the calls whose follow-up is still open.")
    ] = False,
    policy: PolicyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking first.")] = False,
    key: SignOption = None,
    register: RegisterOption = None,
    mirror: MirrorOption = None,
    clock_is_right: ClockOption = False,
) -> int:
    """Erase what the calls of before a day held, with their follow-ups, for good.

    Each is told by an entry that holds who, why and which; it is signed, and the chain stays whole. A call
    whose follow-up is open is named and stays. Calls of before that day that were begun and not finished go
    too: they are in no entry.

    Examples:
      threshold consult forget --before 01/11/2025 --by GP --reference TM-07
        with --reason or --reason-file, which is needed; you are asked once more
    """
    from threshold.cli.begun import Begun
    from threshold.cli.calls import day_given, today
    from threshold.consultation.drafts import Drafts
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.reading import BadInput, Problem
    from threshold.register import open_register
    from threshold.register.calls.forget import forget as forget_calls
    from threshold.register.calls.forget import to_be_forgotten
    from threshold.register.entries import Decided
    from threshold.register.erase import check
    from threshold.register.record import check_role
    from threshold.register.store import Way

    reason = free_text(reason, reason_file)
    needed = {
        **{"--before": before, "--by": by, "--reference": person},
        "--reason or --reason-file": reason,
    }
    missing = [Problem("is missing", field=field) for field, value in needed.items() if not value]
    if missing:
        raise BadInput(*missing)
    day = day_given(before or "", "--before", today())
    if day > today():
        raise BadInput(
            Problem("is a day to come: calls that are not taken yet would be among them", field="--before")
        )
    role = check_role(Engine(load_policy(policy)), by or "")
    decided = Decided("", role, person or "", True, reason or "")
    with open_register(register_path(register)) as opened, mirroring(opened, mirror) as mirrored:
        going = to_be_forgotten(opened, day, with_open)
        begun = Begun(Drafts(opened.path), opened, day)
        stays = max(_tell_what_stays(going), begun.tell())
        if not going.numbers and not begun.going:
            say("No call of before that day is to be erased.")
            return stays
        signer = needed_signer(opened, key, "that something is erased") if going.numbers else None
        check(opened, decided)
        what = f"what {numbers_said(going.numbers)} held ({_calls(going.calls)})" if going.numbers else ""
        if not yes and not confirmed(" and ".join(each for each in (what, begun.said) if each)):
            say("Nothing was erased.")
            return 0
        if going.numbers:
            way = Way(signer=signer, clock_checked=clock_is_right)
            made = [link.number for link in forget_calls(opened, going, decided, way)]
            told = f"who had it done, and why: {numbers_said(made)}"
            mirrored.recorded(f"{what} was erased; {told}", made)
            say_line(f"Erased {what}; {told}.")
        begun.remove()
        say("Copies of the register, what was exported, and backups still hold it: erase it there too.")
    return max(stays, mirrored.status)


def _tell_what_stays(going: "Forgetting") -> int:
    """Name the calls that stay, before anything is erased; the exit status."""
    from threshold.register.query import amiss_lines

    if going.open_:
        tell(f"the follow-up is open, so these stay (--with-open erases them too): {_listed(going.open_)}")
    for line in amiss_lines(going.amiss, ", so it stays"):
        tell(line)
    return 1 if going.open_ or going.amiss else 0


def _listed(references: Sequence[str]) -> str:
    from threshold.output.words import listed

    more = [f"{len(references) - _MANY:,} more"] if len(references) > _MANY else []
    return listed([*references[:_MANY], *more], "and")


def _calls(number: int) -> str:
    from threshold.output.words import many

    return many(number, "call")
