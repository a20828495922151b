"""What an audit should say of each run, worked out from the written definitions alone.

It knows nothing of the program. Numbers such as S124 are those of docs/semantics.md. Where the definitions
leave an outcome open, the rule is named in `open` for that child, and nothing is expected of it.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pandas as pd

from .children import Child, Policy
from .clocks import CANNOT_TELL, Clock, Outcome
from .limits import Limit
from .records import Run, Stated

ASSESSMENT_RULES = ("WT-assessment", "YOR-TIM-2")
RULES = (*ASSESSMENT_RULES, "YOR-REV-1", "WT-conference", "WT-first-review", "WT-next-review", "RBC-2.9a")
COLUMNS = ["child", "rule", "opened", "start", "due", "state", "met_on", "days"]
LIMITS = {
    "WT-assessment": Limit(45, "working days"),
    "YOR-TIM-2": Limit(45, "working days"),
    "WT-conference": Limit(15, "working days"),
    "WT-first-review": Limit(3, "months"),
    "WT-next-review": Limit(6, "months"),
    "RBC-2.9a": Limit(28, "days"),
}
DEFAULT = Policy(LIMITS)


def assessments(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """The first of a referral counts from the referral, each later one from its own start (S134)."""
    child.alone("assessment_review", "assessment", rule)
    referrals = child.runs["referral"]
    around = [child.belongs(run.day, run.of, referrals) for run in child.runs["assessment"]]
    if any(len(found) > 1 for found in around):
        child.open.add(rule)
        return
    for run, found in zip(child.runs["assessment"], around, strict=True):
        referral = found[0] if found else None
        same = [one for one, to in zip(child.runs["assessment"], around, strict=True) if to[:1] == found[:1]]
        if len({one.day for one in same}) < len(same):
            child.open.add(rule)
        done = [run.end] if run.end else []
        ends = referral.end if referral else None
        if ends is not None and run.start is not None and ends < run.start:
            ends = None  # what began after the referral had ended was not over with that (S144)
        clock = child.clock(rule, done, "assessment_completed", ends, True)
        if run.start is None and (len(same) > 1 or child.covered("assessment_started")):
            child.open.add(rule)
        if rule in child.policy.from_own_start:
            yield run, child.judged(rule, clock, run.start) if run.start else CANNOT_TELL
        elif referral is None or referral.start is None:
            yield run, _at_the_latest(child, rule, clock, run)
        elif run is same[0]:
            yield run, child.judged(rule, clock, referral.start)
        elif run.start is not None:
            yield run, child.judged(rule, clock, run.start)


def _at_the_latest(child: Child, rule: str, clock: Clock, run: Run) -> Outcome:
    """S162: from when it counts is not known, but the run's start is the latest that it can be."""
    if run.start is None:
        return CANNOT_TELL
    found = child.judged(rule, clock, run.start)
    return replace(found, start=None) if found.state in ("late", "overdue", "missed") else CANNOT_TELL


