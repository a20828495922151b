"""Each kind of rule told as a tree: how it came out, and what that rests on."""

from threshold.why.rules import rules_by_id, told

from .cases import REFUSED, TOO_SOON, example, trees


def of(name: str, rule: str):  # type: ignore[no-untyped-def]
    made = trees(example(name))
    return told(rules_by_id(made)[rule], made)


def test_a_requirement_that_is_not_met() -> None:
    rule = of(TOO_SOON, "RBC-5.1-court")
    assert (rule.kind, rule.outcome, rule.effect, rule.decides) == ("requirement", "not met", "block", True)
    assert [section.branch.truth for section in rule.sections] == [False, True]
    assert rule.clauses == ("RBC-5.1",)


def test_every_rule_of_every_kind_can_be_told() -> None:
    made = trees(example(REFUSED))
    every = [told(rule, made) for rule in rules_by_id(made).values()]
    kinds = {"requirement", "ground", "definition", "deadline", "route", "contradiction", "protection"}
    assert kinds <= {rule.kind for rule in every}
    assert all(rule.outcome and rule.title for rule in every)


def test_a_deadline_shows_its_days() -> None:
    made = trees(example("step-up-step-down/after-cp-earlier-referral"))
    deadlines = [told(rule, made) for rule in made.findings.policy.deadlines]
    dated = [rule for rule in deadlines if any("so due on" in line for line in rule.lines)]
    assert dated
    assert all(rule.lines[0].startswith("starts with ") for rule in deadlines)
