"""A contact that is looked at: the engine's findings, and what was asked on the way."""

from datetime import datetime

from threshold.casefiles import Case
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.semantics.records import Records
from threshold.semantics.status import conclude
from threshold.semantics.timeline import Reader
from threshold.vocabulary import Value
from threshold.worklist.looking import Looking, Part, Rules, answer
from threshold.worklist.trimmed import trimmed

AT = datetime(2026, 11, 28, 9)
ENGINE = Engine(load_policy("caf-team"))
VOCABULARY = ENGINE.policy.vocabulary


def looking(given: dict[str, Value]) -> Looking:
    case = Case("A", {"request.direction": "triage", **given})
    reader = Reader(Records(case, VOCABULARY, AT), AT)
    varying = frozenset(VOCABULARY.facts) - {"request.direction"}
    return Looking(Rules(trimmed(ENGINE.policy.at(AT))), reader.facts(), reader.records, varying)


def test_it_finds_what_the_engine_finds() -> None:
    given: dict[str, Value] = {"child_protection.concern": False, "child_protection.immediate_danger": True}
    mine = looking(given).findings()
    engines = ENGINE.findings(Case("A", {"request.direction": "triage", **given}), AT)
    assert mine.protection == engines.protection
    assert mine.contradictions == tuple(engines.contradictions)
    assert mine.doubtful == engines.doubtful
    assert {key: mine.truths[key] for key in mine.truths} == {key: engines.truths[key] for key in mine.truths}
    assert all(mine.derived[name] == engines.derived[name] for name in mine.derived)
    assert conclude(mine).status == conclude(engines).status


def test_a_fact_that_nothing_hangs_on_is_not_asked_for() -> None:
    mine = looking({"contact.checks_done": True})
    conclude(mine.findings())
    asked = [question for of_part, _ in mine.parts.values() for question in of_part] + [*mine.asked]
    names = {q if isinstance(q, str) else q[0].fact if isinstance(q, tuple) else q.fact for q in asked}
    assert "child_protection.concern" in names
    assert "contact.checks_done" not in names


def test_what_is_worked_out_counts_as_asked_by_everybody_who_looks() -> None:
    mine = looking({})
    findings = mine.findings()
    before = len(mine.asked)
    assert findings.facts.state("protection.concern") is not None
    assert Part("protection") in mine.asked
    assert len(mine.asked) == before


def test_of_a_date_it_is_asked_only_whether_there_is_one() -> None:
    mine = looking({"contact.received": datetime(2026, 11, 27, 9)})
    assert mine.has_date("contact.received")
    assert mine.asked["contact.received"] is True
    case = Case("A", {"contact.received": datetime(2026, 11, 20, 9)})
    facts = Reader(Records(case, VOCABULARY, AT), AT).facts()
    assert answer("contact.received", facts) is True
