"""A call put into words: its lines for a reader, and its row for a list."""

from collections.abc import Iterator
from datetime import date

from threshold.decisions import ADVICE_IN_WORDS
from threshold.output.words import listed, many, sentence, spoken
from threshold.register.calls.days import local, moment_of
from threshold.register.calls.log import Logged, Standing
from threshold.register.calls.model import Answered, CallEntry, Caller, FollowUp
from threshold.register.calls.wanted import not_told_in_words

_IN_SHORT = {
    "refer_now": "refer now",
    "refer_to_mash": "MASH",
    "ask_first": "find out",
    "speak_to_worker": "worker",
    "start_caf": "CAF",
    "neither": "neither",
}
Lines = Iterator[tuple[str, str]]


def call_lines(told: CallEntry) -> Lines:
    """What an entry says of a call, for a reader: what, and how."""
    yield "Call", told.reference
    began, ended = when(told.started), local(moment_of(told.ended))
    yield "Began", f"{began}, ended {ended:%H:%M}{', BROKEN OFF' if told.broken_off else ''}"
    yield "Who called", caller_said(told.caller) or "not told"
    for what, how in (("Why", told.why), ("What was talked about", told.summary)):
        if how:
            yield what, how
    if wanted := not_told_in_words(told):
        yield "NOT TOLD", wanted
    yield "Recommended", _advised(told.advice) or "nothing: it was broken off before"
    if told.because:
        yield "Because", told.because
    if told.clauses:
        yield "Rests on", ", ".join(told.clauses)
    if told.differs:
        yield "Advised", f"{_advised(told.advice_given)}, OTHERWISE than recommended"
        yield "Why otherwise", told.differs_because
    if told.said:
        yield "To be read out", told.said
    if told.unknown:
        yield "Not known", listed([spoken(fact) for fact in told.unknown], "and")
    if told.answers:
        yield "Answers", "; ".join(map(_answer, told.answers))
    yield "Adviser", told.adviser or "not told"
    if told.follow_up:
        about = f": {told.follow_up_about}" if told.follow_up_about else ""
        yield "To follow up by", f"{day_said(told.follow_up)}{about}"
    yield "Policy", f"{told.policy} {told.policy_version}, digest {told.policy_digest[:12]}"


def follow_up_lines(told: FollowUp) -> Lines:
    """What an entry says of a follow-up, for a reader."""
    yield "Follow-up of", f"{told.call} (entry {told.of_entry})"
    yield ("Done" if told.done else "Not done"), told.what or "nothing more is told"
    if told.next:
        about = f": {told.about}" if told.about else ""
        yield "Next by", f"{day_said(told.next)}{about}"
    yield "Told by", told.adviser


def advice_said(told: CallEntry) -> str:
    """What was advised, in a column of a list; `otherwise`: than was recommended."""
    advised = _IN_SHORT.get(told.advice_given or told.advice, "")
    if told.broken_off:
        return f"broken off: {advised}" if advised else "broken off"
    return f"{advised} (otherwise)" if told.differs else advised


def standing_said(standing: Standing) -> str:
    """How it stands with a follow-up, in a few words."""
    match standing.state:
        case "none":
            return ""
        case "done":
            return "done"
        case "overdue":
            return f"OVERDUE since {day_said(standing.due)}"
        case _:
            return f"by {day_said(standing.due)}"


def standing_in_short(standing: Standing) -> str:
    """The same in a column of a list."""
    day = f"{date.fromisoformat(standing.due):%d/%m/%y}" if standing.due else ""
    return {"none": "", "done": "done", "overdue": f"OVERDUE {day}", "open": f"by {day}"}[standing.state]


def caller_said(caller: Caller) -> str:
    """Who called, with a telephone number where there is one."""
    return ", ".join(part for part in (caller.name, caller.role, caller.agency, caller.telephone) if part)


def when(written: str) -> str:
    """A time of an entry on England's clock, to the minute."""
    moment = local(moment_of(written))
    return f"{_day(moment.date())} at {moment:%H:%M}"


def day_said(written: str) -> str:
    """An ISO date as people say it."""
    return _day(date.fromisoformat(written))


def heading(calls: int, first: date, last: date) -> str:
    """What a list is of: so many calls, and the days."""
    days = f"on {_day(first)}" if first == last else f"from {_day(first)} to {_day(last)}"
    return sentence(f"{many(calls, 'call')} {days}")


def minutes(call: Logged) -> int:
    """How long a call took, in whole minutes."""
    took = moment_of(call.told.ended) - moment_of(call.told.started)
    return int(took.total_seconds()) // 60


def _advised(advice: str) -> str:
    return ADVICE_IN_WORDS.get(advice, "")


def _answer(answered: Answered) -> str:
    return f"{spoken(answered.fact)}: {spoken(answered.value) or 'not known'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
