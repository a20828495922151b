"""A contact decided by some of the rules has the row that all of them give it."""

from datetime import datetime

import pytest

from threshold.casefiles import Case
from threshold.engine import Engine
from threshold.exports.contacts import Contact
from threshold.policy import load_policy
from threshold.vocabulary import Value
from threshold.worklist.deciding import Deciding
from threshold.worklist.rows import decided, row_of

AT = datetime(2026, 11, 28, 9)


@pytest.fixture(scope="module", params=["default", "caf-team"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return Engine(load_policy(request.param))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"child_protection.concern": True, "contact.brag": "green"},
        {"child_protection.concern": False, "child_protection.harm_suspected": True},
        {"contact.brag": "amber", "contact.received": datetime(2026, 11, 25, 9)},
        {"request.direction": "step_up", "request.to": "child_in_need"},
        {"contact.received": datetime(1987, 11, 25, 9)},
    ],
)
def test_it_is_as_the_engine_has_it(engine: Engine, given: dict[str, Value]) -> None:
    case = Case("A", {"request.direction": "triage", **given})
    contact = Contact("a.csv", 2, "A", case)
    assert Deciding(engine, AT).row(contact) == row_of(contact, engine, AT)
    assert Deciding(engine, AT).decided(case) == decided(case, engine, AT)


def test_the_rules_are_compiled_once(engine: Engine) -> None:
    deciding, case = Deciding(engine, AT), Case("A", {"request.direction": "triage"})
    assert deciding.compiled(case) is deciding.compiled(case)


def test_what_cannot_be_read_says_so(engine: Engine) -> None:
    assert Deciding(engine, AT).row(Contact("a.csv", 2, "", None)).act == "unread"
