"""The states that tests can tell apart: enough of them, and no more."""

from datetime import date

from threshold.conditions import Entries, Lookup, OtherFact
from threshold.conditions import Test as Leaf
from threshold.conditions.domains import Some, states_of
from threshold.dates import Duration
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, Fact, Reading, ValueType

TODAY = date(2026, 6, 15)
FACTS = {
    "number": Fact("number", ValueType("number")),
    "other": Fact("other", ValueType("number")),
    "role": Fact("role", ValueType("role", names=(("TM", "Team Manager"), ("SW", "Social Worker")))),
    "papers": Fact("papers", ValueType("list", of="text")),
    "held": Fact("held", ValueType("date"), reading=Reading("first", ("x",))),
    "days": Fact("days", ValueType("list", of="text"), reading=Reading("days", ("x",))),
    "ratings": Fact("ratings", ValueType("ratings", ("mother", "worker"), least=0, most=9)),
    "row": Fact("row", ValueType("label")),
}


def states(name: str, *tests: Leaf, settled: bool = False) -> tuple[object, ...]:
    return states_of(tests, FACTS, TODAY, settled)[name]


def test_a_number_is_one_that_is_named_or_beside_it():
    assert states("number", Leaf("number", "above", (7,))) == (0, 1, 6, 7, 8, ABSENT, UNKNOWN)


def test_numbers_that_are_compared_share_what_is_named():
    both = (Leaf("number", "above", OtherFact("other")), Leaf("other", "is", (7,)))
    assert {5, 6, 7, 8, 9} <= {*states("number", *both)}


def test_somebody_else_has_a_role_that_there_is():
    assert states("role", Leaf("role", "is", ("Team Manager",)), settled=True) == (
        "Team Manager",
        "Social Worker",
    )


def test_items_that_no_test_tells_apart_go_together():
    wanted = tuple(f"paper {n}" for n in range(30))
    found = states("papers", Leaf("papers", "includes_all", wanted), settled=True)
    assert {len(each) for each in found} == {0, 1, 2, 30, 31}  # type: ignore[arg-type]


def test_a_list_that_is_counted_may_hold_as_many():
    found = states("papers", Leaf("papers", "at_least", (4,)), settled=True)
    assert {len(each) for each in found} == {0, 1, 2, 3, 4}  # type: ignore[arg-type]


def test_no_more_people_rate_than_there_are():
    found = states("ratings", *(Leaf("ratings", "includes", (n,)) for n in (1, 2, 3)), settled=True)
    assert max(len(each) for each in found) == 2  # type: ignore[arg-type]


def test_a_date_is_some_day_and_one_read_off_records_may_have_none():
    leaf = Leaf("held", "before", (TODAY,))
    assert states("held", leaf) == (Some.VALUE, ABSENT, UNDATED, UNKNOWN)
    assert states("held", leaf, settled=True) == (Some.VALUE, ABSENT)


def test_entries_lie_in_each_length_of_time():
    week, month = Duration(7, "days"), Duration(1, "months")
    tests = (Leaf("all", "is", Entries("days", 1, week)), Leaf("all", "is", Entries("days", 1, month)))
    found = states("days", *tests, settled=True)
    assert ("2026-06-07",) in found, "in the month alone"
    assert ("2026-06-15",) in found
    assert () in found


def test_a_row_of_a_table_is_named_by_it():
    cells = (("a", 1), ("b", None))
    assert {"a", "b"} <= {*states("row", Leaf("number", "is", Lookup("row", cells)))}
