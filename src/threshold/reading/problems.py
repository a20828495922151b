"""What is wrong with something a person wrote, where, and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_WORD = 80  # comparing is slow, and nothing known is as long


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. `message` never repeats a value that was given: it might be a child's."""

    message: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    field: str = ""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(f"column {self.column}")
        if self.field:
            place.append(self.field)
        return f"{', '.join(place)}: {self.message}" if place else self.message


class BadInput(Exception):
    """Something given cannot be used; carries every problem, so that all can be mended at once."""

    def __init__(self, *problems: Problem):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint such as `; did you mean "to_share"?`, or an empty string when nothing is close."""
    close = closest(word, known)
    return f'; did you mean "{close}"?' if close else ""


def closest(word: str, known: Iterable[str]) -> str:
    """The one of what is known that looks most like a word; an empty string when nothing is close."""
    if len(word) > _LONGEST_WORD:
        return ""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")
