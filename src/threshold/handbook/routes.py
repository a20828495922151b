"""A route as a way to be drawn: step by step, who does it and whom it goes to."""

from collections.abc import Iterator

from threshold.conditions import ALWAYS, NEVER
from threshold.handbook.book import Book
from threshold.handbook.model import Stage, Way
from threshold.handbook.wording import MOVES, who
from threshold.output.words import listed
from threshold.policy import Route, Step
from threshold.vocabulary.phrases import happened

_TO_THEMSELVES = "themselves"


def way(book: Book, route: Route) -> Way:
    """The route, or the actions on a step of the workflow."""
    stages = tuple(stage(book, route, step) for step in route.steps)
    return Way("Its actions" if route.table_step else "Its steps", stages, not route.table_step)


def stage(book: Book, route: Route, step: Step) -> Stage:
    """One step of a route."""
    to = who(step.to, book.words)
    return Stage(
        id=step.id,
        by=who(step.by, book.words),
        does=step.action,
        to=_TO_THEMSELVES if to == "self" else to,
        notes=tuple(_notes(book, route, step)),
        available=step.available,
    )


def _notes(book: Book, route: Route, step: Step) -> Iterator[str]:
    if step.step and step.step != route.table_step:
        yield f"on the step “{step.step}”"
    if step.asked_for:
        yield "this is the request itself: it and what follows wait for the answer"
    if not route.table_step and step.when != ALWAYS:
        yield f"only where {book.words.sentence(step.when)}"
    if step.kind == "request":
        yield "a request, not an action"
    if step.via:
        yield f"by {step.via}"
    if step.says:
        yield step.says
    if step.done_event:
        yield f"done when {happened(book.vocabulary.events[step.done_event]).yes}"
    if step.done != NEVER:
        yield f"done where {book.words.sentence(step.done)}"
    if step.moves:
        yield MOVES[step.moves]
    if step.also:
        names = [f"“{book.words.labels.get(name, name)}”" for name in step.also]
        yield f"also called {listed(names)}"
    if step.parameters:
        yield f"set by {listed(list(step.parameters), 'and')}"
