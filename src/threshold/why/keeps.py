"""What keeps an answer from being one that holds more back: the facts without which it would be."""

from collections.abc import Iterator
from dataclasses import replace

from threshold.casefiles import Case
from threshold.conditions import Condition, reasons
from threshold.dates import OutsideCalendar
from threshold.engine import Engine
from threshold.policy.protection import QUESTIONS
from threshold.questions.answers import Asking, answered
from threshold.reading import BadInput
from threshold.semantics.findings import Findings
from threshold.semantics.status import Conclusion, conclude
from threshold.vocabulary import Missing, State, Value
from threshold.why.changeable import behind
from threshold.why.not_model import Keeps
from threshold.why.origins import Origins

_MOST = 120
_TOLD = 8


def keeps(
    engine: Engine, came: Conclusion, findings: Findings, origins: Origins, wanted: str
) -> Iterator[Keeps]:
    """Each fact that the answer rests on, and with which other value alone it would be the one wanted.

    Told of what is so, and never as something to do or to hope for (S198).
    """
    asking = Asking(findings.policy.vocabulary, {}, findings.records)
    tried = told = 0
    for name in dict.fromkeys((*QUESTIONS, *_rested_on(came, findings))):
        for case, value in _otherwise(name, findings, asking, unknown=wanted == "undetermined"):
            tried += 1
            if tried > _MOST or told >= _TOLD:
                return
            if _status(engine, case, findings) == wanted:
                fact = origins.words.vocabulary.facts[name]
                instead = (
                    "if it were not known" if value is None else f"if it were {origins.value(fact, value)}"
                )
                yield Keeps(name, origins.seen(name, findings.facts).told, instead)
                told += 1
                break


def _rested_on(came: Conclusion, findings: Findings) -> Iterator[str]:
    """The facts that the rules rest on which bear on the answer, those that settle them first."""
    conditions: list[Condition] = [check.rule.satisfied for check in came.checks if check.decides]
    conditions += [check.rule.applies for check in came.checks if check.decides]
    conditions += [each.ground.when for each in came.grounds if each.bears_on(came.answers)]
    for condition in conditions:
        why = reasons(condition, findings.signals, findings.facts)
        yield from (*why.used, *why.missing)
    for condition in conditions:
        yield from behind(condition, findings)


def _otherwise(
    name: str, findings: Findings, asking: Asking, *, unknown: bool
) -> Iterator[tuple[Case, Value | None]]:
    """The case with another value of a stated fact; or with none, where what is wanted is not to know."""
    fact, case = findings.policy.vocabulary.facts[name], findings.case
    state: State = findings.facts.state(name)
    if fact.reading is not None or fact.derived or name.startswith("request."):
        return
    if unknown:
        if name in case.given:
            yield replace(case, given={k: v for k, v in case.given.items() if k != name}), None
        return
    for asked in asking.about([name]):
        for answer in asked.answers:
            if answer.value is not None and (isinstance(state, Missing) or answer.value != state):
                yield answered(case, asked, answer, findings.facts.as_at), answer.value


def _status(engine: Engine, case: Case, findings: Findings) -> str:
    try:
        return conclude(engine.findings(case, findings.facts.as_at)).status
    except (BadInput, OutsideCalendar):
        return ""
