"""What a rule says and nothing follows from; and what looks like it and is none."""

from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.policy.soundness import findings
from threshold.reading import Problem

from ..making import findings_beside

DIRECTIONS = {"UP": "step_up", "DOWN": "step_down", "ACROSS": "step_across", "CLOSE": "close"}
DIRECTIONS |= {"TRIAGE": "triage", "WORKFLOW": "workflow"}
ANSWERS = "grounds:\n" + "".join(
    f"  - {{id: {name}, carries: [T-1], for: {{direction: {direction}}}, when: {{t.a: true}}, else: No}}\n"
    for name, direction in DIRECTIONS.items()
)


def found(small, text: str) -> list[Problem]:
    return list(findings(load_policy(str(small.tiny(text).write()))))


def requirement(bears_on: str, strength: str = "block", more: str = "") -> str:
    return (
        f"{ANSWERS}requirements:\n  - {{id: R, carries: [T-1], bears_on: [{bears_on}], "
        f"{strength}: [{{must: {{t.b: true}}, else: No}}]{more}}}\n"
    )


TABLE = """
routes:
  - {id: W, carries: [T-1], step: Review, actions: [{A: Refer, moves: up}, {B: Meet, moves: same}]}
"""


@pytest.mark.parametrize("becomes", ["urgent", "afterwards"])
@pytest.mark.parametrize(
    ("bears_on", "more"),
    [
        ("step_down", ""),
        ("step_across, close", ""),
        ("compliance", ""),
        ("workflow", ""),
        ("step_up", ", applies: {request.direction: close}"),
    ],
)
def test_what_becomes_of_it_where_nothing_goes_up(small, becomes: str, bears_on: str, more: str):
    (problem,) = found(small, requirement(bears_on, more=f", if_concern: {becomes}{more}"))
    assert problem.message.startswith("`if_concern:` has no effect: no request that this bears on (")
    assert (problem.field, problem.line) == ("R", 9)
    assert found(small, requirement(bears_on, more=more)) == []


@pytest.mark.parametrize("strength", ["warn", "note"])
def test_what_becomes_of_it_where_nothing_is_held_up(small, strength: str):
    (problem,) = found(small, requirement("step_up", strength, ", if_concern: urgent"))
    assert "what warns or notes holds nothing up under a concern" in problem.message


@pytest.mark.parametrize("bears_on", ["step_up", "triage", "step_down, step_up"])
def test_what_becomes_of_it_where_something_goes_up(small, bears_on: str):
    assert found(small, requirement(bears_on, more=", if_concern: urgent")) == []
    assert found(small, requirement(bears_on, "condition", ", if_concern: urgent")) == []


@pytest.mark.parametrize(("action", "goes_up"), [("Refer", True), ("Meet", False)])
def test_a_row_of_the_workflow_may_go_up(small, action: str, goes_up: bool):
    assert found(small, requirement("workflow", more=", if_concern: urgent") + TABLE) == []
    applies = f", if_concern: urgent, applies: {{request.step: Review, request.action: {action}}}"
    assert (found(small, requirement("workflow", more=applies) + TABLE) == []) == goes_up


@pytest.mark.parametrize(
    ("to", "goes_up"), [("early_help", False), ("universal", False), ("child_in_need", True), ("care", True)]
)
def test_a_step_up_that_ends_below_social_care_does_not_go_up(tmp_path: Path, to: str, goes_up: bool):
    rule = requirement("step_up", more=f", if_concern: urgent, applies: {{request.to: {to}}}")
    text = rule.replace("t.a", "caf.open").replace("t.b", "tac.active")
    assert len(findings_beside(tmp_path, text)) == (0 if goes_up else 1)


SEQUENCE = """
routes:
  - id: W
    carries: [T-1]
    when: {%s}
    steps:
      - S: Ask
      - Q: Send
        asked_for: true
"""


def test_a_mark_in_a_route_that_is_about_no_request(small):
    (problem,) = found(small, SEQUENCE % "t.a: true")
    assert problem.message.startswith("`asked_for:` at Q has no effect")
    assert (problem.field, problem.line) == ("W", 3)
    kept = (SEQUENCE % "t.a: true").replace("    steps", "    bears_on: [compliance]\n    steps")
    assert len(found(small, kept)) == 1


@pytest.mark.parametrize(
    "when", ["proposed.direction: close", "request.step: Review", "t.a: true, all: [{request.to: high}]"]
)
def test_a_mark_in_a_route_that_reads_a_request(small, when: str):
    assert found(small, SEQUENCE % when) == []


def test_a_mark_in_a_route_that_bears_on_a_request(small):
    text = (SEQUENCE % "t.a: true").replace("    steps", "    bears_on: [close]\n    steps")
    assert found(small, text) == []
    assert found(small, "scope: {applies: {request.to: high}}\n" + SEQUENCE % "t.a: true") == []
    assert found(small, (SEQUENCE % "t.a: true").replace("        asked_for: true\n", "")) == []


