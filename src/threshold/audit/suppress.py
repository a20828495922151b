"""Small numbers left out of an audit that others are to read, and whatever they could be worked out from.

A number from 1 up to less than the least that may be told is hidden, with what stands in one sum with it (see
`hiding`). Of rules and measures about the same work, those that would tell a small number beside the ones
before them are hidden as a whole. What names a child or a worker is left out altogether.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from threshold.audit import hiding
from threshold.audit.apart import Of
from threshold.audit.edition import without_names
from threshold.audit.hiding import TOTALS, Cells, few
from threshold.audit.model import (
    Audit,
    Change,
    Comparison,
    Counts,
    Covered,
    Hidden,
    Lateness,
    Measure,
    MeasurePart,
    Paired,
    Rows,
    RuleSummary,
    Spread,
    Suppressed,
)
from threshold.output.words import spoken
from threshold.reading import BadInput, Problem
from threshold.semantics.closed_lists import AUDIT_STATES

_NAMES = (*AUDIT_STATES, *TOTALS)
_APART = ("not_needed", "no_end", "no_start", "backward")
_Hide = frozenset[str] | None  # the names of numbers; None: all of them
_Apart = Callable[[Of, Of], bool]


@dataclass(slots=True)
class _Work:
    """What is told and hidden so far about one kind of work, over all rules and measures about it.

    A team that is hidden in one of them is hidden in all, or each would tell what another one hides.
    """

    least: int
    apart: _Apart
    told: dict[Of, int] = field(default_factory=dict)
    hidden: dict[Of, int] = field(default_factory=dict)
    done: set[tuple[str, int]] = field(default_factory=set)
    by_team: list[tuple[Mapping[str, Cells], Cells, Collection[str]]] = field(default_factory=list)

    def admits(self, rule: str, numbers: Cells, hide: frozenset[str]) -> bool:
        """Whether these numbers tell nothing beside those told before; if so, they count as told now."""
        told = {(rule, name): numbers[name] for name in numbers.keys() - hide if numbers[name]}
        hidden = {(rule, name): numbers[name] for name in hide if numbers[name] >= self.least}
        near = self._clash(told, self.told, near=True)
        if near or self._clash(told, self.hidden) or self._clash(hidden, self.told):
            return False
        self.told |= told
        self.hidden |= hidden
        return True

    def _clash(self, some: Mapping[Of, int], others: Mapping[Of, int], near: bool = False) -> bool:
        """Whether any two are the same number, or nearly, and may be of the same work."""
        return any(
            (few(abs(one - other), self.least) if near else one == other) and not self.apart(of, than)
            for of, one in some.items()
            for than, other in others.items()
        )

    def repeats(self, kind: str, *done: int) -> bool:
        """Whether as many were done or judged before, so that months and teams may be nearly those told."""
        numbers = {(kind, number) for number in done if number}
        repeated = bool(self.done & numbers)
        self.done |= numbers
        return repeated

    def teams(self) -> frozenset[str]:
        """The teams to hide."""
        hidden: frozenset[str] = frozenset()
        while True:
            more = [hiding.of_parts(*each, self.least, hidden) for each in self.by_team if each[0]]
            if hidden.union(*more) == hidden:
                return hidden
            hidden = hidden.union(*more)


def suppress(audit: Audit, least: int, apart: _Apart = lambda one, other: False) -> Audit:
    """The audit without any number from 1 to `least` - 1, and without what would tell one.

    `apart` says whether two numbers are of different work, so that they tell nothing beside each other; where
    nobody knows they may be of the same. Raises BadInput where there are so few children.
    """
    if few(audit.children, least):
        message = (
            f"holds fewer than {least} children, so that nothing of it can be told with --suppress {least}"
        )
        raise BadInput(Problem(message, audit.source.name))
    works: dict[str, _Work] = defaultdict(lambda: _Work(least, apart))
    hide = _hidden_of_rules([(rule, rule.counts) for rule in audit.rules], works, least)
    rules = [_rule(rule, hide[rule.rule], works[rule.each], audit.children, least) for rule in audit.rules]
    measures = [_measure(each, works, _in_all(audit, each), least) for each in audit.measures]
    hidden_teams = {name: work.teams() for name, work in works.items()}
    told = replace(
        audit,
        rows=_rows(audit.rows, least),
        rules=tuple(_without_teams(rule, hidden_teams[rule.each], least) for rule in rules),
        measures=tuple(_measured_without_teams(each, hidden_teams[spoken(each.each)]) for each in measures),
        covers=tuple(_covered(each, audit.children, least) for each in audit.covers),
        quality=tuple(replace(each, rows=()) for each in audit.quality if each.count >= least),
        paired=_paired(audit.paired),
        children_since=None,
    )
    period = audit.period
    if period is not None and few(period.not_done, least):
        told = replace(told, period=replace(period, not_done=None))
    told = replace(told, compared=_compared(audit, told, least))
    return without_names(replace(told, suppressed=_stamp(audit, told, least)))


def _hidden_of_rules(
    rules: Sequence[tuple[RuleSummary, Counts]], works: dict[str, _Work], least: int
) -> dict[str, _Hide]:
    """What is hidden of each rule. Last comes what judged nobody, before that what counts beside another."""
    found: dict[str, _Hide] = {}
    for rule, counts in sorted(rules, key=lambda each: (not each[1].judged, bool(each[0].beside))):
        cells = _cells(counts)
        hide = None if cells is None or rule.on_request else hiding.of_rule(cells, least)
        if (
            cells is not None
            and hide is not None
            and not works[rule.each].admits(rule.rule, *_with_sums(cells, hide))
        ):
            # That nothing was judged is told all the same.
            hide = None if cells["judged"] else frozenset(name for name in _NAMES if cells[name])
        found[rule.rule] = hide
    return found


def _with_sums(cells: Cells, hide: frozenset[str]) -> tuple[Cells, frozenset[str]]:
    """The numbers of a rule with those that follow from them, and which of all of these are hidden."""
    sums = {"done": cells["met"] + cells["late"], "others": cells["n"] - cells["judged"]}
    more = {"failed"} if "met" in hide else set()
    more |= {"done"} if hide & {"met", "late"} else set()
    more |= {"others"} if "n" in hide else set()
    return {**cells, **sums}, hide | more


def _rule(rule: RuleSummary, hide: _Hide, work: _Work, children: int, least: int) -> RuleSummary:
    """The rule without what is hidden of it as a whole and by month; its teams are seen to later."""
    apart = few(rule.without, least) or few(children - (rule.without or 0), least)
    rule = replace(rule, without=None if apart else rule.without, by_worker=(), worst=())
    counts = _told(rule.counts, hide, least)
    cells = _cells(rule.counts)
    if hide is None or cells is None:
        return replace(rule, counts=counts, lateness=(), months=(), by_team=())
    if work.repeats("rule", cells["judged"], cells["met"] + cells["late"]):
        return replace(rule, counts=counts, lateness=(), months=(), by_team=())
    whole = cells | hiding.untold_sums(cells, hide)
    told = [name for name in whole if name not in cells or getattr(counts, name) is not None]
    by_month, by_team = (
        {name: found | hiding.untold_sums(found, hide) for name, found in parts}
        for parts in (
            [(each.month, _known(each.counts)) for each in rule.months],
            [(each.name, _known(each.counts)) for each in rule.by_team],
        )
    )
    gone = hiding.of_parts(by_month, whole, told, least)
    months = (replace(each, counts=_blank(least)) if each.month in gone else each for each in rule.months)
    work.by_team.append((by_team, whole, told))
    late = rule.lateness if _lateness_tells_nothing(rule.lateness, rule.counts, counts, least) else ()
    return replace(rule, counts=counts, lateness=late, months=tuple(months))


def _told(counts: Counts, hide: _Hide, least: int) -> Counts:
    """The counts without the numbers hidden, and without the shares that they make."""
    if hide is None:
        return _blank(least)
    if not hide:
        return counts
    share, untold = hide & {"met", "judged"}, hide & {"cannot_tell", "conflict"}
    return replace(
        counts,
        **dict.fromkeys(hide),
        share=None if share else counts.share,
        least=None if share or untold else counts.least,
        hidden=Hidden(least),
    )


def _without_teams(rule: RuleSummary, gone: frozenset[str], least: int) -> RuleSummary:
    parts = (replace(each, counts=_blank(least)) if each.name in gone else each for each in rule.by_team)
    return replace(rule, by_team=tuple(parts))


def _lateness_tells_nothing(lateness: Sequence[Lateness], counts: Counts, told: Counts, least: int) -> bool:
    """Whether nothing small is told, or could be worked out, by how late things were."""
    if None in (told.late, told.overdue, told.missed):
        return False
    numbers = [each.n for each in lateness]
    numbers.append((counts.failed or 0) - sum(numbers))  # of these it is not known by how much
    for bucket in (bucket for each in lateness for bucket in each.buckets):
        numbers += [bucket.late, bucket.overdue, bucket.missed, bucket.late + bucket.not_done]
    return not any(few(number, least) for number in numbers)


def _cells(counts: Counts) -> dict[str, int] | None:
    """The numbers of counts; None where any is hidden already, as in an audit made to go out."""
    known = {name: getattr(counts, name) for name in _NAMES}
    return None if None in known.values() else known | {"failed": counts.failed or 0}


def _known(counts: Counts) -> dict[str, int]:
    """The numbers of counts of which none is hidden yet."""
    cells = _cells(counts)
    assert cells is not None
    return cells


def _blank(least: int) -> Counts:
    return Counts(**dict.fromkeys(_NAMES), hidden=Hidden(least))


def _in_all(audit: Audit, measure: Measure) -> int | None:
    """How many there are of what is measured, as some rule about each of them tells it, if any does."""
    of_each = [rule for rule in audit.rules if rule.each == spoken(measure.each) and not rule.on_request]
    known = [(rule.counts.n or 0) + (rule.counts.not_applicable or 0) for rule in of_each]
    # A rule that repeats has several for each.
    return min(known, default=None)


def _measure(measure: Measure, works: dict[str, _Work], in_all: int | None, least: int) -> Measure:
    assert measure.spread is not None
    work = works[spoken(measure.each)]
    cells, hide = _measure_cells(measure, measure.spread), set[str]()
    apart = [cells[name] for name in _APART]
    if in_all is not None:
        apart.append(in_all - cells["n"] - sum(apart))  # those that have neither day
    if any(few(number, least) for number in apart):
        hide |= {*_APART}
    parts = hiding.of_sum({name: cells[name] for name in ("within", "beyond")}, least)
    hide |= parts or set()
    if few(cells["n"], least) or parts is None or not work.admits(measure.measure, cells, frozenset(hide)):
        return replace(_without_apart(measure), spread=None, months=(), by_team=())
    told = ["n", *(() if parts else ("within", "beyond"))]
    spread = replace(measure.spread, within=None, share=None) if parts else measure.spread
    measure = replace(_without_apart(measure) if hide & {*_APART} else measure, spread=spread)
    if work.repeats("measure", cells["n"]):
        return replace(measure, months=(), by_team=())
    whole = {name: cells[name] for name in ("n", "within", "beyond")}
    gone = hiding.of_parts(_spread_cells(measure.months), whole, told, least)
    work.by_team.append((_spread_cells(measure.by_team), whole, told))
    return replace(measure, months=_parts_without(measure.months, gone))


def _without_apart(measure: Measure) -> Measure:
    return replace(measure, not_needed=None, no_end=None, no_start=None, backward=None)


def _measure_cells(measure: Measure, spread: Spread) -> dict[str, int]:
    within = spread.within or 0
    apart = {name: getattr(measure, name) or 0 for name in _APART}
    return {"n": spread.n, "within": within, "beyond": spread.n - within, **apart}


def _spread_cells(parts: Sequence[MeasurePart]) -> dict[str, Cells]:
    found: dict[str, Cells] = {}
    for part in parts:
        assert part.spread is not None
        within = part.spread.within or 0
        found[part.name] = {"n": part.spread.n, "within": within, "beyond": part.spread.n - within}
    return found


def _parts_without(parts: Sequence[MeasurePart], gone: frozenset[str]) -> tuple[MeasurePart, ...]:
    return tuple(replace(each, spread=None) if each.name in gone else each for each in parts)


def _measured_without_teams(measure: Measure, gone: frozenset[str]) -> Measure:
    return replace(measure, by_team=_parts_without(measure.by_team, gone))


def _rows(rows: Rows, least: int) -> Rows:
    """All that is told of rows, or only how many were read: any part would tell of the rest."""
    numbers = (rows.reported, rows.refused, rows.left_out, *(each.rows for each in rows.unused))
    if not any(few(number, least) for number in numbers):
        return rows
    return replace(rows, reported=None, refused=None, left_out=None, unused=())


def _covered(covered: Covered, children: int, least: int) -> Covered:
    of = covered.children or 0
    return replace(covered, children=None) if few(of, least) or few(children - of, least) else covered


def _paired(paired: Sequence[Paired]) -> tuple[Paired, ...]:
    """What is brought together by dates, without how many: a rule less those would be how many are linked."""
    return tuple(replace(each, linked=None, by_date=None) for each in paired if each.by_date)


def _compared(audit: Audit, told: Audit, least: int) -> Comparison | None:
    """The comparison: now as it is told; then only what has nothing small, of rules that are told now."""
    if audit.compared is None:
        return None
    # What was told then is of another export, of which the work cannot be looked at any more.
    works: dict[str, _Work] = defaultdict(lambda: _Work(least, lambda one, other: False))
    now = {rule.rule: rule for rule in told.rules}
    then = {each.rule: each.earlier for each in audit.compared.changes if each.earlier is not None}
    hide = _hidden_of_rules([(now[rule], then[rule]) for rule in then if rule in now], works, least)

    def change(each: Change) -> Change:
        today = now[each.rule].counts if each.now is not None and each.rule in now else each.now
        wholly = hide.get(each.rule) == frozenset() and today is not None and today.judged is not None
        earlier = each.earlier if wholly or each.earlier is None else _blank(least)
        shares = [counts is not None and counts.share is not None for counts in (earlier, today)]
        return replace(each, earlier=earlier, now=today, points=each.points if all(shares) else None)

    return replace(audit.compared, changes=tuple(change(each) for each in audit.compared.changes))


def _stamp(audit: Audit, told: Audit, least: int) -> Suppressed:
    rules = [rule.counts for rule in told.rules if not rule.on_request]
    parts = sum(len(each.months) + len(each.by_team) for each in audit.rules)
    parts += sum(len(each.months) + len(each.by_team) for each in audit.measures)
    return Suppressed(
        fewer_than=least,
        numbers=sum(getattr(each, name) is None for each in rules for name in _NAMES),
        rules=sum(all(getattr(each, name) is None for name in _NAMES) for each in rules),
        parts=parts - _told_parts(told),
        of_parts=parts,
        findings=len(audit.quality) - len(told.quality),
    )


def _told_parts(told: Audit) -> int:
    """Of how many months and teams anything is told."""
    counts = [each.counts for rule in told.rules for each in rule.months]
    counts += [each.counts for rule in told.rules for each in rule.by_team]
    spreads = [each.spread for measure in told.measures for each in (*measure.months, *measure.by_team)]
    return sum(any(getattr(each, name) is not None for name in _NAMES) for each in counts) + sum(
        each is not None for each in spreads
    )
