"""A clause is carried or left out with a reason, or it is found."""

from pathlib import Path

from threshold.policy import load_policy

from ..making import RULE, problems


def test_a_clause_that_no_rule_carries_and_that_is_not_left_out(small):
    path = small.tiny(RULE).write()
    head = path.parent / "tiny" / "pack.yaml"
    head.write_text(head.read_text().replace("clauses: {T-1", "clauses: {T-2: another, T-1"))
    (problem,) = problems(load_policy(str(path)))
    message = "no rule carries this clause, and nothing says why it is left out (`left_out`)"
    assert (problem.message, problem.field) == (message, "T-2")


def fails(small) -> Path:
    """A policy in which this is found."""
    path = small.tiny(RULE).write()
    head = path.parent / "tiny" / "pack.yaml"
    head.write_text(head.read_text().replace("clauses: {T-1", "clauses: {T-2: another, T-1"))
    return path


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(RULE).write()
