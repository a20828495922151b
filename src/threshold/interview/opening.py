"""Before the first question: what the file holds, whose day its answers are of, and what to do about that."""

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from threshold.casefiles import Case
from threshold.casefiles.write import SUFFIXES
from threshold.conditions import Moment
from threshold.dates import day_of
from threshold.decisions.wording import iso
from threshold.interview.answers import counted, place_of
from threshold.interview.asking import Asker, Back, Change, Passed
from threshold.interview.dates import in_words
from threshold.interview.prompts import Prompt
from threshold.reading import BadInput, Problem

_OTHER_FILE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]*(?:{'|'.join(map(re.escape, SUFFIXES))})")
_WORD = re.compile("[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class GoOn:
    """How to go on: with the file as of a day (`at` None: its own), or with another file that is new."""

    at: Moment | None = None
    path: Path | None = None


def check_name(path: Path) -> None:
    """Raises BadInput where the name of a new file cannot be a reference: one is a code, with a number."""
    if not any(character.isdigit() for character in path.stem):
        message = (
            "the name of the file becomes the reference of the case, which must be a code with a number in "
            "it, such as C-0412.yaml; a child's name is never a reference"
        )
        raise BadInput(Problem(message, str(path)))


def like_a_name(path: Path) -> bool:
    """Whether the name of a file holds two words, as names of people do."""
    return len(_WORD.findall(path.stem)) > 1


def told_of(case: Case) -> str:
    """Whose the answers in the file are, of which day, and how many."""
    day = in_words(case.as_at) if case.as_at is not None else "a day that it does not name"
    return f"{case.reference}, as at {day}: {counted(case)} so far."


def of_another_day(case: Case, today: date) -> bool:
    """Whether the answers are not of today, as far as the file says."""
    return case.as_at is None or day_of(case.as_at) != today


def refused(case: Case, path: Path, today: date) -> BadInput:
    """What to say where nobody can be asked: which options to give."""
    own = f"--as-at {iso(case.as_at)} goes on with it as at its own day; " if case.as_at is not None else ""
    day = f"as at {in_words(case.as_at)}" if case.as_at is not None else "of a day that it does not name"
    message = (
        f"holds {counted(case)} {day}, not of today; {own}--as-at {today} goes on as of today, and asks "
        "about danger again; another file name starts a new case"
    )
    return BadInput(Problem(message, str(path)))


def how_to_go_on(asker: Asker, case: Case, path: Path, today: date) -> GoOn:
    """Ask what to do with a file of another day. Raises Stopped and EOFError as `Asker.ask` does."""
    ways: list[tuple[str, GoOn | None]] = []
    if case.as_at is not None:
        ways.append((f"go on with this case as at {in_words(case.as_at)}", GoOn()))
    again = "what was answered stays, and danger is asked about again"
    ways.append((f"go on with it as of today, {in_words(today)}; {again}", GoOn(today)))
    ways.append(("start a new case in another file; nothing in this one is changed", None))
    can = f"Type a number from 1 to {len(ways)}, or q to stop."

    def read(text: str) -> GoOn | None:
        place = place_of(text, len(ways))
        if place is None:
            raise ValueError("is none of the answers")
        return ways[place][1]

    while True:
        prompt = Prompt(
            f"The answers in this file are not of today. {told_of(case)} How is it to go on?",
            can,
            options=tuple(words for words, _ in ways),
            explained=("Somebody else's answers must never be taken for those of the child in this call.",),
        )
        try:
            chosen = asker.ask(prompt, read)
            if isinstance(chosen, Passed):
                asker.tell(can, "  ")
            elif chosen is not None:
                return chosen
            else:
                return GoOn(today, _another(asker, path))
        except (Back, Change):
            asker.tell(can, "  ")


def _another(asker: Asker, path: Path) -> Path:
    """A file that is not there yet, beside the one that is. Raises Back to choose otherwise."""
    suggested = _free(path)
    can = f"Type a file name such as {suggested.name}, or b to go back."

    def read(text: str) -> Path:
        if not _OTHER_FILE.fullmatch(text):
            raise ValueError(f"must be the name of a file ending in {', '.join(SUFFIXES)}, without a folder")
        other = path.with_name(text)
        if os.path.lexists(other):
            raise ValueError("is the name of a file that is there already")
        try:
            check_name(other)
        except BadInput as error:
            raise ValueError(f"cannot be used: {error.problems[0].message}") from None
        return other

    while True:
        prompt = Prompt("What is the new file called? Its name becomes the reference of the case.", can)
        named = asker.ask(prompt, read)
        if not isinstance(named, Passed):
            return named
        asker.tell(can, "  ")


def _free(path: Path) -> Path:
    """A name like the file's own that is not taken, to suggest; one that can be a reference."""
    stem = path.stem if not like_a_name(path) and path.stem[:1].isalnum() else "C"
    number = 2
    while os.path.lexists(other := path.with_name(f"{stem}-{number}{path.suffix}")):
        number += 1
    return other
