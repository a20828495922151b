"""The curve of a parameter over an export: each count by hand, and where it turns."""

from datetime import date

import pytest

pytest.importorskip("polars")

from tests.audit import asking

from threshold.batch.request_status import Request
from threshold.exports import Export, read_export
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.trying.curve import curve_of_request, curves_of_export
from threshold.trying.export import NO_REQUESTS

from .telling import read, write

POLICY = "step-up-step-down"
MEETING, MONTHS = f"{POLICY}.cin_meeting_within", f"{POLICY}.cin_minimum_after_cp"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return read(write(tmp_path_factory.mktemp("telling")))


def test_each_value_counts_and_turns_where_a_day_is_passed(export: Export) -> None:
    values = ("6 days", "7 days", "8 days", "9 days")
    (curve,) = curves_of_export(load_policy(POLICY), export, MEETING, values)
    assert (curve.what, curve.kind, curve.number) == ("RBC-2.8b", "export", 10)
    assert [point.counts.get("met", 0) for point in curve.points] == [1, 2, 3, 4]
    assert [point.counts.get("late", 0) for point in curve.points] == [4, 3, 2, 1]
    # On day 8 after the 6th it is the 14th: due today, and not yet overdue.
    assert [point.counts.get("overdue", 0) for point in curve.points] == [2, 2, 1, 1]
    assert [point.turned for point in curve.points] == [0, 1, 2, 1]
    assert [point.old for point in curve.points] == [False, True, False, False]
    assert [each.number for each in curve.untried] == [1]


def test_a_value_that_cannot_be_says_why(export: Export) -> None:
    curves = curves_of_export(load_policy(POLICY), export, MONTHS, ("25 months", "2 months"))
    assert {curve.points[0].failed for curve in curves} == {"is out of range: more than 24 months"}
    assert NO_REQUESTS in {each.why for curve in curves for each in curve.untried}
    with pytest.raises(BadInput):
        curves_of_export(load_policy(POLICY), export, MONTHS, ("25 months", "26 months"))


def test_a_parameter_that_is_not_there(export: Export) -> None:
    with pytest.raises(BadInput):
        curves_of_export(load_policy(POLICY), export, f"{POLICY}.nothing", ("1 days", "2 days"))


def test_a_request_at_each_value(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Plans that ended on 14 and 15 May: three months are over for one, two for both, four for neither."""
    files = load_policy(POLICY)
    path = asking.write(tmp_path_factory.mktemp("asking"))
    export = read_export(path, files.vocabulary, date.fromisoformat(asking.AS_AT), None, None)
    values = ("2 months", "3 months", "4 months")
    curve = curve_of_request(files, export, MONTHS, values, Request("step_down", "early_help"))
    assert [point.counts["permitted"] for point in curve.points] == [3, 2, 1]
    assert [point.turned for point in curve.points] == [0, 1, 1]
    assert (curve.kind, curve.what, curve.number) == ("suppose", "status", 11)
    assert [each.number for each in curve.untried] == [1]
