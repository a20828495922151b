"""What is about to be told read back: its numbers are those of the audit, and its bars as long as these."""

import csv
import json
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO

from threshold.audit.model import HIDDEN, Audit, Counts, RuleSummary
from threshold.audit.recount import same
from threshold.output.escaping import terminal
from threshold.semantics.closed_lists import AUDIT_STATES

_NUMBERS = ("n", "judged", *AUDIT_STATES)
_CHART = re.compile(
    r'<svg role="img" aria-label="What was met, by rule\. ([^"]*)"[^>]*>(.*?)</svg>', re.DOTALL
)
_BAR = re.compile(r'<rect class="(met|missed|unknown)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"')
_KINDS = 3  # parts of a bar, and of the legend above
_ROUNDED = 0.3  # of a length that is written with one decimal


def check_told(audit: Audit, format_: str, text: str) -> None:
    """Raise BadInput, naming the figure, where a number or a bar is not what the audit has."""
    if format_ == "json":
        rules = {each["rule"]: each["counts"] for each in json.loads(text)["rules"]}
        _check(audit, {rule: {name: counts[name] for name in _NUMBERS} for rule, counts in rules.items()})
    elif format_ == "csv":
        rows = csv.DictReader(StringIO(text, newline=""))
        _check(audit, {row["rule"]: {name: _number(row[name]) for name in _NUMBERS} for row in rows})
    elif format_ == "html":
        for told, drawn in _CHART.findall(text):
            _check_bars(audit, unescape(told), drawn)


def _check(audit: Audit, told: dict[str, dict[str, int | None]]) -> None:
    same("what is told", "which rules there are", sorted(told), sorted(rule.rule for rule in audit.rules))
    for rule in audit.rules:
        for name in _NUMBERS:
            same(rule.rule, name, told[rule.rule][name], getattr(rule.counts, name))


def _number(cell: str) -> int | None:
    return None if cell == HIDDEN else int(cell)


def _check_bars(audit: Audit, told: str, drawn: str) -> None:
    """Each bar has the length of its parts, and these are the numbers of a rule of that title."""
    said = {_said(rule): _parts(rule.counts) for rule in audit.rules}
    lengths_of = list(_bars(drawn))
    longest, bars = max(map(sum, lengths_of), default=0.0), iter(lengths_of)
    rest = f"{told}; "
    while rest:
        # A title may hold whatever another bar says.
        known = [words for words in said if rest.startswith(f"{words}; ")]
        same("what is told", "what a bar says", True, bool(known))
        words = max(known, key=len)
        parts, rest = said[words], rest[len(words) + 2 :]
        lengths, whole = next(bars, (0.0, 0.0, 0.0)), sum(parts)
        off = [abs(length - longest * part / whole) for length, part in zip(lengths, parts, strict=True)]
        same(words, "the length of its bar", True, max(off) < _ROUNDED)
    same("what is told", "how many bars there are", True, next(bars, None) is None)


def _said(rule: RuleSummary) -> str:
    """What stands in the page beside its bar; a title stands there as whatever is printed does."""
    met, failed, unknown = _parts(rule.counts)
    return f"{terminal(rule.title)}: {met:,} met, {failed:,} not, {unknown:,} cannot be told"


def _parts(counts: Counts) -> tuple[int, ...]:
    return (counts.met or 0, counts.failed or 0, (counts.cannot_tell or 0) + (counts.conflict or 0))


def _bars(drawn: str) -> Iterator[tuple[float, ...]]:
    """The lengths of the parts of each bar, the legend left out."""
    found = [float(width) for _, _, width in _BAR.findall(drawn)][_KINDS:]
    for place in range(0, len(found), _KINDS):
        yield tuple(found[place : place + _KINDS])
