"""S94 to S98 and S153 of docs/semantics.md: words that hold values, departures, tensions; the first line."""

from pathlib import Path

import pytest

from ..conftest import required, rules_folder

LIMIT = """
limit:
  type: duration
  means: How long
  values: [{from: 2020-01-01, is: 3 months, because: T-1}, {from: 2026-01-01, is: 4 months, because: T-1}]
"""
SPEAKS = """
requirements:
  - id: R
    title: "{limit} at least"
    carries: [T-1]
    tensions: [T01]
    bears_on: [step_up]
    block: [{must: {t.day: {at_least_ago: $limit}}, else: "Wait {limit}"}]
  - {id: Q, carries: [T-1], bears_on: [step_up], block: [{must: {t.a: true}, else: No}]}
deadlines:
  - id: L
    title: Within {limit}
    carries: [T-1]
    starts: {fact: t.day}
    within: $limit
    met_by: {fact: visit.first}
    late: Later than {limit}
    overdue: Not done in {limit}
routes:
  - {id: W, carries: [T-1], steps: [{S: Meet, says: "after {limit}"}, {S2: Write}]}
"""
CASE = "request: {direction: step_up}\nchild_protection: {concern: false}\n"
SOON = CASE + "t: {day: 2026-08-01, a: true}"
OPEN = """
T01:
  open: Nobody says
  readings:
    tiny:
      - when: {limit: [3 months, 6 weeks]}
        says: It is short here
      - when: {limit: {unit: months}}
        says: It is {limit} here
      - says: It is something else here
"""


def said(decision) -> tuple[str, ...]:
    check = next(check for check in decision.checks if check.rule == "R")
    return check.title, check.says


@pytest.mark.parametrize(
    ("as_at", "policy", "trial", "words"),
    [
        ("2025-08-14", "", (), "3 months"),
        ("2026-08-14", "", (), "4 months"),
        ("2026-08-14", "set: {tiny.limit: {is: 5 weeks, because: local}}\n", (), "5 weeks"),
        ("2026-08-14", "", ("tiny.limit=1 years",), "1 year"),
    ],
)
def test_s94_words_hold_the_values_in_force(small, as_at, policy, trial, words):
    small.tiny(SPEAKS, LIMIT)
    small.policy, small.trial = policy, trial
    decision = small.decide(f"as_at: {as_at}\n" + SOON.replace("2026-08", as_at[:7]))
    assert said(decision) == (f"{words} at least", f"Wait {words}")
    assert (decision.deadlines[0].title, decision.route[0].says) == (f"Within {words}", f"after {words}")


def test_s94_nothing_at_all_is_said_as_such(small):
    small.tiny(SPEAKS.replace("at_least_ago: $limit", "known: false"), LIMIT)
    small.trial = ("tiny.limit=none",)
    assert said(small.decide(SOON)) == ("None at least", "Wait none")


@pytest.mark.parametrize(
    ("policy", "trial", "departs"),
    [
        ("", (), ()),
        (
            "set: {tiny.limit: {is: 3 months, because: local}}\n",
            (),
            (("tiny.limit", "3 months", "4 months"),),
        ),
        # The same value, by whomever it is set, departs from nothing.
        ("set: {tiny.limit: {is: 4 months, because: local}}\n", (), ()),
        ("set: {tiny.limit: {is: 3 months, because: local}}\n", ("tiny.limit=4 months",), ()),
        ("", ("tiny.limit=none",), (("tiny.limit", "none", "4 months"),)),
    ],
)
def test_s95_where_a_policy_departs_from_the_document_each_line_says_so(small, policy, trial, departs):
    small.tiny(SPEAKS.replace("at_least_ago: $limit", "known: false"), LIMIT)
    small.policy, small.trial = policy, trial
    decision = small.decide(SOON)
    lines = {check.rule: check for check in required(decision)}
    lines |= {row.rule: row for row in decision.deadlines} | {step.id: step for step in decision.route}
    found = {
        name: tuple((each.parameter, each.value, each.document) for each in line.departs)
        for name, line in lines.items()
    }
    assert found == {"R": departs, "Q": (), "L": departs, "S": departs, "S2": ()}


