"""The words of a text, each with what stands around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from threshold.privacy.known_names import folded

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: `own` is it folded and without 's, `parts` what hyphens join in it.

    capital   it begins with a capital
    shouted   it is all capitals in a text that is not
    starts    it is the first of a sentence, or of what stands in brackets
    joined    only a space is between it and the word before
    """

    text: str
    own: str
    parts: tuple[str, ...]
    owner: bool
    capital: bool
    shouted: bool
    starts: bool
    joined: bool

    @property
    def small(self) -> bool:
        """It stands in small letters."""
        return bool(self.text) and not self.capital


NOTHING = Word("", "", (), False, False, False, True, False)


class Words:
    """The words of a text, by their place; beyond the ends is a word of no letters."""

    def __init__(self, text: str) -> None:
        self.shouting = text.isupper()
        self._words = list(self._read(text))

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, at: int) -> Word:
        return self._words[at] if 0 <= at < len(self._words) else NOTHING

    def _read(self, text: str) -> Iterator[Word]:
        end = 0
        for found in _TOKEN.finditer(text):
            word, between = found.group(), text[end : found.start()]
            low = folded(word)
            owner = low.endswith("'s")
            own = low[:-2] if owner else low
            starts = not end or any(each in between for each in '.!?:;\n"(')
            joined = between in (" ", ". ", ".", "  ")
            shouted = not self.shouting and len(word) > 1 and word.isupper()
            yield Word(word, own, tuple(own.split("-")), owner, word[0].isupper(), shouted, starts, joined)
            end = found.end()
