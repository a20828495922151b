"""What a word names: a rule, a clause, a fact, in any spelling; a hint where it names nothing."""

import pytest

from threshold.reading import BadInput
from threshold.why.asked import asked

from .cases import TOO_SOON, example, trees


def test_a_rule_a_clause_and_a_fact() -> None:
    made = trees(example(TOO_SOON))
    assert [rule.head.id for rule in asked("RBC-5.1-court", made).rules] == ["RBC-5.1-court"]
    assert {"RBC-4.2a"} == {rule.head.id for rule in asked("rbc 4.2a", made).rules}
    assert asked("need.level", made).fact == "need.level"
    assert asked("Consent to share", made).fact == "consent.to_share"
    assert asked("level", made).fact == "need.level"


def test_a_clause_has_every_rule_that_carries_it() -> None:
    made = trees(example(TOO_SOON))
    carrying = asked("RBC-D-2", made).rules
    assert carrying
    assert all("RBC-D-2" in rule.head.carries or rule.head.id == "RBC-D-2" for rule in carrying)


def test_a_word_that_names_nothing() -> None:
    with pytest.raises(BadInput) as error:
        asked("need.levl", trees(example(TOO_SOON)))
    assert 'did you mean "need.level"?' in str(error.value.problems[0])
