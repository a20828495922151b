"""A decision put together: its reasons, what is recommended, what was asked, and whose rules speak."""

import pytest

from threshold.decisions import Decision
from threshold.decisions.assemble import decision
from threshold.decisions.model import Note

from ..semantics.conftest import GROUND, LEVEL, SUPPORT

SAFE = "child_protection: {concern: false}\n"
UP, DOWN = ("request: {direction: step_up}\n", "request: {direction: step_down}\n")
PLACE = "support: {in_place: middle}\n"
OUTCOME = """
definitions:
  - id: O
    carries: [T-1]
    fact: recommendation.outcome
    hit: most_serious
    rows: [{when: {t.a: true}, is: go_up, because: the need is great}, {when: {t.b: true}, is: stay}]
    otherwise: go_down
"""
FITS = "support: {in_place: %s}\nt: {a: false, b: %s%s}\n"
LESS = "Level 1 calls for less than the support in place (high) [T-1]"


def decided(small, case: str) -> Decision:
    return decision(small.findings(case))


def because(small, case: str) -> list[str]:
    return list(decided(small, case).recommendation.because)


def rule(name: str, fact: str, effect: str, says: str, bears_on: str = "step_up, step_down") -> str:
    return (
        f"  - {{id: {name}, carries: [T-1], bears_on: [{bears_on}], "
        f"{effect}: [{{must: {{{fact}: true}}, else: {says}}}]}}\n"
    )


WAIT = (
    LEVEL
    + "requirements:\n"
    + rule("R", "t.c", "condition", "Meet first")
    + rule("Q", "child_protection.concern", "warn", "Beware")
    + rule("P", "t.c", "block", "Wait")
    + rule("N", "t.c", "block", "Elsewhere", "close")
)


@pytest.mark.parametrize(
    ("danger", "c", "direction", "expected"),
    [
        (SAFE, "true", "step_down", [LESS]),
        (SAFE, "false", "continue", [LESS, "Wait [T-1]", "Meet first [T-1]"]),
        (SAFE, "", "continue", [LESS, "Cannot tell: P [T-1]", "Cannot tell: R [T-1]"]),
        ("", "true", "continue", [LESS, "Nobody has said yet whether there is a protection concern [S-1]"]),
        (
            "",
            "",
            "continue",
            [
                LESS,
                "Nobody has said yet whether there is a protection concern [S-1]",
                "Cannot tell: P [T-1]",
                "Cannot tell: R [T-1]",
            ],
        ),
    ],
)
def test_why_a_way_down_that_the_facts_point_to_is_not_recommended(small, danger, c, direction, expected):
    told = f", c: {c}" if c else ""
    found = decided(small.tiny(WAIT, SUPPORT), danger + FITS % ("high", "false", told)).recommendation
    assert (found.direction, list(found.because)) == (direction, expected)


def test_to_continue_because_the_support_fits_needs_no_excuse(small):
    small.tiny(WAIT, SUPPORT)
    fits = "The support in place (middle) fits level 2 [T-1]"
    for danger in (SAFE, ""):
        assert because(small, danger + FITS % ("middle", "true", "")) == [fits]


def test_in_danger_the_safety_rule_is_the_only_reason(small):
    small.tiny(WAIT, SUPPORT)
    for request in ("", UP, DOWN):
        found = because(
            small, f"child_protection: {{concern: true}}\n{request}{FITS % ('high', 'false', '')}"
        )
        assert found == ["Protect first: it is said that there is a concern [S-1]"]


@pytest.mark.parametrize(
    ("request_", "t", "status", "expected"),
    [
        (DOWN, "{a: false, b: false}", "blocked", ["Stop [T-1]", "Meet first [T-1]"]),
        (DOWN, "{a: true, b: false}", "conditional", ["Meet first [T-1]"]),
        (DOWN, "{b: false}", "undetermined", ["Meet first [T-1]", "Cannot tell: Q [T-1]"]),
        (DOWN, "{a: true, b: true}", "permitted", []),
        (DOWN, "{}", "undetermined", ["Cannot tell: Q [T-1]", "Cannot tell: R [T-1]"]),
        (DOWN, "{a: true, b: true, right: false}", "blocked", ["It is not right [S-1]"]),
        (DOWN, "{a: false, b: true, right: false}", "blocked", ["It is not right [S-1]", "Stop [T-1]"]),
        (UP, "{a: true}", "conditional", []),
        ("request: {direction: close}\n", "{}", "permitted", []),
        ("request: {direction: triage}\n", "{}", "permitted", []),
    ],
)
def test_the_reasons_of_an_answer_are_the_checks_that_fail_blocks_first(small, request_, t, status, expected):
    small.tiny(
        "requirements:\n" + rule("R", "t.b", "condition", "Meet first") + rule("Q", "t.a", "block", "Stop")
    )
    found = decided(small, f"{SAFE}{PLACE}{request_}t: {t}")
    assert (found.status, list(found.recommendation.because)) == (status, expected)


