"""Made-up references: the same for the same original under the same key, in whatever file it stands.

Twelve letters in three groups, without vowels and without what is easily misheard: they can be read out, make
no word, and look like no number of anybody. Originals that an audit takes for alike have references that it
takes for alike in turn: the same letters, in other capitals, with noughts before them or other dashes.
"""

import hmac
import re
from dataclasses import dataclass, field

import polars as pl

from threshold.exports.lookalikes import without_noughts
from threshold.exports.rows.cells import read_references, unusable
from threshold.reading import BadInput, Problem

_LETTERS = "BCDFGHJKLMNPRSTVWXZ"
_GROUPS, _GROUP = 3, 4
_PAIRS = [first + second for second in _LETTERS for first in _LETTERS]
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2e17"
_UNUSABLE = "\u200b"  # a reference with a sign that nobody sees can be none
_MADE_UP = re.compile(
    rf"0*[{_LETTERS}]{{4}}(?:[ ]?[{_DASHES}][ ]?[{_LETTERS}]{{4}}){{2}}{_UNUSABLE}?", re.IGNORECASE
)


@dataclass(slots=True)
class References:
    """Makes references: `persons` of children and of others, whose likeness counts, and `things` of all else.

    Each has the reference of every original; `made` the original of every reference.
    """

    key: bytes
    made: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)

    @property
    def originals(self) -> set[str]:
        """Every original."""
        return {*self.persons, *self.things}

    def of(self, cells: pl.Series, person: bool) -> pl.Series:
        """A column of references with those made up; what is none stays none.

        Raises BadInput where two originals would have one reference.
        """
        originals = read_references(cells).cast(pl.String)
        different = originals.drop_nulls().unique(maintain_order=True)
        self._make(different, person)
        written = self.persons if person else self.things
        made = pl.Series([written[each] for each in different], dtype=pl.String)
        return originals.replace_strict(different, made, default=None, return_dtype=pl.String).alias(
            cells.name
        )

    def learn(self, cells: pl.Series, person: bool) -> None:
        """Make the references of a column. Raises BadInput where two originals would have one."""
        self._make(read_references(cells).cast(pl.String).drop_nulls().unique(maintain_order=True), person)

    def instead(self, text: str) -> str:
        """What stands in place of words that do not go out: the same for the same words."""
        return _letters(self._digest(f"words\0{text}"))

    def _make(self, different: pl.Series, person: bool) -> None:
        written = self.persons if person else self.things
        fresh = different.filter(pl.Series([each not in written for each in different], dtype=pl.Boolean))
        for original, plain, odd in zip(fresh, without_noughts(fresh), unusable(fresh), strict=True):
            if person or original == plain.upper():
                reference = self._variant(original, plain, _letters(self._digest(plain)))
            else:
                reference = _letters(self._digest(f"thing\0{original}"))
            reference += _UNUSABLE * odd
            if self.made.setdefault(reference, original) != original:
                message = (
                    "two originals would have one reference under this key; make another with --make-key"
                )
                raise BadInput(Problem(message, field="--key"))
            written[original] = reference

    def _digest(self, text: str) -> bytes:
        return hmac.digest(self.key, text.encode(), "sha256")

    def _variant(self, original: str, plain: str, letters: str) -> str:
        """The letters of all that look like an original, as they are written for this one."""
        rest = original.lstrip("0")
        noughts = original[: len(original) - len(rest)]
        if rest == plain.upper():
            return noughts + letters
        if rest == plain:
            return noughts + letters.lower()
        number = int.from_bytes(self._digest(f"way\0{original}"), "big")
        return _written(letters, number)


def without_made_up(text: str) -> str:
    """A text without what has the form of a reference that is made up here, alone or at its end."""
    *before, last = text.split(" ")
    return " ".join(before) if _MADE_UP.fullmatch(last) else "" if _MADE_UP.fullmatch(text) else text


def _written(letters: str, number: int) -> str:
    """The letters in one of a million ways that look alike, none of them in small or large letters alone."""
    signs = []
    for place, letter in enumerate(letters):
        if letter == "-":
            number, dash = divmod(number, len(_DASHES))
            number, spaces = divmod(number, 4)
            signs.append(" " * (spaces // 2) + _DASHES[dash] + " " * (spaces % 2))
            continue
        number, small = divmod(number, 2)
        signs.append(letter.lower() if place == 0 or (small and place > 1) else letter)
    return "".join(signs)


def _letters(digest: bytes) -> str:
    number, pairs = int.from_bytes(digest, "big") % len(_LETTERS) ** (_GROUPS * _GROUP), []
    for _ in range(_GROUPS * _GROUP // 2):
        number, place = divmod(number, len(_PAIRS))
        pairs.append(_PAIRS[place])
    whole = "".join(pairs)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))
