"""S99 and S100 of docs/semantics.md: roles that count as others."""

import pytest

TABLE = """
seniors:
  type: table
  key: t.colour
  columns: {who: role}
  means: Who for each colour
  values: [{from: 2020-01-01, is: {red: {who: Social Worker}}, because: T-1}]
workers: {type: list, of: role, means: W, values: [{from: 2020-01-01, is: [Social Worker], because: T-1}]}
"""


@pytest.mark.parametrize(
    ("condition", "passes"),
    [
        # Who counts as a Social Worker, directly or by way of another, passes where one is asked for.
        ("{t.who: Social Worker}", {"Social Worker", "Senior Social Worker", "Principal Social Worker"}),
        ("{t.who: SW}", {"Social Worker", "Senior Social Worker", "Principal Social Worker"}),
        ("{t.who: $workers}", {"Social Worker", "Senior Social Worker", "Principal Social Worker"}),
        # The other way round nobody does.
        ("{t.who: SSW}", {"Senior Social Worker", "Principal Social Worker"}),
        ("{t.who: Principal Social Worker}", {"Principal Social Worker"}),
        ("{t.who: Team Manager}", {"Team Manager"}),
        ("{t.who: [Team Manager, SSW]}", {"Team Manager", "Senior Social Worker", "Principal Social Worker"}),
        ("{t.who: {not: Social Worker}}", {"Team Manager"}),
    ],
)
def test_s99_who_counts_as_another_passes_where_the_other_is_asked_for(small, condition, passes):
    everybody = ("Social Worker", "Senior Social Worker", "Principal Social Worker", "Team Manager")
    small.tiny("", TABLE)
    assert {who for who in everybody if small.truth(f"t: {{who: {who}}}", condition)} == passes


@pytest.mark.parametrize(
    ("condition", "there", "expected"),
    [
        ("{includes: Social Worker}", "[SSW]", True),
        ("{includes: SSW}", "[SW]", False),
        ("{includes_all: [Social Worker, Team Manager]}", "[SSW, Team Manager]", True),
        ("{includes_all: [Social Worker, SSW]}", "[Principal Social Worker]", True),
        ("{includes_all: [Social Worker, SSW]}", "[Social Worker]", False),
        ("{includes_none: [Social Worker]}", "[SSW, Team Manager]", False),
        ("{includes_none: [SSW]}", "[SW, Team Manager]", True),
        ("{only: [Social Worker]}", "[SSW, SW]", True),
        ("{only: [SSW]}", "[SSW, SW]", False),
    ],
)
def test_s99_in_a_list_of_people_too(small, condition, there, expected):
    assert small.truth(f"t: {{met_by: {there}}}", f"{{t.met_by: {condition}}}") is expected


def test_s100_a_role_that_a_table_or_another_fact_gives_stands_for_itself_alone(small):
    small.tiny("", TABLE)
    row = "{t.who: {table: $seniors, row: {fact: t.colour}, column: who}}"
    fact = "{t.who: {fact: t.whom}}"
    for who, expected in (("Social Worker", True), ("SSW", False), ("Team Manager", False)):
        assert small.truth(f"t: {{who: {who}, colour: red}}", row) is expected
        assert small.truth(f"t: {{who: {who}, whom: Social Worker}}", fact) is expected
