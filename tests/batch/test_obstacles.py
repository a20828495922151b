"""What stands in the way, child by child: each thing by its name, and the part of it that failed."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.obstacles import OBSTACLES  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402

from .asked import asked, in_the_way  # noqa: E402
from .test_request_status import OURS, RULES, case  # noqa: E402

UP = Request("step_up")
PARTS = """
requirements:
  - id: R
    title: Two things
    carries: [T-1]
    bears_on: [step_down]
    block:
      - {must: {t.a: true}, else: The first is missing}
      - {must: {t.b: true}, else: The second is missing}
"""


def test_the_first_part_that_failed_speaks(small):
    cases = [
        case(*pair)
        for pair in (("false", "true"), ("true", "false"), ("", "false"), ("", ""), ("true", "true"))
    ]
    assert in_the_way(asked(small.tiny(PARTS), cases)) == [
        ("C-0", "R", 0, None),
        ("C-1", "R", 1, None),
        ("C-2", "R", 1, None),
    ]


def test_a_condition_that_fails_is_told_and_one_that_is_open_is_not(small):
    cases = [case("true", "false"), case("true", "")]
    assert in_the_way(asked(small.tiny(RULES), cases, UP)) == [("C-0", "CONDITION", 0, None)]


def test_a_ground_is_in_the_way_only_where_its_pack_has_none_left(small):
    other = OURS.replace("\ngrounds:\n", "").replace("id: G", "id: H").replace("t.c", "t.b")
    small.tiny(OURS + other)
    cases = [case("", "false", t=t) for t in ("c: true", "c: false", "")]
    assert in_the_way(asked(small, cases)) == [("C-1", "G", None, None), ("C-1", "H", None, None)]


def test_danger_and_protection_are_named(small):
    more = "care: {looked_after: true}"
    cases = [case(concern="true"), case(more=more)]
    found = asked(small.tiny(RULES), cases, Request("close", of="case"))
    assert in_the_way(found) == [
        ("C-0", "protection.concern", None, None),
        ("C-1", "protection.in_place", None, None),
    ]
    assert found.obstacles["sure"].to_list() == [True, True]


def test_nothing_is_in_the_way_of_who_may(small):
    found = asked(small.tiny(RULES), [case("false", "false", concern="true")], UP)
    assert found.asked["status"].to_list() == ["permitted"]
    assert found.obstacles.height == 0
    assert found.obstacles.schema == pl.Schema(OBSTACLES)
