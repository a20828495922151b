"""S45 to S49, S86 to S90, S152 and S154 of docs/semantics.md: how a requirement comes out, what it does."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from threshold.casefiles import read_cases
from threshold.engine import Engine
from threshold.policy import load_policy

from ..conftest import GROUND, required

RULE = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [%s]
    applies: {t.a: true}
    %s: [{must: {t.b: true}, else: Do this first}]
"""
OUTCOMES = {True: ("met", "not_met", "undetermined"), None: ("met", "undetermined", "undetermined")}


@pytest.mark.parametrize("applies", [True, False, None])
@pytest.mark.parametrize("satisfied", [True, False, None])
def test_s45_how_a_requirement_comes_out(small, applies, satisfied):
    told = [("a", applies), ("b", satisfied)]
    facts = [f"{name}: {str(value).lower()}" for name, value in told if value is not None]
    column = (True, False, None).index(satisfied)
    expected = "not_applicable" if applies is False else OUTCOMES[applies][column]
    case = f"t: {{{', '.join(facts)}}}"
    assert small.tiny(RULE % ("compliance", "note")).check(case).status == expected


def test_s46_papers(small):
    small.tiny("""
    requirements:
      - id: R
        carries: [T-1]
        bears_on: [step_up]
        block: [{papers: [form, plan], else: Attach both}]
    """)
    asked = "request: {direction: step_up}\nchild_protection: {concern: false}\n"

    def told(case: str) -> tuple[str, list[str]]:
        decision = small.decide(asked + case)
        (check,) = required(decision)
        return check.status, [paper.state for paper in decision.documents]

    assert told("documents: {attached: [plan, form, letter]}") == ("met", ["attached", "attached"])
    assert told("documents: {attached: [form]}") == ("not_met", ["attached", "absent"])
    assert told("documents: {attached: []}") == ("not_met", ["absent", "absent"])
    assert told("") == ("undetermined", ["unknown", "unknown"])


WAITS = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_down]
    block:
      - {must: {t.day: {at_least_ago: 3 months}}, else: Wait}
      - {must: {seen.first: {at_least_ago: 2 weeks}}, else: Wait longer}
"""
DOWN = "request: {direction: step_down}\nchild_protection: {concern: false}\nsupport: {in_place: high}\n"


def test_s47_the_earliest_date(small):
    small.tiny(WAITS)
    seen = "timeline: [{on: 2026-08-10, event: seen}]\n"
    assert small.check(DOWN + seen + "t: {day: 2026-05-31}").until == "2026-08-31"
    assert small.check(DOWN + seen + "t: {day: 2026-05-14}").until == "2026-08-24"
    # Somebody has to say when the child was seen: more than time is wanting.
    assert small.check(DOWN + "t: {day: 2026-05-31}").until is None


@pytest.mark.parametrize(
    ("bears_on", "effect", "role", "decides"),
    [
        ("step_down", "block", "lead", True),
        ("step_down", "condition", "overlay", True),
        ("step_up", "block", "lead", False),
        ("step_down", "warn", "lead", False),
    ],
)
def test_s48_what_bears_on_a_decision(small, bears_on, effect, role, decides):
    small.tiny(RULE % (bears_on, effect))
    small.uses = f"[{{pack: safe, role: overlay}}, {{pack: tiny, role: {role}}}]"
    case = DOWN + "t: {a: true, b: false}"
    assert small.check(case).status == "not_met"
    assert small.check(case).decides is decides
    assert (small.decide(case).status != "permitted") is decides


@pytest.mark.parametrize("effect", ["warn", "note"])
def test_s49_warn_and_note(small, effect):
    small.tiny(
        RULE % ("step_down", effect)
        + """
deadlines:
  - id: L
    carries: [T-1]
    starts: {fact: t.day}
    within: 7 days
    met_by: {fact: visit.first}
    late: Done late
    overdue: Not done
"""
    )
    case = """
    request: {direction: step_down}
    child_protection: {concern: false}
    support: {in_place: high}
    t: {a: true, b: false, day: 2026-01-01}
    covers: {visit: 2026-08-14}
    """
    decision = small.decide(case)
    assert decision.deadlines[0].state == "overdue"
    assert [check.status for check in required(decision)] == ["not_met"]
    assert (decision.status, decision.recommendation.direction) == ("permitted", "step_down")


PARTS = """
requirements:
  - id: R
    title: The whole
    carries: [T-1]
    bears_on: [step_up]
%s    condition:
      - {must: {t.a: true}, else: A is not so, do: See to A, by: SW}
      - {must: {t.b: true}, else: B is not so, unknown: Nobody knows B}
      - {must: {t.c: true}, else: C is not so}
