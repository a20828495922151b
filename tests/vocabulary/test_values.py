import re
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.dates import Duration
from threshold.reading import parse_yaml
from threshold.vocabulary import (
    ABSENT,
    UNDATED,
    UNKNOWN,
    ValueType,
    called,
    parse_date,
    parse_moment,
    parse_value,
    shown,
)

BOOLEAN = ValueType("boolean")
CHOICE = ValueType("choice", ("given", "refused"))
NUMBER = ValueType("number", least=1, most=4)
ROLE = ValueType("role", names=(("CAF Manager", "CAF Team Manager"), ("CAF Team Manager",) * 2))  # type: ignore[arg-type]
LIST = ValueType("list", ("one", "two"), "choice")
ROLES = ValueType("list", of="role", names=ROLE.names)
RATINGS = ValueType("ratings", least=0, most=10)
PEOPLE = ValueType(
    "ratings", ("mother", "parent"), least=0, most=10, names=(("mum", "mother"), ("SW", "Social Worker"))
)


def parsed(text: str, kind: ValueType) -> Any:
    (node,) = parse_yaml(text, "f")
    return parse_value(node, kind)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("true", BOOLEAN, True),
        ("'false'", BOOLEAN, False),
        ("given", CHOICE, "given"),
        ("Given", CHOICE, "given"),
        ("4", NUMBER, 4),
        ("0004", NUMBER, 4),
        ("caf manager", ROLE, "CAF Team Manager"),
        ("2024-02-29", ValueType("date"), date(2024, 2, 29)),
        ("2026-08-14T09:30", ValueType("datetime"), datetime(2026, 8, 14, 9, 30)),
        ("2026-08-14 09:30", ValueType("datetime"), datetime(2026, 8, 14, 9, 30)),
        ("2026-08-14", ValueType("datetime"), date(2026, 8, 14)),
        ("7 working days", ValueType("duration"), Duration(7, "working days")),
        ("017", ValueType("text"), "017"),
        ("Stuck  CAF", ValueType("label"), "stuck caf"),
        ("[]", LIST, ()),
        ("[two, one]", LIST, ("two", "one")),
        ("[CAF manager]", ROLES, ("CAF Team Manager",)),
        ("{parent: 6, child: 0}", RATINGS, (("parent", 6), ("child", 0))),
        ("{Mum: 6, sw: 0}", PEOPLE, (("mother", 6), ("Social Worker", 0))),
    ],
)
def test_what_each_type_takes(text: str, kind: ValueType, value: Any) -> None:
    assert parsed(text, kind) == value


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("yes", BOOLEAN, "must be true or false"),
        ("True", BOOLEAN, "must be true or false"),
        ("1", BOOLEAN, "must be true or false"),
        ("[true]", BOOLEAN, "must be a single value"),
        ("~", BOOLEAN, "is empty; leave the line out"),
        ("givn", CHOICE, 'must be one of given, refused; did you mean "given"?'),
        ("0", NUMBER, "must be a whole number from 1 to 4"),
        ("5", NUMBER, "must be a whole number from 1 to 4"),
        ("3.0", NUMBER, "must be a whole number from 1 to 4"),
        ("-1", NUMBER, "must be a whole number from 1 to 4"),
        ("²", NUMBER, "must be a whole number from 1 to 4"),
        ("'٣'", NUMBER, "must be a whole number from 1 to 4"),
        ("9" * 5_000, NUMBER, "must be a whole number from 1 to 4"),
        ("CAF Manger", ROLE, 'is not a role that the vocabulary knows; did you mean "CAF Manager"?'),
        ("one", LIST, "must be a list"),
        ("[one, three]", LIST, "must be one of one, two"),
        ("[[one]]", LIST, "must be a single value"),
        ("6", RATINGS, "must give one number for each person"),
        ("{Jane Smith: 6}", PEOPLE, "such as mother or social worker"),
        ("{mum: 6, mother: 4}", PEOPLE, "two numbers to one person"),
        ("{parent: 11}", RATINGS, "must be a whole number from 0 to 10"),
        ("{parent: [1]}", RATINGS, "must be a single value"),
    ],
)
def test_what_each_type_does_not_take(text: str, kind: ValueType, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        parsed(text, kind)


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)))
def test_every_day_of_the_calendar(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-02-30", "is not a day in the calendar"),
        ("2026-13-01", "is not a day in the calendar"),
        ("0000-01-01", "is not a day in the calendar"),
        ("1989-12-31", "outside the years of the holiday calendar, 1990 to 2050"),
        ("2051-01-01", "outside the years of the holiday calendar, 1990 to 2050"),
        ("14/08/2026", "must be a date written as year-month-day"),
        ("2026-8-14", "must be a date written as year-month-day"),
        ("20260814", "must be a date written as year-month-day"),
        ("2026-W33-5", "must be a date written as year-month-day"),
        ("\uff12\uff10\uff12\uff16-08-14", "must be a date written as year-month-day"),
        ("2026-08-14\n", "must be a date written as year-month-day"),
        ("", "must be a date written as year-month-day"),
    ],
)
def test_dates_that_are_none(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_date(text)


@pytest.mark.parametrize(
    "text", ["2026-08-14T9.30", "2026-08-14T", "2026-08-14T24:30", "T", " ", "2026-08-14Tx"]
)
def test_times_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="must be a date"):
        parse_moment(text)


@pytest.mark.parametrize("text", ["2026-08-14T09:30Z", "2026-08-14T09:30+01:00"])
def test_a_time_zone_is_not_taken(text: str) -> None:
    with pytest.raises(ValueError, match="must be in local time"):
        parse_moment(text)


KINDS = [BOOLEAN, CHOICE, NUMBER, ROLE, LIST, ROLES, RATINGS, ValueType("date"), ValueType("datetime")]


@given(st.sampled_from([*KINDS, ValueType("duration")]), st.text("qxzj 0123456789/-:TW", min_size=4))
def test_a_value_refused_is_not_repeated(kind: ValueType, text: str) -> None:
    told = ""
    try:
        parse_value(parse_yaml(f"'{text}'", "f")[0], kind)
    except ValueError as error:
        told = str(error)
    assert text not in told.replace("2026-08-14T09:30", "").replace("2026-08-14", "")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (UNKNOWN, "not known"),
        (ABSENT, "none recorded"),
        (UNDATED, "recorded, the day not known"),
        (True, "yes"),
        (False, "no"),
        (date(2026, 8, 4), "4 August 2026"),
        (datetime(2026, 8, 4, 9, 5), "4 August 2026 at 09:05"),
        ("step_up", "step up"),
        (3, "3"),
        (Duration(1, "months"), "1 month"),
        ((), "none"),
        (("not_asked", "given"), "not asked, given"),
        ((("parent", 6), ("child", 0)), "parent: 6, child: 0"),
    ],
)
def test_values_as_a_person_reads_them(value: Any, words: str) -> None:
    assert shown(value) == words


def test_a_number_that_has_a_name_is_told_with_it() -> None:
    named = ValueType("number", least=1, most=2, names=(("Universal", "1"), ("Early Support", "2")))
    assert called(2, named) == "2 (Early Support)"
    assert called(2, ValueType("number")) == "2"
    assert called(True, ValueType("boolean")) == "yes"
    assert called(UNKNOWN, named) == "not known"
