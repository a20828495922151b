"""What a call comes to, on a screen: advice and why, words to read out, then, may be shared, not known."""

from collections.abc import Iterator

from threshold.consultation import Advised
from threshold.interview.prompts import Screen, wrapped
from threshold.output.words import sentence
from threshold.policy.script import NextStep

MOST_ROWS = 20  # of 80 columns


def outcome_lines(advised: Advised, screen: Screen) -> list[str]:
    """The whole outcome, in lines of the screen's width."""
    told = [wrapped(f"{_first(advised)}.", screen)]
    told.append(wrapped(f"Because {advised.because} [{', '.join(advised.clauses)}].", screen, "  "))
    told += _part("Say", [" ".join(advised.say)], screen)
    told += _part("Then", [_step(step) for step in advised.then], screen)
    told += _part("May be shared", advised.share, screen)
    unknown = " ".join(question.asks for question in advised.unknown)
    told += _part("Not known", [unknown] if unknown else [], screen)
    return [line for each in told for line in each.splitlines()]


def pages(lines: list[str], room: int) -> list[list[str]]:
    """The lines as many at a time as there is room for; all of them, in their order."""
    room = max(1, room)
    return [lines[first : first + room] for first in range(0, len(lines), room)]


def now(advised: Advised) -> str:
    """What stands last on the screen where a child is in danger, so that it is seen: what to do now."""
    return f"{_first(advised)}."


def is_urgent(advised: Advised) -> bool:
    """Whether it waits for nothing."""
    return advised.advice == "refer_now"


def _first(advised: Advised) -> str:
    return f"NOW: {advised.title}" if is_urgent(advised) else f"Advice: {advised.title}"


def _part(title: str, texts: list[str] | tuple[str, ...], screen: Screen) -> Iterator[str]:
    """A part on as few lines as it takes: what it is called stands before the first."""
    for number, text in enumerate(texts):
        said = sentence(text) if text[-1:] in ".?!" else f"{sentence(text)}."
        if screen.plain:
            yield wrapped(f"{title}: {said}", screen)
        elif number == 0:
            yield wrapped(f"{title}: {said}", screen, "", "  ")
        else:
            yield wrapped(said, screen, "  ")


def _step(step: NextStep) -> str:
    to = f" (to: {step.to})" if step.to else ""
    return f"{step.by}: {step.do}{to}"
