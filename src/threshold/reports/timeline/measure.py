"""How wide words are in a picture, near enough: no font is at hand, so rather too wide than too narrow."""

SIZE, SMALL = 12.0, 11.0  # pixels
_NARROW, _WIDE = "iljtfI|.,:;!'[]() ", "mwMW@%"


def width_of(words: str, size: float = SIZE, bold: bool = False) -> float:
    """How many pixels words take on one line."""
    return sum(map(_width, words)) * size * (1.12 if bold else 1.0)


def in_lines(words: str, room: float, size: float = SIZE, bold: bool = False) -> list[str]:
    """The words in lines of at most `room` pixels; only what fits on no line is broken."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines += _broken(word, room, size, bold)
    return lines


def _broken(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size, bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _width(letter: str) -> float:
    """In parts of the size of the font."""
    if letter in _NARROW:
        return 0.4
    if letter in _WIDE or not letter.isascii():
        return 1.0
    return 0.72 if letter.isupper() else 0.62
