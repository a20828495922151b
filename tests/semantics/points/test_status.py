"""S50 to S58 of docs/semantics.md: the answer to a request, and the direction recommended."""

import pytest

from threshold.vocabulary import UNKNOWN

from ..conftest import GROUND, LEVEL, SUPPORT, WIDER_SUPPORT, required

UP = ("step_up",)
DIVERTED = ("step_across", "triage")
NEITHER = ("workflow",)
DOWN = ("step_down", "close")
EVERY = (*UP, *DIVERTED, *NEITHER, *DOWN)
RULES = """
requirements:
  - id: BLOCK
    title: The first thing
    carries: [T-1]
    bears_on: [step_up, step_across, triage, workflow, step_down, close]
    block: [{must: {t.a: true}, else: The first thing is not done, do: Do the first thing, by: SW}]
  - id: CONDITION
    title: The second thing
    carries: [T-1]
    bears_on: [step_up, step_across, triage, workflow, step_down, close]
    condition: [{must: {t.b: true}, else: The second thing is not done, do: Do the second thing, by: SW}]
"""


def case(direction: str, block: str = "", condition: str = "", concern: str = "false", c: str = "") -> str:
    """A request; `block` and `condition` say whether each is satisfied. What is empty is not known."""
    told = (("a", block), ("b", condition), ("c", c))
    facts = [f"{name}: {value}" for name, value in told if value]
    danger = f"child_protection: {{concern: {concern}}}\n" if concern else ""
    asked = f"request: {{direction: {direction}}}\n" if direction else ""
    return f"{asked}{danger}support: {{in_place: middle}}\nt: {{{', '.join(facts)}}}"


@pytest.mark.parametrize(
    ("block", "condition", "down", "up"),
    [
        ("false", "true", "blocked", "blocked"),
        ("false", "", "blocked", "blocked"),
        ("", "true", "undetermined", "undetermined"),
        ("", "false", "undetermined", "undetermined"),
        ("true", "", "undetermined", "conditional"),
        ("true", "false", "conditional", "conditional"),
        ("true", "true", "permitted", "permitted"),
    ],
)
def test_s50_the_answer_to_a_request(small, block, condition, down, up):
    small.tiny(RULES)
    engine = small.engine()
    for directions, expected in ((DOWN, down), ((*UP, *DIVERTED, *NEITHER), up)):
        for direction in directions:
            asked = small.case(case(direction, block, condition), engine)
            assert engine.decide(asked).status == expected, direction


@pytest.mark.parametrize("direction", [*UP, *DIVERTED, *NEITHER])
def test_s50_an_open_condition_is_found_out_along_the_way(small, direction):
    decision = small.tiny(RULES).decide(case(direction, "true", ""))
    assert [(action.rule, action.do) for action in decision.actions] == [("CONDITION", "Find out: B?")]


@pytest.mark.parametrize("direction", EVERY)
@pytest.mark.parametrize(
    ("right", "expected"), [("true", "permitted"), ("false", "blocked"), ("", "undetermined")]
)
def test_s50_nothing_is_permitted_without_a_ground_that_holds(small, direction, right, expected):
    small.ungrounded().tiny(GROUND.replace("S-1", "T-1").replace("t.right", "t.c"))
    decision = small.decide(case(direction, c=right))
    assert (decision.status, decision.answered) == (expected, True)


@pytest.mark.parametrize("direction", EVERY)
def test_s50_what_no_ground_can_answer_is_not_answered_and_nothing_is_asked(small, direction):
    other = "close" if direction == "step_up" else "step_up"
    ground = GROUND.replace("S-1", "T-1").replace(
        "[step_up, step_down, step_across, close, triage, workflow]", other
    )
    small.ungrounded().tiny(RULES + ground)
    decision = small.decide(case(direction, "true", ""))
    assert (decision.status, decision.answered, decision.missing) == ("undetermined", False, ())
    assert decision.recommendation.headline.endswith(
        "cannot be answered here. This policy has no rule on it; ask a manager"
    )
    # What forbids it forbids it all the same.
    assert small.decide(case(direction, "false", "")).status == "blocked"


IF_CONCERN = RULES.replace("    block:", "    if_concern: urgent\n    block:").replace(
    "    condition:", "    if_concern: afterwards\n    condition:"
)
IN_DOUBT = "conflicts: [{id: C, carries: [T-1], when: {t.c: true}, why: no, doubtful: [t.b]}]\n"


