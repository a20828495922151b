"""The status of a request by column: every line of its table, as each case by itself comes to it."""

from itertools import product

import pytest

pytest.importorskip("polars")

from threshold.batch.request_status import Request, answering, deciding
from threshold.policy import load_policy

from ..semantics.conftest import GROUND
from ..semantics.points.test_status import RULES
from .asked import asked, column, statuses
from .by_hand import AS_AT

UP, ACROSS, CLOSE = Request("step_up"), Request("step_across"), Request("close", of="case")
EVERY = (Request("step_down"), UP, ACROSS, CLOSE)
OURS = GROUND.replace("S-1", "T-1").replace("SAFE-3", "G").replace("t.right", "t.c")


def case(
    block: str = "true", condition: str = "true", concern: str = "false", more: str = "", t: str = ""
) -> str:
    """A case whose block and condition are satisfied, not satisfied or, where that is empty, not known."""
    told = (("a", block), ("b", condition))
    facts = ", ".join([*(f"{name}: {value}" for name, value in told if value), *([t] if t else [])])
    danger = f"child_protection: {{concern: {concern}}}\n" if concern else ""
    return f"{danger}support: {{in_place: middle}}\n{more}\nt: {{{facts}}}"


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            EVERY[0],
            [
                "blocked",
                "blocked",
                "undetermined",
                "undetermined",
                "undetermined",
                "conditional",
                "permitted",
            ],
        ),
        (
            CLOSE,
            [
                "blocked",
                "blocked",
                "undetermined",
                "undetermined",
                "undetermined",
                "conditional",
                "permitted",
            ],
        ),
        (
            UP,
            ["blocked", "blocked", "undetermined", "undetermined", "conditional", "conditional", "permitted"],
        ),
        (
            ACROSS,
            ["blocked", "blocked", "undetermined", "undetermined", "conditional", "conditional", "permitted"],
        ),
    ],
)
def test_what_blocks_and_what_conditions(small, request_, expected):
    pairs = [("false", "true"), ("false", ""), ("", "true"), ("", "false"), ("true", ""), ("true", "false")]
    cases = [case(*pair) for pair in (*pairs, ("true", "true"))]
    assert statuses(asked(small.tiny(RULES), cases, request_)) == expected


def test_a_concern_lets_up_and_bars_every_other_way(small):
    small.tiny(RULES)
    cases = [case("false", concern="true"), case("", concern=""), case("false", concern=""), case(concern="")]
    told = {request: statuses(asked(small, cases, request)) for request in EVERY}
    # While nobody knows, a request up is not refused; one down waits.
    assert told[UP] == ["permitted", "undetermined", "undetermined", "permitted"]
    for request in (EVERY[0], ACROSS, CLOSE):
        assert told[request] == ["blocked", "undetermined", "blocked", "undetermined"]


def test_protection_in_place_bars_what_would_leave_it(small):
    cases = [case(more="care: {looked_after: true}").replace("support: {in_place: middle}\n", ""), case()]
    for request in (ACROSS, CLOSE):
        assert statuses(asked(small.tiny(RULES), cases, request))[0] == "blocked"
    # Where to is not said: nobody can tell that it would leave protection.
    assert statuses(asked(small, cases, EVERY[0])) == ["undetermined", "permitted"]


@pytest.mark.parametrize("request_", EVERY)
def test_a_yes_needs_a_ground_of_every_pack_that_answers(small, request_):
    small.tiny(OURS)
    cases = [case(t=t) for t in ("c: true", "c: false", "", "c: true, right: false")]
    found = asked(small, cases, request_)
    assert statuses(found) == ["permitted", "blocked", "undetermined", "blocked"]
    assert column(found, "answered") == [True] * 4


def test_what_no_ground_can_answer_is_not_answered(small):
    ground = OURS.replace("[step_up, step_down, step_across, close, triage, workflow]", "step_up")
    found = asked(small.ungrounded().tiny(RULES + ground), [case(), case("false")])
    assert statuses(found) == ["undetermined", "blocked"]
    assert column(found, "answered") == [False, False]
    assert column(asked(small, [case()], UP), "answered") == [True]


FROM = """
grounds:
  - {id: G, carries: [T-1], for: {direction: step_down, from: middle}, when: {t.c: true}, else: No}
"""


