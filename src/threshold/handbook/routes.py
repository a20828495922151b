"""A route as a way to be drawn: step by step, who does it and whom it goes to."""

from collections.abc import Iterator

from threshold.conditions import ALWAYS, NEVER
from threshold.handbook.book import Book
from threshold.handbook.model import Stage, Way
from threshold.handbook.wording import MOVES, named, who
from threshold.output.words import listed
from threshold.policy import Route, Step, Who
from threshold.vocabulary.phrases import happened


def way(book: Book, route: Route) -> Way:
    """The route, or the actions on a step of the workflow."""
    stages = tuple(stage(book, route, step) for step in route.steps)
    return Way("Its actions" if route.table_step else "Its steps", stages, not route.table_step)


def stage(book: Book, route: Route, step: Step) -> Stage:
    """One step of a route."""
    return Stage(
        id=step.id,
        by=_people(step.by),
        does=step.action,
        to=_people(step.to),
        notes=tuple(_notes(book, route, step)),
        available=step.available,
    )


def _people(person: Who) -> str:
    """Somebody, or everybody among whom a fact chooses; how it chooses is a note."""
    names = [name for _, name in person.choices] if person.fact else [person.name]
    told = dict.fromkeys(named(name) for name in names if named(name))
    return listed([*told]) if told else ""


def _notes(book: Book, route: Route, step: Step) -> Iterator[str]:
    """Where and when it is done, what is said of it, and what becomes of it."""
    if step.step and step.step != route.table_step:
        yield f"on the step “{step.step}”"
    for what, person in (("done by", step.by), ("sent to", step.to)):
        if person.fact:
            yield f"{what} {who(person, book.words)}"
    if step.asked_for:
        yield "this is the request itself: it and what follows wait for the answer"
    if not route.table_step and step.when != ALWAYS:
        yield f"only where {book.words.sentence(step.when)}"
    if step.kind == "request":
        yield "a request, not an action"
    if step.kind == "task":
        yield "something done on the step, and not added to it"
    yield from (said for said in (f"by {step.via}" if step.via else "", step.says) if said)
    yield from _done(book, step)
    yield from _besides(book, step)


def _done(book: Book, step: Step) -> Iterator[str]:
    if step.done_event:
        yield f"done when {happened(book.vocabulary.events[step.done_event]).yes}"
    if step.done != NEVER:
        yield f"done where {book.words.sentence(step.done)}"


def _besides(book: Book, step: Step) -> Iterator[str]:
    if step.moves:
        yield MOVES[step.moves]
    if step.also:
        names = [f"“{book.words.labels.get(name, name)}”" for name in step.also]
        yield f"also called {listed(names)}"
    if step.parameters:
        yield f"set by {listed(list(step.parameters), 'and')}"