def reviewed(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """Before an assessment was completed it was reviewed; of one that goes on, nothing is asked."""
    child.alone("assessment_review", "assessment", rule)
    for run in child.runs["assessment"]:
        if run.start is None:
            child.open.add(rule)
        held = child.own("assessment_review", run, rule)
        if run.end is None:
            if not child.covered("assessment_completed"):
                yield run, CANNOT_TELL
        elif held:
            yield run, Outcome("met" if held[0] <= run.end else "not_met")
        else:
            yield run, Outcome("not_met") if child.covered("assessment_review") else CANNOT_TELL


def conferences(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """From the strategy discussion that an enquiry came from, where a conference is needed."""
    for run in child.runs["enquiry"]:
        if run.start is None:
            child.open.add(rule)
            continue
        talks = [day for day in child.own("strategy_discussion", run, rule) if day <= run.start]
        done = child.own("cp_conference", run, rule)
        if run.needed is False and not done:
            continue
        # A conference that was held in it contradicts that none was needed, so that nobody knows.
        if run.needed is False and not any(run.held(day) for day in done):
            child.open.add(rule)
        if not run.needed:
            yield run, CANNOT_TELL
            continue
        clock = child.clock(rule, done, "cp_conference", None, True)
        if talks:
            yield run, child.judged(rule, clock, talks[-1])
        else:
            yield run, _at_the_latest(child, rule, clock, run)


def first_reviews(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """From the conference that led to a plan: its latest by the plan's start, else the first after (S27)."""
    child.alone("cp_review", "child_protection", rule)
    for run in child.runs["child_protection"]:
        if run.start is None:
            child.open.add(rule)
            continue
        held = child.own("cp_conference", run, rule)
        done = child.own("cp_review", run, rule)
        clock = child.clock(rule, done, "cp_review", run.end, child.covered("cp_plan_ended"))
        if not held:
            yield run, _at_the_latest(child, rule, clock, run)
            continue
        led_to_it = [day for day in held if day <= run.start][-1:] or held
        yield run, child.judged(rule, clock, led_to_it[0])


def next_reviews(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """Each from the review before it, from the first on that was held since the plan began."""
    child.alone("cp_review", "child_protection", rule)
    for run in child.runs["child_protection"]:
        if run.start is None:
            child.open.add(rule)
            continue
        done = child.own("cp_review", run, rule)
        since = [day for day in done if day >= run.start]
        until = child.covered_until("cp_review")
        if not since:
            # Nothing is missing of a plan that had ended by the day up to which all are there (S21).
            if until is None or until < (run.end or child.as_at):
                if done:
                    child.open.add(rule)
                yield run, CANNOT_TELL
            continue
        clock = child.clock(rule, done, "cp_review", run.end, child.covered("cp_plan_ended"))
        yield from ((run, found) for found in repeated(child, rule, clock, since[0], []))


def need_reviews(child: Child, rule: str) -> Iterator[tuple[Run, Outcome]]:
    """Every four weeks of a Child in Need plan, standing still while a child protection plan runs."""
    child.alone("cin_review", "child_in_need", rule)
    pauses = child.runs["child_protection"]
    if any(run.start is None for run in pauses):
        child.open.add(rule)
    for run in child.runs["child_in_need"]:
        if run.start is None:
            child.open.add(rule)
            continue
        # A plan that begins inside another is a contradiction about its start (S139), and its alone (S30).
        if any(pause.start and run.start >= pause.start and pause.held(run.start) for pause in pauses):
            child.open_of_run.add((rule, run.start))
            continue
        done = child.own("cin_review", run, rule)
        clock = child.clock(rule, done, "cin_review", run.end, child.covered("cin_plan_ended"))
        spans = [(pause.start, pause.end or pause.until) for pause in pauses if pause.start]
        yield from ((run, found) for found in repeated(child, rule, clock, run.start, spans))


Span = tuple[date, date | None]


def repeated(child: Child, rule: str, clock: Clock, start: date, pauses: list[Span]) -> Iterator[Outcome]:
    """Every interval (S67, S68), the early ones besides (S143), and where the clock stands still (S145)."""
    if _left_open(clock, start, pauses):
        child.open.add(rule)
    for day in clock.done:
        if day < start:
            yield Outcome("early", start, None, day)
    going_on: date | None = start
    ahead = sorted({span for span in pauses if clock.ends is None or span[0] < clock.ends})
    while going_on is not None:
        pause = next((span for span in ahead if span[0] >= going_on), None)
        ahead = [span for span in ahead if span != pause]
        going_on = yield from _up_to(pause, clock, going_on)


def _up_to(pause: Span | None, clock: Clock, start: date) -> Generator[Outcome, None, date | None]:
    """The intervals before a pause, or all that are left; and from when the clock counts anew, if it does."""
    for day in clock.done:
        if day > start and (pause is None or day < pause[0]):
            late = day > clock.limit.due(start)
            yield (
                clock.doing_on(day).from_day(start)
                if not late or clock.shows_up_to(clock.limit.due(start))
                else CANNOT_TELL
            )
            start = day
    if pause is None:
        yield clock.doing_on().from_day(start)
        return None
    due = clock.limit.due(start)
    if due < pause[0]:
        missed = Outcome("missed", start, due, None, clock.limit.between(due, pause[0]))
        yield missed if clock.shows_up_to(due) else CANNOT_TELL
    if pause[1] is None and clock.ends is None:
        yield Outcome("paused")
    over = pause[1] is None or (clock.ends is not None and pause[1] > clock.ends)
    return None if over else pause[1]


def _left_open(clock: Clock, start: date, pauses: list[Span]) -> bool:
    """What the definitions do not settle: what is done after the end or on the day of a pause, say."""
    # What was done late, and after the day up to which all are there, may not have been the next.
    until = clock.done_until
    in_between = any(
        until is not None and clock.limit.due(before) <= until < day
        for before, day in pairwise(sorted({start, *clock.done}))
    )
    after = any(clock.ends is not None and day > clock.ends for day in clock.done)
    on_the_day = any(day in pause for day in clock.done for pause in pauses)
    overlapping = any(one != other and _overlap(one, other) for one in pauses for other in pauses)
    return in_between or after or on_the_day or overlapping


def _overlap(one: Span, other: Span) -> bool:
    return one[0] <= other[0] and (one[1] is None or other[0] <= one[1])


WORKED_OUT_BY = {
    "WT-assessment": assessments,
    "YOR-TIM-2": assessments,
    "YOR-REV-1": reviewed,
    "WT-conference": conferences,
    "WT-first-review": first_reviews,
    "WT-next-review": next_reviews,
    "RBC-2.9a": need_reviews,
}


def expected(
    children: list[Stated], covers: frozenset[str], as_at: date, policy: Policy
) -> tuple[pd.DataFrame, set[tuple[str, ...]]]:
    """A row for each clock, as `--results` has them; and of which child, rule and run nothing is expected."""
    rows: list[dict[str, object]] = []
    left_open: set[tuple[str, ...]] = set()
    for stated in children:
        child = Child(stated, covers, as_at, policy)
        for rule, work_out in WORKED_OUT_BY.items():
            for run, outcome in work_out(child, rule):
                rows.append({"child": stated.child, "rule": rule, "opened": run.start, **vars(outcome)})
        left_open |= {(stated.child, rule) for rule in child.open}
        left_open |= {(stated.child, rule, str(start or "")) for rule, start in child.open_of_run}
    return pd.DataFrame(rows, columns=COLUMNS), left_open
