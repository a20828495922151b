"""Small numbers left out of an audit that others are to read, and whatever they could be worked out from.

A number from 1 up to less than the least that may be told is hidden. What stands in one sum with it is hidden
as far as it takes: another outcome of the same rule, or the total; another month or team, each as a whole.
Zero is told: it is nobody. What names a child or a worker is left out altogether.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from threshold.audit.model import (
    Audit,
    Change,
    Comparison,
    Counts,
    Hidden,
    Lateness,
    Measure,
    MeasurePart,
    Month,
    Number,
    Part,
    RuleSummary,
    Spread,
    Suppressed,
)
from threshold.semantics.closed_lists import AUDIT_STATES

# What is done is told by the measures, too; so each of these sums has to hold by itself.
_DONE = ("met", "late")
_UNDONE = ("overdue", "missed", "not_met")
_JUDGED = (*_DONE, *_UNDONE)
_OTHERS = tuple(state for state in AUDIT_STATES if state not in (*_JUDGED, "not_applicable"))
_TOTALS = ("n", "judged")
_Each = TypeVar("_Each", Part, Month, MeasurePart)
Cells = Mapping[str, int]


def suppress(audit: Audit, least: int) -> Audit:
    """The audit without any number from 1 to `least` - 1, and without what would tell one."""
    rules = tuple(_rule(rule, least) for rule in audit.rules)
    measures = tuple(_measure(each, least) for each in audit.measures)
    told = tuple(replace(each, rows=()) for each in audit.quality if each.count >= least)
    period = audit.period
    if period is not None:
        period = replace(period, not_done=_number(period.not_done, least))
    hidden = replace(
        audit,
        rules=rules,
        measures=measures,
        quality=told,
        paired=tuple(
            each for each in audit.paired if not (few(each.linked, least) or few(each.by_date, least))
        ),
        period=period,
        compared=None if audit.compared is None else _compared(audit.compared, least),
        children_since=None,
    )
    return replace(hidden, suppressed=_stamp(audit, hidden, least))


def few(number: Number, least: int) -> bool:
    """Whether a number is small, but not nothing."""
    return number is not None and 0 < number < least


def _number(number: Number, least: int) -> Number:
    return None if few(number, least) else number


def _counts(counts: Counts, least: int) -> Counts:
    """The counts of a rule, with so much hidden that no small one can be worked out from the others."""
    cells = _cells(counts)
    small: set[str] = {name for name in AUDIT_STATES if few(cells[name], least)}
    hidden = _hidden(cells, small, least)
    labelled = () if hidden == {*AUDIT_STATES, *_TOTALS} else (*AUDIT_STATES, *_TOTALS)
    if hidden & {*_DONE} and _room(hidden & {*_DONE}, cells, least) < least - 1:
        # What is done in all is told by how long it took: that one of the two is small would tell both.
        hidden, labelled = hidden | {*_DONE}, tuple(name for name in labelled if name not in _DONE)
    if not hidden:
        return counts
    untold = {"cannot_tell", "conflict"}
    share = hidden & {*_JUDGED, "judged"}
    return replace(
        counts,
        **dict.fromkeys(hidden),
        share=None if share else counts.share,
        least=None if share or hidden & untold else counts.least,
        hidden=Hidden(least, tuple(name for name in labelled if few(cells[name], least))),
    )


def _hidden(cells: Cells, small: set[str], least: int) -> set[str]:
    """What has to be hidden so that no sum tells a small number.

    What is done and what is not make up what is judged; with all others that makes up n; and with those to
    whom the rule does not apply n makes up everybody, a number that is told.
    """
    hidden = small | {name for name in _TOTALS if few(cells[name], least)}
    if "not_applicable" in small:
        hidden |= {"n"} | (_enough(_OTHERS, cells, hidden, least) or {"judged"})
    if "judged" in hidden and not hidden & {*_JUDGED}:
        hidden |= _enough(_JUDGED, cells, hidden, least)
    for some in (_DONE, _UNDONE):
        if hidden & {*some}:
            hidden |= _enough(some, cells, hidden, least) or {"judged"}
    if hidden & {*_OTHERS, "judged"}:
        hidden |= _enough(_OTHERS, cells, hidden, least) or {"n"}
    if "n" not in hidden:
        return hidden
    hidden |= {"not_applicable"}
    open_ = {*_OTHERS, "not_applicable"} | ({*_JUDGED} if "judged" in hidden else set())
    if _room(hidden & open_, cells, least) < least - 1:
        return {*AUDIT_STATES, *_TOTALS}
    return hidden


def _enough(names: Iterable[str], cells: Cells, hidden: set[str], least: int) -> set[str]:
    """As many of the largest numbers of a sum as it takes to hide a small one; nothing where none do."""
    found: set[str] = set()
    for name in sorted((name for name in names if cells[name]), key=lambda name: -cells[name]):
        if name not in hidden and _room(found, cells, least) < least - 1:
            found.add(name)
    return found if _room(found, cells, least) >= least - 1 else set()


def _room(names: Iterable[str], cells: Cells, least: int) -> int:
    """By how much these together may be less than they are: each is known not to be small itself."""
    return sum(max(cells[name] - least, 0) for name in names)


def _rule(rule: RuleSummary, least: int) -> RuleSummary:
    counts = _counts(rule.counts, least)
    hide = _blank(least)
    told = [name for name in (*AUDIT_STATES, *_TOTALS, "failed") if getattr(counts, name) is not None]
    months = _parts(rule.months, told, lambda each: _cells(each.counts), least)
    teams = _parts(rule.by_team, told, lambda each: _cells(each.counts), least)
    return replace(
        rule,
        without=_number(rule.without, least),
        counts=counts,
        lateness=tuple(late for late in rule.lateness if _tells_nothing_small(late, counts, least)),
        months=tuple(replace(each, counts=hide) if gone else each for each, gone in months),
        by_team=tuple(replace(each, counts=hide) if gone else each for each, gone in teams),
        by_worker=(),
        worst=(),
    )


def _tells_nothing_small(late: Lateness, counts: Counts, least: int) -> bool:
    """Whether nothing small is told, or could be worked out, by how late things were."""
    cells = [late.n, *(number for each in late.buckets for number in (each.late, each.overdue, each.missed))]
    cells += [each.late + each.not_done for each in late.buckets]
    hidden = None in (counts.late, counts.overdue, counts.missed)
    return not hidden and not any(few(number, least) for number in cells)


def _parts(
    parts: Sequence[_Each], told: Sequence[str], cells_of: Callable[[_Each], Cells], least: int
) -> list[tuple[_Each, bool]]:
    """Each part, and whether it is hidden as a whole: for its own sake, or so that others cannot be told.

    `told` are the numbers of which the total is told, so that it tells the sum of all that is hidden.
    """
    cells = [cells_of(each) for each in parts]
    hidden = {
        place for place, each in enumerate(cells) if any(few(number, least) for number in each.values())
    }
    while True:
        sums = {name: sum(cells[place][name] for place in hidden) for name in told}
        open_ = [name for name, number in sums.items() if few(number, least)]
        more = [
            place
            for place in range(len(cells))
            if place not in hidden and any(cells[place][n] for n in open_)
        ]
        if not more:
            return [(each, place in hidden) for place, each in enumerate(parts)]
        hidden.add(min(more, key=lambda place: sum(cells[place].values())))


def _cells(counts: Counts) -> dict[str, int]:
    """The numbers of counts of which none is hidden yet."""
    return {name: getattr(counts, name) for name in (*AUDIT_STATES, *_TOTALS)} | {
        "failed": counts.failed or 0
    }


def _blank(least: int) -> Counts:
    return Counts(**dict.fromkeys((*AUDIT_STATES, *_TOTALS)), hidden=Hidden(least, ()))


def _measure(measure: Measure, least: int) -> Measure:
    assert measure.spread is not None
    spread = _spread(measure.spread, least)
    told = ["n"] if spread is not None else []
    told += ["within", "beyond"] if spread is not None and spread.within is not None else []

    def parts(known: tuple[MeasurePart, ...]) -> tuple[MeasurePart, ...]:
        found = _parts(known, told, _spread_cells, least)
        return tuple(replace(each, spread=None) if gone or not told else each for each, gone in found)

    return replace(
        measure,
        spread=spread,
        no_end=_number(measure.no_end, least),
        not_needed=_number(measure.not_needed, least),
        no_start=_number(measure.no_start, least),
        backward=_number(measure.backward, least),
        months=parts(measure.months),
        by_team=parts(measure.by_team),
    )


def _spread(spread: Spread, least: int) -> Spread | None:
    if few(spread.n, least):
        return None
    if few(spread.within, least) or few(spread.n - (spread.within or 0), least):
        return replace(spread, within=None, share=None)
    return spread


def _spread_cells(part: MeasurePart) -> dict[str, int]:
    spread = part.spread
    assert spread is not None
    within = spread.within or 0
    return {"n": spread.n, "within": within, "beyond": spread.n - within}


def _compared(compared: Comparison, least: int) -> Comparison:
    def hide(change: Change) -> Change:
        then, now = (None if each is None else _counts(each, least) for each in (change.earlier, change.now))
        told = then is not None and now is not None and then.share is not None and now.share is not None
        return replace(change, earlier=then, now=now, points=change.points if told else None)

    return replace(compared, changes=tuple(hide(each) for each in compared.changes))


def _stamp(audit: Audit, hidden: Audit, least: int) -> Suppressed:
    names = (*AUDIT_STATES, *_TOTALS)
    numbers = [each.counts for each in hidden.rules if each.counts.hidden is not None]
    months = [part.counts for rule in hidden.rules for part in rule.months]
    parts = [*months, *(part.counts for rule in hidden.rules for part in rule.by_team)]
    lengths = [part.spread for each in hidden.measures for part in (*each.months, *each.by_team)]
    return Suppressed(
        fewer_than=least,
        numbers=sum(getattr(each, name) is None for each in numbers for name in names),
        few=sum(len(each.hidden.few) for each in numbers if each.hidden is not None),
        parts=sum(each.n is None for each in parts) + lengths.count(None),
        of_parts=len(parts) + len(lengths),
        findings=len(audit.quality) - len(hidden.quality),
    )