"""
UP = "request: {direction: step_up}\nchild_protection: {concern: false}\n"


@pytest.mark.parametrize("a", [True, False, None])
@pytest.mark.parametrize("b", [True, False, None])
def test_s86_parts(small, a, b):
    told = ", ".join(
        f"{name}: {str(each).lower()}" for name, each in (("a", a), ("b", b)) if each is not None
    )
    check = small.tiny(PARTS % "").check(f"{UP}t: {{c: true{', ' if told else ''}{told}}}")
    expected = "not_met" if False in (a, b) else "undetermined" if None in (a, b) else "met"
    assert check.status == expected


@pytest.mark.parametrize(
    ("t", "status", "part", "says", "actions"),
    [
        ("{a: false, b: false, c: true}", "not_met", 1, "A is not so", ["See to A"]),
        ("{a: true, b: false, c: false}", "not_met", 2, "B is not so", []),
        ("{c: false}", "not_met", 3, "C is not so", []),
        ("{a: true, b: true, c: true}", "met", None, "", []),
        ("{}", "undetermined", 1, "A?", ["Find out: A?"]),
        ("{a: true}", "undetermined", 2, "Nobody knows B", ["Find out: B?"]),
        ("{a: true, b: true}", "undetermined", 3, "C?", ["Find out: C?"]),
    ],
)
def test_s87_the_part_that_speaks(small, t, status, part, says, actions):
    decision = small.tiny(PARTS % "").decide(f"{UP}t: {t}")
    (check,) = required(decision)
    assert (check.status, check.part, check.says or check.question) == (status, part, says)
    assert [action.do for action in decision.actions] == actions


@pytest.mark.parametrize("excepted", [True, False, None])
@pytest.mark.parametrize("part", [True, False, None])
def test_s88_unless(small, excepted, part):
    small.tiny(PARTS % "    unless: {t.n: 1}\n")
    n = {True: ", n: 1", False: ", n: 2", None: ""}[excepted]
    a = "" if part is None else f", a: {str(part).lower()}"
    check = small.check(f"{UP}t: {{b: true, c: true{n}{a}}}")
    expected = {True: "met", None: "undetermined"}.get(
        True if True in (excepted, part) else None if None in (excepted, part) else False, "not_met"
    )
    assert check.status == expected
    # With a part that has failed, only the exception can still save it, and its question is the one asked.
    if part is False and excepted is None:
        assert (check.part, check.question, check.missing) == (None, "How many?", ("t.n",))


def test_s88_an_exception_is_not_a_matter_of_whether_it_applies(small):
    small.tiny(PARTS % "    applies: {t.n: 1}\n")
    assert small.check(f"{UP}t: {{a: false}}").status == "undetermined"
    assert small.check(f"{UP}t: {{n: 2}}").status == "not_applicable"


TWO = (
    WAITS
    + """
  - id: Q
    carries: [T-1]
    bears_on: [step_down]
    block:
      - must:
          any: [{t.reply: {at_least_ago: 10 days}}, {t.a: true, t.moment: {at_least_ago: 1 year}}]
        else: Wait for the reply
"""
)


@pytest.mark.parametrize(
    ("more", "until"),
    [
        # Of all that must be so in every block the latest; of several ways the earliest.
        ("t: {day: 2026-06-01, reply: 2026-08-10, a: true, moment: 2025-08-20}", "2026-09-01"),
        ("t: {day: 2026-05-10, reply: 2026-08-13, a: true, moment: 2025-08-25}", "2026-08-24"),
        # One way that waits for no time could be gone today.
        ("t: {day: 2026-05-10, reply: 2026-08-13, a: false}", None),
        ("t: {day: 2026-05-10, reply: 2026-08-30, a: false}", None),  # a reply that lies ahead is a conflict
        ("t: {day: 2026-06-01, reply: 2026-08-13}", None),
        # More than time is wanting: another block is not met, or nobody knows.
        ("t: {day: 2026-06-01, a: false}", None),
        ("t: {day: 2026-06-01}", None),
        ("t: {reply: 2026-08-13}", None),
    ],
)
def test_s89_the_latest_of_what_is_waited_for(small, more, until):
    case = f"{DOWN}timeline: [{{on: 2026-08-10, event: seen}}]\n{more}"
    decision = small.tiny(TWO).decide(case)
    told = {check.until for check in decision.checks if check.status == "not_met"}
    dates = {day for day in told if day}
    assert max(dates, default=None) == until
    assert (f"earliest date is {int(until[8:])} " in decision.recommendation.headline) if until else not dates


ONE_WAIT = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_down]
%s    block:
      - must: {t.day: {at_least_ago: $wait}}
        else: Too soon
"""
WAIT = """
wait:
  type: duration
  means: How long to wait
  values:
    - {from: 2020-01-01, is: 3 months, because: T-1}
%s"""


