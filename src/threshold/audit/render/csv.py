"""An audit as CSV tables: a row for each rule, how it is counted beside its figures; and the measures."""

from threshold.audit.convention import SHORT
from threshold.audit.model import HIDDEN, Audit, Counts, Measure, Number, RuleSummary, Spread
from threshold.audit.render.sections import is_how_late_hidden
from threshold.output.delimited import delimited
from threshold.semantics.closed_lists import AUDIT_STATES

_END = "\r\n"
HEADINGS = (
    *(
        "as_at",
        "rule",
        "title",
        "kind",
        "pack",
        "clauses",
        "counted",
        "each",
        "without",
        "beside",
        "on_request",
    ),
    *("n", "judged", "share", "least", *AUDIT_STATES),
    *("late_unit", "late_median", "late_most", "counting", "lacks", "edition"),
)


MEASURED = (
    *("as_at", "measure", "title", "counted", "by", "name", "n", "median", "longest", "within", "share"),
    *("limit", "unit", "not_needed", "no_end", "no_start", "backward"),
    *("from", "to", "of_what_was", "counting"),
)


def as_csv(audit: Audit) -> str:
    """Every rule of the audit, also those that nothing could be judged by."""
    return delimited([HEADINGS, *(_row(audit, rule) for rule in audit.rules)], _END)


def measures_csv(audit: Audit) -> str:
    """How long things took: a row for each measure in all, and for each month and team of it."""
    rows: list[tuple[object, ...]] = [MEASURED]
    for measure in audit.measures:
        parts = [("all", "", measure.spread)]
        parts += [("month", each.name, each.spread) for each in measure.months]
        parts += [("team", each.name, each.spread) for each in measure.by_team]
        rows += [_measured(audit, measure, by, name, spread) for by, name, spread in parts]
    return delimited(rows, _END)


def _measured(
    audit: Audit, measure: Measure, by: str, name: str, spread: Spread | None
) -> tuple[object, ...]:
    figures: tuple[Number | float | str, ...] = (HIDDEN,) * 5
    if spread is not None:
        figures = (spread.n, spread.median, spread.most, spread.within, spread.share)
    apart: tuple[Number | str, ...] = ("",) * 4
    if by == "all":
        apart = (measure.not_needed, measure.no_end, measure.no_start, measure.backward)
    period = audit.period
    return (
        *(audit.as_at, measure.measure, measure.title, measure.counted, by, name),
        *(HIDDEN if figure is None else figure for figure in figures),
        *(measure.limit, measure.unit),
        *(HIDDEN if number is None else number for number in apart),
        *((period.first, period.last, period.by) if period is not None else ("", "", "")),
        SHORT,
    )


def _row(audit: Audit, rule: RuleSummary) -> tuple[object, ...]:
    counts = rule.counts
    late = rule.lateness[0] if rule.lateness else None
    untold = is_how_late_hidden(audit, rule) and not rule.on_request
    return (
        *(audit.as_at, rule.rule, rule.title, rule.kind, rule.source.pack, " ".join(rule.source.clauses)),
        *(rule.counted, rule.each, HIDDEN if rule.without is None else rule.without),
        *(rule.beside, "yes" if rule.on_request else "no"),
        *(
            _number(counts, "n"),
            _number(counts, "judged"),
            _share(counts, counts.share),
            _share(counts, counts.least),
            *(_number(counts, name) for name in AUDIT_STATES),
        ),
        *((late.unit, late.median, late.most) if late else (HIDDEN if untold else "",) * 3),
        SHORT,
        " ".join(f"{each.kind}:{each.name}" for each in rule.wants),
        rule.source.edition,
    )


def _share(counts: Counts, share: float | None) -> object:
    """A share, or why there is none."""
    return HIDDEN if share is None and counts.hidden is not None and counts.judged != 0 else share


def _number(counts: Counts, name: str) -> object:
    """A number, or why it is hidden."""
    number = getattr(counts, name)
    return counts.told(name) if number is None else number
