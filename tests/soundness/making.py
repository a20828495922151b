"""A rule of every kind, in which nothing is to be found, and what is found once a test has changed it."""

from threshold.policy import PolicyFiles, load_policy
from threshold.reading import Problem
from threshold.soundness import findings
from threshold.soundness.finding import Finding
from threshold.soundness.witness.search import Finder

LIMIT = """
limit:
  type: duration
  means: How long it may take
  values: [{from: 2020-01-01, is: 3 days, because: T-1}]
"""
RULE = """
requirements:
  - id: R
    carries: [T-1]
    title: A title
    bears_on: [step_up]
    warn:
      - must: {t.a: true}
        else: Words
        unknown: Words
        do: Act
        by: Anyone
"""
DEADLINE = """
deadlines:
  - id: R
    carries: [T-1]
    title: A title
    starts: {fact: t.day}
    within: $limit
    met_by: {fact: visit.first}
    late: Words
    overdue: Words
"""
ROUTE = """
routes:
  - id: R
    carries: [T-1]
    when: {t.a: true}
    steps:
      - R-1: Act
        says: Words
"""
CONFLICT = """
conflicts:
  - {id: R, carries: [T-1], why: Words, when: {all: [{t.a: true}, {t.b: false}]}}
"""
DEFINITION = """
definitions:
  - id: R
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows:
      - when: {t.a: true}
        is: red
        because: Words
        do: Act
        by: Anyone
"""


# What conditions come to together has tests of its own, in which these are found.
OF_LOGIC = (
    "always-holds",
    "bears-on-at-odds",
    "contradictory-rules",
    "duplicate-rule",
    "exactly-one-gap",
    "exactly-one-overlap",
    "masked-rule",
    "never-holds",
)


def problems(files: PolicyFiles) -> list[Problem]:
    """What every check finds in a policy, but for those of what conditions come to."""
    return [finding.problem for finding in findings(files) if finding.code not in OF_LOGIC]


def told(small, code: str, rules: str, parameters: str = "") -> list[Finding]:
    """What one check finds."""
    files = load_policy(str(small.tiny(rules, parameters).write()))
    return [finding for finding in findings(files) if finding.code == code]


def proved(small, code: str, rules: str) -> Finding:
    """The one thing that a check finds, and that a case shows."""
    files = load_policy(str(small.tiny(rules).write()))
    (finding,) = (each for each in findings(files) if each.code == code)
    assert finding.shown is not None
    assert Finder().case(finding.shown) is not None
    return finding


def found(small, rules: str, parameters: str = "") -> list[Problem]:
    return problems(load_policy(str(small.tiny(rules, parameters).write())))


# A level of need that a child in danger can fall below, which a case shows.
LEVELS = """
definitions:
  - id: D
    carries: [T-1]
    fact: need.level
    hit: most_serious
    rows:
      - {when: {t.a: true}, is: 2}
"""
