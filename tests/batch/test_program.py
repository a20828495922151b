"""Rules as steps over columns: every change of a fact is seen after it."""

from collections.abc import Iterable
from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.direction import every_proposal  # noqa: E402
from threshold.batch.program import Program  # noqa: E402
from threshold.batch.signals import CannotCompile, absent_name, doubt_name, truth_name  # noqa: E402
from threshold.batch.status import status_name  # noqa: E402
from threshold.policy import Policy  # noqa: E402
from threshold.policy.traced import traced  # noqa: E402

from ..policy.rules import conflict, definition, requirement  # noqa: E402
from .by_hand import AS_AT, statuses, together  # noqa: E402


def program(policy: Policy, columns: Iterable[str], as_at: date) -> Program:
    return Program(traced(policy, policy.requirements), set(columns), as_at, lambda: every_proposal(policy))


def compiled(small, *columns: str) -> Program:
    policy = small.engine().policy.at(AS_AT)
    return program(policy, columns, AS_AT)


def test_a_test_is_looked_at_again_once_a_conflict_has_put_its_fact_in_doubt(small):
    small.tiny(
        "requirements:\n"
        + requirement("R", "t.a: true")
        + requirement("OPERAND", "t.colour: {not: {fact: made.answer}}")
        + "definitions:\n"
        + definition("D", "made.answer", "t.a: true")
        + "conflicts:\n"
        + conflict("C", "t.a: true, t.b: true", "t.a")
    )
    cases = ["t: {a: true, b: true, colour: red}", "t: {a: true, b: false, colour: red}"]
    results = together(small, cases)
    assert statuses(results) == ["conflict", "met"]
    # Through the definition that reads it, too.
    assert statuses(results, "OPERAND") == ["conflict", "not_met"]


def test_a_test_is_looked_at_again_once_what_it_is_compared_with_is_in_doubt(small):
    small.tiny(
        "requirements:\n"
        + requirement("R", "t.day: {before: {fact: t.ahead}}")
        + "conflicts:\n"
        + conflict("C", "t.day: {before: {fact: t.ahead}}, t.a: true", "t.ahead")
    )
    cases = [f"t: {{day: 2026-08-01, ahead: 2026-09-01, a: {each}}}" for each in ("true", "false")]
    assert statuses(together(small, cases)) == ["conflict", "met"]


def test_a_conflict_that_does_not_hold_takes_no_doubt_away(small):
    small.tiny(
        "requirements:\n"
        + requirement("R", "t.day: {after: 2026-08-01}")
        + "conflicts:\n"
        + conflict("C", "t.a: true", "t.day")
    )
    # The day lies after the decision, which is a contradiction of its own.
    cases = [f"t: {{day: 2026-09-01, a: {each}}}" for each in ("true", "false")]
    assert statuses(together(small, [*cases, "t: {day: 2026-08-10, a: false}"])) == [
        "conflict",
        "conflict",
        "met",
    ]


def test_a_derived_fact_that_a_conflict_doubts_and_no_row_gives_is_a_conflict(small):
    row = "{when: {t.b: true}, is: red}"
    small.tiny(
        "requirements:\n"
        + requirement("R", "made.answer: red")
        + f"definitions:\n  - {{id: D, carries: [T-1], fact: made.answer, hit: exactly_one, rows: [{row}]}}\n"
        + "conflicts:\n"
        + conflict("C", "t.a: true", "made.answer")
    )
    assert statuses(together(small, ["t: {a: true, b: false}", "t: {a: false, b: false}"])) == [
        "conflict",
        "undetermined",
    ]


@pytest.mark.parametrize("fact", ["proposed.direction: step_up", "made.late: red"])
def test_a_test_that_was_looked_at_before_the_proposal_is_looked_at_again(small, fact: str):
    small.tiny(
        "requirements:\n"
        + requirement("R", fact)
        + requirement("OTHER", "t.b: true")
        + "definitions:\n"
        + definition("D", "made.late", "proposed.direction: step_up")
        + "conflicts:\n"
        + conflict("C", f"{fact}, t.a: true", "t.b")
    )
    results = together(
        small, [f"request: {{direction: {each}}}\nt: {{a: true, b: true}}" for each in ("step_up", "close")]
    )
    assert statuses(results) == ["met", "not_met"]


def test_any_of_several_conflicts_puts_a_fact_in_doubt(small):
    small.tiny(
        "requirements:\n"
        + requirement("R", "t.c: true")
        + "conflicts:\n"
        + conflict("C", "t.a: true", "t.c")
        + conflict("E", "t.b: true", "t.c")
    )
    cases = [
        f"t: {{a: {a}, b: {b}, c: true}}"
        for a, b in (("true", "false"), ("false", "true"), ("false", "false"))
    ]
    assert statuses(together(small, cases)) == ["conflict", "conflict", "met"]
    # What is not known does nothing.
    assert statuses(together(small, ["t: {c: true}"])) == ["met"]


def test_what_is_known_not_to_have_happened_is_put_in_doubt_as_well(small):
    small.tiny(
        "requirements:\n"
        + requirement("R", "visit.first: {recorded: true}")
        + "conflicts:\n"
        + conflict("C", "t.a: true", "visit.first")
    )
    assert statuses(together(small, ["t: {a: true}", "t: {a: false}"], {"visit": AS_AT})) == [
        "conflict",
        "not_met",
    ]


