"""What something reads: facts, somebody in a rule, tensions."""

from threshold.policy import load_policy
from threshold.soundness.use import everybody, facts_read, tensions_named

from ..policy.making import TODAY
from .making import ROUTE, RULE


def test_what_conditions_read_and_who_is_chosen_by_a_fact(small):
    route = ROUTE.replace("R\n", "W\n", 1).replace(
        "says: Words", "to: {fact: t.colour, red: Team Red, green: G}"
    )
    files = load_policy(str(small.tiny(RULE + route).write()))
    policy = files.at(TODAY)
    read = facts_read(policy)
    assert {"t.a", "t.colour", "need.level"} <= read
    assert "t.n" not in read
    (requirement,) = policy.pack("tiny").requirements
    assert [who.name for who in everybody(requirement)] == ["Anyone"]
    assert tensions_named(files.written.packs["tiny"]) == set()


def test_a_scope_names_tensions_too(small):
    held = load_policy(str(small.tiny("scope: {tensions: [T-0]}\n" + RULE).write())).written.packs["tiny"]
    assert tensions_named(held) == {"T-0"}
