"""Coverage in words and as data: what is not simply carried is named, with the reason."""

import json

from threshold.coverage.clauses import Carrier, ClauseCovered
from threshold.coverage.report import as_json, as_text, falls_short
from threshold.coverage.run import Covered
from threshold.coverage.shown import RuleShown
from threshold.policy.model import Clause
from threshold.reading import Problem

RULE, ROW = Carrier("R"), Carrier("W", "W-1")
FOUND = Covered(
    "tiny",
    "A paper",
    (
        ClauseCovered(Clause("T-1", "one"), "wholly", {RULE: True}),
        ClauseCovered(Clause("T-2", "two", in_part="half"), "in part", {RULE: True, ROW: False}),
        ClauseCovered(Clause("T-3", "three", "further"), "in name only", {ROW: False}),
        ClauseCovered(Clause("T-4", "four", "staff", left_out="a rota"), "left out", {}),
        ClauseCovered(Clause("T-5", "five", "further"), "unaccounted", {}),
    ),
    (
        RuleShown("R", "requirements", ("met",), ("met", "not_met", "undetermined")),
        RuleShown("W-1", "routes", ("expected",), ("expected",)),
    ),
    (Problem("no rule uses this parameter", "parameters.yaml", 3, None, "tiny.limit"),),
)
ANYWHERE = [Problem("no rule reads this fact", "vocabulary.yaml", field="t.a")]


def test_text_counts_what_is_carried_and_names_the_rest() -> None:
    assert as_text([FOUND], ANYWHERE).splitlines() == [
        "tiny: A paper",
        "  clauses about a case: 4; 1 wholly, 1 in part, 1 in name only, 1 unaccounted",
        "    (50 in 100 carried)",
        "    core: 2; 1 wholly, 1 in part (100 in 100 carried)",
        "    further: 2; 1 in name only, 1 unaccounted (0 in 100 carried)",
        "    about staff: 1; 1 left out (0 in 100 carried)",
        "  carried in part, and what is missing",
        "    T-2 (by R, W-1): two; half",
        "  cited, but no example would miss what cites it",
        "    T-3 (by W-1): three",
        "  left out, and why",
        "    T-4: four; a rota",
        "  unaccounted: nothing cites it, and nothing says why",
        "    T-5: five",
        "  what examples expect of rules",
        "    requirements: 1; met 1, not met 0, undetermined 0; all of that 0",
        "    routes: 1; expected 1; all of that 1",
        "      R: never not met or undetermined",
        "  used by nothing",
        "    parameters.yaml, line 3, tiny.limit: no rule uses this parameter",
        "",
        "used by none of these packs",
        "  vocabulary.yaml, t.a: no rule reads this fact",
    ]


def test_what_is_not_in_force_yet_is_named_and_counts_for_nothing() -> None:
    later = ClauseCovered(
        Clause("T-6", "six", standing="not_yet_in_force"), "not yet in force", {RULE: False}
    )
    doubted = ClauseCovered(
        Clause("T-7", "seven", in_part="half", standing="not_confirmed"), "in part", {RULE: True}
    )
    both = Covered("tiny", "A paper", (later, doubted), (), ())
    lines = as_text([both], []).splitlines()
    assert "  clauses about a case: 2; 1 in part, 1 not yet in force (100 in 100 carried)" in lines
    assert "    T-6 (by R): six (not yet in force)" in lines
    assert "    T-7 (by R): seven (not confirmed to be in force); half" in lines
    told = json.loads(as_json([both], []))["packs"][0]["clauses"]
    assert [each["standing"] for each in told] == ["not_yet_in_force", "not_confirmed"]
    assert not falls_short([Covered("tiny", "A paper", (doubted,), (), ())], 100)


def test_json_has_every_clause_and_every_rule() -> None:
    data = json.loads(as_json([FOUND], ANYWHERE))
    (pack,) = data["packs"]
    assert (data["schema"], pack["share_carried"], pack["core_not_carried"]) == (
        "threshold/coverage/1",
        50.0,
        [],
    )
    assert [(each["clause"], each["about"], each["state"], each["why"]) for each in pack["clauses"]] == [
        ("T-1", "core", "wholly", None),
        ("T-2", "core", "in part", "half"),
        ("T-3", "further", "in name only", None),
        ("T-4", "staff", "left out", "a rota"),
        ("T-5", "further", "unaccounted", None),
    ]
    assert pack["clauses"][1]["carried_by"] == [
        {"rule": "R", "row": None, "missed": True},
        {"rule": "W", "row": "W-1", "missed": False},
    ]
    assert pack["rules"][0]["missing"] == ["not_met", "undetermined"]
    assert data["unused"][0]["what"] == "t.a"


def test_it_falls_short_where_too_few_are_carried_or_one_of_the_core_is_not() -> None:
    assert falls_short([FOUND], 51)
    assert not falls_short([FOUND], 50)
    core = ClauseCovered(Clause("T-6", "six"), "left out", {})
    missing = Covered("tiny", "A paper", (*FOUND.clauses, core), (), ())
    assert falls_short([missing], 0)


def test_a_list_without_a_clause_about_a_case_falls_short_of_anything() -> None:
    clause = ClauseCovered(Clause("T-1", "one", "context"), "wholly", {RULE: True})
    assert falls_short([Covered("tiny", "A paper", (clause,), (), ())], 0)


def test_examples_that_earn_nothing_are_named() -> None:
    found = Covered("tiny", "A paper", FOUND.clauses, (), (), ("C-7", "cases/broken.yaml"))
    told = "  examples that do not pass, and earn nothing: C-7, cases/broken.yaml"
    assert told in as_text([found], []).splitlines()
    assert json.loads(as_json([found], []))["packs"][0]["left_out"] == ["C-7", "cases/broken.yaml"]
