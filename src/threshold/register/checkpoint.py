"""Checkpoints: a small file to keep elsewhere, to show later that nothing was cut off or made anew."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from threshold.reading import BadInput, Problem, load_json, read_text
from threshold.register.chain import KEY, beginning
from threshold.register.faults import Fault
from threshold.register.keyring import Keyring, read_keyring
from threshold.register.mirrored import hold_against
from threshold.register.signing import Signer, at_hand, fingerprint, read_public, signed_by
from threshold.register.store import Clock, Register, utc_now
from threshold.register.verify import verify

SCHEMA = "threshold/checkpoint/2"
NOT_SIGNED = "not signed: whoever can write this file can forge it"
_LONGEST = 64 * 1024  # bytes; a checkpoint has far fewer
_NO_CHECKPOINT = "this is not a checkpoint; `threshold register checkpoint --out FILE` writes one"
_NONE = "this is not a checkpoint that this program knows"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a register had come: its number of entries, and the hash of the last of them.

    key, signature   of Ed25519, as hexadecimal digits; both are empty where it is not signed
    as_written       whether the file that it was read from is, to the letter, as this program writes it
    """

    register: str
    entries: int
    head: str
    made: str
    key: str = ""
    signature: str = ""
    schema: str = SCHEMA
    as_written: bool = True

    def as_json(self) -> str:
        """The file's text. Its first line says whether it is signed."""
        first = {"checkpoint": f"signed with the key {signer(self)}" if self.signature else NOT_SIGNED}
        lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in (first | self._data).items())
        return "{" + ",\n ".join(lines) + "}\n"

    @property
    def signed_text(self) -> bytes:
        """What the signature is of. In version 1 it had no word of its own before it."""
        version_1 = self.schema != SCHEMA
        data = self._data | {"signature": ""} if version_1 else self._data
        text = json.dumps(
            {name: value for name, value in data.items() if version_1 or name != "signature"},
            sort_keys=True,
            separators=(",", ":"),
        )
        return (text if version_1 else f"threshold register checkpoint\n{text}").encode()

    @property
    def _data(self) -> dict[str, str | int]:
        return {
            "schema": self.schema,
            "register": self.register,
            "entries": self.entries,
            "head": self.head,
            "made": self.made,
            "key": self.key,
            "signature": self.signature,
        }


@dataclass(frozen=True, slots=True)
class Held:
    """What came of holding a register against a checkpoint.

    signed_by  whose signature it bears, and it is a good one; empty where it bears none that counts
    notes      what is no fault, and should be known
    unproven   whether its signature could not be looked at, for want of the library
    """

    signed_by: str
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    unproven: bool = False


def make_checkpoint(
    register: Register, key: Signer | None = None, clock: Clock = utc_now, mirror: Path | None = None
) -> Checkpoint:
    """A checkpoint of the register as it stands, signed where a key is given.

    Raises BadInput where the register is not whole, or is not as its mirror has it, as a checkpoint must not
    vouch for what was tampered with; and where the register has keys, but the one given is none of them.
    """
    _check_key(register, key)
    state = verify(register)
    if state.faults or state.not_checked:
        message = "the register is not whole, so no checkpoint is made; `threshold register verify` says more"
        if not state.faults:
            message = f"no checkpoint is made, since not all could be looked at: {state.not_checked[0]}"
        raise BadInput(Problem(message, str(register.path)))
    if mirror is not None and hold_against(register, mirror).faults:
        message = "is not as the register is, so no checkpoint is made; `verify --mirror` says more"
        raise BadInput(Problem(message, str(mirror)))
    made = f"{clock():%Y-%m-%dT%H:%M:%SZ}"
    checkpoint = Checkpoint(register.identity, state.entries, state.head, made)
    if key is None:
        return checkpoint
    named = replace(checkpoint, key=key.public)
    return replace(named, signature=key.sign(named.signed_text))


def _check_key(register: Register, key: Signer | None) -> None:
    ring = _ring(register)
    if not ring.keys:
        return
    if key is None:
        told = "is needed: this register has keys, and a checkpoint must be signed with one of them"
        raise BadInput(Problem(told, field="--key"))
    known = ring.keys.get(key.public)
    if known is None:
        told = (
            "the register does not know this key; have it added (`threshold register keys add`), or use one "
            "that `threshold register keys list` shows"
        )
        raise BadInput(Problem(told, field="--key"))
    if known.revoked is not None:
        told = f"this key was revoked by entry {known.revoked}; use another that the register knows"
        raise BadInput(Problem(told, field="--key"))