def test_protection_stands_whatever_contradicts_it(small):
    small.tiny(
        "requirements:\n"
        + requirement("R", "child_protection.concern: true")
        + "conflicts:\n"
        + conflict("C", "t.a: true", "child_protection.concern")
    )
    # Nor is what nobody has said of it in doubt.
    cases = ["t: {a: true}\nchild_protection: {concern: true}", "t: {a: true}"]
    assert statuses(together(small, cases)) == ["met", "undetermined"]


def test_a_conflict_that_reads_a_derived_fact_leaves_definitions_as_they_were(small):
    small.tiny(
        "requirements:\n"
        + requirement("R", "t.a: true")
        + requirement("ANSWER", "made.answer: red")
        + requirement("OTHER", "made.other: red")
        + "definitions:\n"
        + definition("D", "made.answer", "t.a: true")
        + definition("E", "made.other", "t.b: true")
        + "conflicts:\n"
        + conflict("C", "made.answer: red", "t.a, made.other")
    )
    results = together(small, ["t: {a: true, b: true}", "t: {a: false, b: true}"])
    assert statuses(results) == ["conflict", "not_met"]
    assert statuses(results, "ANSWER") == ["met", "not_met"]
    assert statuses(results, "OTHER") == ["conflict", "met"]


def test_what_reads_the_proposal_is_worked_out_after_it(small):
    small.tiny(
        "requirements:\n"
        + requirement("R", "made.late: red")
        + "definitions:\n"
        + definition("D", "made.late", "proposed.direction: step_up")
    )
    cases = [f"request: {{direction: {each}}}" for each in ("step_up", "step_down")]
    assert statuses(together(small, [*cases, ""])) == ["met", "not_met", "undetermined"]


def test_a_clash_of_rows_is_a_conflict(small):
    rows = "[{when: {t.a: true}, is: red}, {when: {t.b: true}, is: amber}]"
    small.tiny(
        "requirements:\n"
        + requirement("R", "made.answer: red")
        + f"definitions:\n  - {{id: D, carries: [T-1], fact: made.answer, hit: exactly_one, rows: {rows}}}\n"
    )
    assert statuses(together(small, ["t: {a: true, b: true}", "t: {a: true, b: false}"])) == [
        "conflict",
        "met",
    ]


def test_the_same_test_of_two_rules_is_one_column(small):
    small.tiny(
        "requirements:\n" + requirement("R", "t.a: true") + requirement("S", "t.a: true", applies="t.b: true")
    )
    frame = compiled(small, "t.a", "t.b").run(pl.DataFrame({"t.a": [True, None], "t.b": [True, False]}))
    assert [name for name in frame.columns if name.startswith("test ")] == ["test 0", "test 1"]
    assert frame[truth_name("S:satisfied")].to_list() == [True, None]
    assert frame[status_name(rule(small, "S"))].to_list() == ["met", "not_applicable"]


def rule(small, name: str):
    return next(each for each in small.engine().policy.at(AS_AT).requirements if each.head.id == name)


def test_a_doubt_that_comes_with_the_facts_makes_a_conflict(small):
    small.tiny("requirements:\n" + requirement("R", "t.a: true") + requirement("S", "t.b: true"))
    program = compiled(small, "t.a", "t.b", doubt_name("t.a"))
    frame = pl.DataFrame(
        {"t.a": [None, None, True], "t.b": [None, None, None], doubt_name("t.a"): [True, False, False]},
        {"t.a": pl.Boolean, "t.b": pl.Boolean, doubt_name("t.a"): pl.Boolean},
    )
    for _ in range(2):  # the steps that tell conflicts apart are kept
        told = program.run(frame)
        assert told[status_name(rule(small, "R"))].to_list() == ["conflict", "undetermined", "met"]
        assert told[status_name(rule(small, "S"))].to_list() == ["undetermined"] * 3


def test_a_fact_without_a_column_is_unknown_of_everybody(small):
    small.tiny("requirements:\n" + requirement("R", "t.a: true", applies="visit.first: {recorded: true}"))
    frame = pl.DataFrame({"child": [1], absent_name("visit.first"): [True]})
    assert compiled(small, *frame.columns).run(frame)[truth_name("R:applies")].to_list() == [False]
    assert compiled(small, "child").run(frame)[truth_name("R:applies")].to_list() == [None]
    assert compiled(small, "child").run(frame)[truth_name("R:satisfied")].to_list() == [None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "requirements:\n"
            + requirement(
                "R", "t.moment: {after: 2026-01-01}", applies="t.scale: {includes: {fact: t.scale}}"
            ),
            "R",
        ),
        (
            "requirements:\n"
            + requirement("R", "made.answer: red")
            + "definitions:\n"
            + definition("D", "made.answer", "t.scale: {includes: {fact: t.scale}}"),
            "D",
        ),
    ],
)
def test_the_rule_that_no_column_can_take_is_named(small, text: str, name: str):
    small.tiny(text)
    with pytest.raises(CannotCompile, match="ratings") as refused:
        compiled(small, "t.scale")
    assert refused.value.rule == name


def test_today_is_the_day_that_it_was_compiled_for(small):
    small.tiny("requirements:\n" + requirement("R", "t.day: {within_last: 1 days}"))
    policy = small.engine().policy.at(AS_AT)
    frame = pl.DataFrame({"t.day": [date(2026, 8, 13), date(2026, 8, 14), date(2026, 8, 15)]})
    for as_at, wanted in ((AS_AT, ["met", "met", "not_met"]), (date(2026, 8, 15), ["not_met", "met", "met"])):
        assert (
            program(policy, frame.columns, as_at).run(frame)[status_name(policy.requirements[0])].to_list()
            == wanted
        )
