"""`threshold register erase`: what entries hold, erased for good, and who had it done and why."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from threshold.cli.free_text import ReasonFile, free_text
from threshold.cli.mirror import MirrorOption, mirroring
from threshold.cli.options import PersonOption, PolicyOption, RegisterOption, register_path
from threshold.cli.signing import ClockOption, SignOption, needed_signer
from threshold.output.gate import prompt, say, say_line, tell

if TYPE_CHECKING:
    from threshold.register.chain import Link
    from threshold.register.naming import Remaining

_MANY = 20  # entries that are named


def erase(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="A case's reference, or an entry's number.")
    ],
    by: Annotated[
        str | None, typer.Option("--by", metavar="ROLE", help="The role of the person who decided to erase.")
    ] = None,
    person: PersonOption = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it may be erased; needed. No names.")
    ] = None,
    reason_file: ReasonFile = None,
    policy: PolicyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking first.")] = False,
    key: SignOption = None,
    register: RegisterOption = None,
    mirror: MirrorOption = None,
    clock_is_right: ClockOption = False,
) -> int:
    """Erase what was recorded on a case, or in one entry, for good.

    What went is told by an entry that holds who, why and which; it is signed, and the chain stays whole.

    Examples:
      threshold register erase 1 --by GP --reference TM-07 --reason-file why.txt
        erase one entry; you are asked once more
    """
    from threshold.engine import Engine
    from threshold.policy import load_policy
    from threshold.reading import BadInput, Problem
    from threshold.register import open_register
    from threshold.register.entries import Decided
    from threshold.register.erase import check, to_be_erased
    from threshold.register.erase import erase as erase_entries
    from threshold.register.naming import remaining
    from threshold.register.record import check_role
    from threshold.register.store import Way

    reason = free_text(reason, reason_file)
    needed = {"--by": by, "--reference": person, "--reason or --reason-file": reason}
    missing = [Problem("is missing", field=field) for field, value in needed.items() if not value]
    if missing:
        raise BadInput(*missing)
    engine = Engine(load_policy(policy))
    decided = Decided("", check_role(engine, by or ""), person or "", True, reason or "")
    with open_register(register_path(register)) as opened, mirroring(opened, mirror) as mirrored:
        signer = needed_signer(opened, key, "that something is erased")
        links = to_be_erased(opened, reference)
        check(opened, decided)
        left = remaining(opened, [link.number for link in links])
        _tell_what_stays(left)
        if not yes and not confirmed(f"what {_which(links)} held"):
            say("Nothing was erased.")
            return 0
        made = erase_entries(opened, links, decided, Way(signer=signer, clock_checked=clock_is_right))
        told = f"what {_which(links)} held was erased; who had it done, and why: {_which(made)}"
        mirrored.recorded(told, [link.number for link in made])
        say_line(f"Erased what {_which(links)} held. Who had it done, and why: {_which(made)}.")
        say("Copies of the register, what was exported, and backups still hold it: erase it there too.")
    return 1 if left.naming or left.for_good else mirrored.status


def _tell_what_stays(left: "Remaining") -> None:
    """Say, before anything is erased, where what is erased can be read of afterwards too."""
    if left.same_case:
        tell(f"of the same case or call, and not erased: {numbers_said(left.same_case)}")
    if left.naming:
        tell(
            f"named in a reason or case file of {numbers_said(left.naming)}, which stays as it is unless you "
            "erase that too, by its number"
        )
    if left.for_good:
        tell(f"named in {numbers_said(left.for_good)}, about an erasure or a key, which stays for good")


def confirmed(what: str) -> bool:
    """Whether the person at the terminal wants it. Raises BadInput where nobody is there to ask."""
    from threshold.reading import BadInput, Problem

    if not sys.stdin.isatty():
        raise BadInput(
            Problem("is needed where nobody can be asked first; nothing was erased", field="--yes")
        )
    prompt(f"Erase {what}, for good? (yes or no) ")
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _which(links: "list[Link]") -> str:
    return numbers_said([link.number for link in links])


def numbers_said(numbers: Sequence[int]) -> str:
    """The entries of these numbers; after so many, how many more there are."""
    from threshold.output.words import listed

    told = [str(number) for number in numbers[:_MANY]]
    if len(numbers) > _MANY:
        told.append(f"{len(numbers) - _MANY:,} more")
    return f"entry {told[0]}" if len(told) == 1 else f"entries {listed(told, 'and')}"
