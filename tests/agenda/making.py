"""Items put together by hand, so that a test says no more than it is about."""

from dataclasses import replace
from typing import Any

from threshold.agenda.model import Agenda, Item
from threshold.decisions.model import Start


def item(reference: str = "C-1", due: str = "2026-08-20", **parts: Any) -> Item:
    """An assessment that is still to be completed, as at Friday 14 August 2026."""
    made = Item(
        reference=reference,
        rule="WT-assessment",
        title="Assessment completed",
        do="Complete the assessment",
        by="Lead practitioner",
        worker="",
        team="",
        state="pending",
        starts=Start("referral.received", "2026-06-17"),
        due=due,
        days=4,
        unit="working days",
        limit="45 working days",
        interval=None,
        question="",
        clauses=("WT-assessment",),
        as_at="2026-08-14",
    )
    return replace(made, **parts)


def late(reference: str = "C-2", due: str = "2026-08-11", **parts: Any) -> Item:
    """One that is overdue."""
    return item(reference, due, state="overdue", days=3, **parts)


def untold(reference: str = "C-3", due: str = "2026-08-18", **parts: Any) -> Item:
    """One of which nobody can tell whether it was done."""
    return item(reference, due, state="cannot_tell", days=None, question="Was it done?", **parts)


def agenda(*items: Item, **parts: Any) -> Agenda:
    """An agenda of items in the order given."""
    known = tuple(each for each in items if each.state != "cannot_tell")
    vague = tuple(each for each in items if each.state == "cannot_tell")
    made = Agenda(known, vague, (), {}, len(items), "2026-08-14", policy="default")
    return replace(made, **parts)
