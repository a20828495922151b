"""The levels of need of the template, and other levels in their place."""

import re
from collections.abc import Callable, Sequence

from threshold.output.escaping import json_text
from threshold.starters.template import Texts

LEVELS = ("Universal", "Early Help", "Family Help", "Protection")  # of the template, from the least up

_ANY = "|".join(LEVELS)
_ROW = re.compile(rf"^( +)({_ANY}): .*\n", re.MULTILINE)
_ROWS = re.compile(rf"(?:^ +(?:{_ANY}): .*\n)+", re.MULTILINE)
_VALUE = re.compile(rf"(?<=need\.level: )({_ANY})|(?<=at_most: )({_ANY})")
_SAID = re.compile(rf"\b({_ANY})(?= level\b)")
_CHANGED = re.compile(rf"(?<=taken out: row )({_ANY})")
_LIST = re.compile(r"^levels: \[.*\]$", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 &'()/-]*")


def with_levels(texts: Texts, levels: Sequence[str]) -> Texts:
    """The rules, words and tables of the template with other levels in the place of its own."""
    return {
        place: _changed(text, levels) if place.endswith(".yaml") and not place.startswith("cases/") else text
        for place, text in texts.items()
    }


def quoted(name: str) -> str:
    """A name as a value of a YAML file."""
    return name if _PLAIN.fullmatch(name) else json_text(name)


def _changed(text: str, levels: Sequence[str]) -> str:
    text = _LIST.sub(lambda _: f"levels: [{', '.join(map(quoted, levels))}]", text)
    text = _ROWS.sub(lambda found: _rows(found[0], levels), text)
    text = _VALUE.sub(_in_its_place(levels, quoted), text)
    text = _CHANGED.sub(_in_its_place(levels, _in_a_sentence), text)
    return _SAID.sub(_in_its_place(levels, _in_a_sentence), text)


def _in_its_place(levels: Sequence[str], written: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    named = {LEVELS[0]: levels[0], LEVELS[1]: levels[1], LEVELS[2]: levels[-2], LEVELS[3]: levels[-1]}
    return lambda found: written(named[found[0]])


def _in_a_sentence(name: str) -> str:
    """A name without what would end a sentence for YAML."""
    return " ".join(re.sub(r"[:#\"\\{}]", " ", name).split())


def _rows(rows: str, levels: Sequence[str]) -> str:
    """A row for each level, each like that of the template's level in its place."""
    lines = {found[2]: found for found in _ROW.finditer(rows)}
    made = []
    for at, level in enumerate(levels):
        last, low = len(levels) - 1, min(at, 1)
        like = LEVELS[low] if at < last - 1 else LEVELS[len(LEVELS) - 1 - (last - at)]
        found = lines[like]
        made.append(
            found[0]
            .replace(f"{like}: ", f"{quoted(level)}: ", 1)
            .replace(f"name: {like},", f"name: {quoted(level)},")
        )
    return "".join(made)
