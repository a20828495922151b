"""What a batch is given: every column of its one type, and everything that does not fit told at once."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.tables import Tables, carried_type, checked, column_type, is_moment, no_gaps  # noqa: E402
from threshold.reading import BadInput  # noqa: E402
from threshold.vocabulary import ValueType  # noqa: E402

from .by_hand import AS_AT, EVENTS, POLICY, tables  # noqa: E402

VOCABULARY = POLICY.vocabulary


@pytest.mark.parametrize(
    ("facts", "events", "says"),
    [
        ({"child": ["C"], "care.looked_afer": [True]}, EVENTS, "care.looked_after"),
        ({"child": ["C"], "assessment.started": [AS_AT]}, EVENTS, "not a stated fact"),
        ({"child": ["C"], "contact.brag": ["purple"]}, EVENTS, "values that do not suit"),
        ({"child": ["C", "C"]}, EVENTS, "more than once"),
        ({"child": [None]}, EVENTS, "empty cells"),
        ({"child": ["C"]}, [("A", "refferal", AS_AT)], "values that do not suit"),
        ({"child": ["C"]}, [(None, "referral", AS_AT)], "empty cells"),
        ({"child": ["C"]}, [("A", None, AS_AT)], "empty cells"),
        ({"child": ["C"]}, [("A", "referral", date(1965, 1, 1))], "outside the years"),
    ],
)
def test_what_does_not_fit_is_told_without_a_value(facts: Any, events: Any, says: str):
    with pytest.raises(BadInput, match=says) as refused:
        checked(tables(facts, events), VOCABULARY)
    assert "purple" not in str(refused.value)
    assert "refferal" not in str(refused.value)


def test_everything_that_does_not_fit_is_told_at_once():
    wrong = replace(
        tables({"child": ["C", "C"]}, [("A", None, AS_AT)]),
        covers={"referal": AS_AT},
        as_at=date(2051, 1, 1),
    )
    with pytest.raises(BadInput) as refused:
        checked(wrong, VOCABULARY)
    told = [(problem.file, problem.field) for problem in refused.value.problems]
    assert told == [("events", "event"), ("facts", "child"), ("covers", "referal"), ("tables", "as_at")]
    assert '"referral"' in str(refused.value)


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(1989, 12, 31), False),
        (date(1990, 1, 1), True),
        (date(2050, 12, 31), True),
        (date(2051, 1, 1), False),
    ],
)
def test_days_lie_within_the_calendars_years(day: date, fits: bool):
    given = tables(None, [("A", "referral", day), ("A", "referral", AS_AT)])
    stated = tables({"child": ["C"], "contact.received": [datetime(day.year, day.month, day.day)]})
    for each in (given, stated, replace(tables(), as_at=day)):
        if fits:
            assert checked(each, VOCABULARY).as_at == each.as_at
        else:
            with pytest.raises(BadInput, match="1990"):
                checked(each, VOCABULARY)


@pytest.mark.parametrize("name", ["child", "event", "on"])
def test_a_missing_column_is_named(name: str):
    for table in ("events", "facts", "gaps"):
        given = replace(tables(), gaps=no_gaps())
        columns = getattr(given, table).columns
        if name not in columns:
            continue
        wrong = replace(given, **{table: getattr(given, table).drop(name)})
        with pytest.raises(BadInput, match="this column is missing") as refused:
            checked(wrong, VOCABULARY)
        assert [(each.file, each.field) for each in refused.value.problems] == [(table, name)]


def test_an_event_column_that_nothing_carries_is_told():
    with pytest.raises(BadInput, match='no event carries this; did you mean "outcome"'):
        checked(replace(tables(), events=tables().events.with_columns(outcom=pl.lit("good"))), VOCABULARY)


def test_an_entry_without_a_status_was_held():
    events = tables().events.head(3)
    assert checked(replace(tables(), events=events), VOCABULARY).events["status"].to_list() == ["held"] * 3
    some = events.with_columns(status=pl.Series(["planned", None, "cancelled"]))
    told = checked(replace(tables(), events=some), VOCABULARY).events["status"].to_list()
    assert told == ["planned", "held", "cancelled"]


def test_a_plain_day_of_what_may_have_a_time_is_marked_as_one():
    facts = {"child": ["C", "D"], "contact.received": [date(2026, 8, 13), None]}
    stated = checked(tables(facts), VOCABULARY).facts
    assert stated["contact.received"].to_list() == [datetime(2026, 8, 13), None]
    assert stated["contact.received__whole_day"].to_list() == [True, False]
    timed = checked(tables({"child": ["C"], "contact.received": [datetime(2026, 8, 13, 9)]}), VOCABULARY)
    assert timed.facts.columns == ["child", "contact.received"]


def test_text_and_categories_become_the_choices_of_the_vocabulary():
    for dtype in (pl.String, pl.Categorical, pl.Enum(["red", "amber"])):
        column = pl.Series(["red", None], dtype=dtype)
        given = tables({"child": ["C", "D"], "contact.brag": column})
        brag = checked(given, VOCABULARY).facts["contact.brag"]
        assert brag.dtype == column_type(VOCABULARY.facts["contact.brag"].type)
        assert brag.to_list() == ["red", None]


def test_gaps_count_once_and_only_in_what_is_covered():
    rows = [("A", "referral"), ("A", "referral"), ("B", "referral"), ("A", "caf_started")]
    gaps = pl.DataFrame(rows, {"child": pl.String, "event": pl.String}, orient="row")
    kept = checked(replace(tables(), gaps=gaps), VOCABULARY).gaps
    assert kept.with_columns(pl.col("event").cast(pl.String)).rows() == [("A", "referral"), ("B", "referral")]


def test_a_value_carried_with_two_types_is_told():
    events = dict(VOCABULARY.events)
    one, other = list(events.values())[:2]
    events[one.name] = replace(one, carries={"x": ValueType("boolean")})
    events[other.name] = replace(other, carries={"x": ValueType("number")})
    with pytest.raises(BadInput, match="another type"):
        checked(tables(), replace(VOCABULARY, events=events))


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [
        (ValueType("boolean"), pl.Boolean()),
        (ValueType("number"), pl.Int32()),
        (ValueType("date"), pl.Date()),
        (ValueType("datetime"), pl.Datetime("us")),
        (ValueType("choice", ("red", "green")), pl.Enum(["red", "green"])),
        (
            ValueType("role", names=(("SW", "Social Worker"), ("Social Worker", "Social Worker"))),
            pl.Enum(["Social Worker"]),
        ),
        (ValueType("text"), pl.String()),
        (ValueType("label"), pl.String()),
        (ValueType("list", of="text"), pl.List(pl.String())),
        (ValueType("ratings"), pl.List(pl.Int32())),
    ],
)
def test_each_kind_of_value_has_its_type(kind: ValueType, dtype: Any):
    assert column_type(kind) == dtype
    # Several kinds of event share what they carry, each with choices of its own.
    assert carried_type(kind) == (pl.String() if kind.kind in ("choice", "role") else dtype)


def test_no_column_holds_lengths_of_time():
    with pytest.raises(ValueError, match="lengths of time"):
        column_type(ValueType("duration"))


def test_only_a_moment_may_have_a_time_of_day():
    assert is_moment(VOCABULARY.facts["contact.received"])
    assert not is_moment(VOCABULARY.facts["request.made"])


def test_without_gaps_everything_could_be_read():
    given = Tables(tables().events, tables().facts, {}, AS_AT)
    assert given.gaps.height == 0
    assert checked(given, VOCABULARY).gaps.columns == ["child", "event"]