def protection(when: str) -> str:
    return f"protection:\n  - {{id: P, carries: [T-1], when: {when}, because: somebody said so}}\n"


@pytest.mark.parametrize(
    "when",
    [
        "{child_protection.concern: true}",
        "{any: [{child_protection.harm_suspected: true}, {child_protection.immediate_danger: true}]}",
        "{child_protection.enquiry_open: true}",
        "{child_protection.concern: true, care.looked_after: true}",
    ],
)
def test_a_concern_that_holds_in_every_policy(small, when: str):
    (problem,) = found(small, protection(when))
    assert problem.message.startswith("makes no difference: in every policy this is a protection concern")
    assert (problem.field, problem.line) == ("P", 2)


@pytest.mark.parametrize(
    "when",
    [
        "{t.scale: {includes: 0}}",
        "{care.looked_after: true}",
        "{child_protection.concern: false}",
        "{any: [{child_protection.concern: true}, {care.looked_after: true}]}",
        # A conference that was held already is a concern no longer.
        "{child_protection.conference_needed: true}",
    ],
)
def test_a_concern_of_a_packs_own(small, when: str):
    assert found(small, protection(when)) == []


def ground(name: str, when: str, asked: str = "{direction: step_up, to: [high, middle]}") -> str:
    return f"  - {{id: {name}, carries: [T-1], for: {asked}, when: {when}, else: No}}\n"


FIRST = "grounds:\n" + ground("G", "{t.a: true, t.colour: [red, amber], none: [{t.b: true}, {t.c: true}]}")


@pytest.mark.parametrize(
    "second",
    [
        ground("H", "{t.a: true, t.colour: [red, amber], none: [{t.b: true}, {t.c: true}]}"),
        ground("H", "{none: [{t.c: true}, {t.b: true}], t.colour: [amber, red], all: [{t.a: true}]}"),
        ground(
            "H",
            "{t.a: true, t.colour: [red, amber], none: [{t.b: true}, {t.c: true}]}",
            "{direction: step_up, to: [middle, high]}",
        ),
    ],
)
def test_a_ground_that_another_makes_superfluous(small, second: str):
    (problem,) = found(small, FIRST + second)
    assert problem.message.startswith("makes no difference: G answers the same requests")
    assert (problem.field, problem.line, Path(problem.file).name) == ("H", 3, "all.yaml")


@pytest.mark.parametrize(
    "second",
    [
        ground("H", "{t.a: true, t.colour: [red, amber], none: [{t.b: true}]}"),
        ground("H", "{t.a: true, t.colour: [red], none: [{t.b: true}, {t.c: true}]}"),
        ground("H", "{t.a: true, t.colour: [red, amber], any: [{t.b: true}, {t.c: true}]}"),
        ground(
            "H",
            "{t.a: true, t.colour: [red, amber], none: [{t.b: true}, {t.c: true}]}",
            "{direction: step_up}",
        ),
    ],
)
def test_a_ground_of_its_own(small, second: str):
    assert found(small, FIRST + second) == []


def test_all_of_them_is_another_ground_than_any(small):
    parts = "[{t.a: true}, {t.b: true}]"
    both, either = ground("G", f"{{all: {parts}}}"), ground("H", f"{{any: {parts}}}")
    assert found(small, "grounds:\n" + both + either) == []


def test_rows_of_two_tables_are_no_grounds_that_an_author_wrote(small):
    table = "  - {id: %s, carries: [T-1], step: Review, actions: [{%s-1: Meet}]}\n"
    assert (
        found(small, "routes:\n" + table % ("A", "A") + table.replace("Review", "Assessment") % ("B", "B"))
        == []
    )


CONTRADICTION = """
conflicts:
  - id: C
    carries: [T-1]
    when: {care.looked_after: true, t.a: true}
    why: They cannot both be
    doubtful: [%s]
"""


@pytest.mark.parametrize("doubtful", ["care.looked_after", "child_protection.concern", "t.a"])
def test_a_contradiction_that_is_named_is_none(small, doubtful: str):
    """Facts that stand all the same may be said to contradict: it is told, and somebody asks."""
    assert found(small, CONTRADICTION % doubtful) == []


@pytest.mark.parametrize(
    ("scope", "grounds", "taken"),
    [
        ("{direction: step_up}", "{direction: step_up, to: high}", False),
        ("{direction: step_up, to: high}", "{direction: step_up}", True),
        ("{direction: step_up}", "{to: high}", True),
    ],
)
def test_what_a_scope_says_of_requests(small, scope: str, grounds: str, taken: bool):
    problems = found(small, f"scope: {{for: {scope}}}\ngrounds:\n" + ground("G", "{t.a: true}", grounds))
    told = [] if taken else [("no rule under this scope takes its `for:`", "scope.for", 1)]
    assert [(each.message, each.field, each.line) for each in problems] == told
    # Rules of other kinds have no request of their own.
    assert len(found(small, f"scope: {{for: {scope}}}\n{SEQUENCE % 'request.to: high'}")) == 1
