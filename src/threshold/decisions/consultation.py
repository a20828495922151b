"""What the consultation line advises whoever calls, how far that is settled, and what it hangs on."""

from collections.abc import Iterator

from threshold.conditions import SILENT, Signals, Truth, facts_missing, tests, truth
from threshold.decisions.model import Consultation
from threshold.policy import Definition, Row
from threshold.policy.model import ADVICE, CALLER
from threshold.semantics.definitions import Derived
from threshold.semantics.findings import Findings
from threshold.vocabulary import UNKNOWN, Missing, Value

CONTRADICTED = "facts about danger contradict each other, so the more dangerous reading is acted on"
# What a caller may be advised, the most serious first, as people say it.
ADVICE_IN_WORDS = {
    "refer_now": "refer now",
    "refer_to_mash": "refer to the MASH",
    "ask_first": "find out first",
    "speak_to_worker": "speak to whoever has the case",
    "start_caf": "start a CAF",
    "neither": "neither a CAF nor a referral",
}


def consultation(findings: Findings) -> Consultation | None:
    """The advice of the line; None where nobody is said to call, or the policy has no such line."""
    derived = _derived(findings)
    if derived is None:
        return None
    advice, more = _settled(derived, findings)
    rows = [(rule, row) for rule, row in derived.fired if row.value == advice]
    because = [row.because for _, row in rows if row.because]
    if not rows:
        # Nothing holds outright: either nothing is advised, or facts about danger contradict each other.
        rows = [(rule, row) for rule, row in derived.open_rows if row.value == advice]
        because = [CONTRADICTED] if rows else []
    return Consultation(
        advice=None if advice is None else str(advice),
        not_ruled_out=tuple(map(str, more)),
        because=tuple(dict.fromkeys(because)),
        not_known=tuple(dict.fromkeys(fact for fact, _ in turns_on(findings))),
        clauses=tuple(dict.fromkeys(clause for rule, _ in rows for clause in rule.head.carries)),
    )


def advised(findings: Findings) -> tuple[str, ...]:
    """The advice and what more serious advice is not ruled out, as it can turn out one way or another."""
    derived = _derived(findings)
    if derived is None:
        return ()
    advice, more = _settled(derived, findings)
    return (str(advice), *map(str, more))


def turns_on(findings: Findings) -> Iterator[tuple[str, str]]:
    """The facts that nobody knows and other advice may hang on, each with the rule that it would settle.

    That nobody has said something settles nothing here, though it may choose the advice meanwhile. Where a
    child is in danger nothing else matters.
    """
    if _derived(findings) is None or findings.protection.acted_on:
        return
    signals = _without_silence(findings)
    rows = [(rule, row, truth(row.when, signals)) for rule, row in _rows(findings)]
    reached = _as_serious_as_any_that_holds(rows, findings)
    if len({row.value for _, row, _ in reached}) > 1:
        for rule, row, holds in reached:
            for name in facts_missing(row.when, signals, findings.facts) if holds is None else ():
                yield from ((fact, rule.head.id) for fact in findings.behind(name))


def _settled(derived: Derived, findings: Findings) -> tuple[Value | None, tuple[Value, ...]]:
    """The advice that certainly holds, if any, and what more serious advice is not ruled out.

    Where facts about danger contradict each other, the more dangerous reading is acted on.
    """
    if not isinstance(derived.state, Missing):
        return derived.state, ()
    if findings.protection.acted_on and derived.not_ruled_out:
        return derived.not_ruled_out[0], ()
    return derived.floor, derived.not_ruled_out


def _derived(findings: Findings) -> Derived | None:
    if isinstance(findings.facts.state(CALLER), Missing):
        return None
    return findings.derived.get(ADVICE)


def _rows(findings: Findings) -> Iterator[tuple[Definition, Row]]:
    for pack in findings.policy.packs:
        for rule in pack.definitions:
            yield from ((rule, row) for row in rule.rows if rule.fact == ADVICE)


def _without_silence(findings: Findings) -> Signals:
    """What is seen of the case, where a test that holds only as long as nobody says anything is open."""
    signals = dict(findings.signals)
    for _, row in _rows(findings):
        for test in tests(row.when):
            if test.operator in SILENT and findings.facts.state(test.fact) is UNKNOWN:
                signals[test] = None
    return signals


def _as_serious_as_any_that_holds(
    rows: list[tuple[Definition, Row, Truth]], findings: Findings
) -> list[tuple[Definition, Row, Truth]]:
    """The rows that hold or may, without those that are less serious than one that holds."""
    rank = {value: place for place, value in enumerate(findings.policy.vocabulary.facts[ADVICE].order)}
    worst = min((rank[row.value] for _, row, holds in rows if holds), default=len(rank))
    return [each for each in rows if each[2] is not False and rank[each[1].value] <= worst]
