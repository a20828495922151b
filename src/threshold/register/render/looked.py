"""A look at a register as text and JSON: who vouches for the checkpoint first, what nobody can know last."""

from dataclasses import asdict, replace
from typing import Any

from threshold.output.escaping import json_text
from threshold.output.terminal import wrapped
from threshold.register.checkpoint import NOT_SIGNED, Checkpoint, Held
from threshold.register.looked import Looked
from threshold.register.render.text import entries_text, verified_text
from threshold.register.verify import Verified

WIDTH = 80


def looked_text(looked: Looked) -> str:
    """What a look came to, for people."""
    lines: list[str] = []
    if looked.checkpoint is not None and looked.held is not None:
        lines += _voucher(looked.checkpoint, looked.held)
    lines.append(verified_text(_verified(looked)))
    if not looked.faults:
        lines += _beside(looked)
        lines += wrapped(f"Not shown: {'; '.join(looked.not_shown)}.", WIDTH, "", "  ")
    return "\n".join(lines)


def checkpoint_text(made: Checkpoint, signed_by: str) -> str:
    """What was written down, who vouches for it, and where it belongs."""
    first = f"Signed by {signed_by}." if made.signature else f"{NOT_SIGNED[0].upper()}{NOT_SIGNED[1:]}."
    what = (
        f"Checkpoint of {entries_text(made.entries)}. Keep it where the register's keepers cannot change it."
    )
    return "\n".join([*wrapped(first, WIDTH, "", "  "), *wrapped(what, WIDTH, "", "  ")])


def looked_json(looked: Looked) -> str:
    """What a look came to, for programs."""
    data: dict[str, Any] = asdict(_verified(looked))
    checkpoint, held = looked.checkpoint, looked.held
    if checkpoint is not None and held is not None:
        data["checkpoint"] = {
            "made": checkpoint.made,
            "entries": checkpoint.entries,
            "signed": bool(checkpoint.signature),
            "signed_by": held.signed_by,
        }
    if looked.mirrored is not None:
        data["mirror"] = {"entries": looked.mirrored.entries}
    return json_text(data | {"not_shown": looked.not_shown}, indent=2)


def _verified(looked: Looked) -> Verified:
    """What came of all of it."""
    return replace(looked.verified, faults=looked.faults, notes=looked.notes, not_checked=looked.not_checked)


def _voucher(checkpoint: Checkpoint, held: Held) -> list[str]:
    if held.signed_by:
        return wrapped(f"The checkpoint is signed by {held.signed_by}.", WIDTH, "", "  ")
    if held.unproven:
        return ["Whose the checkpoint's signature is could NOT be looked at."]
    if checkpoint.signature:
        return ["The checkpoint's signature CANNOT be relied on."]
    return ["The checkpoint is NOT SIGNED: whoever can write its file can forge it."]


def _beside(looked: Looked) -> list[str]:
    """What the register agrees with."""
    told: list[str] = []
    if looked.checkpoint is not None:
        all_there = f"All that the checkpoint of {looked.checkpoint.made} knows of is there."
        told += wrapped(all_there, WIDTH, "", "  ")
    if looked.mirrored is not None:
        told.append(f"The mirror has {entries_text(looked.mirrored.entries)}, as they are here.")
    return told
