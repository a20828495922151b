"""Random YAML as people write it: blocks and brackets, every kind of text, comments all over the place."""

import json
from itertools import count
from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["a", "within", "$days", "12:30", "none", "-x", "it's", 'say "so"', "x" * 30, "yes,", "é"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
ODD = st.text(st.sampled_from("ab  \n\t:#-?[]{},&*!|>'\"%@`\\~é\x85\u2028"), max_size=12)
TEXTS = st.one_of(WORDS, SENTENCES, ODD, st.tuples(SENTENCES, SENTENCES).map("\n".join))
KNOWN = (
    "requirements groups rows any all values facts scope id title when is block must else do by steps step "
    "source presets because null"
)
KEYS = st.sampled_from([*KNOWN.split(), "a b"]) | st.text(st.sampled_from("ab.:# -'"), min_size=1, max_size=8)
TREES = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


class Writer:
    """Writes a tree in one of the many ways; `number` tells how many comments stand in it, as `c1`, `c2`."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.numbers = count(1)
        self.number = 0
        self.after_folded = False

    def written(self, tree: Any) -> str:
        text = self._lines(0) + self._value(tree, 0, "")
        return text.removeprefix("\n") + self._lines(0)

    def _chance(self, of: int) -> bool:
        return bool(self.draw(st.integers(1, of)) == of)

    def _comment(self) -> str:
        self.number = next(self.numbers)
        rest = " and more" * (self.draw(st.integers(1, 20)) if self._chance(6) else 0)
        return f"#{self.draw(st.sampled_from([' ', '', '   ', ' - ']))}c{self.number}{rest}"

    def _lines(self, indent: int) -> str:
        """Comments and blank lines between entries, now and then out of line."""
        made = ""
        # Directly below folded text, what stands deeper belongs to the text.
        deeper, self.after_folded = 0 if self.after_folded else 2, False
        while self._chance(4):
            space = " " * max(0, indent + self.draw(st.sampled_from([0, 0, 0, deeper, -2])))
            made += f"{space}{self._comment()}\n" if self._chance(2) else "\n"
        return made

    def _beside(self) -> str:
        return f" {self._comment()}\n" if self._chance(5) else "\n"

    def _value(self, tree: Any, indent: int, before: str) -> str:
        """A value from behind its key or dash on, to the end of its last line."""
        space = " " * indent
        if not isinstance(tree, dict | list) or not tree or self._chance(4):
            if isinstance(tree, str) and _foldable(tree) and self._chance(3):
                self.after_folded = True
                return f"{before}>-{self._beside()}{space}{tree}\n"
            return f"{before}{self._flow(tree, indent)}{self._beside()}"
        text = self._beside() if before else ""
        for each in tree.items() if isinstance(tree, dict) else tree:
            head, inner = (f"{self._text(each[0])}:", each[1]) if isinstance(tree, dict) else ("-", each)
            text += f"{self._lines(indent)}{space}{head}{self._value(inner, indent + 2, ' ')}"
        return text

    def _flow(self, tree: Any, indent: int) -> str:
        if isinstance(tree, dict):
            parts = [f"{self._text(key)}: {self._flow(each, indent)}" for key, each in tree.items()]
            return f"{{{self._joined(parts, indent)}}}"
        if isinstance(tree, list):
            return f"[{self._joined([self._flow(each, indent) for each in tree], indent)}]"
        return self.draw(st.sampled_from(["null", "~"])) if tree is None else self._text(tree)

    def _joined(self, parts: list[str], indent: int) -> str:
        gap = "\n" + " " * (indent + 1)
        made = ""
        for number, part in enumerate(parts):
            made += f" {self._comment()}{gap}" if self._chance(12) else ""
            made += f"{gap}{self._comment()}{gap}" if self._chance(12) else ""
            made += f"{part}, " if number < len(parts) - 1 else part
            made += f" {self._comment()}{gap}" if self._chance(12) else ""
        made += f"{gap}{self._comment()}{gap}" if self._chance(12) else ""
        return made

    def _text(self, text: str) -> str:
        if text.isalpha() and text != "null" and self._chance(2):
            return text
        if text.isprintable() and self._chance(2):
            return "'" + text.replace("'", "''") + "'"
        return json.dumps(text)


def _foldable(text: str) -> bool:
    return bool(text.strip()) and text.isprintable() and text == text.strip()


@st.composite
def written(draw: Any) -> tuple[Any, str, int]:
    """A tree, a text that holds it, and the number of comments in that."""
    tree = draw(
        st.dictionaries(KEYS, TREES, min_size=1, max_size=5) | st.lists(TREES, min_size=1, max_size=4)
    )
    writer = Writer(draw)
    text = writer.written(tree)
    return tree, text, writer.number
