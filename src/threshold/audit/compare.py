"""An audit beside an earlier one: what changed, and what makes the two not quite comparable."""

from dataclasses import replace

from threshold.audit.model import Audit, Change, Comparison, Counts, RuleSummary


def compare(now: Audit, earlier: Audit) -> Audit:
    """The audit with what changed since the earlier one."""
    then = {rule.rule: rule for rule in earlier.rules if rule.of_practice}
    today = {rule.rule: rule for rule in now.rules if rule.of_practice}
    changes = []
    for rule in dict.fromkeys((*today, *then)):
        change = _change(then.get(rule), today.get(rule))
        if change is not None:
            changes.append(change)
    compared = Comparison(earlier.as_at, earlier.source.name, tuple(_notes(now, earlier)), tuple(changes))
    return replace(now, compared=compared)


def _change(then: RuleSummary | None, now: RuleSummary | None) -> Change | None:
    """One rule's change; None where neither audit could judge it."""
    known = now or then
    if known is None or not any(rule is not None and rule.counts.judged != 0 for rule in (then, now)):
        return None
    earlier, today = (rule.counts if rule is not None else None for rule in (then, now))
    return Change(known.rule, known.title, earlier, today, _points(earlier, today))


def _points(then: Counts | None, now: Counts | None) -> float | None:
    if then is None or now is None or then.share is None or now.share is None:
        return None
    return round(100 * (now.share - then.share), 1)


def _same_way(now: Audit, earlier: Audit) -> bool:
    """Whether both are of some period, by the same things in it."""
    return now.period is not None and earlier.period is not None and now.period.by == earlier.period.by


def _notes(now: Audit, earlier: Audit) -> list[str]:
    notes = []
    if now.policy.digest != earlier.policy.digest:
        notes.append("The policy is not the same, so some figures differ because the rules do.")
    if now.source.format != earlier.source.format:
        notes.append("The earlier export was of another format, which may record other things.")
    if now.period != earlier.period and not _same_way(now, earlier):
        notes.append("The figures are of periods counted in different ways.")
    if now.as_at < earlier.as_at:
        notes.append("The audit compared with is later than this one.")
    if {(each.event, each.children == now.children) for each in now.covers} != {
        (each.event, each.children == earlier.children) for each in earlier.covers
    }:
        notes.append("The two exports do not record the same events completely.")
    return notes
