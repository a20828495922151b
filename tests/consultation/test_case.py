"""The answers of a call as a case: what is open, what is not, and what nobody knows."""

from datetime import date

from threshold.consultation.case import case_of
from threshold.engine import Engine
from threshold.policy import load_policy

DAY = date(2026, 11, 30)
ENGINE = Engine(load_policy("caf-team"))


def known(**answers):
    named = {name.replace("__", "."): value for name, value in answers.items()}
    case = case_of(named, ENGINE.policy.vocabulary, DAY)
    return ENGINE.findings(case).facts


def test_what_is_answered_is_stated():
    assert known(consultation__caller="professional").state("consultation.caller") == "professional"


def test_whether_something_is_open_is_known_without_a_day():
    assert known(caf__open=True).state("caf.open") is True
    assert known(caf__open=False).state("caf.open") is False


def test_what_nobody_knows_stays_unknown():
    facts = known(caf__open=None, caf__stuck=None)
    untouched = known()
    assert facts.state("caf.open") == untouched.state("caf.open")
    assert facts.state("caf.stuck") == untouched.state("caf.stuck")