class _File(BaseModel):
    """A checkpoint's file, as it may be."""

    model_config = ConfigDict(strict=True, extra="forbid")

    checkpoint: str = ""
    version: Literal["threshold/checkpoint/1", "threshold/checkpoint/2"] = Field(alias="schema")
    register_: Annotated[str, Field(alias="register", max_length=100)]
    entries: Annotated[int, Field(ge=0, lt=2**63)]
    head: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    made: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
    key: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    signature: Annotated[str, Field(pattern="^([0-9a-f]{128})?$")] = ""


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file. Raises BadInput where it is none, or damaged."""
    if path.is_file() and path.stat().st_size > _LONGEST:
        raise BadInput(Problem(_NO_CHECKPOINT, str(path)))
    text = read_text(path, str(path))
    try:
        data = load_json(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or "schema" not in data:
        raise BadInput(Problem(_NO_CHECKPOINT, str(path)))
    try:
        file = _File.model_validate(data)
    except ValidationError as error:
        unknown = any(each["loc"] == ("schema",) for each in error.errors())
        told = _NONE if unknown else "this checkpoint is damaged, or somebody altered it"
        raise BadInput(Problem(told, str(path))) from None
    read = Checkpoint(
        file.register_, file.entries, file.head, file.made, file.key, file.signature, file.version
    )
    written = read.schema != SCHEMA or text.split() == read.as_json().split()
    return replace(read, as_written=written)


def compare(register: Register, checkpoint: Checkpoint, key: Path | None = None) -> Held:
    """Hold a register against a checkpoint. With a key, the checkpoint must be signed with it."""
    if checkpoint.signature and not at_hand():
        return Held("", tuple(_chain_faults(register, checkpoint)), (), unproven=True)
    ring = _ring(register)
    trusted = None if key is None else read_public(key) if at_hand() else ""
    faults = list(_signature_faults(checkpoint, ring, trusted))
    signed = signed_with(checkpoint, register) if checkpoint.signature and not faults else ""
    faults += _chain_faults(register, checkpoint)
    return Held(signed, tuple(faults), tuple(_notes(checkpoint, ring)) if signed else ())


def signed_with(checkpoint: Checkpoint, register: Register) -> str:
    """Whose key a checkpoint names: the name that the register has for it, and its fingerprint."""
    known = _ring(register).keys.get(checkpoint.key)
    told = f"key {signer(checkpoint)}"
    return f"{known.name}, {told}" if known else told


def _signature_faults(checkpoint: Checkpoint, ring: Keyring, trusted: str | None) -> Iterator[Fault]:
    """What is wrong with who vouches for a checkpoint. The register's keys count, and the one given."""
    if not checkpoint.as_written:
        yield Fault(0, "the checkpoint's file is not as this program writes it: somebody altered it")
    if not checkpoint.signature:
        yield from _unsigned_faults(checkpoint, ring, trusted)
    elif not signed_by(checkpoint.key, checkpoint.signature, checkpoint.signed_text):
        yield Fault(0, "the checkpoint's signature does not fit: it was altered after it was signed")
    elif trusted is not None and trusted != checkpoint.key:
        yield Fault(0, "the checkpoint was signed with another key than the one given with --key")
    else:
        yield from _signer_faults(checkpoint, ring, trusted is not None)


def _unsigned_faults(checkpoint: Checkpoint, ring: Keyring, trusted: str | None) -> Iterator[Fault]:
    if checkpoint.key:
        yield Fault(0, "the checkpoint names a key and bears no signature: it was taken out")
    elif trusted is not None:
        yield Fault(0, "the checkpoint is not signed, with the key given or any other")
    elif ring.keys:
        told = (
            "the checkpoint is not signed, and shows nothing in a register that has keys; have a new one made"
        )
        yield Fault(0, told)


def _signer_faults(checkpoint: Checkpoint, ring: Keyring, trusted: bool) -> Iterator[Fault]:
    known = ring.keys.get(checkpoint.key)
    before_keys = ring.first is None or checkpoint.entries < ring.first
    if known is None and not (trusted and before_keys):
        hint = "" if trusted else "; if you know whose it is, give their key with --key"
        yield Fault(0, f"the checkpoint is signed with a key that this register does not know{hint}")
    elif known is not None and known.revoked is not None and known.revoked <= checkpoint.entries:
        yield Fault(0, "the checkpoint is signed with a key that had been revoked")


def _notes(checkpoint: Checkpoint, ring: Keyring) -> Iterator[Fault]:
    known = ring.keys.get(checkpoint.key)
    if known is not None and known.revoked is not None:
        yield Fault(
            0,
            f"the checkpoint's key was revoked later, by entry {known.revoked}; if that was because somebody "
            "else had it, the checkpoint shows nothing",
        )


def _chain_faults(register: Register, checkpoint: Checkpoint) -> Iterator[Fault]:
    """What the register lacks of what it held at the checkpoint."""
    if checkpoint.register != register.identity:
        yield Fault(0, "the checkpoint is of another register, or this one was begun anew")
        return
    try:
        newest = register.newest()
        last = newest.number if newest else 0
        link = register.link(checkpoint.entries)
    except BadInput:
        yield Fault(0, "the register cannot be read so far that it could be held against the checkpoint")
        return
    head = beginning(register.identity) if not checkpoint.entries else link.hash if link else ""
    if checkpoint.entries > last:
        first, until = last + 1, checkpoint.entries
        which = f"entry {first} was" if first == until else f"entries {first} to {until} were"
        yield Fault(0, f"{which} cut off: the checkpoint of {checkpoint.made} knows of more")
    elif head != checkpoint.head:
        told = f"is not what it was at the checkpoint of {checkpoint.made}: it, or one before, was made anew"
        yield Fault(checkpoint.entries, told)


def _ring(register: Register) -> Keyring:
    return read_keyring(register.identity, register.of_kind(KEY), at_hand())


def signer(checkpoint: Checkpoint) -> str:
    """The fingerprint of the key that a checkpoint names, or an empty string."""
    return fingerprint(checkpoint.key) if checkpoint.key else ""
