"""Each value of a parameter is moved by one, shortened or exchanged, and no file but its own is touched."""

from pathlib import Path

from threshold.mutation.examples import Examples
from threshold.mutation.settings import changes_of_values
from threshold.mutation.trial import Trial
from threshold.reading import parse_yaml, plain

from ..semantics.conftest import Small
from .conftest import write

PARAMETERS = """\
limit:
  type: duration
  means: How long
  values:
    - {from: 2020-01-01, is: 3 days, because: T-1}
    - {from: 2026-01-01, is: none, because: T-1}
on:
  type: boolean
  means: Whether
  values: [{from: 2020-01-01, is: true, because: T-1}]
way:
  type: choice
  one_of: [post, hand]
  means: How
  values: [{from: 2020-01-01, is: post, because: T-1}]
who:
  type: role
  means: Who
  values: [{from: 2020-01-01, is: Manager, because: T-1}]
some:
  type: list
  means: Which
  values: [{from: 2020-01-01, is: [a, b], because: T-1}]
by_colour:
  type: table
  key: colour
  columns: {days: number}
  means: By colour
  values: [{from: 2020-01-01, is: {red: {days: 1}, green: {days: 4}}, because: T-1}]
"""


def test_every_kind_of_value_is_changed() -> None:
    (root,) = parse_yaml(PARAMETERS, "parameters.yaml")
    found = [*changes_of_values(root, "parameters.yaml", ("Manager", "Worker"))]
    assert [f"{each.rule}: {each.kind}: {each.what}" for each in found] == [
        "limit: number: 3 days → 4 days",
        "limit: number: 3 days → 2 days",
        "on: value: true → false",
        "way: value: post → hand",
        "who: value: Manager → Worker",
        "some: list: without a",
        "some: list: without b",
        "by_colour: taken out: row red",
        "by_colour: number: 1 → 2",
        "by_colour: number: 1 → 0",
        "by_colour: taken out: row green",
        "by_colour: number: 4 → 5",
        "by_colour: number: 4 → 3",
    ]
    assert (found[0].line, found[0].named) == (5, "from 2020-01-01 number: 3 days → 4 days")
    before = plain(root)
    after = [plain(each.applied(root)) for each in found]
    assert before not in after
    assert all(after.count(each) == 1 for each in after)


RULES = """\
deadlines:
  - id: L
    carries: [T-1]
    starts: {fact: t.day}
    within: $limit
    met_by: {event: seen}
    late: Done late
    overdue: Not done
"""
LIMIT = "limit: {type: duration, means: M, values: [{from: 2020-01-01, is: 3 days, because: T-1}]}\n"
DUE = "t: {day: 2026-08-14}\nexpect: {policy: p.yaml, deadlines: {L: {due: 2026-08-17}}}"


def test_an_example_notices_a_value_that_is_moved(small: Small) -> None:
    folder: Path = write(small, RULES, {"due.yaml": DUE}, LIMIT)
    trial = Trial(folder / "tiny", Examples([str(folder / "cases")]))
    fates = {each.what: trial.tried(each).fate for each in trial.changes if each.rule == "limit"}
    assert fates == {"3 days → 4 days": "noticed", "3 days → 2 days": "noticed"}
    (folder / "cases" / "due.yaml").write_text(
        (folder / "cases" / "due.yaml").read_text().replace("{due: 2026-08-17}", "{state: pending}")
    )
    trial = Trial(folder / "tiny", Examples([str(folder / "cases")]))
    assert {trial.tried(each).fate for each in trial.changes if each.rule == "limit"} == {"survived"}
