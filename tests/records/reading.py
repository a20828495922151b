"""What is read off a file, from first principles: the state of every reading (R15 to R22)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from threshold.vocabulary import MayBe

from .asks import Ask, State
from .episodes import left_open, of_current, open_state
from .history import longest_gap, served
from .oracle import Oracle, Run, Unsure
from .world import ABSENT, OUTER, UNDATED, UNKNOWN, Missing, Record


def state_of(oracle: Oracle, ask: Ask) -> State:
    """What the reading gives."""
    match ask.take:
        case "opened" | "closed" | "begun":
            return of_current(oracle, ask)
        case "open":
            return open_state(oracle, ask)
        case "left_open":
            return left_open(oracle, oracle.world.spans[ask.episode])
        case "longest_gap":
            return longest_gap(oracle, ask.episode, ask.among, ask.certain)
        case "served":
            return served(oracle, ask.episode, ask.after)
        case _:
            return _of_entries(oracle, ask)


@dataclass
class Taking:
    """Entries by what they are to a reading, and as far as the file must cover them."""

    sure: list[Record] = field(default_factory=list)
    maybe: list[Record] = field(default_factory=list)
    unsaid: list[Record] = field(default_factory=list)
    noes: list[Record] = field(default_factory=list)
    until: date | None = None
    without_run: str = ""  # there is no current run of this episode


def taking(oracle: Oracle, ask: Ask, statuses: tuple[str, ...]) -> Taking | Missing:
    """Which entries the reading takes; UNKNOWN where it cannot be told which run is current."""
    found = Taking(until=oracle.file.today)
    home: Run | Unsure | None = None
    if ask.during and not (ask.during == OUTER and oracle.no_referral()):
        home = oracle.current(ask.during, ask.anywhere)
        if isinstance(home, Unsure):
            return UNKNOWN
        if home is None:
            found.without_run = ask.during
        elif home.end_day:
            found.until = min(home.end_day, found.until or home.end_day)
    if isinstance(ask.by, date):
        found.until = min(ask.by, found.until or ask.by)
    for record in _pool(oracle, statuses):
        if record.event not in ask.events:
            continue
        its = belongs(oracle, record, ask.during, home)
        within = _within(record, ask)
        says = says_what(oracle, record, ask.where)
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
    if during == OUTER and oracle.named(record.of):
        return of_current_run(oracle, record)
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
    if oracle.named(record.of):
        return of_current_run(oracle, record)
    here = oracle.current(OUTER)
    return None if isinstance(here, Unsure) else belongs(oracle, record, OUTER, here)


def of_current_run(oracle: Oracle, record: Record) -> bool | None:
    """Whether an entry names a run that is current (R20); None where it names none, or nobody can tell.

    Where a rule is put to a referral, whether the run belongs to that one.
    """
    inner, at = oracle.named(record.of), oracle.looked_at
    if inner is None:
        return None
    if at and at.episode == OUTER:
        home = oracle.referral_of(inner)
        return None if isinstance(home, Unsure) else home is at
    current = oracle.current(inner.episode)
    return None if isinstance(current, Unsure) else current is inner


def _within(record: Record, ask: Ask) -> bool | None:
    bounds = [bound for bound in (ask.since, ask.by) if isinstance(bound, date)]
    if record.on is None:
        return None if bounds else True
    if isinstance(ask.since, date) and record.on < ask.since:
        return False
    return not (isinstance(ask.by, date) and record.on > ask.by)


def says_what(oracle: Oracle, record: Record, where: Mapping[str, object]) -> str:
    """Whether it carries what is wanted, says no, says something else, or does not say (R17, S28)."""
    answers = oracle.world.kinds[record.event].answers
    otherwise = [
        key for key, value in where.items() if key in record.carries and not _is(record.carries[key], value)
    ]
    silent = [key for key, value in where.items() if key not in record.carries and not _may_be(value)]
    if not otherwise and not silent:
        return "wanted"
    if any(key not in answers and not _may_be(where[key]) for key in otherwise):
        return "other"
    if otherwise:
        # A no beside a key that does not say what it is about: it may be a no to something else.
        return "other" if silent else "no"
    return "unsaid"


def _may_be(value: object) -> bool:
    return isinstance(value, MayBe)


def _is(said: object, value: object) -> bool:
    return said in value.fits if isinstance(value, MayBe) else said == value


def _of_entries(oracle: Oracle, ask: Ask) -> State:
    if ask.else_first and isinstance(ask.by, date):
        return _by_then_or_first(oracle, ask, ask.by)
    found = taking(oracle, ask, ("planned",) if ask.status == "planned" else ("held",))
    if isinstance(found, Missing):
        return found
    if ask.status == "held or planned" and not found.sure:
        planned = taking(oracle, ask, ("planned",))
        assert isinstance(planned, Taking)
        found.sure = planned.sure
        found.maybe += planned.maybe
        found.unsaid += planned.unsaid
    if found.without_run and not found.sure:
        # There is no run to look in, whatever bounds it.
        return _none(oracle, ask, found)
    if isinstance(ask.since, Missing):
        return ABSENT if ask.since is ABSENT else UNKNOWN
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


def _by_then_or_first(oracle: Oracle, ask: Ask, day: date) -> State:
    """S27, `else_first`: whatever is there settles it, on whichever side of the day."""
    state = _of_entries(oracle, replace(ask, take="first", by=None))
    if not isinstance(state, date) or state > day:
        return state
    return _of_entries(oracle, replace(ask, else_first=False))


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
