"""The statuses of cases at each value of a parameter: counted by hand."""

import pytest
from tests.trying.conftest import Made, Written

from threshold.reading import BadInput
from threshold.trying.case_curve import curve_of_cases
from threshold.trying.cases import Cases
from threshold.trying.model import Curve
from threshold.versions import Versions

VALUES = ("1 months", "3 months", "5 months", "6 months")


def over(policy: Made, case: Written, *values: str) -> Curve:
    """As at 10 March 2026 one plan ended four months and nine days ago, one two months and one day."""
    case("A-1", ended="2025-11-01")
    folder = case("A-2", ended="2026-01-09").parent
    files = policy("old", effect="block")
    subjects = [each for _, each in Cases(Versions(files, files)).read([str(folder)])]
    return curve_of_cases(files, subjects, "town.wait", values, "cases", "of-town")


def test_it_turns_where_a_case_has_not_waited_long_enough(policy: Made, case: Written) -> None:
    curve = over(policy, case, *VALUES)
    blocked = [point.counts.get("blocked", 0) for point in curve.points]
    assert (blocked, [point.turned for point in curve.points]) == ([0, 1, 2, 2], [0, 1, 1, 0])
    assert [point.old for point in curve.points] == [False, True, False, False]
    assert curve.number == 2


def test_a_value_that_cannot_be_is_told_and_the_others_are_tried(policy: Made, case: Written) -> None:
    first, wrong, last = over(policy, case, "1 months", "blue", "6 months").points
    assert (wrong.counts, bool(wrong.failed)) == ({}, True)
    assert last.turned == 2 - first.counts.get("blocked", 0)


@pytest.mark.parametrize("values", [("blue", "green"), ()])
def test_where_no_value_can_be_it_is_refused(values: tuple[str, ...], policy: Made, case: Written) -> None:
    with pytest.raises(BadInput):
        over(policy, case, *(values or ("x",)))
