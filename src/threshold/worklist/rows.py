"""Contacts into rows: each decided by the engine, as `decide` decides the same case."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from threshold.casefiles import Case
from threshold.conditions import Moment
from threshold.decisions.wording import iso
from threshold.engine import Engine
from threshold.exports.contacts import Contact
from threshold.reading import BadInput, Problem
from threshold.semantics.deadlines import running_clocks
from threshold.semantics.findings import Findings
from threshold.semantics.status import conclude
from threshold.vocabulary import Value
from threshold.worklist.judge import Judged, judged
from threshold.worklist.model import Act, Response, Row
from threshold.worklist.times import LATE, response

RECEIVED = "contact.received"

Found = tuple[Judged, Response]


class Difference(Exception):
    """A contact comes out differently among many and by itself: an internal error, no list may be used."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            f"internal error: the contact of {contact.place}, row {contact.row}, comes out differently among "
            "many and by itself, so no list is made; please report this"
        )


def row_of(contact: Contact, engine: Engine, at: Moment) -> Row:
    """A contact's row as at a moment; what cannot be read or decided is a row as well, and says why."""
    return row_by(lambda case: decided(case, engine, at), contact, at)


def row_by(decide: Callable[[Case], Found], contact: Contact, at: Moment) -> Row:
    """The same, by any way to decide a case; it may raise BadInput."""
    if contact.case is None:
        return unread(contact, contact.problems, at)
    try:
        found, answer = decide(contact.case)
    except BadInput as error:
        return unread(contact, error.problems, at)
    return row_with(contact, contact.case, found, answer, at)


def decided(case: Case, engine: Engine, at: Moment) -> Found:
    """What the engine comes to of a case, and by when to answer it. Raises BadInput as the engine does."""
    return found_in(engine.findings(case, at))


def found_in(findings: Findings) -> Found:
    """What follows from what was found in a case, and by when to answer it."""
    came, running = conclude(findings), list(running_clocks(findings))
    return judged(came, running, findings), response(running, findings)


def row_with(contact: Contact, case: Case, found: Judged, answer: Response, at: Moment) -> Row:
    """The row of a contact of which this was found."""
    return Row(
        act=_act(found.act, answer),
        reference=contact.reference,
        place=contact.place,
        row=contact.row,
        colour=found.colour,
        level=found.level,
        at_least=found.at_least,
        status=found.status,
        direction=found.direction,
        from_=found.from_,
        to=found.to,
        received=_moment(case.given.get(RECEIVED)),
        as_at=iso(at),
        response=answer,
        danger=found.danger,
        do=found.do,
        why=found.why,
        missing=found.missing,
        ask=found.ask,
        conflicts=(*found.conflicts, *_ahead(case, at)),
        problems=tuple(map(_told, contact.problems)),
    )


def unread(contact: Contact, problems: tuple[Problem, ...], at: Moment) -> Row:
    """The row of a contact that cannot be read, or decided: somebody has to look at it."""
    told = tuple(map(_told, problems))
    return Row("unread", contact.reference, contact.place, contact.row, as_at=iso(at), problems=told)


def _ahead(case: Case, at: Moment) -> Iterator[str]:
    """Where it came in after the moment of the list: one of the two is wrong, and the time left too."""
    received = case.given.get(RECEIVED)
    if isinstance(received, datetime) and isinstance(at, datetime) and received > at:
        yield "It is said to have come in after the time of this list: look at both"


def _act(act: Act, answer: Response) -> Act:
    """What is overdue comes before all but danger, and whatever is not known of that."""
    late = answer.state in LATE and act not in ("refer_now", "ask_first")
    return "overdue" if late else act


def _told(problem: Problem) -> str:
    """What is wrong, without the place that the row has anyway."""
    return f"{problem.field}: {problem.message}" if problem.field else problem.message


def _moment(received: Value | None) -> str:
    return iso(received) if isinstance(received, date) else ""
