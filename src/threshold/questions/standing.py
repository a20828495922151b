"""How a case stands once nothing more is to be asked about it: what to say then, which must be true."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from threshold.casefiles import Case
from threshold.conditions import Moment
from threshold.decisions.left_open import lacking
from threshold.decisions.wording import question
from threshold.engine import Engine
from threshold.semantics.closed_lists import Status
from threshold.semantics.findings import Findings
from threshold.semantics.status import Conclusion, conclude
from threshold.vocabulary import UNKNOWN


class ToAdd(NamedTuple):
    """What an entry of the timeline does not say, and should: which question that is, its kind, its key."""

    asks: str
    event: str
    key: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands: `answered` is None where nothing is asked for.

    `contradictions` say why something contradicts itself. `no_rule_tells` names what rules work out and the
    answer hangs on, where all that they read is known, and yet none of them says what it is. `to_add` is what
    entries that are there do not carry, and is missing.
    """

    status: Status
    answered: bool | None
    contradictions: tuple[str, ...]
    no_rule_tells: tuple[str, ...]
    to_add: tuple[ToAdd, ...] = ()


def standing(engine: Engine, case: Case, as_at: Moment | None = None) -> Standing:
    """How a case stands as at a moment: the one given, else the case's own, else today."""
    findings = engine.findings(case, as_at or case.as_at or date.today())
    came = conclude(findings)
    return Standing(
        status=came.status,
        answered=came.answered if findings.proposal.requested else None,
        contradictions=tuple(dict.fromkeys(each.why for each in findings.contradictions)),
        no_rule_tells=_no_rule_tells(came, findings),
        to_add=tuple(dict.fromkeys(_to_add(came, findings))),
    )


def _to_add(came: Conclusion, findings: Findings) -> Iterator[ToAdd]:
    for name in lacking(came, findings):
        reading = findings.policy.vocabulary.facts[name].reading
        if reading is None or not reading.give:
            continue
        for event in reading.events:
            dated = (entry for entry in findings.records.held((event,)) if entry.on is not None)
            if any(reading.give not in entry.carries for entry in dated):
                yield ToAdd(question(name, findings), event, reading.give)


def _no_rule_tells(came: Conclusion, findings: Findings) -> tuple[str, ...]:
    missing = [name for answer in came.answers for name in answer.missing]
    missing += [name for check in came.checks if check.decides for name in check.missing]
    derived = (findings.derived.get(name) for name in dict.fromkeys(missing))
    return tuple(
        each.fact
        for each in derived
        if each is not None and each.state is UNKNOWN and not each.clash and not each.open_rows
    )
