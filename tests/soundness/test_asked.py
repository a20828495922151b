"""What may be asked for: a requirement that may hold up what goes up, and names in short."""

from threshold.policy import load_policy
from threshold.soundness.asked import may_hold_up, named, possible

from ..policy.making import TODAY, requirement


def test_names_beyond_three_are_counted():
    assert named(["a"]) == "a"
    assert named(["a", "b", "c"]) == "a, b and c"
    assert named(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_what_holds_up_a_request_that_goes_up(small):
    rules = requirement("R") + requirement("S").replace("step_up", "step_down")
    rules += requirement("T").replace("block", "warn")
    policy = load_policy(str(small.tiny("requirements:\n" + indented(rules)).write())).at(TODAY)
    held = {rule.head.id: may_hold_up(rule, policy) for rule in policy.pack("tiny").requirements}
    assert held == {"R": True, "S": False, "T": False}
    (first, *_) = policy.pack("tiny").requirements
    assert possible(first.satisfied, policy)


def indented(rules: str) -> str:
    return "".join(f"  {line}\n" for line in rules.splitlines())