def until(small, rules: str, parameters: str, t: str = "{day: 2026-06-01}") -> str | None:
    small.tiny(rules, parameters)
    (check,) = (each for each in small.decide(f"{DOWN}t: {t}").checks if each.rule == "R")
    return check.until


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("", "2026-09-01"),
        ("    - {from: 2026-09-02, is: 4 months, because: T-1}\n", "2026-09-01"),
        # On that day another value is in force, and with it another date.
        ("    - {from: 2026-09-01, is: 4 months, because: T-1}\n", None),
        ("    - {from: 2026-08-20, is: 3 months, because: T-1}\n", "2026-09-01"),
    ],
)
def test_s89_no_date_is_told_beyond_a_change_of_the_rules(small, change: str, told: str | None):
    assert until(small, ONE_WAIT % "", WAIT % change) == told


@pytest.mark.parametrize(("last", "told"), [("2026-08-31", None), ("2026-09-01", "2026-09-01")])
def test_s89_a_ground_that_ends_before_promises_nothing(small, last, told):
    ground = GROUND.replace("S-1", "T-1").replace("    for:", f"    in_force: {{until: {last}}}\n    for:")
    assert until(small.ungrounded(), ONE_WAIT % "" + ground, WAIT % "") == told


def test_s89_an_exception_that_waits_may_come_sooner_and_brings_no_date_by_itself(small):
    waits = "    unless: {t.reply: {at_least_ago: 10 days}}\n"
    assert until(small, ONE_WAIT % waits, WAIT % "", "{day: 2026-06-01, reply: 2026-08-13}") == "2026-08-23"
    other = "    unless: {t.a: true}\n"
    assert until(small, ONE_WAIT % other, WAIT % "", "{day: 2026-06-01, a: false}") == "2026-09-01"
    plain = ONE_WAIT.replace("{t.day: {at_least_ago: $wait}}", "{t.a: true}")
    assert until(small, plain % waits, "", "{a: false, reply: 2026-08-13}") is None


def test_s89_a_condition_that_is_open_is_something_else_that_is_wanting(small):
    head = "  - id: Q\n    carries: [T-1]\n    bears_on: [step_down]\n"
    other = f"{head}    condition: [{{must: {{t.b: true}}, else: B}}]\n"
    for b, told in ((", b: true", "2026-09-01"), (", b: false", None), ("", None)):
        found = until(small, ONE_WAIT % "" + other, WAIT % "", f"{{day: 2026-06-01{b}}}")
        assert found == told


@pytest.mark.parametrize(
    "broken",
    [
        "block: [{must: {t.reply: {within_last: 2 weeks}}, else: Not lately}]",
        "applies: {t.reply: {more_than_ago: 2 weeks}}\n    block: [{must: {t.b: true}, else: No}]",
        "unless: {t.reply: {within_last: 2 weeks}}\n    block: [{must: {t.b: true}, else: No}]",
    ],
)
def test_s90_no_date_is_told_on_which_time_has_broken_something_else(small, broken: str):
    other = f"  - id: Q\n    carries: [T-1]\n    bears_on: [step_down]\n    {broken}\n"
    for day, told in (("2026-06-01", None), ("2026-05-15", "2026-08-15")):
        t = f"{{day: {day}, b: false, reply: 2026-08-10}}"
        assert until(small, ONE_WAIT % "" + other, WAIT % "", t) == told


def test_s89_a_time_of_day_is_told_as_one(small):
    rules = ONE_WAIT.replace("{t.day: {at_least_ago: $wait}}", "{t.moment: {at_least_ago: 4 hours}}") % ""
    small.tiny(rules)
    decision = small.decide(f"as_at: 2026-07-14T10:00\n{DOWN}t: {{moment: 2026-07-14T09:30}}")
    assert decision.recommendation.headline.endswith("the earliest date is 14 July 2026 at 13:30")


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        ("    block: [{must: {t.a: true}, else: No}]\n", "t: {day: 2026-06-01, a: false}"),
        ("    block: [{must: {t.a: true}, else: No}]\n", "t: {day: 2026-06-01}"),
    ],
)
def test_s89_it_is_told_only_where_nothing_but_time_is_wanting(small, rule, case):
    seen = "timeline: [{on: 2026-01-10, event: seen}]\n"
    other = f"  - id: Q\n    carries: [T-1]\n    bears_on: [step_down]\n{rule}"
    until = {check.rule: check.until for check in required(small.tiny(WAITS).decide(DOWN + seen + case))}
    assert until == {"R": "2026-09-01"}
    decision = small.tiny(WAITS + other).decide(DOWN + seen + case)
    assert {check.until for check in decision.checks} == {None}
    # Nor while a protection concern, or a question about one, stands before it.
    for danger in ("child_protection: {concern: true}\n", ""):
        asked = DOWN.replace("child_protection: {concern: false}\n", danger)
        (check,) = required(small.tiny(WAITS).decide(asked + seen + case))
        assert check.until is None


