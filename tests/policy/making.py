"""Rule files of a few lines, and what loading them says."""

from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from pydantic import BaseModel

from threshold.policy import Policy, load_policy, rules_directory
from threshold.reading import BadInput, Problem, parse_yaml
from threshold.reading.validate import Model, validate

from ..semantics.conftest import write_pack
from ..soundness.making import problems as found_in

TODAY = date(2026, 8, 14)
# What every deadline says that has a limit.
SAID = "late: Done late, overdue: Not done"


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
        f"- {{id: {name}, carries: [{carries}], bears_on: [step_up], "
        f"block: [{{must: {{t.a: true}}, else: No}}]{more}}}\n"
    )


def requirements(*names: str) -> str:
    return "requirements:\n" + "".join(f"  {requirement(name)}" for name in names)


def definition(fact: str, when: str, hit: str = "exactly_one", value: str = "red", name: str = "D") -> str:
    return (
        f"- {{id: {name}, carries: [T-1], fact: {fact}, hit: {hit}, rows: [{{when: {when}, is: {value}}}]}}\n"
    )


LISTS = """
papers: {type: list, means: P, values: [{from: 2020-01-01, is: [form, plan], because: T-1}]}
paper: {type: text, means: P, values: [{from: 2020-01-01, is: letter, because: T-1}]}
people: {type: list, means: P, values: [{from: 2020-01-01, is: [SW, Team Manager], because: T-1}]}
boss: {type: role, means: P, values: [{from: 2020-01-01, is: SW, because: T-1}]}
nobody: {type: role, means: P, values: [{from: 2020-01-01, is: none, because: T-1}]}
wait: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 days, because: T-1}]}
hours: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 hours, because: T-1}]}
never: {type: duration, means: W, values: [{from: 2020-01-01, is: none, because: T-1}]}
level: {type: number, means: L, values: [{from: 2020-01-01, is: 2, because: T-1}]}
clock: {type: fact, means: F, values: [{from: 2020-01-01, is: t.day, because: T-1}]}
"""


def one(small, kind: str, text: str) -> Any:
    """The one rule of a kind that a few words of YAML make."""
    small.tiny(f"{kind}:\n  - {{{text}}}\n", LISTS)
    (rule,) = getattr(load(small).pack("tiny"), kind)
    return rule


def problem_of(small, kind: str, text: str) -> Problem:
    """The one thing that is wrong with a rule, which stands on the second line of its file."""
    small.tiny(f"{kind}:\n  - {{{text}}}\n", LISTS)
    return only(small)


def refused(small, kind: str, text: str) -> str:
    return problem_of(small, kind, text).message


def read(model: type[Model], text: str) -> Model:
    """An entry as its few words of YAML make it."""
    (node,) = parse_yaml(text, "f")
    return validate(model, node, "f")


def told(model: type[BaseModel], text: str) -> str:
    """The one thing that is wrong with an entry."""
    with pytest.raises(BadInput) as caught:
        read(model, text)
    (problem,) = caught.value.problems
    return problem.message


def findings_beside(folder: Path, text: str) -> list[Problem]:
    """What is found in a pack that stands beside the rules that come along, with their vocabulary."""
    place = Path(mkdtemp(dir=folder))
    write_pack(place / "tiny", text)
    path = place / "p.yaml"
    path.write_text(
        "policy: p\ntitle: P\npacks: [{pack: national, role: overlay}, {pack: tiny, role: lead}]\n"
    )
    told = found_in(load_policy(str(path)))
    return [problem for problem in told if str(rules_directory()) not in problem.file]
