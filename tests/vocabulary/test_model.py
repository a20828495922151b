"""What may be known: who gives a fact, what an event is called, and what is said of an unknown name."""

import pytest

from threshold.policy import load_policy
from threshold.vocabulary import Event, Fact, Reading, ValueType, Vocabulary

PLAIN = Fact("t.day", ValueType("date"))
READ = Fact("seen.first", ValueType("date"), reading=Reading("first", ("seen",)))
WORKED_OUT = Fact("need.level", ValueType("number"), derived=True)
ROLES = (("Social Worker", "Social Worker"), ("SW", "Social Worker"))
VOCABULARY = Vocabulary({fact.name: fact for fact in (PLAIN, READ, WORKED_OUT)}, {}, {}, ROLES)


@pytest.mark.parametrize(("fact", "given"), [(PLAIN, True), (READ, False), (WORKED_OUT, False)])
def test_a_case_file_states_what_neither_the_timeline_nor_a_rule_gives(fact: Fact, given: bool):
    assert fact.given is given


def test_what_was_declared_is_found_by_its_name():
    assert VOCABULARY.fact("seen.first") is READ
    with pytest.raises(ValueError, match=r'no fact "seen.frist" is declared; did you mean "seen.first"\?'):
        VOCABULARY.fact("seen.frist")
    with pytest.raises(ValueError, match=r'no fact "" is declared$'):
        VOCABULARY.fact("")


def test_an_event_is_called_as_it_is_spoken():
    assert Event("cp_plan_started", "When?", {}).title == "cp plan started"


def test_a_role_goes_by_any_of_its_names():
    assert VOCABULARY.role_type == ValueType("role", names=ROLES)


def test_a_role_stands_for_itself_and_for_those_that_it_counts_as():
    counts_as = {"Senior": ("Worker",), "Head": ("Senior", "Worker")}
    vocabulary = Vocabulary({}, {}, {}, (), counts_as)
    assert vocabulary.standing_for("Worker") == ("Worker", "Senior", "Head")
    assert vocabulary.standing_for("Head") == ("Head",)
    assert VOCABULARY.standing_for("Social Worker") == ("Social Worker",)


def test_of_every_shipped_fact_it_is_known_who_gives_it():
    for fact in load_policy().vocabulary.facts.values():
        assert [fact.given, fact.derived, fact.reading is not None].count(True) == 1, fact.name
        assert fact.asks or not fact.given, fact.name
