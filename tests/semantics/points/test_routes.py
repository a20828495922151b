"""S71 to S75 of docs/semantics.md: who adds which step, and whom it goes to."""

import pytest

SEQUENCE = """
routes:
  - id: WAY
    carries: [T-1]
    when: {t.a: true}
    steps:
      - {ONE: Write to the family, by: SW, to: Family, done: {event: seen}}
      - {TWO: Hold the meeting, by: SW, to: Manager, when: {t.b: true}}
"""
TABLE = """
routes:
  - id: FIRST
    carries: [T-1]
    step: Assessment
    actions:
      - {F-1: Legal advice, by: SW, to: Manager}
      - {F-2: Strategy discussion, available: false, says: Not from here}
  - id: SECOND
    carries: [T-1]
    step: Review
    actions: [{S-1: Legal advice, by: SW, to: Lawyer}]
"""


def asked(step: str, action: str) -> str:
    request = f"request: {{direction: workflow, step: {step}, action: {action}}}"
    return f"{request}\nchild_protection: {{concern: false}}\nsupport: {{in_place: middle}}"


@pytest.mark.parametrize(
    ("facts", "steps"),
    [
        ("{a: true, b: true}", [("ONE", True), ("TWO", True)]),
        ("{a: true, b: false}", [("ONE", True)]),
        ("{a: true}", [("ONE", True), ("TWO", False)]),
        ("{a: false, b: true}", []),
        ("{b: true}", []),
    ],
)
def test_s71_steps(small, facts, steps):
    route = small.tiny(SEQUENCE).decide(f"t: {facts}").route
    assert [(step.id, step.certain) for step in route] == steps


def test_s71_protecting_a_child_now_shows_the_ways_up(small):
    ways = SEQUENCE.replace("carries: [T-1]", "carries: [T-1]\n    bears_on: [%s]")
    danger = "child_protection: {concern: true}\nt: {a: true, b: true}"
    assert [step.id for step in small.tiny(ways % "step_up").decide(danger).route] == ["ONE", "TWO"]
    assert small.tiny(ways % "step_down").decide(danger).route == ()


def test_s71_done(small):
    seen = "timeline: [{on: 2026-08-01, event: seen}, {on: 2026-08-20, event: seen, status: planned}]"
    route = small.tiny(SEQUENCE).decide(f"t: {{a: true, b: true}}\n{seen}").route
    assert [step.done for step in route] == ["2026-08-01", None]


def test_s71_done_by_the_date_in_a_fact(small):
    dated = SEQUENCE.replace("done: {event: seen}", "done: {fact: visit.by_senior}")
    for entry, done in (
        ("on: 2026-08-01, event: visit", "2026-08-01"),
        ("on: unknown, event: visit", "unknown"),
        ("on: 2026-08-01, event: visit, by: Team Manager", None),
    ):
        route = small.tiny(dated).decide(f"t: {{a: true, b: true}}\ntimeline: [{{{entry}}}]").route
        assert [step.done for step in route] == [done, None]


@pytest.mark.parametrize(("c", "done"), [("true", "unknown"), ("false", None), ("", None)])
def test_s71_done_by_what_is_so(small, c: str, done: str | None):
    by_condition = SEQUENCE.replace("done: {event: seen}", "done: {t.c: true}")
    told = f", c: {c}" if c else ""
    route = small.tiny(by_condition).decide(f"t: {{a: true, b: true{told}}}").route
    assert [step.done for step in route] == [done, None]


def test_s71_what_is_refused_or_open_is_withheld_and_what_comes_first_is_not(small):
    way = SEQUENCE.replace("carries: [T-1]", "carries: [T-1]\n    bears_on: [step_up]")
    marked = way.replace("to: Manager,", "to: Manager, asked_for: true,")
    up = "request: {direction: step_up}\nchild_protection: {concern: false}\nt: {a: true, b: true, right: %s}"
    for text, right, now, later in (
        (way, "true", ["ONE", "TWO"], ()),
        (way, "false", [], ("ONE", "TWO")),
        (marked, "true", ["ONE", "TWO"], ()),
        (marked, "false", ["ONE"], ("TWO",)),
    ):
        decision = small.tiny(text).decide(up % right)
        assert ([step.id for step in decision.route], decision.withheld) == (now, later)


@pytest.mark.parametrize(("step", "who"), [("Assessment", "Manager"), ("review", "Lawyer")])
def test_s72_tables_of_actions(small, step, who):
    decision = small.ungrounded().tiny(TABLE).decide(asked(step, "Legal advice"))
    assert [found.sent_to for found in decision.route] == [who]
    assert decision.status == "permitted"


def test_s73_not_available(small):
    decision = small.tiny(TABLE).decide(asked("Assessment", "Strategy discussion"))
    assert (decision.status, decision.recommendation.direction) == ("blocked", "continue")
    assert "Not from here" in decision.recommendation.because[0]
    small.unlisted = "unavailable"
    assert small.decide(asked("Assessment", "Something else")).status == "blocked"


def test_s74_not_covered(small):
    small.ungrounded().tiny(TABLE)
    for step, action in (("Assessment", "Something else"), ("Panel", "Legal advice")):
        decision = small.decide(asked(step, action))
        assert (decision.status, decision.answered) == ("undetermined", False)


def test_s75_somebody_chosen_by_a_fact(small):
    small.tiny(SEQUENCE.replace("to: Family", "to: {fact: t.colour, red: Team Red, green: Team Green}"))
    known = small.decide("t: {a: true, colour: green}")
    assert known.route[0].sent_to == "Team Green"
    unknown = small.decide("t: {a: true}")
    assert "Team Red or Team Green" in unknown.route[0].sent_to
    assert "t.colour" in [missing.fact for missing in unknown.missing]
