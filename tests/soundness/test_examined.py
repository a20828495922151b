"""A pack under examination: at the line of its file, and in every policy in which it is held."""

from pathlib import Path

from threshold.policy import load_policy
from threshold.policy.written import WrittenPolicy
from threshold.soundness.examined import Examined, every_policy

from ..policy.making import TODAY, requirements

TWO = "{pack: tiny, role: lead}, {pack: other, role: compare}"


def examined(small, name: str) -> Examined:
    files = load_policy(str(small.write()))
    written = WrittenPolicy(files.path, files.rules, files.vocabulary)
    return Examined(written.packs[name], tuple(every_policy([files.at(TODAY)])))


def test_what_is_found_is_told_at_the_line_of_its_rule_or_of_a_part_of_it(small):
    found = examined(small.tiny(requirements("R", "S")), "tiny")
    problem = found.problem("Words", "S")
    assert (problem.message, problem.field, problem.line) == ("Words", "S", 3)
    assert (Path(problem.file).name, problem.column) == ("all.yaml", 5)
    (group,) = found.held.groups
    assert found.problem("Words", "S", group.node).line == 1


def test_a_pack_is_looked_at_in_each_policy_that_holds_it(small):
    small.tiny(requirements("R")).pack("other", requirements("O").replace("T-1", "O-1"))
    small.uses = f"[{{pack: safe, role: overlay}}, {TWO}]"
    # A pack that is compared stands in a policy of its own, under the same overlay.
    for name, rules in (("tiny", [["R"]]), ("other", [["O"]])):
        resolved = examined(small, name).resolved
        assert {pack.name for _, pack in resolved} == {name}
        assert [[rule.head.id for rule in pack.requirements] for _, pack in resolved] == rules, name
    assert len(examined(small, "safe").resolved) == 2
