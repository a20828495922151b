"""What was amiss with a form that was sent: held for the page that tells of it, which has its own address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe

from threshold.web.fields import Amiss

MOST = 50  # pages; an older one is as it would be had nothing been amiss


@dataclass(frozen=True, slots=True)
class Held:
    """What a page tells of the form that was sent before it. It is in no file, and ends with the program.

    typed    what was typed into it, where that is kept nowhere else
    step     how far what the form is about had come
    asked    what the log wants and was told of
    failed   whether it was the register that took nothing
    heading  what the page is called, where it is about nothing else
    """

    problems: tuple[Amiss, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    asked: tuple[str, ...] = ()
    failed: bool = False
    heading: str = ""


class Shelf:
    """What is held, by the key that stands in the address of its page and says nothing."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}

    def put(self, held: Held) -> str:
        """Hold it; the key that it is found by."""
        key = token_urlsafe(9)
        self._held[key] = held
        if len(self._held) > MOST:
            del self._held[next(iter(self._held))]
        return key

    def get(self, key: str, step: str = "") -> Held:
        """What is held under a key, if that is still so far; else nothing."""
        held = self._held.get(key, Held())
        return held if held.step == step else Held()
