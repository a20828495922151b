"""Rules are checked against each other: ids, clauses, and limits that stand beside one another."""

import pytest

from threshold.policy import load_policy
from threshold.policy.resolve import looser_than_statute
from threshold.reading import BadInput

from .making import SAID, TODAY, load, only, problems, requirement, requirements


def test_two_rules_of_one_id(small):
    small.tiny(requirements("R", "R"))
    problem = only(small)
    assert "two rules have this id" in problem.message
    assert problem.field == "R"


def test_two_rules_of_one_id_in_two_packs(small):
    small.tiny(requirements("R")).pack("other", requirements("R").replace("T-1", "O-1"))
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: lead}]"
    problem = only(small)
    assert "two rules have this id (the other is in tiny)" in problem.message


def test_clauses_must_be_listed_and_listed_ones_carried(small):
    small.tiny("requirements:\n  " + requirement("R") + "  " + requirement("Q", carries="T-11"))
    problem = only(small)
    assert 'clause "T-11" is not listed in pack.yaml; did you mean "T-1"?' in problem.message
    assert problem.line == 3
    path = small.tiny(requirements("R")).write()
    listed = path.parent / "tiny" / "pack.yaml"
    listed.write_text(listed.read_text().replace("clauses: {T-1", "clauses: {T-2: another, T-1"))
    with pytest.raises(BadInput, match=r"T-2: is listed in pack\.yaml, but no rule carries it"):
        load_policy(str(path)).at(TODAY)


def test_every_problem_is_told_at_once(small):
    small.tiny(
        "requirements:\n  "
        + requirement("R").replace("t.a", "t.aa")
        + "  "
        + requirement("Q").replace("t.a: true", "t.n: many"),
    )
    assert [problem.line for problem in problems(small)] == [2, 3]


def beside(small, local: str, statute: str, starts: str = "t.day") -> tuple[str, ...]:
    """What is said of a local limit beside a statutory one as soon as the policy is loaded."""
    deadline = "deadlines:\n  - {id: %s, title: The visit, carries: [%s], starts: {fact: %s}, within: %s, "
    met = f"met_by: {{fact: visit.first}}, {SAID}%s}}\n"
    small.tiny(deadline % ("L", "T-1", starts, local) + met % ", beside: STATUTE", TABLE)
    small.pack("statute", deadline % ("STATUTE", "S-1", "t.day", statute) + met % "", TABLE)
    small.uses = "[{pack: safe, role: overlay}, {pack: statute, role: overlay}, {pack: tiny, role: lead}]"
    policy = load(small)
    assert policy.warnings == tuple(looser_than_statute(policy.packs))
    return policy.warnings


TABLE = """
limits:
  type: table
  key: t.colour
  columns: {within: duration}
  means: How long for each colour
  values: [{from: 2020-01-01, is: {red: {within: 2 days}}, because: T-1}]
"""
LOOKED_UP = "{table: $limits, row: {fact: t.colour}, column: within}"


@pytest.mark.parametrize(
    ("local", "statute", "looser"),
    [
        ("11 days", "10 days", True),
        ("10 days", "10 days", False),
        ("9 days", "10 days", False),
        ("0 days", "0 days", False),
        ("3 months", "2 months", True),
        # What counts in another unit falls on a different day each time.
        ("2 weeks", "10 days", False),
        ("11 working days", "10 days", False),
        ("none", "10 days", False),
        ("11 days", "none", False),
        (LOOKED_UP, "10 days", False),
        ("11 days", LOOKED_UP, False),
    ],
)
def test_only_a_local_limit_beyond_the_statutory_one_is_looser(small, local: str, statute: str, looser: bool):
    warnings = beside(small, local, statute)
    told = f"The visit: the local limit of {local} is looser than the statutory {statute} (STATUTE)"
    assert warnings == ((told,) if looser else ())


def test_limits_that_start_from_different_facts_are_not_compared(small):
    assert beside(small, "11 days", "10 days", "seen.first") == ()


def test_a_pack_is_read_with_its_part_its_source_and_its_tables(small):
    number = "n: {type: number, means: N, values: [{from: 2020-01-01, is: 3, because: T-1}]}\n"
    small.tiny(requirements("R", "Q"), TABLE + number)
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead, leads_on: [step_up]}]"
    pack = load(small).pack("tiny")
    assert (pack.title, pack.role, pack.leads_on) == ("tiny", "lead", ("step_up",))
    assert (pack.source.document, pack.source.publisher, pack.source.date) == ("tiny", "P", "2020-01")
    assert [rule.head.id for rule in pack.requirements] == ["R", "Q"]
    assert (set(pack.tables), set(pack.parameters)) == ({"limits"}, {"limits", "n"})


def test_a_problem_is_told_under_the_rule_that_it_is_in(small):
    small.tiny(requirements("R").replace("t.a", "t.aa"))
    assert only(small).field == "R"
    small.tiny(requirements("R").replace("t.a: true", "t.n: many"))
    assert only(small).field == "R: t.n"


def test_every_local_limit_is_looked_at_whatever_stands_before_it(small):
    deadline = "  - {id: %s, title: The visit, carries: [%s], starts: {fact: t.day}, within: %s, "
    met = f"met_by: {{fact: visit.first}}, {SAID}%s}}\n"
    local = "".join(
        deadline % (f"L{number}", "T-1", within) + met % ", beside: STATUTE"
        for number, within in enumerate(("none", "3 weeks", "9 days", "11 days"))
    )
    small.tiny("deadlines:\n" + deadline % ("ALONE", "T-1", "12 days") + met % "" + local)
    small.pack("statute", "deadlines:\n" + deadline % ("STATUTE", "S-1", "10 days") + met % "")
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: statute, role: overlay}]"
    (warning,) = load(small).warnings
    assert "the local limit of 11 days" in warning