@pytest.mark.parametrize("day", ["2026-05-15", "2026-05-31", "2026-06-01", "2026-08-14"])
@pytest.mark.parametrize("seen", ["2026-08-01", "2026-08-14"])
def test_s90_on_that_day_the_obstacle_is_gone(small, day, seen):
    engine = small.tiny(WAITS).engine()
    case = small.case(f"{DOWN}timeline: [{{on: {seen}, event: seen}}]\nt: {{day: {day}}}", engine)
    first = engine.decide(case)
    (check,) = required(first)
    assert first.status == "blocked"
    then = date.fromisoformat(check.until)
    assert then > date(2026, 8, 14)
    assert engine.decide(case, then).status == "permitted"
    assert engine.decide(case, then - timedelta(1)).status == "blocked"


def test_s90_what_time_breaks_meanwhile_leaves_no_day(small):
    must = "{t.day: {at_least_ago: 3 months}, t.reply: {within_last: 1 month}}"
    small.tiny(
        "requirements:\n  - {id: R, carries: [T-1], bears_on: [step_down], "
        f"block: [{{must: {must}, else: No}}]}}\n"
    )
    assert small.check(DOWN + "t: {day: 2026-06-01, reply: 2026-08-10}").until == "2026-09-01"
    assert small.check(DOWN + "t: {day: 2026-06-01, reply: 2026-07-20}").until is None


LATER = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [compliance]
    applies: {any: [{t.a: true, t.day: {more_than_ago: 5 working days}}, {t.b: true}]}
    warn: [{must: {t.c: true}, else: Not done}]
"""


@pytest.mark.parametrize(
    ("case", "status", "from_"),
    [
        # 14 August 2026 is a Friday: five working days from Monday the 10th are over on Monday the 17th.
        ("t: {a: true, b: false, day: 2026-08-10}", "not_applicable", "2026-08-18"),
        ("t: {a: true, b: false, day: 2026-08-13}", "not_applicable", "2026-08-21"),
        ("t: {a: true, b: false, day: 2026-08-06}", "undetermined", None),
        ("t: {a: false, b: false, day: 2026-08-10}", "not_applicable", None),
    ],
)
def test_s152_what_does_not_apply_yet_says_from_when(small, case: str, status: str, from_: str | None):
    check = small.tiny(LATER).check(case)
    assert (check.status, check.applies_from) == (status, from_)


def test_s152_on_that_day_it_applies(small):
    facts = "t: {a: true, b: false, day: 2026-08-10}"
    first = small.tiny(LATER).check(facts).applies_from
    days = [str(date.fromisoformat(first) - timedelta(days)) for days in (1, 0)]
    told = [required(small.decide(f"as_at: {day}\n{facts}"))[0].status for day in days]
    assert told == ["not_applicable", "undetermined"]


TWICE = """
requirements:
  - {id: R, carries: [T-1], bears_on: [step_up], block: [{must: {t.b: true}, else: No, do: Hold it, by: SW}]}
  - {id: Q, carries: [T-1], bears_on: [step_up], block: [{must: {t.b: true}, else: No, do: Hold it, by: SW}]}
  - {id: P, carries: [T-1], bears_on: [step_up], block: [{must: {t.b: true}, else: No, do: Hold it, by: FM}]}
"""


def test_s154_the_same_thing_for_the_same_person_is_told_once(small):
    asked = "request: {direction: step_up}\nchild_protection: {concern: false}\n"
    decision = small.tiny(TWICE).decide(asked + "t: {a: true, b: false}")
    assert [(action.do, action.by) for action in decision.actions] == [("Hold it", "SW"), ("Hold it", "FM")]


def test_s154_every_place_that_asks_for_it_is_told():
    path = Path(__file__).parents[3] / "cases/continuum-of-need/day-46-still-open.yaml"
    engine = Engine(load_policy("continuum-of-need"))
    (case,) = read_cases([str(path)], engine.policy.vocabulary)
    (action,) = engine.decide(case).actions
    places = [clause for source in (action.source, *action.also) for clause in source.clauses]
    assert (action.do, places) == ("Complete the assessment", ["WT-assessment", "YOR-TIM-1", "YOR-TIM-2"])
