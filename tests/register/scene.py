"""A register with everything in it: decisions, signed and not, keys added and revoked, an erasure."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from threshold.casefiles import Case
from threshold.engine import Engine
from threshold.register.checkpoint import make_checkpoint
from threshold.register.chain import ERASURE, KEY, Content, link, signed_text
from threshold.register.entries import Erasure, KeyChange, content_of
from threshold.register.mirror import Mirror
from threshold.register.record import Recording
from threshold.register.signing import Signer, read_signer
from threshold.register.store import Register, open_register

from .conftest import NOON, POLICY, key, made_up, ticking


@dataclass(frozen=True)
class Scene:
    """A register, and what is kept elsewhere."""

    register: Path
    checkpoint: Path
    mirror: Path
    entries: int


def build(folder: Path, engine: Engine, case: Case) -> Scene:
    """Make it, and end with an entry of every way."""
    path, clock = folder / "register.sqlite", ticking()
    first, second = read_signer(key(folder, "first.pem")), read_signer(key(folder, "second.pem"))
    with open_register(path, make=True) as register:

        def decided(number: int, signer: Signer | None = None) -> None:
            register.append(made_up(number, register), POLICY, clock, signer=signer)

        Recording(engine, case, None, "step_down", "Team Manager").store(register, "TM-07", True, "", clock)
        decided(2)
        change(register, KeyChange("add", first.public, "TM-07", "", register.identity), first)
        decided(4, first)
        decided(5)
        decided(6, first)
        erase(register, 4, first)
        change(register, KeyChange("add", second.public, "TM-08", "", register.identity), first)
        decided(9, second)
        change(register, KeyChange("revoke", first.public, "TM-07", "Left", register.identity), second)
        decided(11, second)
        decided(12, second)
        (folder / "checkpoint.json").write_text(make_checkpoint(register, second).as_json())
        Mirror(folder / "mirror.ndjson").catch_up(register)
    return Scene(path, folder / "checkpoint.json", folder / "mirror.ndjson", 12)


def change(register: Register, told: KeyChange, signer: Signer) -> None:
    _put(register, content_of(told), KEY, signer, None)


def erase(register: Register, number: int, signer: Signer) -> None:
    told = Erasure((number,), "Team Manager", "TM-07", "The family asked for it", register.identity)
    _put(register, content_of(told), ERASURE, signer, number)
    register._connection.execute("DELETE FROM content WHERE number = ?", (number,))


def _put(register: Register, content: Content, kind: str, signer: Signer, erases: int | None) -> None:
    newest = register.newest()
    assert newest is not None
    new = link(
        newest.hash,
        newest.number + 1,
        newest.made,
        content.digest,
        kind=kind,
        erases=erases,
        signer=signer.public,
    )
    new = replace(new, signature=signer.sign(signed_text(register.identity, new.hash)))
    from threshold.register.cells import LINK

    cells = [getattr(new, name) for name in LINK.split(", ")]
    register._connection.execute(f"INSERT INTO chain ({LINK}) VALUES ({', '.join('?' * len(cells))})", cells)
    register._connection.execute(
        "INSERT INTO content (number, summary, case_file, recommendation, salt) VALUES (?, ?, ?, ?, ?)",
        (new.number, content.summary, content.case_file, content.recommendation, content.salt),
    )
