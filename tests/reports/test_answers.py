"""What a policy answers, and what it has no rule on, as `threshold policy show` tells it."""

from datetime import date
from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.reports import policy_as_text
from threshold.reports.answers import answered, unanswered

from ..semantics.conftest import Small

DIRECTIONS = ("step_up", "step_down", "step_across", "close", "triage", "workflow")


@pytest.fixture
def small(rules: Path) -> Small:
    """Nothing is answered here but by the grounds of a test."""
    return Small(rules).ungrounded()


def told(small, text: str) -> tuple[list[str], list[str]]:
    """What it answers, and what it has no rule on; the first line of each is its heading."""
    policy = load_policy(str(small.tiny(text).write())).at(date(2026, 8, 14))
    lines = policy_as_text(policy).splitlines()
    start = lines.index("answers (one of these grounds must hold, of each pack that has any for the request)")
    lines = lines[start + 1 : lines.index("", start)]
    heading = "has no rule on (whoever asks for it is told so)"
    place = lines.index(heading) if heading in lines else len(lines)
    return [line.strip() for line in lines[:place]], [line.strip() for line in lines[place + 1 :]]


def grounds(*asked: str) -> str:
    return "grounds:\n" + "".join(
        f"  - {{id: G{number}, carries: [T-1], for: {each}, when: {{t.a: true}}, else: No}}\n"
        for number, each in enumerate(asked)
    )


def test_the_screen_shows_all_of_it(small):
    text = grounds("{direction: close, of: case}", "{direction: workflow, step: Review}")
    policy = load_policy(str(small.tiny(text).write())).at(date(2026, 8, 14))
    assert list(answered(policy)) == ["close of case: G0 (tiny)", "workflow on review: G1 (tiny)"]
    left_out = list(unanswered(policy))
    assert "close of contact or CAF episode" in left_out
    # Long lines are broken on the screen, so it is looked at word by word.
    answers, nothing = told(small, text)
    assert (answers, " ".join(nothing).split()) == ([*answered(policy)], " ".join(left_out).split())


def test_a_policy_without_grounds_answers_nothing(small):
    assert told(small, "") == (["nothing: whoever asks is told that there is no rule on it"], [])


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("{direction: step_up}", "step up"),
        ("{direction: step_up, to: [middle, high], from: low}", "step up from low to middle or high"),
        ("{direction: close, of: caf_episode}", "close of CAF episode"),
        ("{direction: triage, to: low}", "triage to low"),
        ("{direction: workflow, step: Review, action: [A, B]}", "workflow on review for a or b"),
    ],
)
def test_a_kind_of_request_with_its_grounds(small, asked: str, line: str):
    answers, _ = told(small, grounds(asked, asked))
    assert answers == [f"{line}: G0, G1 (tiny)"]


def test_kinds_that_differ_and_directions_in_their_order(small):
    answers, _ = told(small, grounds("{direction: [close, step_up]}", "{direction: step_up, to: high}"))
    assert answers == ["step up: G0 (tiny)", "step up to high: G1 (tiny)", "close: G0 (tiny)"]


def test_each_pack_by_itself_and_only_where_it_leads(small):
    text = grounds("{direction: close}")
    small.pack("zwei", text.replace("T-1", "Z-1").replace("G0", "Z0"))
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: zwei, role: lead%s}]"
    uses = small.uses
    small.uses = uses % ""
    assert told(small, text)[0] == ["close: G0 (tiny)", "close: Z0 (zwei)"]
    small.uses = uses % ", leads_on: [triage]"
    assert told(small, text)[0] == ["close: G0 (tiny)"]


def test_directions_that_no_ground_answers(small):
    for direction in DIRECTIONS:
        _, without = told(small, grounds(f"{{direction: {direction}}}"))
        others = [each.replace("_", " ") for each in DIRECTIONS if each != direction]
        assert without == [f"any {', '.join(others[:-1])} or {others[-1]}"]
    every = grounds(f"{{direction: [{', '.join(DIRECTIONS)}]}}")
    assert told(small, every)[1] == []


def left(small, *asked: str) -> list[str]:
    return [line for line in told(small, grounds(*asked))[1] if not line.startswith("any ")]


def test_steps_between_levels_that_no_ground_fits(small):
    assert left(small, "{direction: step_up, from: low, to: high}") == [
        "step up from low to middle",
        "step up from middle to high",
    ]
    assert left(small, "{direction: step_up, to: high}", "{direction: step_up, from: low}") == []
    assert left(small, "{direction: step_down, from: high}") == ["step down from middle to low"]
    assert left(small, "{direction: step_down, to: middle}") == ["step down from high or middle to low"]


def test_closing_what_no_ground_closes(small):
    assert left(small, "{direction: close, of: case}") == ["close of contact or CAF episode"]
    assert left(small, "{direction: close, of: case}", "{direction: close}") == []


TABLE = """
routes:
  - id: W
    carries: [T-1]
    step: Review
    unlisted: %s
    actions:
      - A: Meet
      - B: Write
      - C: Read
        available: false
"""
OTHERS = "workflow on any other step; on those that are open, any other action"


def test_a_step_of_the_workflow_in_one_line(small):
    answers, without = told(small, TABLE % "unavailable")
    assert answers == ["workflow on Review: 3 actions, 1 of them not available; closed (tiny)"]
    assert without == ["any step up, step down, step across, close or triage", OTHERS]
    text = (TABLE % "not_covered").replace("        available: false\n", "")
    assert told(small, text)[0] == ["workflow on Review: 3 actions; open (tiny)"]


def test_a_ground_for_every_step_leaves_none(small):
    answers, without = told(small, TABLE % "unavailable" + grounds("{direction: workflow}"))
    assert answers[0] == "workflow: G0 (tiny)"
    assert OTHERS not in without


def test_what_is_not_in_the_workflow_shows_no_table(small):
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead, leads_on: [close]}]"
    assert told(small, TABLE % "unavailable" + grounds("{direction: close}"))[0] == ["close: G0 (tiny)"]
