"""What must hold of records in every decision: no overdue beside a record, and a date told is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from threshold.casefiles import Case, Entry
from threshold.conditions import Moment
from threshold.dates import day_of
from threshold.decisions import Decision
from threshold.decisions.model import DeadlineRow
from threshold.policy import Deadline, Policy
from threshold.vocabulary import Vocabulary


def check_no_breach_beside_a_record(case: Case, decision: Decision, policy: Policy) -> int:
    """`overdue` never stands beside a record that may belong to that run and interval; how many there were.

    Where there is but one run of what it belongs to, every record of the kind belongs to that run.
    """
    rules = {rule.head.id: rule for rule in policy.deadlines}
    looked_at = 0
    for row in decision.deadlines:
        if row.state not in ("overdue", "missed") or row.starts.date is None:
            continue
        rule = rules[row.rule]
        if not rule.met_by_event or not _only_one_run(rule, case, policy.vocabulary):
            continue
        looked_at += 1
        beside = [entry for entry in _held(case, rule.met_by_event, decision) if _inside(entry, row)]
        assert beside == [], (row.rule, row.interval)
    return looked_at


def check_earliest_date(case: Case, decision: Decision, decide: Callable[[Case, Moment], Decision]) -> int:
    """A date on which a request could be granted lies ahead, and on it what stood against it has gone."""
    told = [check for check in decision.checks if check.until is not None]
    today = day_of(date.fromisoformat(decision.as_at[:10]))
    for check in told:
        assert check.until is not None
        day = date.fromisoformat(check.until[:10])
        assert day > today, check.rule
        covers = {event: day if upto >= today else upto for event, upto in case.covers.items()}
        then = decide(replace(case, covers=covers), day)
        again = next(other for other in then.checks if other.rule == check.rule)
        assert again.status != "not_met", (check.rule, day)
    return len(told)


def _only_one_run(rule: Deadline, case: Case, vocabulary: Vocabulary) -> bool:
    belongs_to = vocabulary.events[rule.met_by_event].belongs_to
    kinds = {event for name in belongs_to for event in _ends(name, vocabulary)}
    kinds |= _ends("referral", vocabulary) if "referral" in vocabulary.episodes else set()
    return max((sum(e.event == kind for e in case.timeline) for kind in kinds), default=0) <= 1


def _ends(episode: str, vocabulary: Vocabulary) -> set[str]:
    spans = vocabulary.episodes[episode]
    return {spans.opens, spans.closes}


def _held(case: Case, event: str, decision: Decision) -> list[Entry]:
    today = date.fromisoformat(decision.as_at[:10])
    held = (entry for entry in case.timeline if entry.event == event and entry.status == "held")
    return [entry for entry in held if entry.on is None or entry.on <= today]


def _inside(entry: Entry, row: DeadlineRow) -> bool:
    """Whether an entry lies in the interval of a row: after its start, up to the day on which it stopped."""
    if entry.on is None:
        return True
    assert row.starts.date is not None
    start = date.fromisoformat(row.starts.date[:10])
    stop = date.fromisoformat(row.stopped_on) if row.stopped_on else date.max
    first = entry.on > start if row.interval is not None else entry.on >= start
    return first and entry.on <= stop
