"""What a look at a register cannot show, by what it was held against."""

from threshold.register.checkpoint import Checkpoint, Held

NEITHER = (
    "whether entries at the end were cut off, or entries made anew with all that follows them, by somebody who "
    "knows how; a checkpoint (--against) or a mirror (--mirror) kept elsewhere shows that"
)
MIRROR = (
    "what somebody did who can change the register and the mirror alike; a signed checkpoint (--against), kept in "
    "a third place, shows that up to its day"
)


def not_shown(checkpoint: Checkpoint | None, held: Held | None, mirrored: bool) -> tuple[str, ...]:
    """What nobody can know of a register that was held against these; one sentence for each thing."""
    if checkpoint is None or held is None:
        return (MIRROR if mirrored else NEITHER,)
    after = f"after entry {checkpoint.entries}" if checkpoint.entries else "in it"
    if mirrored:
        since = f"what somebody did to what stands {after} who can change the register and the mirror alike"
    else:
        since = f"whether what was recorded {after} was cut off or made anew; a mirror (--mirror) shows that"
    if not held.signed_by:
        return ("whether this is the checkpoint that was made: it is not signed", since)
    whose = (
        f"whether the {held.signed_by} is the right one: compare it with what you wrote down when it was made"
    )
    return (since, whose)
