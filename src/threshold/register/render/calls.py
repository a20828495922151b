"""The log of calls as text, JSON, NDJSON and CSV."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from threshold.output.delimited import delimited
from threshold.output.escaping import joined, json_text
from threshold.output.tables import aligned
from threshold.output.terminal import wrapped
from threshold.output.words import listed
from threshold.register.calls.days import local, moment_of
from threshold.register.calls.log import Logged
from threshold.register.calls.told import (
    advice_said,
    call_lines,
    follow_up_lines,
    minutes,
    standing_in_short,
    standing_said,
    when,
)
from threshold.register.calls.wanted import CALLER, REASON, not_told

COLUMNS = (
    *("reference", "entry", "recorded", "started", "ended", "minutes", "broken_off", "not_told"),
    *("caller_name", "caller_agency", "caller_role", "caller_telephone", "why", "summary"),
    *("advice", "advice_given", "differs_because", "outcome", "because", "clauses", "said", "unknown"),
    *("adviser", "follow_up", "follow_up_about", "follow_up_state", "follow_up_due", "follow_up_done"),
    *("policy", "policy_version", "policy_digest", "program", "hash"),
)
WIDTH = 80
_LEAST = 7  # columns for whoever called
_MOST = 20  # calls that are named
_HEADINGS = ("Call", "Began", "Caller", "Advised", "Follow up")


def calls_text(calls: Sequence[Logged], today: date, *, dated: bool) -> str:
    """One line for each call; `dated`: with the day on which it began."""
    rows = [_row(call, today, dated) for call in calls]
    padded = tuple(f"{heading}  " for heading in _HEADINGS)  # as they are put out
    room = WIDTH - sum(max(len(row[column]) for row in [padded, *rows]) + 2 for column in (0, 1, 3, 4))
    shown = [(*row[:2], _short(row[2], max(room, _LEAST)), *row[3:]) for row in rows]
    return aligned(_HEADINGS, shown)


def _row(call: Logged, today: date, dated: bool) -> tuple[str, ...]:
    caller, began = call.told.caller, local(moment_of(call.told.started))
    return (
        call.told.reference,
        f"{began:%d/%m/%y %H:%M}" if dated else f"{began:%H:%M}",
        caller.role or caller.agency or caller.name or "not told",
        advice_said(call.told),
        standing_in_short(call.standing(today)),
    )


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 3]}..."


def wanting_text(calls: Sequence[Logged]) -> str:
    """Of which calls nobody wrote down who called, or what about; nothing where there are none."""
    kinds = ((CALLER, "Caller not told"), (REASON, "Nothing noted"))
    found = [
        (said, [each.told.reference for each in calls if kind in not_told(each.told)]) for kind, said in kinds
    ]
    return joined(
        each for said, which in found if which for each in wrapped(f"{said}: {_some(which)}", WIDTH)
    )


def _some(references: Sequence[str]) -> str:
    more = [f"{len(references) - _MOST:,} more"] if len(references) > _MOST else []
    return listed([*references[:_MOST], *more], "and")


def call_text(call: Logged, today: date) -> str:
    """Everything that is told of a call and of what followed it."""
    lines = _part(f"Call {call.told.reference}, entry {call.number}", list(call_lines(call.told))[1:])
    for each in call.follow_ups:
        title = f"Followed up on {when(each.link.made)}, entry {each.link.number}"
        lines += ["", *_part(title, list(follow_up_lines(each.told))[1:])]
    standing = standing_said(call.standing(today))
    return joined([*lines, "", f"Follow-up: {standing}" if standing else "No follow-up."])


def _part(title: str, told: Iterable[tuple[str, str]]) -> list[str]:
    lines = [title]
    for what, how in told:
        first, *further = how.splitlines() or [""]
        lines += wrapped(f"{what}: {first}", WIDTH, "  ", "    ")
        for line in further:
            lines += wrapped(line, WIDTH, "    ", "    ")
    return lines


def calls_json(calls: Iterable[Logged], today: date) -> str:
    """Calls in full, as a list."""
    return json_text([as_data(call, today) for call in calls], indent=2)


def call_json(call: Logged, today: date) -> str:
    """A call in full."""
    return json_text(as_data(call, today), indent=2)


def calls_ndjson(calls: Iterable[Logged], today: date) -> str:
    """Calls in full, each as a line of NDJSON."""
    return "".join(json_text(as_data(call, today), close=True) + "\n" for call in calls)


def as_data(call: Logged, today: date) -> dict[str, Any]:
    """A call with what followed it up, as plain data."""
    return {
        "entry": call.number,
        "recorded": call.link.made,
        **asdict(call.told),
        "not_told": list(not_told(call.told)),
        "follow_ups": [
            {"entry": each.link.number, "recorded": each.link.made, **asdict(each.told)}
            for each in call.follow_ups
        ],
        "follow_up_state": asdict(call.standing(today)),
        "hash": call.link.hash,
    }


def calls_csv(calls: Iterable[Logged], today: date) -> str:
    """A row for each call, by COLUMNS; times on England's clock, with how far that is ahead of UTC."""
    rows = (_cells(call, today) for call in calls)
    return delimited([COLUMNS, *([row[column] for column in COLUMNS] for row in rows)])


def _cells(call: Logged, today: date) -> dict[str, object]:
    told, standing = call.told, call.standing(today)
    taken = {name: getattr(told, name) for name in COLUMNS if hasattr(told, name)}
    caller = {f"caller_{name}": each for name, each in asdict(told.caller).items()}
    return {
        **taken,
        **caller,
        "entry": call.number,
        "recorded": _stamp(call.link.made),
        "started": _stamp(told.started),
        "ended": _stamp(told.ended),
        "minutes": minutes(call),
        "broken_off": "yes" if told.broken_off else "no",
        "not_told": " ".join(not_told(told)),
        "clauses": " ".join(told.clauses),
        "unknown": " ".join(told.unknown),
        "follow_up_state": standing.state,
        "follow_up_due": standing.due,
        "follow_up_done": " / ".join(each.told.what for each in call.follow_ups if each.told.done),
        "hash": call.link.hash,
    }


def _stamp(written: str) -> str:
    return local(moment_of(written)).isoformat()
