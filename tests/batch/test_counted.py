"""What deadlines count from: each sort once, with the states that single cases have."""

from datetime import date, datetime

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.alike import Put, put  # noqa: E402
from threshold.batch.counted import Counted, facts_counted  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.batch.stated import tables_of  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.engine import Engine  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.policy.inference_plan import applies_key  # noqa: E402
from threshold.worklist.trimmed import trimmed  # noqa: E402

FILES = load_policy("caf-team")
AT = date(2026, 8, 14)
POLICY = trimmed(FILES.at(AT))
ASKED = {"request.direction": "triage"}
CASES = [
    Case("A", {**ASKED, "contact.received": datetime(2026, 8, 13, 9), "contact.brag": "red"}),
    Case("B", {**ASKED, "contact.received": date(2026, 8, 13), "contact.brag": "red"}),
    Case("C", ASKED, (Entry(date(2026, 8, 3), "referral"),)),
    Case("D", ASKED, (Entry(date(2026, 8, 3), "cin_plan_started"),)),
    Case("E", ASKED),
]


def of_each(found: Put) -> list[dict[str, Counted]]:
    counted = [(*found.clocks[number], *found.fixed) for number in found.clock]
    return [{each.rule.head.id: each for each in one} for one in counted]


def test_states_and_whether_it_applies_are_as_the_engine_has_them():
    counted = of_each(put(POLICY, Request("triage"), tables_of(CASES, POLICY.vocabulary, AT)))
    for case, mine in zip(CASES, counted, strict=True):
        findings = Engine(FILES).findings(case, AT)
        for rule in POLICY.deadlines:
            applies = findings.truths[applies_key(rule)]
            assert (mine[rule.head.id].applies if rule.head.id in mine else False) is applies
            for name in facts_counted(rule) if applies is not False else ():
                assert mine[rule.head.id].states[name] == findings.facts.state(name), (case, rule.head.id)


def test_the_same_is_one_object():
    again = [CASES[0], CASES[2], CASES[0]]
    found = put(POLICY, Request("triage"), tables_of(again, POLICY.vocabulary, AT))
    first, other, same = of_each(found)
    assert found.clock == [0, 1, 0]
    assert all(first[rule] is same[rule] for rule in first)
    assert any(first[rule] is not other[rule] for rule in first)
    assert any(first[rule] is other[rule] for rule in first)
