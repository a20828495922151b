"""Standard input, of which the first line tells what it is: lines that come one by one, or one whole text."""

import sys
from collections.abc import Iterator

from threshold.reading.files import MAX_LINE, beginnings, numbered, pass_over
from threshold.reading.problems import BadInput, Problem


class StandardInput:
    """What comes through standard input, begun with and not yet read.

    `first` is its first line that is not blank, empty where there is none. Raises BadInput where nothing can
    be read.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._begun: list[bytes] = []
        while line := self._line():
            self._begun.append(line)
            if line.strip():
                break
        self.first = self._begun[-1].strip() if self._begun else b""

    def lines(self) -> Iterator[tuple[int, str | Problem]]:
        """Each line that is not blank as it comes, with its number, as `read_lines` gives them."""
        yield from numbered(self._each(), self.name)

    def whole(self, most: int) -> bytes:
        """All that comes to its end. Raises BadInput where that is more than so many bytes."""
        data = b"".join(self._begun)
        try:
            data += sys.stdin.buffer.read(max(0, most + 1 - len(data)))
        except (OSError, ValueError):
            raise BadInput(Problem("it cannot be read", self.name)) from None
        if len(data) > most:
            raise BadInput(Problem(f"is larger than {most // (1024 * 1024)} MB; give a file", self.name))
        return data

    def _each(self) -> Iterator[bytes]:
        for number, line in enumerate(self._begun, 1):
            pass_over(line, self._line, self.name, number)
            yield line
        yield from beginnings(self._line, self.name, len(self._begun) + 1)

    def _line(self, most: int = MAX_LINE + 1) -> bytes:
        try:
            return sys.stdin.buffer.readline(most)
        except (OSError, ValueError, AttributeError):  # closed, or none at all
            raise BadInput(Problem("it cannot be read", self.name)) from None
