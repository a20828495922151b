"""Rule files of a few lines, and what loading them says."""

from datetime import date

import pytest

from threshold.policy import Policy, load_policy
from threshold.reading import BadInput, Problem

TODAY = date(2026, 8, 14)


def load(small) -> Policy:
    return load_policy(str(small.write())).at(TODAY, small.trial)


def problems(small) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        load(small)
    return caught.value.problems


def only(small) -> Problem:
    (problem,) = problems(small)
    return problem


def requirement(name: str, more: str = "", carries: str = "T-1") -> str:
    return (
        f"- {{id: {name}, carries: [{carries}], bears_on: [step_up], block: [{{must: {{t.a: true}}, else: No}}]{more}}}\n"
    )


def requirements(*names: str) -> str:
    return "requirements:\n" + "".join(f"  {requirement(name)}" for name in names)


def definition(fact: str, when: str, hit: str = "exactly_one", value: str = "red", name: str = "D") -> str:
    return (
        f"- {{id: {name}, carries: [T-1], fact: {fact}, hit: {hit}, rows: [{{when: {when}, is: {value}}}]}}\n"
    )
