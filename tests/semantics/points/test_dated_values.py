"""S193 and S194 of docs/semantics.md: values of a policy one after the other, and those tried from a day."""

from datetime import date

import pytest

from threshold.policy import load_policy
from threshold.reading import BadInput

LIMIT = """
limit:
  type: duration
  means: How long
  values: [{from: 2020-01-01, is: 3 months, because: T-1}, {from: 2026-01-01, is: 4 months, because: T-1}]
"""
RULE = """
requirements:
  - {id: R, title: "{limit}", carries: [T-1], bears_on: [step_up], block: [{must: {t.a: true}, else: No}]}
"""
FIRST, SECOND = "{from: 2026-04-01, is: 5 months, because: x}", "{from: 2027-04-01, is: 6 months, because: y}"
ALWAYS = "{is: 2 months, because: z}"
DAYS = ("2025-08-14", "2026-03-31", "2026-04-01", "2027-03-31", "2027-04-01", "2028-08-14")


def values(small, policy="", trial=(), days=DAYS) -> list[str]:
    """What the parameter holds on each day."""
    small.tiny(RULE, LIMIT)
    small.policy, small.trial = policy, trial
    found = []
    for day in days:
        decided = small.decide(
            f"as_at: {day}\nrequest: {{direction: step_up}}\nchild_protection: {{concern: false}}"
        )
        found.append(next(check.title for check in decided.checks if check.rule == "R"))
    return [text.removesuffix(" months") for text in found]


@pytest.mark.parametrize(
    ("several", "held"),
    [
        (f"[{FIRST}, {SECOND}]", "345566"),
        (f"[{SECOND}, {FIRST}]", "345566"),
        (f"[{SECOND}, {ALWAYS}, {FIRST}]", "225566"),
        (f"[{FIRST}]", "345555"),
        (FIRST, "345555"),
    ],
)
def test_s193_the_value_that_has_begun_last_holds(small, several, held):
    assert values(small, f"set: {{tiny.limit: {several}}}\n") == [*held]


@pytest.mark.parametrize(
    ("several", "why"),
    [
        (f"[{FIRST}, {FIRST}]", "from the same day"),
        (f"[{ALWAYS}, {FIRST}, {ALWAYS}]", "without `from:`"),
        ("[]", "must not be empty"),
        ("[5 months]", "must be a mapping"),
    ],
)
def test_s193_two_from_one_day_are_refused_where_they_stand(small, several, why):
    with pytest.raises(BadInput) as refused:
        values(small, f"set: {{tiny.limit: {several}}}\n")
    (problem,) = refused.value.problems
    assert why in problem.message
    assert problem.line
    assert problem.field.startswith("set.tiny.limit")


@pytest.mark.parametrize(
    ("trial", "held"),
    [
        (("tiny.limit@2027-04-01=9 months",), "345599"),
        (("tiny.limit@2027-04-01 = 9 months", "tiny.limit@2026-04-01=8 months"), "348899"),
        (("tiny.limit=7 months", "tiny.limit@2027-04-01=9 months"), "777799"),
        (("tiny.limit@2026-06-01=9 months",), "345999"),
    ],
)
def test_s194_a_value_is_tried_from_its_day_on(small, trial, held):
    assert values(small, f"set: {{tiny.limit: [{FIRST}]}}\n", trial) == [*held]


def test_s194_a_statutory_value_can_be_tried_and_is_not_set():
    policy = load_policy("national")
    trial = ("national.assessment_within@2027-04-01=40 working days",)
    name = "assessment_within"
    shown = [
        policy.at(day, trial).pack("national").parameters[name].shown
        for day in map(date.fromisoformat, ("2027-03-31", "2027-04-01"))
    ]
    assert shown == ["45 working days", "40 working days"]


@pytest.mark.parametrize("text", ["tiny.limit@soon=9 months", "tiny.limit@=9 months", "@2027-04-01=9 months"])
def test_s194_what_is_no_trial_is_refused_with_how_to_write_it(small, text):
    with pytest.raises(BadInput, match=r"pack\.parameter"):
        values(small, "", (text,))
