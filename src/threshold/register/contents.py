"""What an entry holds, read: the one way in for all that reads entries, and for looking at them.

Nothing that stands in the file is trusted: that it is what was recorded only says that somebody recorded it.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json, to_json

from threshold.reading import BadInput, Problem
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.calls.sound import call_problem, follow_up_problem
from threshold.register.chain import DECISION, KINDS, OF_CALLS, Content, Link
from threshold.register.entries import DECIDED_IN, SCHEMAS, Summary, Told, is_written_so, told_from
from threshold.register.meaning import check_meaning
from threshold.register.repeated import contradictions, repeated

AFTER_2 = "is made as version 1 made entries, after entries of version 2"
FROM_ELSEWHERE = "was taken over from another register"
NOTHING = "what it holds is nothing that this program records"
_NEWEST_FORM = 2  # of decisions
_FORM = re.compile(r"threshold/(?:decision|entry|erasure|key|call|followup)/([1-9][0-9]{0,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Held:
    """What an entry says.

    told   None where it cannot be read, or is of a kind that only a later program knows
    amiss  why it is not to be relied on, though nobody altered it since it was recorded
    newer  it is in a form that only a later program knows, so that not all of it could be looked at
    """

    told: Told | None
    amiss: str = ""
    newer: bool = False


def read(link: Link, content: Content) -> Held:
    """What an entry says, from what it holds."""
    if link.kind not in KINDS:
        return Held(None, newer=True)
    try:
        if link.kind in OF_CALLS and _is_newer(link.kind, plain_object(content.summary).get("schema")):
            # What it says may be said otherwise than here.
            return Held(None, newer=True)
        told = told_from(link.kind, content.summary)
        schema = _schema(link.kind, told, content.summary)
    except ValueError:
        return Held(None, NOTHING)
    if told is None or (link.kind != DECISION and (content.case_file or content.recommendation)):
        return Held(None, NOTHING)
    if link.kind in OF_CALLS and not is_written_so(link.kind, told, content.summary):
        # A field more might be a child's; whoever adds one to the form gives it another number.
        return Held(None, NOTHING)
    if schema not in _known(link.kind):
        return Held(told, newer=True) if _is_newer(link.kind, schema) else Held(None, NOTHING)
    rests_on = told.policy_files if isinstance(told, Summary | CallEntry) else None
    if link.format == 2 and rests_on != link.policy:
        return Held(told, "names another policy than its line in the chain")
    match told:
        case Summary():
            return _decision(told, content)
        case CallEntry():
            return Held(told, call_problem(told))
        case FollowUp():
            return Held(told, follow_up_problem(told))
        case _:
            return Held(told)


def _known(kind: str) -> tuple[str, ...]:
    """The forms of entries of this kind, oldest first."""
    return tuple(DECIDED_IN) if kind == DECISION else (SCHEMAS[kind],)


def _is_newer(kind: str, schema: object) -> bool:
    """Whether a form of entries of this kind is of a later program."""
    return _number(schema) > len(_known(kind)) and str(schema).startswith(SCHEMAS[kind][:-1])


def _schema(kind: str, told: Told | None, text: str) -> object:
    """The form that an entry's line says it is in. Raises ValueError where the line is no plain object."""
    if told is not None and is_written_so(kind, told, text):
        return told.schema
    return plain_object(text).get("schema", "")


def _decision(summary: Summary, content: Content) -> Held:
    """A decision, compared with the case file and the recommendation beside it."""
    if summary.decided.decision not in DECIDED_IN[summary.schema]:
        return Held(summary, "says that something was decided which nobody can decide, or not in this form")
    try:
        case = plain_object(content.case_file)
    except ValueError:
        return Held(summary, "its case file is none that this program records")
    try:
        recommended = plain_object(content.recommendation)
        form = _decision_form(recommended.get("schema"))
        if form > _NEWEST_FORM:
            return Held(summary, newer=True)
        check_meaning(recommended)
    except ValueError:
        return Held(summary, "its recommendation is none that this program records")
    try:
        beside = repeated(case, recommended)
    except ValueError:
        return Held(summary, "its case file and its recommendation do not belong together")
    return Held(summary, "; ".join(contradictions(summary, beside, recommended)))


def plain_object(text: str) -> dict[str, Any]:
    """A JSON object that a program wrote, as plain values. Raises ValueError where it is none.

    What other programs would refuse or read otherwise is none: a key that stands twice, a number that is
    none, half a character, brackets in brackets without an end.
    """
    data = from_json(text, allow_inf_nan=False)
    if to_json(data, inf_nan_mode="constants") != text.encode():  # then it is looked at more slowly
        try:
            json.loads(text, object_pairs_hook=_each_once, parse_constant=_none, parse_float=_finite)
        except RecursionError:
            raise ValueError("nested too deep") from None
    if not isinstance(data, dict):
        raise ValueError("no object")
    return data


def data_from(text: str, number: int) -> dict[str, Any]:
    """The case or the recommendation that an entry holds. Raises BadInput where it is none."""
    try:
        return plain_object(text)
    except ValueError:
        raise BadInput(Problem(f"entry {number} holds what this program cannot read")) from None


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found = list(pairs)
    once = dict(found)
    if len(once) != len(found):
        raise ValueError("a key stands twice")
    return once


def _none(_: str) -> Any:
    raise ValueError("no number")


def _finite(text: str) -> float:
    number = float(text)
    if number - number != 0:
        raise ValueError("no number")
    return number


def _decision_form(schema: object) -> int:
    """The number of a decision's form. Raises ValueError where it is none."""
    if not str(schema).startswith("threshold/decision/") or not (number := _number(schema)):
        raise ValueError("no decision")
    return number


def _number(schema: object) -> int:
    """The number of a form, or 0 where it is no form's name."""
    found = _FORM.fullmatch(schema) if isinstance(schema, str) else None
    return int(found[1]) if found else 0
