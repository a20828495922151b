"""An audit as one CSV table: a row for each rule, how it is counted beside its figures."""

import csv
from io import StringIO

from threshold.audit.convention import SHORT
from threshold.audit.model import Audit, RuleSummary
from threshold.output.escaping import formula
from threshold.semantics.closed_lists import AUDIT_STATES

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
    *("late_unit", "late_median", "late_most", "counting"),
)


def as_csv(audit: Audit) -> str:
    """Every rule of the audit, also those that nothing could be judged by."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for rule in audit.rules:
        writer.writerow([formula(cell) if isinstance(cell, str) else cell for cell in _row(audit, rule)])
    return stream.getvalue()


def _row(audit: Audit, rule: RuleSummary) -> tuple[object, ...]:
    counts = rule.counts
    late = rule.lateness[0] if rule.lateness else None
    return (
        *(audit.as_at, rule.rule, rule.title, rule.kind, rule.source.pack, " ".join(rule.source.clauses)),
        *(rule.counted, rule.each, rule.without, rule.beside, "yes" if rule.on_request else "no"),
        *(
            counts.n,
            counts.judged,
            counts.share,
            counts.least,
            *(getattr(counts, name) for name in AUDIT_STATES),
        ),
        *((late.unit, late.median, late.most) if late else ("", "", "")),
        SHORT,
    )
