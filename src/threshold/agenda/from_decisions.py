"""What is due by decisions on cases, one after the other."""

from threshold.agenda.choosing import chosen
from threshold.agenda.model import Gathered, Item, Unknown
from threshold.agenda.rules import About
from threshold.conditions import Facts
from threshold.decisions import Decision
from threshold.decisions.model import DeadlineRow, Limit


def gather(found: Gathered, decision: Decision, about: dict[str, About], facts: Facts) -> None:
    """Add the deadlines of a decision to what was found so far; `facts`: what was known of its case."""
    found.looked_at += 1
    found.moments.add(decision.as_at)
    for row in decision.deadlines:
        rule = about[row.rule]
        kind = chosen(row.state, row.due, row.met_on, row.stopped_on, rule.never_due)
        if kind == "over":
            continue
        if not row.relevant:
            # Whether it is due hangs on what is asked for, and nothing of the kind is.
            if kind == "item":
                found.leave_out("on_request")
        elif kind == "item":
            found.items.append(_item(decision, row, rule, facts))
        elif kind != "unknown":
            found.leave_out(kind)
        else:
            asks = row.question or rule.asks_start
            of = (decision.case,)
            found.not_known(Unknown(row.rule, row.title, asks, rule.clauses, of, rule.edition))


def _item(decision: Decision, row: DeadlineRow, about: About, facts: Facts) -> Item:
    assert row.due is not None
    untold = row.state == "cannot_tell"
    return Item(
        reference=decision.case,
        rule=row.rule,
        title=row.title,
        do=about.do,
        by=about.by(facts),
        worker="",
        team="",
        state="cannot_tell" if untold else "overdue" if row.state == "overdue" else "pending",
        starts=row.starts,
        due=row.due,
        days=None if untold else row.days,
        unit=row.unit,
        limit=_written(row.limit) if row.limit else "",
        interval=row.interval,
        question=row.question or about.asks_done if untold else "",
        clauses=row.source.clauses,
        as_at=decision.as_at,
        edition=about.edition,
        looser=about.looser,
    )


def _written(limit: Limit) -> str:
    """A limit as `Duration.in_full` has it."""
    length = f"{limit.n} {limit.unit.removesuffix('s') if limit.n == 1 else limit.unit}"
    return f"{length} ({limit.hours})" if limit.hours else length