TABLE = """
routes:
  - id: MAP
    carries: [T-1]
    step: Assessment
    actions:
      - {M-1: Legal advice, by: SW, to: Manager}
      - {M-2: Strategy discussion, available: false, says: not from here}
"""
FLOW = "request: {direction: workflow, step: %s, action: %s, made: 2026-08-01}\n"


def test_what_the_maps_say_is_the_first_reason(small):
    small.tiny(TABLE)
    refused = because(small, SAFE + FLOW % ("Assessment", "strategy discussion"))
    assert refused == ["Not from here [T-1]"]
    small.unlisted = "unavailable"
    unlisted = because(small, SAFE + FLOW % ("Assessment", "Something else"))
    assert unlisted == ["This action is not among those of the step Assessment [T-1]"]


def test_that_the_policy_has_no_rule_is_a_reason_only_where_nothing_refuses(small):
    small.ungrounded().tiny(TABLE + "requirements:\n" + rule("R", "t.a", "block", "Stop", "workflow"))
    flow = SAFE + FLOW % ("Panel", "Legal advice")
    assert because(small, flow + "t: {a: true}") == ["This policy has no rule on it"]
    assert because(small, flow + "t: {a: false}") == ["Stop [T-1]"]


def test_a_ground_that_has_nothing_to_say_refuses_all_the_same(small):
    silent = (
        GROUND.replace("S-1", "T-1")
        .replace("else: It is", "else: [{when: {t.b: true}, says: It is")
        .replace("not right\n", "not right}]\n")
    )
    found = decided(small.ungrounded().tiny(silent), SAFE + UP + "t: {right: false}")
    assert found.status == "blocked"
    assert found.recommendation.headline.startswith("Step up: not now")


@pytest.mark.parametrize(
    ("record", "support"),
    [("care: {looked_after: true}", "care"), ("child_protection: {plan_active: true}", "child protection")],
)
def test_protection_in_place_is_the_first_reason_against_what_would_leave_it(
    supported, record: str, support: str
):
    supported.tiny("requirements:\n" + rule("R", "t.a", "block", "Stop", "close"))
    case = f"request: {{direction: close}}\n{record}\nt: {{a: false}}\n"
    # It is the same in every policy, so no clause stands behind it.
    assert because(supported, case) == [
        f"Protection is in place ({support}): it cannot close, be passed on or step down past Child in Need "
        "while that lasts",
        "Stop [T-1]",
    ]


@pytest.mark.parametrize(
    ("case", "answered"),
    [(SAFE + UP, True), (SAFE + "request: {direction: triage}\n" + PLACE, False), (SAFE, None)],
)
def test_whether_the_policy_has_a_rule_on_the_request_is_told(small, case: str, answered: bool | None):
    only_up = GROUND.replace("S-1", "T-1").replace(", step_down, step_across, close, triage, workflow", "")
    assert decided(small.ungrounded().tiny(only_up), case).answered is answered


@pytest.mark.parametrize(
    ("t", "now", "withheld"),
    [
        ("{a: true}", ["ONE", "TWO", "THREE"], ()),
        ("{a: false}", ["ONE"], ("TWO", "THREE")),
        ("{}", ["ONE"], ("TWO", "THREE")),
    ],
)
def test_what_was_asked_for_is_not_on_the_way_while_it_is_refused_or_open(small, t: str, now, withheld):
    way = """
routes:
  - id: WAY
    carries: [T-1]
    bears_on: [step_up]
    steps: [{ONE: Write, by: SW}, {TWO: Send it, by: SW, asked_for: true}, {THREE: Meet, by: SW}]
"""
    small.tiny(way + "requirements:\n" + rule("R", "t.a", "block", "Stop"))
    found = decided(small, f"{SAFE}{UP}t: {t}")
    assert ([step.id for step in found.route], found.withheld) == (now, withheld)


def test_a_request_is_told_as_the_policys_own_maps_print_it(small):
    small.tiny(TABLE)
    told = decided(small, SAFE + FLOW % ("ASSESSMENT", "legal  advice")).request
    assert (told.direction, told.made, told.to) == ("workflow", "2026-08-01", None)
    assert (told.step, told.action) == ("Assessment", "Legal advice")
    typed = decided(small, SAFE + FLOW % ("Rowan", "Legal advice for Rowan")).request
    assert (typed.step, typed.action) == (None, None)
    assert decided(small, SAFE).request is None


@pytest.mark.parametrize(
    ("direction", "to"),
    [
        ("step_up", "high"),
        ("step_down", "high"),
        ("step_across", "high"),
        ("close", "high"),
        ("triage", None),
    ],
)
def test_whereto_is_told_of_a_move_that_may_be_made(small, direction: str, to: str | None):
    small.tiny("requirements:\n" + rule("R", "t.a", "block", "Stop", direction))
    request = f"{SAFE}request: {{direction: {direction}, to: high}}\nsupport: {{in_place: low}}\n"
    found = decided(small, request + "t: {a: true}").recommendation
    assert (found.direction, found.from_, found.to) == (direction, "low", to)
    assert decided(small, request + "t: {a: false}").recommendation.to is None


