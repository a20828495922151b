"""Why a requirement came out as it did: the part that speaks, the values seen, both sides of a comparison."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from threshold.conditions import (
    NEVER,
    Condition,
    OtherFact,
    Test,
    decisive,
    reasons,
    resolved,
    truth,
)
from threshold.decisions.model import Comparison, Departure
from threshold.decisions.wording import as_text, question, repeated
from threshold.policy import Part
from threshold.semantics.findings import Findings
from threshold.semantics.grounds import Judged
from threshold.semantics.parts import speaking
from threshold.semantics.status import Checked
from threshold.vocabulary import Missing, Value

FIND_OUT = "Find out: "
_OF_TIME = ("at_least_ago", "more_than_ago", "within_last")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is told of a check: the number of the part that speaks (from 0), its words, and what was seen.

    `question` would settle an undetermined one.
    """

    part: int | None
    says: str
    question: str
    facts: tuple[str, ...]
    compared: tuple[Comparison, ...]


UNEXPLAINED = Explanation(None, "", "", (), ())


def explain(check: Checked, findings: Findings) -> Explanation:
    """Why the requirement came out as it did in this case."""
    number = _speaking(check, findings)
    part = None if number is None else check.rule.parts[number]
    conditions = _looked_at(check, part)
    facts = dict.fromkeys(
        name for each in conditions for name in reasons(each, findings.signals, findings.facts).used
    )
    compared: tuple[Comparison, ...] = ()
    if check.status == "not_met":
        compared = tuple(comparison for each in conditions for comparison in _comparisons(each, findings))
    question = _asked(check, part, findings) if check.status == "undetermined" else ""
    return Explanation(number, _words(check, part), question, tuple(facts), compared)


def says(check: Checked, findings: Findings) -> str:
    """What the rule itself says: the words of the part that failed, or that nobody knows; perhaps nothing."""
    return _words(check, speaker(check, findings))


def speaker(check: Checked, findings: Findings) -> Part | None:
    """The part whose words are told."""
    number = _speaking(check, findings)
    return None if number is None else check.rule.parts[number]


def explain_ground(each: Judged, findings: Findings) -> Explanation:
    """Why a ground came out as it did in this case."""
    ground, states = each.ground, (findings.signals, findings.facts)
    looked_at = (ground.fits,) if each.status == "not_applicable" else (ground.when,)
    used = dict.fromkeys(name for part in looked_at for name in reasons(part, *states).used)
    compared: tuple[Comparison, ...] = ()
    if each.status == "not_met":
        compared = tuple(_comparisons(ground.when, findings))
    first = _first_to_ask(each.missing, findings) if each.status == "undetermined" else ""
    return Explanation(None, each.says(findings), first, tuple(used), compared)


def to_find_out(check: Checked, findings: Findings) -> str:
    """What to do about an undetermined check."""
    asked = _asked(check, speaker(check, findings), findings)
    return f"{FIND_OUT}{asked}" if asked else f"Clear up what contradicts itself: {check.rule.head.title}"


def _speaking(check: Checked, findings: Findings) -> int | None:
    """The number of the part that speaks; none where the question is whether the rule applies at all."""
    if check.status == "undetermined" and truth(check.rule.applies, findings.signals) is None:
        return None
    return speaking(check.rule, check.status, findings.signals)


def _words(check: Checked, part: Part | None) -> str:
    """What the rule itself says of it."""
    if part is None:
        return ""
    return {"not_met": part.says, "undetermined": part.unknown}.get(check.status, "")


def _asked(check: Checked, part: Part | None, findings: Findings) -> str:
    """The question that comes first, of the part that speaks; none where no answer would settle it."""
    wanting = check.missing if part is None else (*findings.unknown(part.must), *check.missing)
    return _first_to_ask(wanting, findings)


def _first_to_ask(wanting: Iterable[str], findings: Findings) -> str:
    facts = findings.policy.vocabulary.facts
    first = next((name for name in wanting if not facts[name].derived), None)
    return "" if first is None else question(first, findings)


def _looked_at(check: Checked, part: Part | None) -> tuple[Condition, ...]:
    """The conditions that made the check as it is."""
    rule = check.rule
    if check.status == "not_applicable":
        return (rule.applies,)
    if check.status == "not_met" and part is not None:
        return (part.must,) if rule.unless == NEVER else (part.must, rule.unless)
    return (rule.satisfied,)


def _comparisons(condition: Condition, findings: Findings) -> Iterator[Comparison]:
    """Both sides of each test against another fact or a length of time that made the condition so."""
    signals, facts = findings.signals, findings.facts
    for test in dict.fromkeys(decisive(condition, truth(condition, signals), signals)):
        state, operand = facts.state(test.fact), resolved(test.operand, facts)
        value = repeated(test.fact, state, findings)
        if value is None or isinstance(operand, Missing) or not _both_sides(test):
            continue
        if test.operator == "includes_all" and isinstance(state, tuple):
            operand = tuple(each for each in operand if each not in state)  # only what is not there
        other = test.operand if isinstance(test.operand, OtherFact) else OtherFact("")
        breaks = facts.breaks.get(test.fact, 0) if test.operator in _OF_TIME else 0
        yield Comparison(
            fact=test.fact,
            value=value,
            breaks=breaks,
            test=test.operator.replace("_", " "),
            other=other.fact,
            plus=str(other.plus or ""),
            against=_against(other.fact, operand, findings),
            holds=signals[test] is True,
        )


def _against(other: str, operand: tuple[Value, ...], findings: Findings) -> str:
    """What something was compared with; of another fact no more than a decision repeats of it."""
    if other:
        return repeated(other, operand[0] if len(operand) == 1 else cast(Value, operand), findings) or ""
    return ", ".join(as_text(each) or "" for each in operand)


def _both_sides(test: Test) -> bool:
    return isinstance(test.operand, OtherFact) or test.operator in (*_OF_TIME, "includes_all")


def departures(pack: str, names: tuple[str, ...], findings: Findings) -> tuple[Departure, ...]:
    """Those of a line's parameters whose value is another than the document's own."""
    if not names:
        return ()
    held = findings.policy.pack(pack).parameters
    local = (held[name] for name in names)
    return tuple(Departure(each.name, each.shown, each.printed) for each in local if each.departs)
