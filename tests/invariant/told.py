"""What a run found, as text: counts by request and status, and each failure as case files to try."""

import json

from threshold.casefiles.data import as_data
from threshold.vocabulary import Vocabulary

from .requests import BY_CONCERN, BY_PROTECTION
from .run import Found, Report, bench_of, smaller

_STATUSES = (
    "permitted",
    BY_CONCERN,
    "conditional",
    "blocked",
    BY_PROTECTION,
    "undetermined",
    "conflict",
    "advisory",
)


def table(report: Report) -> str:
    """Counts of cases by request and status, of completions, and of failures by kind."""
    lines = [f"{report.policy:26}" + "".join(f"{status:>14}" for status in _STATUSES)]
    for group, counts in sorted(report.counts.items()):
        told = "" if group in report.answers else "   (not answered)"
        lines.append(f"  {group:24}" + "".join(f"{counts[status]:14}" for status in _STATUSES) + told)
    lines += [f"  completions, {what}: {number}" for what, number in sorted(report.pairs.items())]
    lines += [f"  failed {number:6} times: {kind}" for kind, number in report.failures.most_common()]
    return "\n".join(lines)


def failures(report: Report, section: str) -> str:
    """Every kind of failure of a section, with a case made small and, where needed, its completion."""
    bench = bench_of(report.policy)
    lines: list[str] = []
    for kind, number in report.failures.most_common():
        if kind.startswith(section):
            lines += ["", f"{report.policy}: {kind} ({number} times)"]
            small = smaller(report.found[kind][0], bench)
            lines.append(_shown(small, bench.policy.vocabulary))
    return "\n".join(lines)


def _shown(found: Found, vocabulary: Vocabulary) -> str:
    lines = [f"  {found.line}", f"  {as_file(found, vocabulary)}"]
    if found.completed is not None:
        lines.append(f"  completed: {as_file(found, vocabulary, completed=True)}")
    return "\n".join(lines)


def as_file(found: Found, vocabulary: Vocabulary, completed: bool = False) -> str:
    """The case, or its completion, as a case file (JSON) that `threshold decide` reads."""
    case = found.completed if completed and found.completed is not None else found.case
    return json.dumps(as_data(case, vocabulary), default=str)
