"""From when time alone mends what fails, by column: the days told by hand, and what no time mends."""

from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.signals import CannotCompile  # noqa: E402
from threshold.batch.waiting import Wait, latest, no_day  # noqa: E402

from .asked import asked, column, in_the_way  # noqa: E402
from .test_request_status import case  # noqa: E402

RULE = """
requirements:
  - id: R
    title: It takes its time
    carries: [T-1]
    bears_on: [step_down]
    block:
      - {{must: {must}, else: Not yet}}
{unless}
"""
MARCH, JULY = date(2026, 3, 31), date(2026, 7, 31)


def rule(must: str, unless: str = "") -> str:
    return RULE.format(must=must, unless=f"    unless: {unless}" if unless else "")


def until(small, must: str, t: str, unless: str = "") -> tuple[object, object]:
    """Until when the requirement stands in the way of a case, and its earliest date."""
    found = asked(small.tiny(rule(must, unless)), [case(t=t)])
    ((_, name, part, day),) = in_the_way(found)
    assert (name, part) == ("R", 0)
    return day, column(found, "earliest")[0]


AGO = "{t.day: {at_least_ago: 3 months}}"


@pytest.mark.parametrize(
    ("must", "t", "day"),
    [
        (AGO, "day: 2026-05-15", date(2026, 8, 15)),
        # Months end on the last day where there is no such day.
        ("{t.day: {at_least_ago: 4 months}}", "day: 2026-05-31", date(2026, 9, 30)),
        ("{t.day: {at_least_ago: 10 working days}}", "day: 2026-08-14", date(2026, 8, 28)),
        # Of what must all be so the last day counts; of one that is enough, the first.
        (
            f"{{all: [{AGO}, {{t.ahead: {{at_least_ago: 1 week}}}}]}}",
            "day: 2026-06-01, ahead: 2026-08-30",
            date(2026, 9, 6),
        ),
        (
            f"{{any: [{AGO}, {{t.ahead: {{at_least_ago: 1 week}}}}]}}",
            "day: 2026-06-01, ahead: 2026-08-30",
            date(2026, 9, 1),
        ),
        # Of a count so many as are wanting.
        (
            "{count: [{t.day: {at_least_ago: 3 months}}, {t.ahead: {at_least_ago: 1 week}}, t.c], "
            "at_least: 2}",
            "day: 2026-06-01, ahead: 2026-08-30, c: true",
            date(2026, 9, 1),
        ),
        (
            "{count: [{t.day: {at_least_ago: 3 months}}, {t.ahead: {at_least_ago: 1 week}}, t.c], "
            "at_least: 2}",
            "day: 2026-06-01, ahead: 2026-08-30, c: false",
            None,
        ),
        (
            "{count: [{t.day: {at_least_ago: 3 months}}, {t.ahead: {at_least_ago: 1 week}}], at_least: 2}",
            "day: 2026-06-01, ahead: 2026-08-30",
            date(2026, 9, 6),
        ),
        # One of the ways could be gone today.
        (f"{{any: [{AGO}, {{t.c: true}}]}}", "day: 2026-06-01, c: false", None),
        (f"{{all: [{AGO}, {{t.c: true}}]}}", "day: 2026-06-01, c: false", None),
        ("{t.day: {more_than_ago: 3 months}}", "day: 2026-06-01", None),
        # Time breaks one thing before it mends the other.
        (
            f"{{all: [{AGO}, {{t.ahead: {{within_last: 1 week}}}}]}}",
            "day: 2026-06-01, ahead: 2026-08-10",
            None,
        ),
        ("{t.n: {at_least: 3}}", "n: 1", None),
    ],
)
def test_the_day_on_which_time_mends_a_requirement(small, must, t, day):
    assert until(small, must, t) == (day, day)


@pytest.mark.parametrize(
    ("unless", "day"),
    [
        ("{t.ahead: {at_least_ago: 1 week}}", date(2026, 8, 17)),
        ("{t.ahead: {at_least_ago: 9 months}}", date(2026, 9, 1)),
        ("{t.c: true}", date(2026, 9, 1)),
    ],
)
def test_an_exception_that_waits_may_come_sooner(small, unless, day):
    assert until(small, AGO, "day: 2026-06-01, ahead: 2026-08-10, c: false", unless) == (day, day)


def test_what_waits_for_hours_is_put_to_single_cases_alone(small):
    small.tiny(rule("{t.moment: {at_least_ago: 48 hours}}"))
    with pytest.raises(
        CannotCompile, match="R cannot be evaluated for many cases at once: it waits for hours"
    ):
        asked(small, [case(t="moment: 2026-08-14 09:30")])


def test_an_earliest_date_wants_that_nothing_else_is_open(small):
    beside = (
        "  - {{id: S, title: T, carries: [T-1], bears_on: [step_down], "
        "{0}: [{{must: {{t.b: true}}, else: no}}]}}\n"
    )
    cases = [case("", b, t="day: 2026-06-01") for b in ("true", "false", "")]
    for effect in ("block", "condition"):
        small.tiny(rule(AGO) + beside.format(effect))
        assert column(asked(small, cases), "earliest") == [date(2026, 9, 1), None, None]
    small.tiny(rule(AGO) + beside.format("warn"))
    assert column(asked(small, cases), "earliest") == [date(2026, 9, 1)] * 3


def test_no_date_is_told_where_danger_is_known_or_open(small):
    small.tiny(rule(AGO))
    cases = [case(concern=concern, t="day: 2026-06-01") for concern in ("false", "true", "")]
    assert column(asked(small, cases), "earliest") == [date(2026, 9, 1), None, None]


def test_a_ground_may_wait_as_well(small):
    ground = (
        "grounds: [{id: G, title: Long enough, carries: [T-1], for: {direction: step_down}, "
        "when: %s, else: Not yet}]"
    )
    small.ungrounded().tiny(ground % AGO)
    found = asked(small, [case(t="day: 2026-06-01"), case(t="day: 2026-05-14")])
    assert in_the_way(found) == [("C-0", "G", None, date(2026, 9, 1))]
    assert column(found, "earliest") == [date(2026, 9, 1), None]


def test_the_latest_of_the_days_that_are_wanted():
    days = [pl.Series([MARCH, MARCH, None, None]), pl.Series([JULY, JULY, JULY, None], dtype=pl.Date)]
    wanted = [pl.Series([True, True, True, False]), pl.Series([True, False, True, False])]
    waits = [Wait(day, mask) for day, mask in zip(days, wanted, strict=True)]
    assert latest(waits).to_list() == [JULY, MARCH, None, None]
    # What has to be over as well, and sets no day.
    waits[1] = Wait(days[1], wanted[1], counts=False)
    assert latest(waits).to_list() == [MARCH, MARCH, None, None]


def test_no_day_is_nobodys():
    assert no_day(pl.DataFrame({"child": [1, 2]})).to_list() == [None, None]
