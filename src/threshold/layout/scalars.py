"""Text as YAML: plain where that reads back the same, else in quotation marks, or folded over lines."""

import re
from itertools import groupby

from threshold.layout.comments import BREAKS

_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"
# Ends a plain text, or begins something else, wherever it stands.
_NEVER_PLAIN = re.compile(rf"\A\Z|\A(?:~|null)\Z|\A | \Z|: |:\Z| #|\A(?:---|\.\.\.)|[\t\ufeff{BREAKS}]")
_ESCAPED = {
    **{"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r", "\ufeff": "\\uFEFF"},
    **{"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"},
}
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPED)))
_SINGLE_SPACE = re.compile(r"(?<! ) (?! )")
_WORD = re.compile(r"[^ ]* +|[^ ]+")
# A line of folded text that begins or ends in a space would not be joined to its neighbours.
_NOT_FOLDED = re.compile(r"^ | $|[\t\ufeff\r\x85\u2028\u2029]|\A\n|\n\n\Z|\A\Z", re.MULTILINE)


def on_one_line(text: str | None, in_brackets: bool = False) -> str:
    """The text in one line, however long."""
    if text is None:
        return "null"
    if _is_plain(text, in_brackets):
        return text
    escaped = _escaped(text)
    if escaped != text and "'" not in text and set(_SPECIAL.findall(text)) <= {'"', "\\"}:
        return f"'{text}'"
    return f'"{escaped}"'


def over_lines(text: str, room: int) -> list[str]:
    """The text over several lines: what stands behind its key, and the lines below, without indentation."""
    if _NOT_FOLDED.search(text):
        return _quoted(text, room)
    keep = "" if text.endswith("\n") else "-"
    lines = text.removesuffix("\n").split("\n")
    if len(lines) > 1 and max(map(len, lines)) <= room:
        return [f"|{keep}", *lines]
    return [f">{keep}", *_folded(lines, room)]


def _is_plain(text: str, in_brackets: bool) -> bool:
    if _NEVER_PLAIN.search(text) or (in_brackets and any(mark in text for mark in ",?[]{}")):
        return False
    return text[0] not in _INDICATORS or (text[0] == "-" and text[1:2] not in ("", " "))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], text)


def _folded(lines: list[str], room: int) -> list[str]:
    """Each line wrapped; where the text breaks, one blank line more stands than in the text itself."""
    made: list[str] = []
    for empty, run in groupby(lines, key=lambda line: not line):
        if empty:
            made += run
            continue
        for number, line in enumerate(run):
            made += [""] if number else []
            made += _filled([f"{piece} " for piece in _SINGLE_SPACE.split(line)], room)
        made.append("")
    return made[:-1]


def _quoted(text: str, room: int) -> list[str]:
    """In quotation marks; a backslash at the end of a line joins it to the next as it stands."""
    escaped = _escaped(text)
    if escaped.startswith(" "):  # or it would be taken for indentation
        escaped = f"\\{escaped}"
    *lines, last = _filled(_WORD.findall(escaped) or [""], room - 1, stripped=False)
    return ['"\\', *(f"{line}\\" for line in lines), f'{last}"']


def _filled(pieces: list[str], room: int, stripped: bool = True) -> list[str]:
    """Pieces, each with the space behind it, in as few lines as fit."""
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + piece
        if lines[-1] and len(longer.rstrip() if stripped else longer) > room:
            lines.append(piece)
        else:
            lines[-1] = longer
    return [line.rstrip(" ") for line in lines] if stripped else lines
