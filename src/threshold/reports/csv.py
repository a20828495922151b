"""Decisions as a table, a row for each: what a worklist is sorted and filtered by. JSON holds the rest."""

from collections.abc import Iterable

from threshold.decisions import Decision
from threshold.decisions.model import Consultation, Level
from threshold.output.delimited import delimited

COLUMNS = (
    "case",
    "family",
    "as_at",
    "policy",
    "asked",
    "asked_to",
    "status",
    "answered",
    "direction",
    "to",
    "level_of_need",
    "concern",
    "protection_in_place",
    "protection_known",
    "earliest",
    "missing",
    "headline",
    "advice",
)


def csv_headings() -> str:
    """The line above the rows."""
    return _line(COLUMNS)


def csv_row(decision: Decision) -> str:
    """One decision by COLUMNS; what a spreadsheet would take for a formula begins with an apostrophe."""
    request, recommended, protection = decision.request, decision.recommendation, decision.protection
    days = [check.until for check in decision.checks if check.decides and check.until]
    return _line(
        (
            decision.case,
            decision.family or "",
            decision.as_at,
            decision.policy.name,
            request.direction if request else "",
            (request.to if request else None) or "",
            decision.status,
            _yes_or_no(decision.answered),
            recommended.direction,
            recommended.to or "",
            _level(recommended.level_of_need),
            _yes_or_no(protection.concern),
            _yes_or_no(protection.in_place),
            _yes_or_no(protection.known),
            max(days, default=""),
            str(len(decision.missing)),
            recommended.headline,
            _advice(decision.consultation),
        )
    )


def _yes_or_no(value: bool | None) -> str:
    """Empty where it is not known, or there is nothing to say."""
    return "" if value is None else "yes" if value else "no"


def _level(level: Level | None) -> str:
    if level is None or (level.level is None and level.at_least is None):
        return ""
    return f"at least {level.at_least}" if level.level is None else str(level.level)


def _advice(advised: Consultation | None) -> str:
    """What a caller is advised; where more serious advice is not ruled out, the least that it can be."""
    if advised is None or advised.advice is None:
        return ""
    settled = not advised.not_ruled_out or advised.advice == "ask_first"
    return advised.advice if settled else f"at least {advised.advice}"


def _line(cells: Iterable[str]) -> str:
    return delimited([cells])