@pytest.mark.parametrize(
    ("t", "outcome", "expected"),
    [
        ("{a: true}", "go_up", ["The need is great [T-1]"]),
        ("{a: false, b: true}", "stay", ["Stay [T-1]"]),
        # More is not ruled out: what is certain is told.
        ("{b: true}", "stay", ["Stay [T-1]"]),
        ("{a: false, b: false}", "go_down", ["Go down"]),
    ],
)
def test_an_outcome_is_a_reason_with_the_clauses_of_its_own_rows(small, t: str, outcome: str, expected):
    small.tiny(OUTCOME + "requirements:\n" + rule("R", "child_protection.concern", "warn", "No"))
    found = decided(small, f"{SAFE}t: {t}").recommendation
    assert (found.outcome, list(found.because)) == (outcome, expected)


def test_without_an_outcome_none_is_told(small):
    assert decided(small, SAFE).recommendation.outcome is None
    small.tiny(OUTCOME.replace("    otherwise: go_down\n", ""))
    assert decided(small, SAFE).recommendation.outcome is None


NUMBER = "{{type: number, means: N, values: [{{from: 2020-01-01, is: {}, because: T-1}}]}}\n"
SPEAKS = """
requirements:
  - id: R
    carries: [T-1]
    tensions: [T01]
    bears_on: [%s]
    applies: {t.a: true}
    %s: [{must: {t.n: {at_least: $least}}, else: No}]
"""


@pytest.mark.parametrize(
    ("bears_on", "effect", "t", "speaks"),
    [
        ("step_up", "block", "{a: true, n: 5}", True),
        ("step_up", "block", "{a: true, n: 1}", True),
        ("step_up", "block", "{}", True),
        ("step_up", "block", "{a: false}", False),
        ("step_up", "warn", "{a: true, n: 1}", True),
        ("step_up", "warn", "{a: true, n: 5}", False),
        ("close", "block", "{a: true, n: 1}", False),
    ],
)
def test_tensions_and_parameters_are_those_of_the_rules_that_speak_here(small, bears_on, effect, t, speaks):
    small.tiny(SPEAKS % (bears_on, effect), "least: " + NUMBER.format(3))
    found = decided(small, f"{SAFE}{UP}t: {t}")
    assert [used.name for used in found.parameters] == (["tiny.least"] if speaks else [])
    assert [note.tension for note in found.notes] == (["T01"] if speaks else [])


def test_a_deadline_speaks_only_while_its_clock_runs(small):
    small.tiny(
        """
        deadlines:
          - id: L
            carries: [T-1]
            starts: {fact: t.day}
            within: $wait
            met_by: {fact: visit.first}
            late: Done late
            overdue: Not done
        """,
        "wait: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 days, because: T-1}]}",
    )
    assert [used.name for used in decided(small, "t: {day: 2026-08-14}").parameters] == ["tiny.wait"]
    unknown = decided(small, "")
    assert ([row.state for row in unknown.deadlines], unknown.parameters) == (["cannot_tell"], ())


def test_rows_that_hold_and_steps_that_are_shown_speak(small):
    small.tiny(
        """
        definitions:
          - id: D
            carries: [T-1]
            fact: made.answer
            hit: exactly_one
            rows: [{when: {t.n: {at_least: $one}}, is: red}]
        routes:
          - id: WAY
            carries: [T-1]
            when: {t.n: {at_least: $two}}
            steps: [{ONE: Meet, by: SW, to: Manager}]
        """,
        "one: " + NUMBER.format(1) + "two: " + NUMBER.format(2),
    )
    for n, expected in ((0, []), (1, ["tiny.one"]), (2, ["tiny.one", "tiny.two"])):
        assert [used.name for used in decided(small, f"t: {{n: {n}}}").parameters] == expected


def test_a_decision_says_under_which_policy_and_of_which_case_it_was_made(small):
    findings = small.findings("as_at: 2026-08-14T09:30\nfamily: F-1")
    found = decision(findings, ("tiny.a=1",), [Note("", "Compared")])
    assert (found.case, found.family, found.as_at) == ("C-1", "F-1", "2026-08-14T09:30")
    assert (found.policy.name, found.policy.title, found.policy.trial) == ("p", "Small", ("tiny.a=1",))
    assert [(each.pack, each.role, each.edition) for each in found.policy.packs] == [
        ("safe", "overlay", "2020-01"),
        ("tiny", "lead", "2020-01"),
    ]
    assert found.policy.digest == findings.policy.digest
    assert found.notes == (Note("", "Compared"),)


def test_what_contradicts_itself_is_told_with_its_reason(small):
    small.tiny("conflicts: [{id: C, carries: [T-1], when: {t.a: true}, why: It cannot be, doubtful: [t.b]}]")
    (found,) = decided(small, "t: {a: true}").conflicts
    assert (found.id, found.facts, found.why) == ("C", ("t.b",), "It cannot be")
    assert found.clauses == ("T-1",)
