"""What a check finds, in words: all codes with a line each, or one of them in full."""

import textwrap
from collections.abc import Mapping

from threshold.output.terminal import wrapped
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.soundness.checks import CHECKS

EVERY = "list"


def explained(code: str, more: Mapping[str, str], width: int) -> str:
    """What `policy check --explain` prints of a code, or of all of them; `more` are those of other rooms.

    Raises BadInput where there is no such code.
    """
    texts = explanations(more)
    if code == EVERY:
        return "\n".join(line for each, text in texts.items() for line in _in_short(each, text, width))
    if code not in texts:
        message = f"there is no such code{did_you_mean(code, texts)}; `--explain {EVERY}` shows them all"
        raise BadInput(Problem(message, field="--explain"))
    first, *rest = _paragraphs(texts[code])
    lines = wrapped(f"{code}: {first}", width, "", "  ")
    for paragraph in rest:
        lines += ["", *wrapped(paragraph, width)]
    return "\n".join(lines)


def explanations(more: Mapping[str, str]) -> dict[str, str]:
    """Every code with its text, in the order in which they are told."""
    return {**{check.CODE: check.__doc__ or "" for check in CHECKS}, **more}


def in_short(text: str) -> str:
    """The first line of a text: what is found."""
    return text.strip().splitlines()[0]


def _in_short(code: str, text: str, width: int) -> list[str]:
    return [code, *wrapped(in_short(text), width, "  ", "  ")]


def _paragraphs(text: str) -> list[str]:
    """The text as paragraphs, of which each ends where a line stands by itself or another is named."""
    lines = textwrap.dedent(text.strip()).splitlines()
    found = [""]
    for line in lines:
        if not line.strip():
            found.append("")
        elif line.startswith(("What would happen:", "How to mend it:", "How far it looks:")):
            found.append(line.strip())
        else:
            found[-1] = f"{found[-1]} {line.strip()}".strip()
    return [paragraph for paragraph in found if paragraph]
