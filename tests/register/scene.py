"""A register with everything in it: decisions, signed and not, keys, an erasure, calls and a follow-up."""

from dataclasses import dataclass, replace
from pathlib import Path

from threshold.casefiles import Case
from threshold.engine import Engine
from threshold.register.calls.model import FollowUp
from threshold.register.chain import CALL, FOLLOW_UP, text_digest
from threshold.register.checkpoint import make_checkpoint
from threshold.register.entries import Erasure, KeyChange
from threshold.register.mirror import Mirror
from threshold.register.record import Recording
from threshold.register.signing import Signer, read_signer
from threshold.register.store import Register, Way, open_register

from .calls.conftest import CALL as CALLED
from .conftest import POLICY, key, made_up, ticking


@dataclass(frozen=True)
class Scene:
    """A register, and what is kept elsewhere."""

    register: Path
    checkpoint: Path
    mirror: Path
    signer: Signer | None = None  # whose key is valid at the end


def build(folder: Path, engine: Engine, case: Case) -> Scene:
    """Sixteen entries; in the end each of the register's two keys has signed some, and one was revoked."""
    path, clock = folder / "register.sqlite", ticking()
    first, second = (read_signer(key(folder, f"{name}.pem")) for name in ("first", "second"))
    with open_register(path, make=True) as register:
        identity = register.identity

        def decided(number: int, signer: Signer | None = None) -> None:
            register.append(made_up(number, register), POLICY, clock, signer=signer)

        def changed(what: str, signer: Signer, by: Signer, name: str) -> None:
            told = KeyChange(what, signer.public, name, "Left" if what == "revoke" else "", identity)
            register.change_keys(told, Way(clock, signer=by))

        Recording(engine, case, None, "step_down", "Team Manager").store(register, "TM-07", True, "", clock)
        decided(2)
        changed("add", first, first, "TM-07")
        decided(4, first)
        decided(5)
        decided(6, first)
        erasure = Erasure((4,), "Team Manager", "TM-07", "The time for keeping it is over", identity)
        register.erase((4,), erasure, Way(clock, signer=first))
        changed("add", second, first, "TM-08")
        decided(9, second)
        changed("revoke", first, second, "TM-07")
        decided(11, second)
        decided(12, second)
        told = replace(CALLED, policy_files=text_digest(POLICY), register=identity)
        register.add(CALL, told, POLICY, Way(clock, signer=second), refuse_nothing)
        other = replace(told, reference="CL-260401-3CFG", broken_off=True, follow_up="", follow_up_about="")
        register.add(CALL, other, POLICY, Way(clock), refuse_nothing)
        followed = FollowUp(call=told.reference, of_entry=13, done=True, what="Done", adviser="TM-07")
        followed = replace(followed, register=identity)
        register.add(FOLLOW_UP, followed, "", Way(clock, signer=second), refuse_nothing)
        decided(16, second)
        (folder / "checkpoint.json").write_text(make_checkpoint(register, second).as_json())
        Mirror(folder / "mirror.ndjson").catch_up(register)
    return Scene(path, folder / "checkpoint.json", folder / "mirror.ndjson", second)


def refuse_nothing(register: Register) -> None:
    """Whatever the register holds already."""
