"""The tests of the invariant would notice: their oracle by hand, and decisions made wrong on purpose."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.casefiles import Case, Entry, read_case
from threshold.reading import parse_json

from .oracle import QUESTIONS, Protection, protection, way
from .properties import is_completion, of_one
from .run import Found, bench_of, run, smaller
from .shape import Bench
from .told import as_file

DAY = date(2026, 8, 14)
CALM = dict.fromkeys(QUESTIONS, False)
MAY = Entry(date(2026, 5, 4), "section_47_started")


@pytest.fixture(scope="module")
def bench() -> Bench:
    return bench_of("step-up-step-down")


def case_of(*timeline: Entry, **facts: object) -> Case:
    given = {name.replace("__", "."): value for name, value in facts.items()}
    return Case("R-1", {"support.in_place": "child_in_need", **CALM, **given}, timeline, as_at=DAY)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(case_of(), Protection(False, False), id="all answered no"),
        pytest.param(Case("R-1", {}, as_at=DAY), Protection(None, None), id="nothing said"),
        pytest.param(
            case_of(child_protection__harm_suspected=True, child_protection__concern=True),
            Protection(True, False),
            id="one answered yes",
        ),
        pytest.param(
            case_of(child_protection__harm_suspected=True),
            Protection(None, False, doubt=True),
            id="harm suspected, and no concern",
        ),
        pytest.param(case_of(MAY), Protection(True, False), id="an enquiry that is open"),
        pytest.param(
            case_of(MAY, Entry(date(2026, 6, 4), "section_47_ended")),
            Protection(False, False),
            id="an enquiry that is over",
        ),
        pytest.param(
            case_of(replace(MAY, status="planned")), Protection(False, False), id="an enquiry planned"
        ),
        pytest.param(
            case_of(Entry(date(2026, 6, 4), "section_47_ended")),
            Protection(False, False, plain=False),
            id="an end without a start",
        ),
        pytest.param(
            case_of(child_protection__conference_needed=True),
            Protection(True, False),
            id="conference awaited",
        ),
        pytest.param(
            case_of(
                Entry(date(2026, 5, 4), "referral"),
                Entry(date(2026, 6, 4), "cp_conference"),
                child_protection__conference_needed=True,
            ),
            Protection(False, False),
            id="conference held",
        ),
        pytest.param(
            case_of(Entry(date(2026, 6, 4), "cp_conference"), child_protection__conference_needed=True),
            Protection(True, False),
            id="conference held, and nothing before it called for one",
        ),
        pytest.param(
            case_of(
                Entry(date(2026, 6, 4), "cp_conference"), Entry(date(2026, 9, 4), "cp_conference", "planned")
            ),
            Protection(True, False),
            id="conference in the diary",
        ),
        pytest.param(case_of(safety__scale=(("mother", 0),)), Protection(True, False), id="a 0 on the scale"),
        pytest.param(case_of(support__in_place="care"), Protection(False, True, care=True), id="care stated"),
        pytest.param(
            case_of(care__looked_after=True),
            Protection(False, True, care=True),
            id="care beside lower support",
        ),
        pytest.param(
            case_of(Entry(date(2026, 6, 4), "cp_plan_started")),
            Protection(False, True),
            id="a plan on record",
        ),
    ],
)
def test_the_oracle_of_protection(case: Case, expected: Protection):
    assert protection(case) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"request.direction": "step_up", "request.to": "child_in_need"}, "up"),
        ({"request.direction": "step_up", "request.to": "early_help"}, "divert"),
        ({"request.direction": "step_down"}, "down"),
        ({"request.direction": "close", "closure.of": "case"}, "close"),
        ({"request.direction": "close", "closure.of": "caf_episode"}, "open"),
        (
            {
                "request.direction": "close",
                "closure.of": "caf_episode",
                "caf.closing_reason": "stepped_up",
                "referral.accepted": True,
            },
            "neither",
        ),
        (
            {
                "request.direction": "close",
                "closure.of": "caf_episode",
                "caf.closing_reason": "stepped_up",
                "referral.accepted": False,
            },
            "close",
        ),
        ({"request.direction": "triage", "contact.brag": "green"}, "divert"),
        ({"request.direction": "triage", "contact.brag": "red"}, "up"),
        ({"request.direction": "triage", "contact.brag": "blue"}, "divert"),
        ({"request.direction": "triage", "contact.brag": "blue", **dict.fromkeys(QUESTIONS, True)}, "up"),
        ({"request.direction": "triage"}, "divert"),
        ({"request.direction": "triage", **dict.fromkeys(QUESTIONS, True)}, "up"),
        ({"request.direction": "triage", **CALM, "support.in_place": "early_help"}, "open"),
        ({"request.direction": "workflow", "request.step": "a", "request.action": "ends it"}, "down"),
        ({"request.direction": "workflow", "request.step": "a", "request.action": "a visit"}, "neither"),
        ({"request.direction": "workflow", "request.step": "a", "request.action": "?"}, "open"),
    ],
)
def test_the_oracle_of_ways(given: dict[str, str], expected: str):
    moves = {("a", "ends it"): "down", ("a", "a visit"): "same"}
    colours = {"red": "up", "green": "divert"}
    assert way(Case("R-1", given, as_at=DAY), moves, colours) == expected


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        pytest.param(case_of(request__direction="step_down"), "7.2 allowed without a ground", id="no ground"),
        pytest.param(
            case_of(request__direction="step_down", child_protection__concern=True),
            "1.3 line 2: a concern, and a way down is not blocked",
            id="a concern",
        ),
        pytest.param(
            case_of(request__direction="close", closure__of="case", support__in_place="care"),
            "1.3 line 2: protection in place, and a way close is not blocked",
            id="in care",
        ),
    ],
)
def test_a_decision_made_wrong_is_noticed(bench: Bench, case: Case, kind: str):
    decided = bench.decide(case)
    checks = tuple(check for check in decided.checks if check.effect != "ground")
    wrong = replace(decided, status="permitted", checks=checks)
    assert any(name.startswith(kind) for name, _ in of_one(case, wrong, bench))


def test_a_completion_changes_nothing_that_is_known(bench: Bench):
    case = case_of(request__direction="step_down")
    plan, later = (Entry(date(2026, month, 1), "cin_plan_started") for month in (2, 7))
    base = bench.judge(replace(case, timeline=(plan,)))
    assert is_completion(base, bench.judge(case_of(plan, request__direction="step_down", need__complex=True)))
    assert not is_completion(base, bench.judge(replace(case, timeline=(plan, later))))
    assert not is_completion(base, bench.judge(case_of(plan, request__direction="close")))
    doubted = case_of(plan, request__direction="step_down", consent__seeking_adds_risk=True)
    assert not is_completion(base, bench.judge(doubted))


def test_the_same_seed_gives_the_same_cases():
    once, again = (run("early-help-tac", "7", 60, 2, 1) for _ in range(2))
    assert once.counts == again.counts
    assert once.pairs == again.pairs


def test_a_failure_is_made_small_and_printed_as_a_case_file(bench: Bench):
    noise = case_of(MAY, request__direction="step_up", need__complex=True, caf__stuck=False)
    found = Found("always", "", noise)
    assert as_file(found, bench.policy.vocabulary)
    again = read_case(parse_json(as_file(found, bench.policy.vocabulary), "f"), "f", bench.policy.vocabulary)
    assert (again.given, again.timeline) == (noise.given, noise.timeline)


def test_what_does_not_matter_is_left_out(bench: Bench):
    asked = {"request.direction": "step_down", "request.to": "early_help"}
    case = case_of(MAY, **{name.replace(".", "__"): value for name, value in asked.items()}, caf__stuck=True)
    wrong = _Permits(bench)
    small = smaller(Found("7.2 allowed without a ground that holds", "", case), wrong)
    assert small.case.given == {"request.direction": "step_down"}
    assert small.case.timeline == ()


class _Permits(Bench):
    """A bench whose decisions permit everything."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench.engine, bench.policy)

    def decide(self, case: Case):
        decided = super().decide(case)
        checks = tuple(check for check in decided.checks if check.effect != "ground")
        return replace(decided, status="permitted", checks=checks)