@pytest.mark.parametrize(
    ("support", "c", "expected"),
    [
        ("middle", "c: false", ("blocked", True)),
        # Nobody knows whether the ground answers, so that it is not refused for want of one.
        ("", "c: false", ("undetermined", True)),
        ("high", "c: false", ("undetermined", False)),
        ("middle", "c: true", ("permitted", True)),
        ("", "c: true", ("undetermined", True)),
    ],
)
def test_a_ground_that_may_not_fit_refuses_nothing(small, support, c, expected):
    small.ungrounded().tiny(FROM)
    text = case(t=c).replace("{in_place: middle}", f"{{in_place: {support}}}")
    if not support:  # open by record alone, which is the least that there is
        text = case(t=c).replace(
            "support: {in_place: middle}\n", "timeline: [{on: 2026-01-05, event: spell_started}]\n"
        )
    found = asked(small, [text])
    assert (statuses(found)[0], column(found, "answered")[0]) == expected


def test_what_contradicts_itself_is_a_conflict_where_the_answer_hangs_on_it(small):
    doubt = "conflicts: [{id: C, carries: [T-1], when: {t.list: {includes: x}}, why: both, doubtful: [%s]}]\n"
    for fact, expected in (("t.a", "conflict"), ("t.b", "undetermined")):
        small.tiny(RULES + doubt % fact)
        assert statuses(asked(small, [case(t="list: [x]"), case()])) == [expected, "permitted"]


def test_danger_that_contradicts_itself_is_a_conflict(small):
    small.tiny(
        RULES
        + "conflicts: [{id: C, carries: [T-1], when: {t.list: {includes: x}}, why: both, "
        + "doubtful: [child_protection.concern]}]\n"
    )
    for request in EVERY:
        assert statuses(asked(small, [case(t="list: [x]")], request)) == ["conflict"]


ROLE = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up, step_down]
    block: [{must: {t.who: SW}, else: no}]
"""


def test_somebody_who_has_not_been_named_holds_up_a_way_down_alone(small):
    small.tiny(ROLE)
    cases = [case(), case(t="who: Team Manager"), case(t="who: SW")]
    assert statuses(asked(small, cases, UP)) == ["conditional", "blocked", "permitted"]
    assert statuses(asked(small, cases)) == ["undetermined", "blocked", "permitted"]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("caf: {closing_reason: stepped_up}\nreferral: {accepted: true}", "permitted"),
        ("caf: {closing_reason: stepped_up}\nreferral: {accepted: false}", "blocked"),
        ("caf: {closing_reason: stepped_up}", "blocked"),
        ("caf: {closing_reason: done}\nreferral: {accepted: true}", "blocked"),
    ],
)
def test_a_caf_that_closes_because_social_care_took_the_case_leaves_nobody(small, known, expected):
    text = case(concern="true", more=known).replace("in_place: middle", "in_place: low")
    cases = [text, text.replace("support: {in_place: low}\n", "early_help: {open: true}\n")]
    found = statuses(asked(small.tiny(RULES), cases, Request("close", of="caf_episode")))
    # Support above early help says that social care has the child; of these kinds no level is below it.
    assert found[1] == expected
    assert statuses(asked(small, cases, CLOSE)) == ["blocked", "blocked"]


def test_what_counts_is_what_bears_on_the_request_in_packs_that_lead():
    policy = load_policy("default").at(AS_AT)
    down = Request("step_down", "early_help")
    assert {rule.head.pack for rule in deciding(policy, down)} <= {
        "national",
        "step-up-step-down",
        "early-help-tac",
    }
    assert "RBC-5.1" in {rule.head.id for rule in deciding(policy, down)}
    assert "RBC-4.1b" in {ground.head.id for _, ground in answering(policy, down)}
    assert all("step_down" in ground.asked.direction for _, ground in answering(policy, down))


@pytest.mark.parametrize(("answers", "holds"), list(product(["true", "false", ""], repeat=2)))
def test_one_ground_of_a_pack_is_enough(small, answers, holds):
    """Both may be leaned on; that one of them is not known keeps open what the other does not give."""
    other = OURS.replace("\ngrounds:\n", "").replace("id: G", "id: H").replace("t.c", "t.b")
    small.ungrounded().tiny(OURS + other)
    t = ", ".join(f"{name}: {value}" for name, value in (("c", answers), ("b", holds)) if value)
    expected = (
        "permitted"
        if "true" in (answers, holds)
        else "blocked"
        if answers == holds == "false"
        else "undetermined"
    )
    assert statuses(asked(small, [case(condition="", t=t)])) == [expected]
