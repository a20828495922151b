"""S178 and S179 of docs/semantics.md: how old the child is, and in the month of birth."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.batch.evaluate import source_of
from threshold.batch.stated import tables_of
from threshold.batch.timeline.facts import Facts
from threshold.engine.evaluators import evaluators
from threshold.questions.completions import OPEN
from threshold.questions.search import completions_of, questions
from threshold.reading import BadInput
from threshold.vocabulary import Missing

UNDER_13, OVER_12, IS_UNBORN = (
    "{child.age: {below: 13}}",
    "{child.age: {at_least: 13}}",
    "{child.unborn: true}",
)
ADULT = """
requirements:
  - {id: R, carries: [T-1], bears_on: [step_up], block: [{must: {child.age: {below: 7}}, else: Too old}]}
"""
ASKS_FOR = "request: {direction: step_up, to: high}\nt: {right: true}\nchild_protection: {concern: false}\n"


def test_s178_an_age_in_whole_years(small):
    assert small.truths("age: 12", UNDER_13, OVER_12, IS_UNBORN) == [True, False, False]
    assert small.truths("age: 13", UNDER_13, OVER_12) == [False, True]
    assert small.truths("child: {age: 12}", UNDER_13) == [True]
    assert small.truths("", UNDER_13, IS_UNBORN) == [None, None]


def test_s178_of_an_unborn_child_there_is_no_age_so_that_no_test_of_one_holds(small):
    for unborn in ("age: unborn", "child: {unborn: true}", "born_month: 2026-09"):
        tests = (UNDER_13, OVER_12, IS_UNBORN, "{child.age: {known: true}}", "{child.age: {not: 3}}")
        assert small.truths(unborn, *tests) == [False, False, True, False, True]
    assert small.truths("child: {unborn: false}", UNDER_13, IS_UNBORN) == [None, False]


def test_s178_an_age_is_of_the_day_of_the_file(small):
    small.tiny(ADULT)
    engine = small.engine()
    case = small.case("as_at: 2026-08-14\nage: 6\n" + ASKS_FOR, engine)
    told = [engine.decide(case, day).checks for day in (None, case.as_at, case.as_at.replace(day=15))]
    statuses = [next(check.status for check in checks if check.rule == "R") for checks in told]
    assert statuses == ["met", "met", "undetermined"]


def test_s178_a_month_of_birth_is_read_as_of_the_decision(small):
    small.tiny(ADULT)
    engine = small.engine()
    case = small.case("as_at: 2026-03-31\nborn_month: 2019-04\n" + ASKS_FOR, engine)
    days = [case.as_at.replace(month=month, day=day) for month, day in ((3, 31), (4, 1), (4, 29), (4, 30))]
    told = [next(c.status for c in engine.decide(case, day).checks if c.rule == "R") for day in days]
    assert told == ["met", "undetermined", "undetermined", "not_met"]


def test_s178_where_a_month_is_not_enough_the_age_is_asked_for(small):
    small.tiny(ADULT)
    engine = small.engine()
    for as_at, asked in (("2026-03-31", False), ("2026-04-15", True)):
        case = small.case(f"as_at: {as_at}\nborn_month: 2019-04\n{ASKS_FOR}", engine)
        assert ("child.age" in [each.name for each in questions(engine, case)]) is asked


def test_s178_an_answer_is_as_of_the_day_that_is_asked_for(small):
    small.tiny(ADULT)
    engine = small.engine()
    case = small.case("as_at: 2026-03-31\nage: 6\n" + ASKS_FOR, engine)
    later = case.as_at.replace(month=5)
    assert "child.age" not in [each.name for each in questions(engine, case)]
    (asked,) = [each for each in questions(engine, case, later) if each.name == "child.age"]
    assert asked.outcomes > 1


def test_s178_an_age_that_is_answered_tells_that_the_child_is_born(small):
    small.tiny(ADULT.replace("{child.age: {below: 7}}", "{child.age: {below: 7}, child.unborn: false}"))
    engine = small.engine()
    came = {}
    for head, age in (("", 6), ("", 9), ("born_month: 2019-08", 6), ("born_month: 2019-08", 3)):
        case = small.case(f"{head}\n{ASKS_FOR}", engine)
        completions = completions_of(engine, case, case.as_at)
        names = [each.name for each in completions.asked]
        state = [OPEN] * len(names)
        at = names.index("child.age")
        state[at] = next(n for n, each in enumerate(completions.asked[at].answers) if each.value == age)
        tried = completions.of(tuple(state))
        came[head, age] = (tried.outcome.status, tried.contradicts)
    assert came == {
        ("", 6): ("permitted", False),
        ("", 9): ("blocked", False),
        ("born_month: 2019-08", 6): ("permitted", False),
        ("born_month: 2019-08", 3): ("conflict", True),
    }


def test_s178_no_earliest_day_rests_on_an_age_of_today(small):
    wait = "{must: {visit.latest: {at_least_ago: 3 months}}, else: Too soon}, "
    small.tiny(ADULT.replace("block: [", f"block: [{wait}"))
    engine = small.engine()
    visit = "timeline: [{on: 2026-07-01, event: visit}]\n"
    found = []
    for head in ("age: 6", "born_month: 2020-07"):
        case = replace(small.case(f"{head}\n{visit}{ASKS_FOR}", engine), as_at=None)
        found.append(engine.concluded(case, date(2026, 8, 14)).earliest)
    assert found == [None, date(2026, 10, 1)]


def test_s178_what_is_at_odds_is_refused_with_its_place_or_a_conflict(small):
    engine = small.engine()
    with pytest.raises(ValueError, match="line 4, age: cannot be so beside born_month"):
        small.case("born_month: 2019-04\nage: 3", engine)
    with pytest.raises(ValueError, match=r"line 3, age: cannot be so beside child\.unborn"):
        small.case("age: 3\nchild: {unborn: true}", engine)
    small.tiny(ADULT)
    engine = small.engine()
    case = small.case("born_month: 2019-04\nage: 7\n" + ASKS_FOR, engine)
    undated = _without_day(case, {"child.age": 3})
    decision = engine.decide(undated, case.as_at)
    (conflict,) = decision.conflicts
    assert (conflict.id, set(conflict.facts)) == ("age-disagrees", {"child.age", "child.unborn"})
    assert decision.status == "conflict"


def _without_day(case, more):
    return replace(case, as_at=None, given={**case.given, **more})


def test_s178_no_rule_reads_the_month_itself(small):
    with pytest.raises(BadInput, match=r"is a month, which no rule reads; test child\.age"):
        small.truth("", "{child.born_month: 2019-04}")
    with pytest.raises(BadInput, match="does not suit"):
        small.truth("", "{child.born_month: {not_known_to_be: [2019-04]}}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("age: 26", "line 3, age: must be a whole number from 0 to 25, or unborn"),
        ("age: -1", "line 3, age: must be a whole number from 0 to 25, or unborn"),
        ("age: 7.5", "line 3, age: must be a whole number from 0 to 25, or unborn"),
        ("age: seven", "line 3, age: must be a whole number from 0 to 25, or unborn"),
        ("age: [7]", "line 3, age: must be a single value"),
        ("born_month: 2019-13", "line 3, born_month: is not a month in the calendar"),
        (
            "born_month: 2019-04-12",
            "line 3, born_month: must be the year and the month alone, such as 2019-04",
        ),
        ("born_month: April 2019", "line 3, born_month: must be the year and the month alone"),
        ("born_month: 2027-07", "line 3, born_month: lies more than 10 months after as_at"),
        ("born_month: 1999-04", "line 3, born_month: is that of somebody older than 25 at as_at"),
        (
            "date_of_birth: 2019-04-12",
            "line 3: a date of birth identifies a child and is not taken here; write the",
        ),
        ("dob: 2019-04-12", "age in whole years \\(age:\\), or the year and month \\(born_month:\\)"),
        ("child: {dob: 2019-04-12}", "line 3, child: a date of birth identifies a child"),
        ("age: 7\nchild: {age: 8}", "line 3, age: is said twice: take child.age out, or this"),
    ],
)
def test_s178_what_is_no_age_and_no_month_is_refused_and_not_repeated(small, text, says):
    engine = small.engine()
    with pytest.raises(ValueError, match=says) as refused:
        small.case(text, engine)
    assert "12" not in str(refused.value).split("case.yaml")[1]


@pytest.mark.parametrize(
    ("as_at", "age", "unborn"),
    [
        ("2026-04-30", False, True),
        ("2026-05-01", None, None),
        ("2026-05-30", None, None),
        ("2026-05-31", True, False),
        ("2026-06-01", True, False),
    ],
)
def test_s179_in_the_month_of_birth_nobody_can_tell_whether_the_child_is_born(small, as_at, age, unborn):
    case = f"as_at: {as_at}\nborn_month: 2026-05"
    assert small.truths(case, UNDER_13, IS_UNBORN) == [age, unborn]


def test_s179_an_age_beside_the_month_settles_it(small):
    month = "as_at: 2026-05-15\nborn_month: "
    assert small.truths(month + "2026-05\nage: unborn", UNDER_13, IS_UNBORN) == [False, True]
    assert small.truths(month + "2026-05\nage: 0", UNDER_13, IS_UNBORN) == [True, False]
    assert small.truths(month + "2013-05\nage: 12", UNDER_13) == [True]
    assert small.truths(month + "2013-05\nage: 13", UNDER_13) == [False]
    assert small.truths(month + "2013-05", UNDER_13) == [None]


@pytest.mark.parametrize("head", ["age: 6", "age: unborn", "born_month: 2019-08", "born_month: 2019-03", ""])
def test_s178_each_evaluator_and_the_batch_say_the_same(small, head):
    small.tiny(ADULT)
    statuses = set()
    for each in evaluators():
        engine = small.engine((each,))
        case = small.case(f"{head}\n{ASKS_FOR}", engine)
        statuses.add(next(check.status for check in engine.decide(case).checks if check.rule == "R"))
    assert len(statuses) == 1
    vocabulary = engine.policy.vocabulary
    source = source_of(tables_of([case], vocabulary, case.as_at), vocabulary)
    facts, found = Facts(source, source.units("")), engine.findings(case).facts
    for name in ("child.age", "child.unborn"):
        column, state = facts.column(name), found.state(name)
        value = None if column is None else column.value[0]
        assert value == (None if isinstance(state, Missing) else state)
