"""Replaying: a stored case put to its stored policy - or to another - again, and what comes out otherwise."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from threshold import __version__
from threshold.casefiles import read_case
from threshold.decisions.model import SCHEMA
from threshold.engine import Engine
from threshold.output.asides import aside_folder
from threshold.reading import BadInput, Problem, parse_json
from threshold.register.chain import Content
from threshold.register.contents import data_from
from threshold.register.entries import Entry, Summary
from threshold.register.meaning import meaning, rule_name
from threshold.register.policies import KeptPolicies
from threshold.register.query import refuse_what_is_amiss
from threshold.register.store import Register
from threshold.reports import as_json
from threshold.vocabulary import parse_moment, parse_text

ReplayResult = Literal["same", "same_meaning", "differs", "failed", "older", "erased"]
_MOST = 20  # places told of a decision whose meaning is the same and whose text is not
_OLDER = (
    "its rules are in the older language, of before grounds, and are not decided anew; "
    "with --policy the case is put to rules of today"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes out otherwise: what, as it was recorded and as it comes out now (None: not at all)."""

    what: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """One entry put to a policy again.

    `same` is byte for byte; `same_meaning` is the same answer with other wording; `older` was decided by
    rules in the language of before grounds, which this program does not decide by. `why` says what stood in
    the way where it failed or is older.
    """

    number: int
    case: str
    outcome: ReplayResult
    differences: tuple[Difference, ...] = ()
    why: str = ""


def replay(register: Register, entries: Iterable[Entry], other: Engine | None = None) -> Iterator[Replayed]:
    """Each entry under the policy it was decided under, or under another one.

    Under its own policy and the same version of the program the bytes must be the same; otherwise the
    meaning must. Raises BadInput where one is not as it was recorded.
    """
    with aside_folder() as folder:
        kept = KeptPolicies(folder)
        for entry in entries:
            refuse_what_is_amiss([entry])
            number = entry.link.number
            if not entry.is_decision:
                continue
            content = register.as_recorded(entry.link)
            if entry.summary is None or content is None:
                yield Replayed(number, "", "erased")
                continue
            try:
                if other is None and _older(data_from(content.recommendation, number)):
                    yield Replayed(number, entry.summary.case, "older", why=_OLDER)
                    continue
                engine = other or _engine(register, entry.summary, kept)
                yield _replay(content, number, entry.summary, engine, other is None)
            except BadInput as error:
                why = "; ".join(problem.message for problem in error.problems[:3])
                yield Replayed(number, entry.summary.case, "failed", why=why)


def _older(decision: dict[str, Any]) -> bool:
    """Whether a decision was made by rules in the language of before grounds."""
    return decision.get("schema") != SCHEMA


def _engine(register: Register, summary: Summary, kept: KeptPolicies) -> Engine:
    files = register.policy(summary.policy_files)
    if files is None:
        raise BadInput(Problem("the policy that it was decided under is not kept as it was"))
    try:
        return kept.engine(summary.policy_files, files)
    except (OSError, ValueError):
        raise BadInput(Problem("the policy that it was decided under cannot be read")) from None


def _replay(content: Content, number: int, summary: Summary, engine: Engine, own: bool) -> Replayed:
    vocabulary = engine.policy.vocabulary
    case = read_case(parse_json(content.case_file, f"entry {number}"), f"entry {number}", vocabulary)
    filled = {
        name: parse_text(role, vocabulary.fact(name).type)
        for name, role in summary.filled_in.items()
        if name in vocabulary.facts
    }
    decision = engine.decide(replace(case, given={**case.given, **filled}), parse_moment(summary.as_at))
    text = as_json(decision)
    if text == content.recommendation:
        return Replayed(number, summary.case, "same")
    then, now = data_from(content.recommendation, number), json.loads(text)
    try:
        differences = tuple(_differences(*_meanings(then, now)))
    except ValueError:
        raise BadInput(Problem("what was recommended cannot be read any more")) from None
    if differences:
        return Replayed(number, summary.case, "differs", differences)
    if own and summary.program == __version__:
        places = [Difference(each.what, None, None) for each in _differences(_flat(then), _flat(now))]
        return Replayed(number, summary.case, "differs", tuple(places[:_MOST]))
    return Replayed(number, summary.case, "same_meaning")


def _meanings(then: dict[str, Any], now: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What both come to; of a decision of before grounds, what it could already say."""
    before, after = meaning(then), meaning(now)
    if _older(then):
        new = {rule_name(row) for row in now["checks"] if row["effect"] == "ground"} - before.keys()
        new |= {"answered", "withheld"}
        if now["withheld"]:  # then the way of a request that was refused was not cut short
            new.add("route")
        before, after = (
            {what: how for what, how in each.items() if what not in new} for each in (before, after)
        )
    return before, after


def _differences(then: dict[str, str], now: dict[str, str]) -> Iterator[Difference]:
    for what in (*then, *(each for each in now if each not in then)):
        if then.get(what) != now.get(what):
            yield Difference(what, then.get(what), now.get(what))


def _flat(data: Any, place: str = "") -> dict[str, str]:
    """Every value of JSON by its place."""
    if not isinstance(data, dict | list) or not data:
        return {place: json.dumps(data)}
    pairs = data.items() if isinstance(data, dict) else enumerate(data, 1)
    found: dict[str, str] = {}
    for key, value in pairs:
        found |= _flat(value, f"{place}.{key}" if place else str(key))
    return found