@pytest.mark.parametrize("text", [RULES, IF_CONCERN])
@pytest.mark.parametrize("condition", ["true", "false"])
def test_s51_with_a_protection_concern_going_up(small, text, condition):
    small.tiny(text + IN_DOUBT)
    in_doubt = "true" if condition == "true" else "false"
    decision = small.decide(case("step_up", "false", condition, concern="true", c=in_doubt))
    assert [conflict.id for conflict in decision.conflicts] == (["C"] if in_doubt == "true" else [])
    assert decision.status == "permitted"
    assert decision.recommendation.direction == "safeguarding_now"
    told = [(action.rule, action.do, action.urgent, action.afterwards) for action in decision.actions]
    now = ("SAFE-2", "Call now", True, False)
    if text == RULES:  # nothing is said of a concern: what was required lapses
        assert told == [now]
        return
    # What nobody knows is not asked for afterwards: the paper follows once there is something to write.
    later = [("CONDITION", "Do the second thing", False, True)] if condition == "false" else []
    assert told == [now, ("BLOCK", "Do the first thing", True, False), *later]
    assert {c.rule: c.under_concern for c in required(decision)} == {
        "BLOCK": "urgent",
        "CONDITION": "afterwards",
    }


@pytest.mark.parametrize("direction", [*DOWN, *DIVERTED[:1]])
def test_s51_with_a_protection_concern_going_down_or_aside(small, direction):
    decision = small.tiny(RULES).decide(case(direction, "true", "true", concern="true"))
    assert decision.status == "blocked"
    assert decision.recommendation.direction == "safeguarding_now"


def test_s51_with_a_protection_concern_triage_goes_up_while_its_colour_is_open(small):
    decision = small.tiny(RULES).decide(case("triage", "false", "", concern="true"))
    assert (decision.status, decision.recommendation.direction) == ("permitted", "safeguarding_now")


@pytest.mark.parametrize(
    ("block", "condition", "expected"),
    [
        ("false", "true", "blocked"),
        ("", "true", "undetermined"),
        ("true", "false", "conditional"),
        ("true", "true", "permitted"),
    ],
)
def test_s51_what_goes_neither_way_keeps_its_rules_under_a_concern(small, block, condition, expected):
    decision = small.tiny(RULES).decide(case("workflow", block, condition, concern="true"))
    assert (decision.status, decision.recommendation.direction) == (expected, "safeguarding_now")


def test_s52_a_concern_not_known(small):
    small.tiny(RULES)
    decision = small.decide(case("step_up", "false", "true", concern=""))
    assert decision.status == "undetermined"
    assert decision.missing[0].fact == "child_protection.concern"
    assert small.decide(case("step_up", "true", "true", concern="")).status == "permitted"
    for direction in (*DOWN, *DIVERTED):
        assert small.decide(case(direction, "false", "true", concern="")).status == "blocked"
        assert small.decide(case(direction, "true", "true", concern="")).status == "undetermined"
    for block, expected in (("false", "blocked"), ("true", "permitted")):
        assert small.decide(case("workflow", block, "true", concern="")).status == expected


@pytest.mark.parametrize("direction", EVERY)
@pytest.mark.parametrize(
    "protected",
    [
        "child_protection: {concern: false, plan_active: true}",
        "care: {looked_after: true}\nchild_protection: {concern: false}",
        "",
    ],
)
def test_s52_protection_in_place_or_not_known(small, direction, protected):
    asked = case(direction, "true", "true", concern="").replace("support: {in_place: middle}\n", "")
    decision = small.tiny(RULES).decide(asked + "\n" + (protected or "child_protection: {concern: false}"))
    expected = "permitted"
    if direction in (*DOWN, *DIVERTED):
        # A way down whose end is open may be to Child in Need, which leaves nobody out.
        expected = "blocked" if protected and direction != "step_down" else "undetermined"
    assert decision.status == expected


def test_s53_conflict(small):
    conflict = "conflicts: [{id: C, carries: [T-1], when: {t.c: true}, why: no, doubtful: [%s]}]\n"
    contradicting = case("step_down", "true", "true", c="true")
    assert small.tiny(RULES + conflict % "t.a").decide(contradicting).status == "conflict"
    settled = small.tiny(RULES + conflict % "t.day").decide(contradicting)
    assert (settled.status, len(settled.conflicts)) == ("permitted", 1)
    blocked = case("step_down", "false", "true", c="true")
    assert small.tiny(RULES + conflict % "t.b").decide(blocked).status == "blocked"


def test_s54_nothing_asked(small):
    small.tiny(RULES)
    for asked in (case("", "false", "false"), case("none", "true", "true")):
        assert small.decide(asked).status == "advisory"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (case("step_down", "true", "true"), "step_down"),
        (case("step_down", "true", "false"), "step_down"),
        (case("step_down", "false", "true"), "continue"),
        (case("step_up", "", "true"), "continue"),
        (case("step_up", "true", "true", concern="true"), "safeguarding_now"),
    ],
)
def test_s55_direction_with_a_request(small, asked, expected):
    assert small.tiny(RULES).decide(asked).recommendation.direction == expected


