"""The text of a question: first what is asked, then the answers there are, then what can be typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from threshold.output import terminal

WIDEST = 100
NARROWEST = 20
_OTHER_LINES = 10  # of a screen: the question, what can be typed, and the line to type on
_LINES_BESIDE_A_LIST = 4  # a free one, what it is a list of, and the line to type on with its echo
_FEWEST = 6
ANSWER = "Answer: "


@dataclass(frozen=True, slots=True)
class Screen:
    """How many characters and lines can be seen at once; `plain`: it is read out, line by line."""

    columns: int = 80
    lines: int = 24
    plain: bool = False

    @property
    def width(self) -> int:
        return max(NARROWEST, min(self.columns - 1, WIDEST))

    @property
    def room(self) -> int:
        """Lines that a list of answers may take."""
        return max(_FEWEST, self.lines - _OTHER_LINES)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question as it is put.

    heading    what stands above it, such as which question it is
    options    the answers of a closed list, in order; they are numbered
    can        what can be typed, in a sentence: it follows whatever was not understood
    notes      what is said of it whenever it is put, each on a line of its own
    explained  what `?` tells
    needed     what is said where nothing was typed; empty where that is an answer too
    wanted     what is said once where nothing was typed; the next time that is an answer
    alone      whether the answers may fill the screen
    """

    asks: str
    can: str
    heading: str = ""
    options: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    needed: str = ""
    wanted: str = ""
    alone: bool = False

    def shown(self, screen: Screen) -> str:
        """The whole question."""
        parts = [f"\n{wrapped(self.heading, screen)}"] if self.heading else [""]
        parts.append(wrapped(self.asks, screen))
        parts += [wrapped(note, screen, "  ") for note in self.notes]
        if self.options:
            parts.append(self.page(screen, 0))
        else:
            parts.append(wrapped(self.can, screen, "  "))
        return "\n".join(parts) + "\n"

    def pages(self, screen: Screen) -> int:
        """On how many screens the answers are."""
        return max(1, len(_pages(self.options, screen, self.room(screen))))

    def room(self, screen: Screen) -> int:
        """Lines that the answers may take."""
        return max(_FEWEST, screen.lines - _LINES_BESIDE_A_LIST) if self.alone else screen.room

    def page(self, screen: Screen, number: int) -> str:
        """Some of the answers, as many as can be seen at once; and how to see the others."""
        room = self.room(screen)
        first, last = _pages(self.options, screen, room)[number]
        columns = _columns(self.options, screen) if _tall(self.options, screen, room) else 1
        lines = _laid_out(self.options[first:last], first, columns, screen)
        if self.pages(screen) > 1:
            more = "? shows others" if last < len(self.options) else "? starts again"
            lines.append(wrapped(f"({first + 1} to {last} of {len(self.options)}; {more})", screen, "  "))
        return "\n".join(lines)

    def explanation(self, screen: Screen) -> str:
        """What the question means and bears on, and what can be typed."""
        told = [*self.explained, self.can]
        return "".join(wrapped(each, screen, "  ") + "\n" for each in told)


def wrapped(text: str, screen: Screen, indent: str = "", further: str | None = None) -> str:
    """The text in lines of the screen's width; a word that is longer, such as a path, stays whole."""
    rest = indent if further is None else further
    return "\n".join(terminal.wrapped(text, screen.width, indent, rest))


def _pages(options: Sequence[str], screen: Screen, most: int) -> list[tuple[int, int]]:
    """From which answer to which each screen goes, as far as there is room; the last line tells of others."""
    if not _tall(options, screen, most):
        return [(0, len(options))]
    found: list[tuple[int, int]] = []
    columns = _columns(options, screen)
    first = 0
    while first < len(options):
        last, room = first, (most - 1) * columns
        while last < len(options) and (last == first or room >= _height(options[last], screen)):
            room -= _height(options[last], screen)
            last += 1
        found.append((first, last))
        first = last
    return found


def _tall(options: Sequence[str], screen: Screen, most: int) -> bool:
    """Whether the answers, one to a line, are more than can be seen at once."""
    return sum(_height(option, screen) for option in options) > most


def _laid_out(options: Sequence[str], first: int, columns: int, screen: Screen) -> list[str]:
    digits = len(str(first + len(options)))
    if screen.plain:
        return [wrapped(f"{number} for {each}", screen) for number, each in enumerate(options, first + 1)]
    told = [f"{number:>{digits}} {each}" for number, each in enumerate(options, first + 1)]
    if columns == 1:
        lines = [wrapped(each, screen, "  ", " " * (digits + 3)) for each in told]
        return [line for each in lines for line in each.splitlines()]
    rows = -(-len(told) // columns)
    cell = (screen.width - 2) // columns
    return ["  " + "".join(f"{each:<{cell}}" for each in told[row::rows]).rstrip() for row in range(rows)]


def _height(option: str, screen: Screen) -> int:
    return len(wrapped(f"00 {option}", screen, "  ", "     ").splitlines())


def _columns(options: Sequence[str], screen: Screen) -> int:
    if screen.plain:
        return 1
    longest = max(map(len, options), default=0) + len(str(len(options))) + 2
    return max(1, min(4, (screen.width - 2) // longest))
