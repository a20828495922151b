"""What of a rule reads otherwise, and whether it decides."""

from dataclasses import replace

from threshold.conditions import Test as Leaf
from threshold.policy import load_policy
from threshold.versions.meaning import differing, facts_read

POLICY = load_policy("step-up-step-down").at(load_policy("step-up-step-down").change_dates[-1])
RULE = next(rule for rule in POLICY.requirements if len(rule.parts) > 2)
ROUTE = next(route for route in POLICY.routes if len(route.steps) > 2)


def test_the_same_differs_in_nothing_nor_does_where_it_comes_from() -> None:
    assert differing(RULE, RULE) == ()
    assert differing(RULE, replace(RULE, head=replace(RULE.head, pack="x", parameters=("y",)))) == ()


def test_what_is_said_decides_nothing_and_what_must_be_so_does() -> None:
    first, *others = RULE.parts
    for part, decides in (
        (replace(first, says="other"), False),
        (replace(first, must=Leaf("caf.open", "known")), True),
    ):
        (found,) = differing(RULE, replace(RULE, parts=(part, *others)))
        assert (found.place[:2], found.decides) == (("parts", "1"), decides)


def test_a_part_that_is_gone_is_told_alone() -> None:
    (found,) = differing(RULE, replace(RULE, parts=RULE.parts[1:]))
    assert (found.before, found.after) == (RULE.parts[:1], ())


def test_steps_are_known_by_their_ids_and_their_order_is_told() -> None:
    first, second, *rest = ROUTE.steps
    (found,) = differing(ROUTE, replace(ROUTE, steps=(second, first, *rest)))
    assert (found.place, found.decides) == (("steps", "order"), True)
    (gone,) = differing(ROUTE, replace(ROUTE, steps=(second, *rest)))
    assert (gone.place, gone.before, gone.after) == (("steps", first.id), first, None)


def test_a_rule_reads_the_facts_of_its_conditions_and_its_clocks() -> None:
    deadline = POLICY.deadlines[0]
    assert {deadline.starts, deadline.met_by} - {""} <= {*facts_read(deadline)}
    assert {*facts_read(Leaf("caf.open", "known"))} == {"caf.open"}
