"""Every condition of every kind of rule is named by where it stands."""

import pytest

from threshold.conditions import All, Any, Not
from threshold.conditions import Test as Leaf
from threshold.policy import load_policy
from threshold.soundness.examination import Examination
from threshold.soundness.said_of import asking_whether_known, parts_of, said_of
from threshold.vocabulary import Fact, ValueType

from .making import CONFLICT, DEADLINE, DEFINITION, LIMIT, ROUTE, RULE

FACTS = {
    "yes": Fact("yes", ValueType("boolean")),
    "colour": Fact("colour", ValueType("choice", ("red", "green"))),
}
YES, NO = (Leaf("yes", "is", (each,)) for each in (True, False))
KNOWN = Leaf("yes", "known")


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        (RULE, {"`must`"}),
        (DEADLINE.replace("    starts", "    applies: {t.a: true}\n    starts"), {"`applies`"}),
        (ROUTE, {"`when`"}),
        (CONFLICT, {"`when`"}),
        (DEFINITION, {"the `when` of row 1"}),
    ],
)
def test_where_conditions_stand(small, rule: str, where: set[str]):
    files = load_policy(str(small.tiny(rule, LIMIT if "$limit" in rule else "").write()))
    pack = Examination(files).policies[-1].pack("tiny")
    assert {each.where for each in said_of(pack) if each.rule == "R"} == where


def test_parts_and_whether_they_are_one_of_several_ways():
    assert [*parts_of(All((YES, Any((NO, KNOWN)))))] == [
        (YES, False),
        (Any((NO, KNOWN)), False),
        (NO, True),
        (KNOWN, True),
    ]


@pytest.mark.parametrize(
    ("written", "asks"),
    [
        (Leaf("colour", "is", ("red", "green")), Leaf("colour", "known")),
        (Any((YES, NO)), Any((KNOWN,))),
        (Any((YES, Not(YES))), Any((KNOWN,))),
        (Not(Any((YES, NO))), Not(Any((KNOWN,)))),
        (YES, YES),
        (Any((YES, Leaf("colour", "is", ("red",)))), Any((YES, Leaf("colour", "is", ("red",))))),
    ],
)
def test_naming_every_value_asks_whether_it_is_known(written, asks):
    assert asking_whether_known(written, FACTS) == asks
