"""By what a step is called: whether somebody lets go of the child there, and how that is told."""

import re
from collections.abc import Mapping

from threshold.policy.model import Moves

# What an action's label says where somebody lets go of the child, and how it is told. Only whole words, or
# their beginnings: `end` is not in `send`, and `attend` ends nothing.
LETS_GO: Mapping[str, str] = {
    r"clos(?:e|es|ed|ing|ure)\b": "closes",  # nobody is responsible afterwards
    r"end(?:s|ed|ing)?\b": "ends",  # a plan or support that ends protects nobody
    r"stop(?:s|ped|ping)?\b": "stops",  # the same
    r"step(?:s|ped|ping)?[ -]?down": "steps down",  # less support, and another service
    r"transfer": "transfers",  # another team or authority takes the child on
    r"hand(?:s|ed|ing)?[ -]?(?:over|on|back)\b": "hands over",  # the same
    r"(?:no further action|nfa)\b": "does nothing further",  # a contact that goes no further is closed
}
TO_ANOTHER = ("transfers", "hands over")  # which may be to whoever protects

_LETS_GO = {re.compile(rf"\b{pattern}", re.IGNORECASE): told for pattern, told in LETS_GO.items()}


def let_go_by_label(label: str) -> str | None:
    """What a step does by its label where that lets go of the child; None where it does not."""
    return next((told for pattern, told in _LETS_GO.items() if pattern.search(label)), None)


def lets_go(label: str, moves: Moves | None) -> bool:
    """Whether a step lets go of the child: where it says nothing of that itself, its label decides.

    What is called a transfer may be to whoever protects, and is none while it does not say so.
    """
    if moves is not None:
        return moves == "down"
    told = let_go_by_label(label)
    return told is not None and told not in TO_ANOTHER
