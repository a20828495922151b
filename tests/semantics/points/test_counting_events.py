"""S185 of docs/semantics.md: counting the events on record, within a length of time or all in all."""

import pytest

from threshold.reading import BadInput

YEAR = "{count: visit, within_last: 12 months, at_least: 3}"


def timeline(*days: str, covers: str = "", more: str = "") -> str:
    entries = "".join(f"  - {{on: {day}, event: visit}}\n" for day in days)
    covered = f"covers: {{visit: {covers}}}\n" if covers else ""
    return f"as_at: 2026-08-14\n{covered}timeline:\n{entries}{more}" if entries or more else covered


IN = ("2025-08-14", "2026-01-05", "2026-08-14")
TODAY = "2026-08-14"


@pytest.mark.parametrize(
    ("days", "covers", "expected"),
    [
        # Enough is enough, whatever else there may be.
        (IN, "", True),
        (IN, TODAY, True),
        ((*IN, "unknown"), "", True),
        # The window ends on the decision's date, and both its ends count.
        (("2025-08-13", *IN[1:]), TODAY, False),
        # Too few, and nobody says that these are all: there may be more, in or after what is covered.
        (IN[:2], "", None),
        (IN[:2], "2026-08-13", None),
        (IN[:2], TODAY, False),
        ((), "", None),
        ((), TODAY, False),
        # One without a day may lie in the window.
        ((*IN[:2], "unknown"), TODAY, None),
        ((IN[0], "unknown"), TODAY, False),
        (("2020-01-01", IN[0], "unknown", "unknown"), TODAY, None),
    ],
)
def test_s185_counting_events(small, days, covers, expected):
    case = timeline(*days, covers=covers)
    assert small.truth(case, YEAR) is expected
    opposite = {True: False, False: True, None: None}[expected]
    assert small.truth(case, f"{{none: [{YEAR}]}}") is opposite


def test_s185_planned_and_cancelled_entries_are_none(small):
    planned = "  - {on: 2026-08-01, event: visit, status: planned}\n"
    cancelled = "  - {on: 2026-08-02, event: visit, status: cancelled}\n"
    assert small.truth(timeline(*IN[:2], covers=TODAY, more=planned + cancelled), YEAR) is False


def test_s185_without_a_window_all_count(small):
    ever = "{count: visit, at_least: 2}"
    cases = (
        (("2010-01-01", "2026-01-05"), "", True),
        (("2010-01-01", "unknown"), "", None),
        (("2010-01-01",), TODAY, False),
    )
    # What has no day has happened all the same, and so there are two.
    assert [small.truth(timeline(*days, covers=c), ever) for days, c, _ in cases] == [True, True, False]


def test_s185_by_parameters_and_beside_others(small):
    parameters = """
    enough: {type: number, means: m, values: [{from: 2020-01-01, is: 3, because: T-1}]}
    window: {type: duration, means: m, values: [{from: 2020-01-01, is: 12 months, because: T-1}]}
    """
    rule = """
    requirements:
      - id: R
        carries: [T-1]
        bears_on: [compliance]
        note: [{must: {t.a: true, count: visit, within_last: $window, at_least: $enough}, else: no}]
    """
    small.tiny(rule, parameters)
    assert small.check(timeline(*IN) + "t: {a: true}").status == "met"
    assert small.check(timeline(*IN) + "t: {a: false}").status == "not_met"
    assert small.check(timeline(*IN[:2]) + "t: {a: true}").status == "undetermined"
    counted = "{count: [t.a, {count: visit, within_last: 1 year, at_least: 3}], at_least: 2}"
    assert small.truth(timeline(*IN) + "t: {a: true}", counted) is True


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("{count: visits, at_least: 2}", 'no event "visits" is declared; did you mean "visit"?'),
        ("{count: t.a, at_least: 2}", "t.a is a fact: what is counted is a kind of event, or a list"),
        ("{count: visit}", '"count" needs an "at_least" beside it'),
        ("{count: visit, at_least: 0}", "needs a whole number of 1 or more"),
        ("{count: visit, at_least: 2, within_last: 3}", "unit"),
        ("{count: visit, at_least: 2, within_last: 48 hours}", "counted by the day"),
        ("{within_last: 3 months}", "belongs to something that is counted"),
        ("{count: [t.a], at_least: 1, within_last: 3 months}", "belongs to a kind of event"),
    ],
)
def test_s185_what_cannot_be_counted_is_told(small, condition, told):
    with pytest.raises(BadInput) as caught:
        small.truth("t: {a: true}", condition)
    assert told in str(caught.value)


def test_s185_another_one_is_asked_for_though_one_is_on_record(small):
    rule = """
    requirements:
      - id: R
        carries: [T-1]
        bears_on: [compliance]
        warn: [{must: {count: spell_started, at_least: 2}, else: no}]
    """
    small.tiny(rule)
    one = "timeline: [{on: 2026-05-01, event: spell_started}]"
    check = small.check(one)
    assert (check.status, check.question) == ("undetermined", "When did the spell start?")
    assert check.missing == ("counted.spell_started",)
    two = "timeline: [{on: 2026-05-01, event: spell_started}, {on: 2026-06-01, event: spell_started}]"
    check = small.check(two)
    assert (check.status, check.facts_used) == (
        "met",
        {"counted_days.spell_started": "2026-05-01, 2026-06-01"},
    )
