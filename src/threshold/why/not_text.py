"""Why not, as plain text for one screen."""

from collections.abc import Iterator

from threshold.output.terminal import WIDTH, wrapped
from threshold.output.words import many, sentence
from threshold.vocabulary import parse_moment, shown
from threshold.why.not_model import WhyNot

_CLOSING = "Advice only: a person decides."


def as_text(told: WhyNot, width: int = WIDTH) -> str:
    """What would lead to the answer that was asked about, or what stands in the way."""
    return (
        "\n".join(
            line for text, first, further in _said(told) for line in wrapped(text, width, first, further)
        )
        + "\n"
    )


def _said(told: WhyNot) -> Iterator[tuple[str, str, str]]:
    """Each paragraph, with what stands before its first line and before the others."""
    yield told.answer, "", ""
    about = f"{told.case}, as at {shown(parse_moment(told.as_at))}, policy {told.policy}"
    yield f"{about}. Status: {told.status}", "", ""
    if told.note:
        yield told.note, "", ""
    for text in told.first:
        yield f"First: {text}", "  ", "    "
    for text in told.ask:
        yield f"Ask: {text}", "  ", "    "
    if told.suggestions:
        yield f"What would lead to {told.wanted}, each tried on this case:", "", ""
    for number, each in enumerate(told.suggestions, start=1):
        yield f"{number}. {sentence(each.text)}", "  ", "     "
    if told.standing:
        yield f"Nothing that may be suggested leads to {told.wanted}. In the way, or not known:", "", ""
    for rule in told.standing:
        yield f"{rule.rule}, {rule.title}", "  ", "    "
        for fact in rule.because:
            yield fact, "    - ", "      "
    if told.keeps:
        yield f"It is not {told.wanted} because of these; were any of them otherwise, it would be:", "", ""
    for kept in told.keeps:
        yield f"{kept.fact}: {kept.told}; {told.wanted} {kept.otherwise}", "  - ", "    "
    searched = "" if told.all_tried else f" Not all was tried: {many(told.tried, 'changed case')}."
    yield f"{_CLOSING}{searched}", "", ""