OUTCOME = """
  - id: O
    carries: [T-1]
    fact: recommendation.outcome
    hit: most_serious
    rows: [{when: {t.c: true}, is: go_up}, {when: {t.c: false}, is: stay}]
"""


@pytest.mark.parametrize(
    ("facts", "support", "expected"),
    [
        ("{a: true}", "middle", "step_up"),
        ("{a: false, b: true}", "middle", "continue"),
        ("{a: false, b: true}", "high", "step_down"),
        ("{a: false, b: false}", "low", "continue"),
        ("{b: true}", "low", "undetermined"),
        ("{b: true}", "high", "undetermined"),
        ("{a: true}", "", "undetermined"),
    ],
)
def test_s56_direction_without_a_request(small, facts, support, expected):
    small.tiny(LEVEL, WIDER_SUPPORT)
    place = f"support: {{in_place: {support}}}\n" if support else ""
    decision = small.decide(f"{place}child_protection: {{concern: false}}\nt: {facts}")
    assert decision.recommendation.direction == expected
    asked = {missing.fact for missing in decision.missing}
    assert asked == ({"t.a" if support else "support.in_place"} if expected == "undetermined" else set())


@pytest.mark.parametrize(
    "row",
    ["", "3: {lowest: high}", "3: {highest: high}", "3: {lowest: hgih, highest: high}", "3: {lowest: none}"],
)
@pytest.mark.parametrize("support", ["low", "middle", "high"])
def test_s56_a_level_without_a_row_says_nothing_of_what_fits_it(small, row: str, support: str):
    small.tiny(LEVEL, SUPPORT.replace("3: {lowest: high, highest: high}", row))
    found = small.findings(
        f"support: {{in_place: {support}}}\nchild_protection: {{concern: false}}\nt: {{a: true}}\n"
    ).proposal
    assert (found.asked, found.asked_to) == (UNKNOWN, UNKNOWN)
    assert found.because == ("this policy does not say which support fits level 3",)


def test_s56_a_floor_can_call_for_a_step_up(small):
    small.tiny(LEVEL, WIDER_SUPPORT.replace("2: {lowest: low", "2: {lowest: middle"))
    told = "support: {in_place: %s}\nchild_protection: {concern: false}\nt: {b: true}"
    assert small.decide(told % "low").recommendation.direction == "step_up"
    assert small.decide(told % "high").recommendation.direction == "undetermined"


def test_s56_safety_and_outcomes_come_first(small):
    small.tiny(LEVEL + OUTCOME, WIDER_SUPPORT)
    level = "support: {in_place: high}\nchild_protection: {concern: %s}\nt: {a: false, b: false, c: %s}"
    assert small.decide(level % ("true", "true")).recommendation.direction == "safeguarding_now"
    assert small.decide(level % ("false", "true")).recommendation.direction == "step_up"
    assert small.decide(level % ("false", "false")).recommendation.direction == "continue"


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-05-14", "step_down"), ("2026-05-15", "continue"), ("", "continue")]
)
def test_s57_a_way_down_that_nobody_asked_for(small, day, expected):
    small.tiny(
        LEVEL
        + """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_down]
    block: [{must: {t.day: {at_least_ago: 3 months}}, else: Wait}]
""",
        WIDER_SUPPORT,
    )
    told = f", day: {day}" if day else ""
    fits_less = f"support: {{in_place: high}}\nt: {{a: false, b: false{told}}}\n"
    safe = small.decide(fits_less + "child_protection: {concern: false}")
    assert safe.recommendation.direction == expected
    assert small.decide(fits_less).recommendation.direction == "continue"


def test_s58_what_is_asked_for(small):
    small.tiny("""
    definitions:
      - id: D
        carries: [T-1]
        fact: made.answer
        hit: exactly_one
        rows: [{when: {t.a: true, t.b: true}, is: red}]
    requirements:
      - {id: R, carries: [T-1], bears_on: [step_up], block: [{must: {made.answer: red}, else: no}]}
    """)
    decision = small.decide("request: {direction: step_up}\nt: {b: true}")
    assert [missing.fact for missing in decision.missing] == ["child_protection.concern", "t.a"]


def test_s58_what_no_answer_would_settle(small):
    small.tiny("""
    definitions:
      - id: D
        carries: [T-1]
        fact: made.answer
        hit: exactly_one
        rows: [{when: {t.a: true}, is: red}, {when: {t.b: true}, is: amber}]
    requirements:
      - {id: R, carries: [T-1], bears_on: [step_up], block: [{must: {made.answer: red}, else: no}]}
    """)
    decision = small.decide(case("step_up", "true", "true"))
    assert (decision.status, decision.missing) == ("conflict", ())
