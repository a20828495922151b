"""Roles and bodies approve; what may be a person's name is refused and not repeated."""

import pytest

from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.versions.approvers import approver

VOCABULARY = load_policy("national").vocabulary


@pytest.mark.parametrize(
    "text",
    [
        "Safeguarding Children Partnership Board",
        "Head of Service",
        "Director of Children's Services",
        "Lead Member",
    ],
)
def test_a_role_or_body_may_approve(text: str) -> None:
    assert approver(f" {text} ", VOCABULARY) == text


def test_a_role_of_the_vocabulary_is_called_as_it_is_there() -> None:
    name, used = next((name, used) for name, used in VOCABULARY.roles if name != used)
    assert approver(name, VOCABULARY) == used


@pytest.mark.parametrize(
    "text",
    [
        "Jane Smith",
        "J. Smith",
        "Jane Smith, Head of Service",
        "Mrs Smith of the Board",
        "board@town.gov.uk",
        "",
        "x" * 90,
    ],
)
def test_what_may_be_a_name_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        approver(text, VOCABULARY)
    assert "Smith" not in str(refused.value)
