"""Which way a request goes: up, down, past the eyes of a social worker, or neither."""

import pytest

from threshold.semantics.moves import leaves_protection, way_of

from .conftest import BRAG

CALM = "child_protection: {concern: false}\n"
DANGER = "child_protection: {concern: true}\n"
ROWS = """
routes:
  - id: MAP
    carries: [T-1]
    step: Assessment
    actions:
      - {M-1: Send it on, by: SW, moves: up}
      - {M-2: Hand it over, by: SW, moves: down}
      - {M-3: Pass it round, by: SW, moves: same}
      - {M-4: Write, by: SW}
      - {M-5: Close it, available: false, moves: down}
"""


def goes(supported, case: str) -> tuple[str, bool | None]:
    findings = supported.findings(case)
    return way_of(findings), leaves_protection(findings)


def asked(direction: str, more: str = "", rest: str = CALM) -> str:
    return f"request: {{direction: {direction}{more}}}\n{rest}"


@pytest.mark.parametrize(
    ("direction", "to", "expected"),
    [
        ("step_up", "care", ("up", False)),
        ("step_up", "child_protection", ("up", False)),
        ("step_up", "child_in_need", ("up", False)),
        # A way up that ends below social care: no social worker looks at the contact.
        ("step_up", "early_help", ("divert", True)),
        ("step_up", "universal", ("divert", True)),
        ("step_up", "", ("up", False)),
        ("step_down", "early_help", ("down", True)),
        ("step_down", "universal", ("down", True)),
        # From a child protection plan down to Child in Need: nobody is left out.
        ("step_down", "child_in_need", ("down", False)),
        ("step_down", "", ("down", None)),
        ("step_across", "", ("divert", True)),
        ("none", "", ("same", False)),
    ],
)
def test_by_where_it_ends(supported, direction: str, to: str, expected: tuple[str, bool | None]):
    assert goes(supported, asked(direction, f", to: {to}" if to else "")) == expected


@pytest.mark.parametrize(
    ("of", "reason", "accepted", "support", "expected"),
    [
        ("caf_episode", "stepped_up", "true", "", ("same", False)),
        # Social care has the child already.
        ("caf_episode", "stepped_up", "", "child_in_need", ("same", False)),
        ("caf_episode", "stepped_up", "false", "child_protection", ("same", False)),
        # To say so is not enough: nobody knows whether social care took it, or it sent it back.
        ("caf_episode", "stepped_up", "", "", ("down", True)),
        ("caf_episode", "stepped_up", "", "early_help", ("down", True)),
        ("caf_episode", "stepped_up", "false", "", ("down", True)),
        ("caf_episode", "done", "true", "child_in_need", ("down", True)),
        ("caf_episode", "", "true", "", ("down", True)),
        ("case", "stepped_up", "true", "", ("down", True)),
        ("", "stepped_up", "true", "", ("down", True)),
    ],
)
def test_a_caf_that_closes_because_social_care_took_the_case_goes_neither_way(
    supported, of: str, reason: str, accepted: str, support: str, expected: tuple[str, bool]
):
    told = (("closure", "of", of), ("caf", "closing_reason", reason), ("referral", "accepted", accepted))
    told = (*told, ("support", "in_place", support))
    facts = "".join(f"{group}: {{{name}: {value}}}\n" for group, name, value in told if value)
    assert goes(supported, asked("close") + facts) == expected


@pytest.mark.parametrize(
    ("colour", "calm", "in_danger"),
    [
        ("red", "up", "up"),
        ("green", "divert", "divert"),
        # Open, or of no meaning in this policy: a concern takes it to social care.
        ("amber", "divert", "up"),
        ("", "divert", "up"),
    ],
)
def test_triage_ends_where_the_row_of_its_colour_says(supported, colour: str, calm: str, in_danger: str):
    supported.tiny("", BRAG)
    contact = f"contact: {{brag: {colour}}}\n" if colour else ""
    for danger, expected in ((CALM, calm), ("", calm), (DANGER, in_danger)):
        assert goes(supported, asked("triage", "", danger + contact)) == (expected, expected == "divert")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("Send it on", ("up", False)),
        ("Hand it over", ("down", True)),
        ("Pass it round", ("same", False)),
        ("Write", ("same", False)),
        ("Close it", ("down", True)),
        ("Something else", ("same", False)),
        ("", ("same", False)),
    ],
)
def test_a_workflow_action_goes_where_its_row_says(supported, action: str, expected: tuple[str, bool]):
    more = f", step: Assessment{f', action: {action}' if action else ''}"
    assert goes(supported.tiny(ROWS), asked("workflow", more)) == expected


def test_the_row_of_another_step_or_of_another_pack_says_where_it_goes(supported):
    other = ROWS.replace("moves: up", "moves: down").replace("M-", "O-").replace("MAP", "OTHER")
    supported.tiny(ROWS).pack("other", other.replace("T-1", "O-1").replace("Assessment", "Review"))
    supported.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: lead}]"
    for step, expected in (("Assessment", ("up", False)), ("Review", ("down", True))):
        assert goes(supported, asked("workflow", f", step: {step}, action: Send it on")) == expected


@pytest.mark.parametrize(("b", "expected"), [("true", "down"), ("false", "down"), ("", "down")])
def test_a_row_that_is_named_goes_its_way_whether_its_table_answers_or_not(supported, b: str, expected: str):
    rows = "scope: {applies: {t.b: true}}\n" + ROWS
    known = f"t: {{b: {b}}}\n" if b else ""
    named = asked("workflow", ", step: Assessment, action: Hand it over", CALM + known)
    assert goes(supported.tiny(rows), named)[0] == expected
    left_open = asked("workflow", ", step: Assessment", CALM + known)
    assert goes(supported.tiny(rows), left_open)[0] == "same"
