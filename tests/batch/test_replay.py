"""A sample decided again one by one: what is compared, and cases that are at the edge of the calendar."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch, Results, Tables  # noqa: E402
from threshold.batch.replay import MOST_ENTRIES, Difference, audited_status, by_case, cases, replay  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.dates import Duration  # noqa: E402
from threshold.engine import Engine  # noqa: E402
from threshold.policy import Pack, Policy, load_policy  # noqa: E402
from threshold.reading import BadInput  # noqa: E402

from . import by_hand  # noqa: E402

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
        # It ended before anybody could tell when it would have been due.
        ("C", 1, "cannot_tell", None),
    ]
    assert replay(given, results) == 3


def test_intervals_are_told_in_their_order():
    results = Batch(load_policy("default").at(AS_AT), AS_AT).evaluate(tables(REVIEWS))
    shuffled = {rule: clocks.reverse() for rule, clocks in results.deadlines.items()}
    assert by_case(replace(results, deadlines=shuffled), ["B"]) == by_case(results, ["B"])
    assert [row[1] for row in by_case(results, ["B"])["B"]["RBC-2.9a", 1]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("rule", "column", "value"), [("WT-assessment", "days", 3), ("RBC-2.9a", "state", "met")]
)
def test_a_difference_is_found_and_named(results: Results, rule: str, column: str, value: object):
    changed = results.deadlines[rule].with_columns(
        pl.lit(value).cast(results.deadlines[rule].schema[column]).alias(column)
    )
    wrong = replace(results, deadlines={**results.deadlines, rule: changed})
    with pytest.raises(Difference, match=rule) as found:
        replay(by_hand.tables(), wrong)
    assert found.value.rule == rule
    assert found.value.case in ("A", "B")


@pytest.mark.parametrize("column", ["state", "interval", "start", "due", "met_on", "days", "unit"])
def test_every_column_of_a_clock_is_compared(results: Results, column: str):
    clocks = results.deadlines["RBC-2.9a"]
    # What another row of the same child has there.
    moved = clocks.with_columns(pl.col(column).gather([1, 0, 0]))
    wrong = replace(results, deadlines={**results.deadlines, "RBC-2.9a": moved})
    if column == "unit":
        wrong = replace(
            wrong,
            deadlines={**wrong.deadlines, "RBC-2.9a": clocks.with_columns(unit=pl.lit("hours"))},
        )
    with pytest.raises(Difference, match=r"RBC-2\.9a"):
        replay(by_hand.tables(), wrong)


def test_a_different_status_is_found(results: Results):
    rule = "WT-assessment-reason"
    checks = results.checks["assessment"]
    met = checks.with_columns(pl.lit("met").cast(checks.schema[rule]).alias(rule))
    with pytest.raises(Difference, match=rule):
        replay(by_hand.tables(), replace(results, checks={**results.checks, "assessment": met}))


def test_a_missing_row_is_found(results: Results):
    fewer = {**results.deadlines, "RBC-2.9a": results.deadlines["RBC-2.9a"].head(2)}
    with pytest.raises(Difference, match=r"RBC-2\.9a"):
        replay(by_hand.tables(), replace(results, deadlines=fewer))


def test_clocks_that_are_missing_altogether_or_too_many_are_found(results: Results):
    rule, clocks = "RBC-2.9a", results.deadlines["RBC-2.9a"]
    units = results.units[results.anchors[rule]]
    nobodys = units.with_row_index("row").filter(pl.col("child") == "C")["row"]
    more = pl.concat([clocks, clocks.head(1).with_columns(nobodys.alias("row"))])
    for changed, child in ((clocks.clear(), "B"), (more, "C")):
        with pytest.raises(Difference, match=r"RBC-2\.9a") as found:
            replay(by_hand.tables(), replace(results, deadlines={**results.deadlines, rule: changed}))
        assert found.value.case == child


@pytest.mark.parametrize(("entries", "replayed"), [(MOST_ENTRIES, 2), (MOST_ENTRIES + 1, 1)])
def test_a_child_of_very_many_entries_is_not_decided_again(entries: int, replayed: int):
    given = tables([("A", "cin_review", date(2030, 1, 1)) for _ in range(entries)])
    results = Batch(load_policy("national").at(AS_AT), AS_AT).evaluate(given)
    assert replay(given, results) == replayed


def test_equal_results_come_through(results: Results):
    told: list[int] = []
    assert replay(by_hand.tables(), results) == 3
    assert replay(by_hand.tables(), results, sample=2, decided_one=told.append) == 2
    assert told == [1, 1]


def test_a_childs_rows_are_its_case(results: Results):
    policy = by_hand.POLICY
    gaps = pl.DataFrame({"child": ["A"], "event": ["referral"]})
    facts = {
        "child": ["C", "A"],
        "contact.brag": ["red", None],
        "contact.received": [datetime(2026, 8, 13, 15), datetime(2026, 8, 13)],
        "contact.received__whole_day": [False, True],
        "documents.attached": [["consent form"], None],
        "safety.scale": [[4, 6], None],
    }
    given = replace(by_hand.tables(facts), gaps=gaps)
    of_a, of_c = cases(given, ["A", "C"], policy.vocabulary)
    assert of_a.given == {"contact.received": date(2026, 8, 13)}
    assert [(entry.event, entry.on) for entry in of_a.timeline] == [
        (event, on) for child, event, on in by_hand.EVENTS if child == "A"
    ]
    assert set(of_a.covers) == {*by_hand.COVERED} - {"referral"}
    assert of_c == Case(
        "C",
        {
            "contact.brag": "red",
            "contact.received": datetime(2026, 8, 13, 15),
            "documents.attached": ("consent form",),
            "safety.scale": (("1", 4), ("2", 6)),
        },
        (),
        dict.fromkeys(by_hand.COVERED, by_hand.AS_AT),
        as_at=by_hand.AS_AT,
    )


def test_what_an_entry_carries_and_how_it_stands_are_in_its_case():
    events = by_hand.tables().events.head(2)
    events = events.with_columns(
        event=pl.Series(["consent_given", "consent_refused"]),
        status=pl.Series(["planned", None], dtype=pl.String),
    ).with_columns(pl.Series("for", ["sharing", None]))
    given = replace(by_hand.tables(), events=events)
    (case,) = cases(given, ["A"], by_hand.POLICY.vocabulary)
    assert [(entry.status, entry.carries) for entry in case.timeline] == [
        ("planned", {"for": "sharing"}),
        ("held", {}),
    ]


@pytest.mark.parametrize(
    ("applies", "satisfied", "status"),
    [
        (True, True, "met"),
        (None, True, "undetermined"),  # in a decision it would be met
        (None, False, "undetermined"),
        (None, None, "undetermined"),
        (False, True, "not_applicable"),
        (True, False, "not_met"),
        (True, None, "undetermined"),
    ],
)
def test_met_in_an_audit_is_only_what_is_known_to_apply(
    applies: bool | None, satisfied: bool | None, status: str
):
    assert audited_status(applies, satisfied) == status
