"""Somebody who is called nearly as somebody else is found, and whoever is called otherwise is not."""

from pathlib import Path

import pytest

from ...policy.own import Own
from ..making import ROUTE, RULE, found, problems


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Social Wroker", "Social Worker"),
        ("Social Workr", "Social Worker"),
        ("Socal Worker", "Social Worker"),
        ("Team Managr", "Team Manager"),
    ],
)
def test_a_name_like_a_role(small, written: str, meant: str):
    (problem,) = found(small, RULE.replace("Anyone", written))
    assert problem.message == f'"{written}" is no role that is declared; did you mean "{meant}"?'
    assert problem.line is not None


@pytest.mark.parametrize("written", ["Anyone", "Social Worker", "Social Workers", "Whoever is there", "SW"])
def test_whoever_is_called_otherwise(small, written: str):
    assert found(small, RULE.replace("Anyone", written)) == []


def test_a_role_in_another_spelling(small):
    (problem,) = found(small, RULE.replace("Anyone", "social worker"))
    assert problem.message == 'is the role "Social Worker" in another spelling; write it so'


def test_a_name_like_one_that_the_pack_uses_more_often(small):
    route = ROUTE + "        by: Helpdesk\n        to: Helpdesk\n"
    (problem,) = found(
        small, route.replace("to: Helpdesk", "to: Helpdesk\n      - R-2: Ask\n        by: Helpdeks")
    )
    assert 'did you mean "Helpdesk"?' in problem.message


def test_a_role_of_a_pack_that_is_called_nearly_as_another(tmp_path: Path):
    own = Own(tmp_path / "own")
    own.pack(
        vocabulary="prefix: ours\nroles: {Front Door Lead: {}, Front Door Laed: {}}\n",
        rules=RULE.replace("T-1", "O-1").replace("t.a", "caf.open"),
    )
    told = [each for each in problems(own.files()) if "called nearly as" in each.message]
    assert [(each.field, each.line) for each in told] == [("Front Door Laed", 2)]


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(RULE.replace("Anyone", "Social Wroker")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(RULE.replace("Anyone", "Social Worker")).write()
