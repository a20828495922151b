"""What an engine finds in a case is the only word on whether a goal is reached."""

import pytest

from threshold.casefiles import Case
from threshold.conditions import All
from threshold.conditions import Test as Leaf
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.soundness.witness.judge import Judge, came

from ...policy.making import TODAY
from ..making import CONFLICT

A, NOT_A = Leaf("t.a", "is", (True,)), Leaf("t.b", "is", (False,))
TRUE = frozenset({True})


@pytest.fixture
def judge(small) -> Judge:
    odd = CONFLICT.replace("{all: [{t.a: true}, {t.a: false}]}", "{t.a: true, t.b: false}")
    return Judge(load_policy(str(small.tiny(odd).write())).at(TODAY), TODAY)


def test_of_a_contradiction_the_rule_saw_what_nobody_knows_afterwards(judge: Judge):
    found = judge.findings(Case("C", {"t.a": True, "t.b": False}))
    assert found is not None
    assert judge.reached((All((A, NOT_A)), TRUE), found)
    assert not judge.reached((A, TRUE), found)
    assert judge.said((A, TRUE), found)


def test_what_is_said_counts_only_where_it_contradicts(judge: Judge):
    found = judge.findings(Case("C", {"t.b": False}))
    assert found is not None
    assert not judge.said((NOT_A, TRUE), found)
    assert judge.reached((NOT_A, TRUE), found)


def test_what_is_stated_before_any_rule(judge: Judge):
    case = Case("C", {"t.a": True})
    assert judge.seen(A, case) is True
    assert judge.seen(NOT_A, case) is None
    facts = judge.facts(case, {"t.a", "t.b"})
    assert facts is not None
    assert came(All((A, NOT_A)), facts) is None


def test_the_status_is_that_of_a_decision(small):
    files = load_policy(str(small.tiny(CONFLICT).write()))
    judge, case = Judge(files.at(TODAY), TODAY), Case("C", {"request.direction": "close"}, as_at=TODAY)
    found = judge.findings(case)
    assert found is not None
    assert judge.status(found) == Engine(files).decide(case).status
    assert judge.tried == 1
