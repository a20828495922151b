"""S91 to S93 of docs/semantics.md: what is said once, and on which days a rule is in force."""

from datetime import date

import pytest

from threshold.reading import BadInput

from ..conftest import required

SCOPES = """
scope: {bears_on: [step_up], applies: {t.n: {at_least: 1}}, tensions: [T01]}
requirements:
  - {id: OUTER, carries: [T-1], block: [{must: {t.a: true}, else: No}]}
  - id: OWN
    carries: [T-1]
    bears_on: [step_down]
    applies: {t.b: true}
    block: [{must: {t.a: true}, else: No}]
groups:
  - title: Of some
    scope: {bears_on: [close], applies: {t.c: true}}
    requirements:
      - {id: INNER, carries: [T-1], block: [{must: {t.a: true}, else: No}]}
    deadlines:
      - {id: L, carries: [T-1], starts: {fact: t.day}, within: none, met_by: {event: seen}}
    routes:
      - {id: W, carries: [T-1], steps: [{S: Meet, by: SW}]}
"""


@pytest.mark.parametrize(
    ("t", "applies"),
    [
        ("n: 1, b: true, c: true", {"OUTER": True, "OWN": True, "INNER": True}),
        ("n: 1, b: false, c: true", {"OUTER": True, "OWN": False, "INNER": True}),
        ("n: 1, b: true, c: false", {"OUTER": True, "OWN": True, "INNER": False}),
        ("n: 0, b: true, c: true", {"OUTER": False, "OWN": False, "INNER": False}),
        ("b: true, c: true", {"OUTER": None, "OWN": None, "INNER": None}),
    ],
)
def test_s91_a_scope_and_the_rule_itself_must_apply(small, t, applies):
    told = {"not_met": True, "not_applicable": False, "undetermined": None}
    decision = small.tiny(SCOPES).decide(f"t: {{{t}, a: false, day: 2026-08-01}}")
    assert {check.rule: told[check.status] for check in required(decision)} == applies
    # So it is of deadlines and routes.
    inner = applies["INNER"]
    assert [row.certain for row in decision.deadlines] == ([] if inner is False else [inner is True])


@pytest.mark.parametrize(
    ("direction", "decides"), [("step_up", ["OUTER"]), ("step_down", ["OWN"]), ("close", ["INNER"])]
)
def test_s91_what_a_rule_says_itself_goes_before_its_scope_and_the_nearest_before_the_others(
    small, direction, decides
):
    decision = small.tiny(SCOPES).decide(
        f"request: {{direction: {direction}}}\nt: {{n: 1, a: true, b: true, c: true}}\n"
        "child_protection: {concern: false}\nsupport: {in_place: high}"
    )
    assert [check.rule for check in required(decision) if check.decides] == decides
    assert [step.id for step in decision.route] == (["S"] if direction == "close" else [])


def test_s91_tensions_are_added(small):
    decision = small.tiny(SCOPES).decide("request: {direction: close}\nt: {n: 1, c: true}")
    assert [(note.tension, note.rule) for note in decision.notes if note.tension] == [("T01", "INNER")]


def test_s91_what_is_worked_out_is_so_whatever_is_asked_for(small):
    """Definitions and conflicts take no more than the days and the tensions."""
    small.tiny(
        """
        scope: {bears_on: [close], applies: {t.n: 1}, each: spell}
        definitions:
          - id: D
            carries: [T-1]
            fact: made.answer
            hit: exactly_one
            rows: [{when: {t.a: true}, is: red, do: Act, by: SW}]
        conflicts:
          - {id: C, carries: [T-1], when: {t.b: true}, why: no}
        requirements:
          - {id: R, carries: [T-1], block: [{must: {made.answer: red}, else: No}]}
        """
    )
    decision = small.decide("request: {direction: step_up}\nt: {a: true, b: true, n: 2}")
    assert [action.do for action in decision.actions] == ["Act"]
    assert [conflict.id for conflict in decision.conflicts] == ["C"]


DAYS = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    in_force: {%s}
    block: [{must: {t.a: true}, else: No}]
"""


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("from: 2026-03-01", [False, True, True, True]),
        ("until: 2026-03-31", [True, True, True, False]),
        ("from: 2026-03-01, until: 2026-03-31", [False, True, True, False]),
    ],
)
def test_s92_the_days_in_force_are_those_of_the_decisions_date(small, days, expected):
    engine = small.tiny(DAYS % days).engine()
    # Whatever day the case file itself is of, and whenever what it tells of happened.
    case = small.case(
        "as_at: 2026-03-15\nrequest: {direction: step_up, made: 2026-01-01}\nt: {a: false}", engine
    )
    found = [
        bool(required(engine.decide(case, day)))
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    ]
    assert found == expected


TURN = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    in_force: {until: 2026-03-31}
    block: [{must: {t.a: true}, else: As before}]
groups:
  - title: Since
    scope: {in_force: {from: %s}, bears_on: [step_up]}
    requirements:
      - {id: R, carries: [T-1], block: [{must: {t.b: true}, else: From now on}]}
"""


def test_s93_one_rule_may_follow_another_of_its_id(small):
    engine = small.tiny(TURN % "2026-04-01").engine()
    case = small.case("request: {direction: step_up}\nt: {a: false, b: false}", engine)
    for day, says in ((date(2026, 3, 31), "As before"), (date(2026, 4, 1), "From now on")):
        (check,) = required(engine.decide(case, day))
        assert (check.rule, check.says) == ("R", says)


def test_s93_never_two_on_one_day(small):
    engine = small.tiny(TURN % "2026-03-31").engine()
    case = small.case("request: {direction: step_up}", engine)
    assert required(engine.decide(case, date(2026, 3, 30)))
    with pytest.raises(BadInput, match="two rules have this id"):
        engine.decide(case, date(2026, 3, 31))
