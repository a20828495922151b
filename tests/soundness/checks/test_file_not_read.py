"""A file in a pack's folder that nothing reads is found."""

from pathlib import Path

from threshold.policy import load_policy

from ..making import RULE, found, problems


def test_rules_beside_the_folder_of_rules(small):
    assert found(small, RULE) == []
    path = small.tiny(RULE).write()
    (path.parent / "tiny" / "more.yaml").write_text(RULE)
    (problem,) = problems(load_policy(str(path)))
    assert problem.message.startswith("this file is not read: ")
    assert problem.file.endswith("more.yaml")


def fails(small) -> Path:
    """A policy in which this is found."""
    path = small.tiny(RULE).write()
    (path.parent / "tiny" / "more.yaml").write_text(RULE)
    return path


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(RULE).write()
