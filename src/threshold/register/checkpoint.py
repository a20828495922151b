"""Checkpoints: a small file to keep elsewhere, to show later that nothing was cut off or made anew."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from threshold.reading import BadInput, Problem, load_json, read_text
from threshold.register.signing import fingerprint, read_private, read_public, sign, signed_by
from threshold.register.store import Clock, Register, utc_now
from threshold.register.verify import Fault, verify

SCHEMA = "threshold/checkpoint/1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a register had come. `signature` is of everything but itself, by Ed25519; both may be empty."""

    schema: str
    register: str
    entries: int
    head: str
    made: str
    key: str = ""
    signature: str = ""

    def as_json(self) -> str:
        """The file's text."""
        return json.dumps(asdict(self), indent=2) + "\n"

    @property
    def signed(self) -> bytes:
        """What the signature is of."""
        content = asdict(self) | {"signature": ""}
        return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def make_checkpoint(register: Register, key: Path | None = None, clock: Clock = utc_now) -> Checkpoint:
    """A checkpoint of the register as it stands, signed where a key is given.

    Raises BadInput where the register is not whole: a checkpoint must not vouch for what was tampered with.
    """
    private = None if key is None else read_private(key)
    state = verify(register)
    if state.faults:
        message = "the register is not whole, so no checkpoint is made; `threshold register verify` says more"
        raise BadInput(Problem(message, str(register.path)))
    made = f"{clock():%Y-%m-%dT%H:%M:%SZ}"
    checkpoint = Checkpoint(SCHEMA, register.identity, state.entries, state.head, made)
    return checkpoint if private is None else _signed(checkpoint, private)


def _signed(checkpoint: Checkpoint, private: Any) -> Checkpoint:
    public, _ = sign(private, b"")
    unsigned = Checkpoint(**(asdict(checkpoint) | {"key": public}))
    return Checkpoint(**(asdict(unsigned) | {"signature": sign(private, unsigned.signed)[1]}))


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file. Raises BadInput where it is none."""
    text = read_text(path, str(path))
    try:
        checkpoint = Checkpoint(**load_json(text))
    except (ValueError, TypeError):
        raise BadInput(Problem("this is not a checkpoint", str(path))) from None
    if checkpoint.schema != SCHEMA:
        raise BadInput(Problem("this is not a checkpoint that this program knows", str(path)))
    if type(checkpoint.entries) is not int or not re.fullmatch("[0-9a-f]{64}", str(checkpoint.head)):
        raise BadInput(Problem("this checkpoint is damaged", str(path)))
    return checkpoint


def compare(register: Register, checkpoint: Checkpoint, key: Path | None = None) -> list[Fault]:
    """What the register lacks of a checkpoint; nothing where it still holds all that it held then.

    With a key, the checkpoint must be signed with it.
    """
    faults = list(_signature_faults(checkpoint, key))
    if checkpoint.register != register.identity:
        return [*faults, Fault(0, "the checkpoint is of another register, or this one was begun anew")]
    links = register.links()
    if checkpoint.entries > len(links):
        first, last = len(links) + 1, checkpoint.entries
        which = f"entry {first}" if first == last else f"entries {first} to {last}"
        was = "was" if first == last else "were"
        return [
            *faults,
            Fault(0, f"{which} {was} cut off: the checkpoint of {checkpoint.made} knows of more"),
        ]
    if checkpoint.entries and links[checkpoint.entries - 1].hash != checkpoint.head:
        told = f"is not what it was at the checkpoint of {checkpoint.made}: it, or one before, was made anew"
        faults.append(Fault(checkpoint.entries, told))
    return faults


def _signature_faults(checkpoint: Checkpoint, key: Path | None) -> list[Fault]:
    if not checkpoint.signature:
        return [Fault(0, "the checkpoint is not signed")] if key is not None else []
    if not signed_by(checkpoint.key, checkpoint.signature, checkpoint.signed):
        return [Fault(0, "the checkpoint's signature does not fit: it was altered after it was signed")]
    if key is not None and read_public(key) != checkpoint.key:
        return [Fault(0, "the checkpoint was signed with another key")]
    return []


def signer(checkpoint: Checkpoint) -> str:
    """The fingerprint of the key that a checkpoint names, or an empty string."""
    return fingerprint(checkpoint.key) if checkpoint.key else ""