def test_s96_both_sides_of_a_comparison_are_told(small):
    small.tiny(
        """
        requirements:
          - id: R
            carries: [T-1]
            bears_on: [step_up]
            block:
              - must: {t.day: {on_or_before: {fact: t.ahead, plus: 2 days}}, t.n: {at_least: 1}}
                else: No
        """
    )
    check = small.check(CASE + "t: {day: 2026-08-09, ahead: 2026-08-01, n: 5}")
    (told,) = check.compared
    assert (told.fact, told.value, told.test, told.holds) == ("t.day", "2026-08-09", "on or before", False)
    assert (told.other, told.plus, told.against) == ("t.ahead", "2 days", "2026-08-03")
    papers = SPEAKS.replace("must: {t.day: {at_least_ago: $limit}}", "papers: [form, plan, letter]")
    (told,) = small.tiny(papers, LIMIT).check(SOON + "\ndocuments: {attached: [plan]}").compared
    assert (told.fact, told.value, told.test, told.against) == (
        "documents.attached",
        "plan",
        "includes all",
        "form, letter",
    )


def test_s96_what_is_compared_with_a_value_has_no_other_side(small):
    small.tiny(
        """
        requirements:
          - id: R
            carries: [T-1]
            bears_on: [step_up]
            block: [{must: {t.day: {on_or_before: {fact: t.ahead}}, t.n: {at_least: 1}}, else: No}]
        """
    )
    assert small.check(CASE + "t: {day: 2026-08-01, ahead: 2026-08-01, n: 0}").compared == ()
    assert small.check(CASE + "t: {day: 2026-08-01, ahead: 2026-08-01, n: 1}").compared == ()


@pytest.fixture
def tense(small, tmp_path: Path):
    """The small policy, with a tension that can be read in several ways."""
    rules_folder(tmp_path)
    (tmp_path / "tensions.yaml").write_text(OPEN)
    small.rules = tmp_path
    return small.tiny(SPEAKS, LIMIT)


@pytest.mark.parametrize(
    ("trial", "reading"),
    [
        ("", "It is 4 months here"),
        ("3 months", "It is short here"),
        ("6 weeks", "It is short here"),
        ("7 weeks", "It is something else here"),
        ("2 months", "It is 2 months here"),
    ],
)
def test_s97_a_tension_is_read_by_the_values_in_force(tense, trial, reading):
    tense.trial = (f"tiny.limit={trial}",) if trial else ()
    (note,) = [note for note in tense.decide(SOON).notes if note.tension]
    assert (note.tension, note.text, note.rule) == ("T01", f"Nobody says. {reading}", "R")


def test_s97_each_pack_has_its_own_reading(tense):
    other = (
        SPEAKS.replace("T-1", "O-1")
        .replace("id: ", "id: O")
        .replace("{S: ", "{OS: ")
        .replace("{S2: ", "{OS2: ")
    )
    tense.pack("other", other, LIMIT.replace("T-1", "O-1"))
    tense.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: lead}]"
    told = [(note.rule, note.text) for note in tense.decide(SOON).notes if note.tension]
    assert told == [("R", "Nobody says. It is 4 months here"), ("OR", "Nobody says")]


def test_s98_a_tension_is_told_once_beside_the_first_line_that_it_touches(tense):
    tense.tiny(SPEAKS.replace("{id: Q, carries: [T-1],", "{id: Q, carries: [T-1], tensions: [T01],"), LIMIT)
    # What refuses stands nearer to the answer than what is in order.
    late = CASE + "t: {day: 2026-01-01, a: false}"
    for case, rule in ((SOON, "R"), (late, "Q")):
        assert [note.rule for note in tense.decide(case).notes if note.tension] == [rule]
    # A rule that has nothing to say here brings none.
    elsewhere = SOON.replace("step_up", "close")
    assert [note.rule for note in tense.decide(elsewhere).notes if note.tension] == []


FIRST_LINE = """
deadlines:
  - {id: L, title: The visit, carries: [T-1], bears_on: [compliance], starts: {fact: t.day}, within: 5 days,
     met_by: {fact: visit.first}, late: Late, overdue: Not visited, do: Visit the child, by: SW}
requirements:
  - {id: R, title: The thing, carries: [T-1], bears_on: [compliance],
     warn: [{must: {t.b: true}, else: The thing is not done}]}
"""
COVERED = "covers: {visit: 2026-08-14}\n"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            "t: {day: 2026-08-01, b: true}",
            "The visit: overdue by 8 days, due 6 August 2026. SW: Visit the child",
        ),
        (
            "t: {day: 2026-08-01, b: false}",
            "The visit: overdue by 8 days, due 6 August 2026. SW: Visit the child",
        ),
        ("t: {day: 2026-08-12, b: false}", "The thing is not done"),
        ("t: {day: 2026-08-12, b: true}", "Next date: The visit, due 17 August 2026"),
    ],
)
def test_s153_without_a_request_the_first_line_says_what_matters_most(small, facts: str, expected: str):
    calm = "child_protection: {concern: false, harm_suspected: false, immediate_danger: false}\n"
    decision = small.tiny(FIRST_LINE).decide(COVERED + calm + facts)
    assert decision.recommendation.headline.startswith(expected)
