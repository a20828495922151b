"""Local limits that can end later than the law's are found, unless the policy says that it knows."""

from pathlib import Path

from threshold.policy import load_policy
from threshold.soundness import Unexamined, examine

from ...policy.making import SAID, TODAY
from ..making import problems

DEADLINE = (
    "deadlines:\n  - {{id: {name}, title: The visit, carries: [{clause}], "
    "starts: {{fact: {starts}}}, within: {within}, met_by: {{fact: visit.first}}, {said}{beside}}}\n"
)


def written(small, within: str, policy: str = "", starts: str = "t.day") -> Path:
    local = {"name": "L", "clause": "T-1", "starts": starts, "said": SAID, "beside": ", beside: LAW"}
    law = {"name": "LAW", "clause": "S-1", "starts": "t.day", "said": SAID, "beside": ""}
    small.tiny(DEADLINE.format(within=within, **local))
    small.pack("statute", DEADLINE.format(within="45 working days", **law))
    overlays = "{pack: safe, role: overlay}, {pack: statute, role: overlay}"
    small.uses = f"[{overlays}, {{pack: tiny, role: lead}}]"
    small.policy = policy
    return small.write()


def told(path: Path) -> list[str]:
    return [each.message for each in problems(load_policy(str(path))) if each.field in ("L", "looser.L")]


def test_a_limit_that_is_looser_in_days_and_in_other_units(small):
    for within in ("50 working days", "90 days", "9 months", "9 weeks"):
        (message,) = told(written(small, within))
        assert f"the local limit of {within} is looser than the statutory 45 working days" in message
    assert told(written(small, "8 weeks")) == []


def test_what_the_policy_says_that_it_knows(small):
    path = written(small, "9 months", "looser: {L: The document was made before the law}\n")
    assert told(path) == []
    (warning,) = load_policy(str(path)).at(TODAY).warnings
    assert warning.endswith("; known, because: The document was made before the law")


def test_what_is_said_to_be_looser_and_is_not(small):
    (message,) = told(written(small, "8 weeks", "looser: {L: The document is older}\n"))
    assert message.startswith("is not looser than the statute on any day")


def test_two_that_start_from_different_facts_are_not_examined(small):
    found = examine(load_policy(str(written(small, "9 months", starts="visit.latest"))))
    assert [
        each.what for each in found if isinstance(each, Unexamined) and each.code.startswith("looser")
    ] == ["L and the statutory LAW"]


def fails(small) -> Path:
    """A policy in which this is found."""
    return written(small, "9 months")


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return written(small, "8 weeks")
