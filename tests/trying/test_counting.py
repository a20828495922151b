"""Many cases, counted."""

from datetime import date

from tests.trying.conftest import Written

from threshold.trying.cases import Cases
from threshold.trying.counting import Counting, most_wanted
from threshold.trying.pair import Pair
from threshold.versions import Versions


def test_who_stays_is_a_flow_too(longer: Versions, case: Written) -> None:
    case("A-1", ended="2025-11-01")
    folder = case("A-2", ended="2024-01-01").parent
    counting = Counting(Pair(longer))
    assert counting.empty
    for _, subject in Cases(longer, as_at=date(2026, 3, 10)).read([str(folder)]):
        counting.add(subject)
    found = counting.tried("cases", "it")
    status = {(each.before, each.after): each.number for each in found.flows if each.aspect == "status"}
    assert status == {("unanswered", "blocked"): 1, ("unanswered", "unanswered"): 1}
    assert sum(status.values()) == found.number


def test_the_most_wanted_is_first() -> None:
    assert most_wanted([("a.b",), ("c", "a.b")])[0][1] == 2
