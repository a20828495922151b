"""Whether small numbers are hidden, looked at again by other code than hides them, before any is told."""

from collections.abc import Iterable

from threshold.audit.model import Audit, Counts
from threshold.audit.recount import same
from threshold.semantics.closed_lists import AUDIT_STATES, FAILED

_OF_N = tuple(state for state in AUDIT_STATES if state != "not_applicable")
_SUMS = {"n": _OF_N, "judged": ("met", *FAILED)}


def check_hidden(before: Audit, after: Audit, least: int) -> None:
    """Raise BadInput, naming the rule, where a number is told that is small, or another than it was.

    So it is where what is hidden of a sum can be told from it and is small.
    """
    same("the policy", "which rules there are", _rules(after), _rules(before))
    for old, new in zip(before.rules, after.rules, strict=True):
        _check(old.rule, old.counts, new.counts, least)
        months = {each.month: each.counts for each in old.months}
        teams = {each.name: each.counts for each in old.by_team}
        for each in new.months:
            _check(old.rule, months[each.month], each.counts, least)
        for part in new.by_team:
            _check(old.rule, teams[part.name], part.counts, least)


def _rules(audit: Audit) -> list[str]:
    return [rule.rule for rule in audit.rules]


def _check(rule: str, old: Counts, new: Counts, least: int) -> None:
    for name in (*AUDIT_STATES, *_SUMS):
        told = getattr(new, name)
        if told is not None:
            same(rule, name, told, getattr(old, name))
            same(rule, "a small number", False, _small(told, least))
    for total, parts in _SUMS.items():
        hidden = [name for name in parts if getattr(new, name) is None]
        if getattr(new, total) is not None and hidden:
            same(rule, "what is hidden of a sum", False, _small(_sum(old, hidden), least))


def _sum(counts: Counts, names: Iterable[str]) -> int:
    return sum(getattr(counts, name) for name in names)


def _small(number: int, least: int) -> bool:
    return 0 < number < least
