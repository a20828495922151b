"""Made-up references: the same for the same original under the same key, in whatever file it stands.

Twelve letters in three groups, without vowels and without what is easily misheard: they can be read out, make
no word, and look like no number of anybody.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from threshold.privacy.disguises import undisguised
from threshold.reading import BadInput, Problem

_LETTERS = "BCDFGHJKLMNPRSTVWXZ"
_GROUPS, _GROUP = 3, 4
_BETWEEN = re.compile(r"(?<=\d)[\s.\-/]+(?=\d)")
_NUMBER = re.compile(r"[a-z]?[\d\s.\-/]{10,20}[a-z]?")


@dataclass(slots=True)
class References:
    """Makes references, and counts them; `written` are the different ways in which originals stood."""

    key: bytes
    made: dict[str, str] = field(default_factory=dict)  # reference: the original, as it is compared
    written: dict[str, str] = field(default_factory=dict)  # as it stood: reference

    def of(self, originals: Iterable[str]) -> dict[str, str]:
        """The reference of each original. Raises BadInput where two originals would have one reference."""
        return {original: self._of(original) for original in originals}

    @property
    def together(self) -> int:
        """How many originals are written in more ways than one."""
        return len(self.written) - len(self.made)

    def _of(self, original: str) -> str:
        if (known := self.written.get(original)) is not None:
            return known
        plain = compared(original)
        reference = _letters(hmac.digest(self.key, plain.encode(), "sha256"))
        if self.made.setdefault(reference, plain) != plain:
            message = "two originals would have one reference under this key; make another with --make-key"
            raise BadInput(Problem(message, field="--key"))
        self.written[original] = reference
        return reference


def compared(original: str) -> str:
    """An original as it is compared: without capitals, unseen signs and spaces to spare.

    In numbers as long as those of the NHS and of pupils, spaces, dots and hyphens between figures are none.
    """
    plain = " ".join(undisguised(original).casefold().split())
    return _BETWEEN.sub("", plain) if _NUMBER.fullmatch(plain) else plain


def _letters(digest: bytes) -> str:
    number, letters = int.from_bytes(digest, "big"), []
    for _ in range(_GROUPS * _GROUP):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    whole = "".join(letters)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))
