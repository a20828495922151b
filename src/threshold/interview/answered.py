"""What was answered and written down of a call, listed to choose from: a line each where room is scarce."""

from collections.abc import Sequence

from threshold.interview.prompts import Prompt, Screen

_BEFORE = len("  10 ")
_BEFORE_PLAIN = len("10 for ")
_CUT = "..."


def which_answer(said: Sequence[tuple[str, str]], screen: Screen) -> Prompt:
    """Asks which of the answers is to be changed; each is a question or a label, and what was said to it."""
    can = f"Type the number of what to change, from 1 to {len(said)}; Enter changes nothing."
    whole = _prompt([f"{asks} {words}" for asks, words in said], can)
    if whole.pages(screen) == 1:
        return whole
    room = screen.width - (_BEFORE_PLAIN if screen.plain else _BEFORE)
    return _prompt([in_one_line(asks, words, room) for asks, words in said], can)


def in_one_line(asks: str, words: str, room: int) -> str:
    """What was asked and said, cut to fit a line; of what was asked as much as is left."""
    if len(asks) + 1 + len(words) <= room:
        return f"{asks} {words}"
    words = _cut(words, room - room // 3)
    return f"{_cut(asks, room - len(words) - 1)} {words}"


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: max(1, room - len(_CUT))].rstrip()}{_CUT}"


def _prompt(options: Sequence[str], can: str) -> Prompt:
    return Prompt("What has been answered:", can, options=tuple(options), alone=True)
