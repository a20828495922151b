"""A sample decided again one by one: what is compared, and cases that are at the edge of the calendar."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch, Tables, replay  # noqa: E402
from threshold.batch.replay import by_case  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.dates import Duration  # noqa: E402
from threshold.engine import Engine  # noqa: E402
from threshold.policy import Pack, Policy, load_policy  # noqa: E402
from threshold.reading import BadInput  # noqa: E402

# The last years of the holiday calendar: 45 working days after such a referral lie beyond it.
AS_AT = date(2050, 12, 30)
REFERRED = ("A", "referral", date(2050, 12, 20))
STARTED = ("A", "assessment_started", date(2050, 12, 21))
REVIEWS = [
    ("B", "cin_plan_started", date(2050, 11, 1)),
    ("B", "cin_review", date(2050, 12, 27)),
    ("B", "cin_review", date(2050, 12, 29)),
    ("C", "cin_plan_started", date(2050, 12, 27)),
    ("C", "cin_plan_ended", date(2050, 12, 29)),
]
COVERED = dict.fromkeys(("referral", "cin_plan_started", "cin_plan_ended", "cin_review"), AS_AT)


def tables(events: list[tuple[str, str, date]], covers: Mapping[str, date] = COVERED) -> Tables:
    schema = {"child": pl.String, "event": pl.String, "on": pl.Date}
    return Tables(
        pl.DataFrame(events, schema, orient="row"), pl.DataFrame({"child": ["D"]}), dict(covers), AS_AT
    )


def reviewed_in_working_days() -> Policy:
    """The policy with reviews due after five working days, as no pack of it asks by itself."""

    def changed(pack: Pack) -> Pack:
        limit = Duration(5, "working days")
        deadlines = (
            replace(rule, within=limit) if rule.head.id == "RBC-2.9a" else rule for rule in pack.deadlines
        )
        return replace(pack, deadlines=tuple(deadlines))

    policy = load_policy("default").at(AS_AT)
    return replace(policy, packs=tuple(map(changed, policy.packs)))


def test_a_count_beyond_the_calendar_leaves_open_what_hangs_on_it_and_is_replayed():
    given = tables([REFERRED, STARTED])
    results = Batch(load_policy("default").at(AS_AT), AS_AT).evaluate(given)
    told = by_case(results, ["A"])["A"]
    assert told["WT-assessment-reason", 1] == [("undetermined",)]
    (clock,) = told["WT-assessment", 1]
    assert clock[0] == "cannot_tell"
    assert replay(given, results) == 2


def test_a_case_by_itself_is_refused_for_such_a_count():
    timeline = tuple(Entry(on, event) for _, event, on in (REFERRED, STARTED))
    with pytest.raises(BadInput, match="1990 to 2050"):
        Engine(load_policy("default")).decide(Case("A", {}, timeline), AS_AT)


@pytest.mark.parametrize(("covers", "before"), [(COVERED, "late"), ({}, "cannot_tell")])
def test_nothing_is_late_where_nothing_can_be_due(covers: Mapping[str, date], before: str):
    given = tables(REVIEWS, covers)
    results = Batch(reviewed_in_working_days(), AS_AT).evaluate(given)
    table = results.table(rules=["RBC-2.9a"], children=["B", "C"])
    assert table.select("child", "interval", "state", "due").rows() == [
        ("B", 1, before, date(2050, 11, 8)),
        ("B", 2, "cannot_tell", None),
        ("B", 3, "cannot_tell", None),
    ]
    assert replay(given, results) == 3


def test_intervals_are_told_in_their_order():
    results = Batch(load_policy("default").at(AS_AT), AS_AT).evaluate(tables(REVIEWS))
    shuffled = {rule: clocks.reverse() for rule, clocks in results.deadlines.items()}
    assert by_case(replace(results, deadlines=shuffled), ["B"]) == by_case(results, ["B"])
    assert [row[1] for row in by_case(results, ["B"])["B"]["RBC-2.9a", 1]] == [1, 2, 3]
