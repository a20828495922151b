"""What is read off a file, from first principles: the state of every reading (R15 to R22)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .oracle import DAY, Oracle, Run, Unsure, chosen
from .world import ABSENT, OUTER, UNDATED, UNKNOWN, Missing, Record, Span

State = object  # a value, or a Missing


@dataclass(frozen=True)
class Ask:
    """One reading. `since` and `by` are what those facts hold, None where the reading names none."""

    take: str
    events: tuple[str, ...] = ()
    episode: str = ""
    during: str = ""
    since: date | Missing | None = None
    by: date | Missing | None = None
    where: Mapping[str, object] = field(default_factory=dict)
    status: str = "held"
    give: str = ""
    anywhere: bool = False
    among: tuple[str, ...] = ()
    after: str = ""
    certain: bool = False


def state_of(oracle: Oracle, ask: Ask, run: Run | None = None) -> State:
    """What the reading gives; with `run`, at that run of its episode instead of the current one (R14)."""
    match ask.take:
        case "opened" | "closed" | "begun":
            return _of_current(oracle, ask, run)
        case "open":
            return open_state(oracle, ask, run)
        case "left_open":
            return left_open(oracle, oracle.world.spans[ask.episode])
        case "longest_gap":
            return longest_gap(oracle, ask)
        case "served":
            return served(oracle, ask)
        case _:
            return _of_entries(oracle, ask, run)


# Entries


@dataclass
class Taking:
    """Entries by what they are to a reading, and as far as the file must cover them."""

    sure: list[Record] = field(default_factory=list)
    maybe: list[Record] = field(default_factory=list)
    unsaid: list[Record] = field(default_factory=list)
    noes: list[Record] = field(default_factory=list)
    until: date | None = None
    without_run: str = ""  # there is no current run of this episode


def taking(oracle: Oracle, ask: Ask, run: Run | None, statuses: tuple[str, ...]) -> Taking | Missing:
    """Which entries the reading takes; UNKNOWN where it cannot be told which run is current."""
    found = Taking(until=oracle.file.today)
    home: Run | Unsure | None = None
    if ask.during and not (ask.during == OUTER and oracle.no_referral()):
        home = run or oracle.current(ask.during, ask.anywhere)
        if isinstance(home, Unsure):
            return UNKNOWN
        if home is None:
            found.without_run = ask.during
        elif last := home.end_day or (home.superseded - DAY if home.superseded else None):
            found.until = min(last, found.until or last)
    if isinstance(ask.by, date):
        found.until = min(ask.by, found.until or ask.by)
    for record in _pool(oracle, statuses):
        if record.event not in ask.events:
            continue
        its = belongs(oracle, record, ask.during, home)
        within = _within(record, ask)
        says = _says(oracle, record, ask.where)
        if its is False or within is False or says == "other":
            continue
        sure = its is True and within is True
        if says == "wanted":
            (found.sure if sure else found.maybe).append(record)
        elif says == "unsaid":
            found.unsaid.append(record)
        elif sure:
            found.noes.append(record)
    return found


def _pool(oracle: Oracle, statuses: tuple[str, ...]) -> list[Record]:
    """In the order of the file: what was held by today, and what is planned for whatever day."""
    return [
        r for r in oracle.file.records if r.status in statuses and (r.status != "held" or r in oracle.held)
    ]


def belongs(oracle: Oracle, record: Record, during: str, home: Run | None) -> bool | None:
    """Whether an entry belongs to the run that is read; None where that is not known (R15)."""
    if not during:
        return True
    inner = oracle.named(record.of) if during == OUTER else None
    if inner:
        current = oracle.current(inner.episode)  # R20
        return None if isinstance(current, Unsure) else current is inner
    if during == OUTER and oracle.no_referral():
        return True
    found = oracle.home(record, during)
    if home is not None:
        if isinstance(found, Unsure):
            return None if oracle.may_be_home(found, home) else False
        return found is home
    if isinstance(found, Unsure):
        return None
    if found is not None or during == OUTER:
        return False
    if oracle.no_referral():
        return True
    here = oracle.current(OUTER)
    return None if isinstance(here, Unsure) else belongs(oracle, record, OUTER, here)


def _within(record: Record, ask: Ask) -> bool | None:
    bounds = [bound for bound in (ask.since, ask.by) if isinstance(bound, date)]
    if record.on is None:
        return None if bounds else True
    if isinstance(ask.since, date) and record.on < ask.since:
        return False
    return not (isinstance(ask.by, date) and record.on > ask.by)


def _says(oracle: Oracle, record: Record, where: Mapping[str, object]) -> str:
    """Whether it carries what is wanted, says no, says something else, or does not say (R17, S28)."""
    answers = oracle.world.kinds[record.event].answers
    otherwise = [
        key for key, value in where.items() if key in record.carries and record.carries[key] != value
    ]
    silent = [key for key in where if key not in record.carries]
    if not otherwise and not silent:
        return "wanted"
    if any(key not in answers for key in otherwise):
        return "other"
    if otherwise:
        # A no beside a key that does not say what it is about: it may be a no to something else.
        return "other" if silent else "no"
    return "unsaid"


def _of_entries(oracle: Oracle, ask: Ask, run: Run | None) -> State:
    if isinstance(ask.since, Missing):
        return ABSENT if ask.since is ABSENT else UNKNOWN
    found = taking(oracle, ask, run, ("planned",) if ask.status == "planned" else ("held",))
    if isinstance(found, Missing):
        return found
    if ask.status == "held or planned" and not found.sure:
        planned = taking(oracle, ask, run, ("planned",))
        assert isinstance(planned, Taking)
        found.sure = planned.sure
        found.maybe += planned.maybe
        found.unsaid += planned.unsaid
    if ask.take == "count":
        return _count(oracle, ask, found)
    if ask.take == "ever":
        return True if found.sure else {ABSENT: False}.get(_none(oracle, ask, found), UNKNOWN)
    if not found.sure:
        return UNKNOWN if found.maybe else _none(oracle, ask, found)
    if any(r.on is None for r in found.sure + found.maybe):
        return _agreed(found.sure + found.maybe, ask.give) if ask.give else UNDATED
    days = [r.on for r in found.sure if r.on]
    if ask.take == "first":
        picked = next(r for r in found.sure if r.on == min(days))
    else:
        picked = [r for r in found.sure if r.on == max(days)][-1]
    return picked.carries.get(ask.give, UNKNOWN) if ask.give else picked.on


def _agreed(records: list[Record], key: str) -> State:
    first, *others = [record.carries.get(key, UNKNOWN) for record in records]
    return first if all(other == first for other in others) else UNKNOWN


def _none(oracle: Oracle, ask: Ask, found: Taking) -> Missing:
    """What the fact is where nothing is surely taken."""
    if found.maybe or found.unsaid:
        return UNKNOWN
    if found.noes:
        return ABSENT
    if found.without_run:
        opens = oracle.world.spans[found.without_run].opens
        return ABSENT if oracle.file.covered(opens) else UNKNOWN
    return ABSENT if all(_covered(oracle, event, ask, found) for event in ask.events) else UNKNOWN


def _covered(oracle: Oracle, event: str, ask: Ask, found: Taking) -> bool:
    if oracle.file.covered(event, found.until):
        return True
    span = oracle.world.span_of(event)
    # What never began cannot have ended (S22).
    return (
        ask.take == "ever"
        and span is not None
        and event == span.closes
        and oracle.file.covered(span.opens, found.until)
    )


def _count(oracle: Oracle, ask: Ask, found: Taking) -> State:
    if found.without_run and not found.sure:
        return _none(oracle, ask, found)
    open_ended = found.maybe or found.unsaid
    complete = all(oracle.file.covered(event, found.until) for event in ask.events)
    return len(found.sure) if complete and not open_ended else UNKNOWN


# Episodes


def _starts_covered(oracle: Oracle, episode: str) -> bool:
    return oracle.file.covered(oracle.world.spans[episode].opens)


def _of_current(oracle: Oracle, ask: Ask, at: Run | None) -> State:
    run = at or oracle.current(ask.episode, ask.anywhere)
    if isinstance(run, Unsure):
        return UNKNOWN
    if ask.take == "begun":
        return _begun(oracle, run)
    if ask.take == "closed":
        return _closed(oracle, ask.episode, run)
    if run is None:
        return ABSENT if _starts_covered(oracle, ask.episode) else UNKNOWN
    return run.start_day or UNDATED


def _closed(oracle: Oracle, episode: str, run: Run | None) -> State:
    if run and run.end:
        return run.end.on or UNDATED
    if run and run.loose:
        return UNKNOWN
    covered = oracle.file.covered(oracle.world.spans[episode].closes)
    never = run is None and _starts_covered(oracle, episode)
    return ABSENT if covered or never else UNKNOWN


def _begun(oracle: Oracle, run: Run | None) -> State:
    """R19"""
    if oracle.no_referral():
        return ABSENT if _starts_covered(oracle, OUTER) else UNKNOWN
    if run is None:
        current = oracle.current(OUTER)
        return current.start_day or UNDATED if isinstance(current, Run) else UNKNOWN
    referral = oracle.referral_of(run)
    homes = {other: oracle.referral_of(other) for other in oracle.runs(run.episode)}
    if not isinstance(referral, Run):
        return UNKNOWN
    if any(isinstance(home, Unsure) for home in homes.values()):
        return UNKNOWN
    first = next(other for other, home in homes.items() if home is referral)
    return (referral if first is run else run).start_day or UNDATED


def open_state(oracle: Oracle, ask: Ask, at: Run | None = None) -> State:
    """R18"""
    span = oracle.world.spans[ask.episode]
    if at is not None:
        return UNKNOWN if at.open is None else at.open
    if ask.anywhere or span.carries_over or not span.within:
        return open_anywhere(oracle, span)
    run = oracle.current(span.name)
    if isinstance(run, Unsure):
        return UNKNOWN
    if run is None:
        return False if _starts_covered(oracle, span.name) else UNKNOWN
    return UNKNOWN if run.open is None else run.open


def open_anywhere(oracle: Oracle, span: Span) -> State:
    """Whether any run of the episode in the whole file is open."""
    runs = oracle.runs(span.name)
    if any(run.open for run in runs) or _starts_without_ends(oracle, span.name):
        return True
    if any(run.open is None for run in runs):
        return UNKNOWN
    return False if runs or _starts_covered(oracle, span.name) else UNKNOWN


def _unlinked(oracle: Oracle, episode: str) -> tuple[int, int]:
    span = oracle.world.spans[episode]
    unlinked = [r.event for r in oracle.held if not r.ref]
    return unlinked.count(span.opens), unlinked.count(span.closes)


def _starts_without_ends(oracle: Oracle, episode: str) -> bool:
    starts, ends = _unlinked(oracle, episode)
    return oracle.in_disorder(episode) and starts > 0 and ends == 0


def left_open(oracle: Oracle, span: Span) -> State:
    """R18"""
    runs = oracle.runs(span.name)
    if oracle.in_disorder(span.name):
        starts, ends = _unlinked(oracle, span.name)
        if starts > ends or any(run.end is None for run in runs if run.ref):
            return True
        return UNKNOWN if any(run.end is None for run in runs) else False
    if any(run.end is None for run in runs if not run.own):
        return True
    if any(run.own for run in runs):
        return UNKNOWN
    return False if runs or _starts_covered(oracle, span.name) else UNKNOWN


# Over time


def longest_gap(oracle: Oracle, ask: Ask) -> State:
    """R21"""
    runs, today = oracle.runs(ask.episode), oracle.file.today
    if not runs:
        return ABSENT if _starts_covered(oracle, ask.episode) else UNKNOWN
    is_open = open_anywhere(oracle, oracle.world.spans[ask.episode])
    if is_open is True:
        return 0
    latest = chosen(runs)
    ended = latest.end_day if isinstance(latest, Run) else None
    if is_open is UNKNOWN or ended is None:
        return UNKNOWN
    others = [run for episode in ask.among for run in oracle.runs(episode)]
    if ask.certain and (
        not any(_starts_covered(oracle, episode) for episode in ask.among)
        or any(run.day is None for run in others)
    ):
        return UNKNOWN
    spells = [spell for run in others if (spell := _spell(oracle, run))]
    longest, last, day = 0, ended, ended
    while day < today:
        day += DAY
        covering = [(first, until) for first, until in spells if first <= day <= until]
        if covering:
            # A stretch lies between two days unless one and the same run covers both.
            if not any(first <= last for first, _ in covering):
                longest = max(longest, (day - last).days)
            last = day
    return max(longest, (today - last).days)


def _spell(oracle: Oracle, run: Run) -> tuple[date, date] | None:
    """From when to when a run counts as going on."""
    if run.own:
        return (run.day, run.day) if run.day else None
    if run.start_day is None:
        return (run.end_day, run.end_day) if run.end_day else None
    if run.end:
        return run.start_day, run.end_day or run.start_day
    if not oracle.world.spans[run.episode].carries_over:
        return run.start_day, run.start_day
    return run.start_day, run.superseded or oracle.file.today


def served(oracle: Oracle, ask: Ask) -> State:
    """R22"""
    before, today = oracle.runs(ask.after), oracle.file.today
    if not before:
        return ABSENT if _starts_covered(oracle, ask.after) else UNKNOWN
    latest = chosen(before)
    since = latest.end_day if isinstance(latest, Run) else None
    if open_anywhere(oracle, oracle.world.spans[ask.after]) is not False or since is None:
        return UNKNOWN
    spells = []
    for run in oracle.runs(ask.episode):
        if run.start_day is None:
            continue
        until = today
        if run.end:
            until = run.end_day or run.start_day
        elif run.superseded:
            until = run.superseded
        if until >= since and until >= run.start_day:
            spells.append((max(run.start_day, since), until))
    if not spells:
        return ABSENT if _starts_covered(oracle, ask.episode) else UNKNOWN
    began = last = min(first for first, _ in spells)
    lost, day = 0, began
    while day < today:
        day += DAY
        if any(first <= day <= until for first, until in spells):
            lost += (day - last).days - 1
            last = day
    return began + (lost + (today - last).days) * DAY


# Consent


def settled(
    oracle: Oracle, says: Mapping[str, object], where: Mapping[str, object], during: str = ""
) -> State | None:
    """R20: what events set a fact to; None where none does, and what is stated stands."""
    sure: list[Record] = []
    unsure: list[Record] = []
    if during and not oracle.no_referral() and isinstance(oracle.current(during), Unsure):
        return UNKNOWN
    for record in oracle.held:
        if record.event in says and _says(oracle, record, where) == "wanted":
            counts = belongs(oracle, record, during, _told(oracle, during)) if during else True
            if counts is not False:
                (sure if counts else unsure).append(record)
    values = {says[r.event] for r in sure + unsure}
    if not sure:
        return UNKNOWN if unsure else None
    if (unsure or any(r.on is None for r in sure)) and len(values) > 1:
        return UNKNOWN
    dated = [r for r in sure if r.on]
    last = max((r.on for r in dated if r.on), default=None)
    return says[[r for r in dated if r.on == last][-1].event] if dated else values.pop()


def _told(oracle: Oracle, episode: str) -> Run | None:
    current = oracle.current(episode)
    assert not isinstance(current, Unsure)
    return current
