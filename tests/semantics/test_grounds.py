"""Grounds put to a case: which of them answer what is asked for, whether they hold, what is said of them."""

from datetime import date
from itertools import product

import pytest

from threshold.semantics.grounds import Answer, answers, judged

GROUND = """
grounds:
  - id: G
    carries: [T-1]
    for: {direction: step_down, from: %s, to: early_help}
    when: {t.a: true, t.day: {at_least_ago: 3 months}}
    else: [{when: {t.a: false}, says: A is not so}, {when: {t.a: true}, says: It is too soon}]
    unknown: Nobody knows
"""
IN_NEED = GROUND % "child_in_need"
TABLE = """
routes:
  - id: MAP
    carries: [T-1]
    step: Assessment
    actions:
      - {M-1: Legal advice, by: SW}
      - {M-2: Panel, available: false, says: Not from here}
      - {M-3: Review, by: {fact: t.colour, red: SW, green: Team Manager}}
      - {M-4: Letter, by: A team}
      - {M-5: Section 1, by: SW, kind: task}
"""


def asked(to: str = "early_help", support: str = "child_in_need", t: str = "") -> str:
    place = f"support: {{in_place: {support}}}\n" if support else ""
    request = f"request: {{direction: step_down{f', to: {to}' if to else ''}}}"
    return f"{request}\n{place}t: {{{t}}}\n"


def replies(small, case: str) -> tuple[Answer, ...]:
    return answers(tuple(judged(small.findings(case))))


@pytest.mark.parametrize(
    ("to", "support", "fits"),
    [
        ("early_help", "child_in_need", True),
        ("universal", "child_in_need", False),
        ("early_help", "child_protection", False),
        # What the request leaves open, or nobody knows, leaves it open and not unfit.
        ("", "child_in_need", None),
        ("early_help", "", None),
        ("", "child_protection", False),
    ],
)
def test_whether_it_answers_what_is_asked_for(supported, to: str, support: str, fits: bool | None):
    findings = supported.ungrounded().tiny(IN_NEED).findings(asked(to, support, "a: true, day: 2026-01-01"))
    (each,) = judged(findings)
    assert (each.fits, each.can_fit) == (fits, fits is not False)
    assert each.status == {True: "met", None: "undetermined", False: "not_applicable"}[fits]
    assert bool(answers([each])) is (fits is not False)


def test_from_is_the_highest_support_that_is_stated_or_recorded(supported):
    supported.ungrounded().tiny(IN_NEED)
    recorded = asked(support="", t="a: true, day: 2026-01-01") + "child_in_need: {plan_active: true}\n"
    assert [each.fits for each in judged(supported.findings(recorded))] == [True]
    higher = recorded + "child_protection: {plan_active: true}\ncare: {looked_after: false}\n"
    assert [each.fits for each in judged(supported.findings(higher))] == [False]


@pytest.mark.parametrize(
    ("t", "status", "says", "missing"),
    [
        ("a: true, day: 2026-01-01", "met", "", ()),
        ("a: false", "not_met", "A is not so", ()),
        ("a: true, day: 2026-08-01", "not_met", "It is too soon", ()),
        # Nobody has said which of its sentences is the one: then its title is told.
        ("day: 2026-08-01", "not_met", "It is not so: G", ()),
        ("a: true", "undetermined", "Nobody knows", ("t.day",)),
        ("", "undetermined", "Nobody knows", ("t.a", "t.day")),
    ],
)
def test_what_is_said_of_it(supported, t: str, status: str, says: str, missing: tuple[str, ...]):
    findings = supported.ungrounded().tiny(IN_NEED).findings(asked(t=t))
    (each,) = judged(findings)
    assert (each.status, each.says(findings), each.missing) == (status, says, missing)


def test_one_that_holds_and_may_not_be_what_is_asked_for_says_of_nothing_that_nobody_knows_it(supported):
    supported.ungrounded().tiny(IN_NEED)
    for t, says in (("a: true, day: 2026-01-01", ""), ("a: true", "Nobody knows")):
        findings = supported.findings(asked("", t=t))
        (each,) = judged(findings)
        assert (each.fits, each.status, each.says(findings)) == (None, "undetermined", says)


@pytest.mark.parametrize(
    ("colour", "fits", "status", "says"),
    [
        ("colour: red", True, "not_met", "No"),
        ("colour: green", False, "not_applicable", ""),
        ("", None, "not_met", "No"),
    ],
)
def test_one_that_does_not_apply_says_nothing(
    supported, colour: str, fits: bool | None, status: str, says: str
):
    rule = """
    grounds:
      - id: G
        carries: [T-1]
        for: {direction: step_down, to: early_help}
        applies: {t.colour: red}
        when: {t.a: true}
        else: No
    """
    t = ", ".join(part for part in ("a: false", colour) if part)
    findings = supported.ungrounded().tiny(rule).findings(asked(t=t))
    (each,) = judged(findings)
    assert (each.fits, each.status, each.says(findings)) == (fits, status, says)
    assert bool(answers([each])) is (fits is not False)


def test_what_is_missing_of_one_that_may_fit_is_what_would_make_it_fit_too(supported):
    findings = supported.ungrounded().tiny(IN_NEED).findings(asked("", t="a: true"))
    (each,) = judged(findings)
    # Where the request leads is proposed by nobody else: who asks has to say it.
    assert {"t.day"} < {*each.missing}
    assert any(name.endswith(".to") for name in each.missing)


@pytest.mark.parametrize(
    ("one", "other"), list(product(("true", "false", ""), repeat=2)), ids=lambda each: each or "unknown"
)
def test_one_ground_that_holds_is_enough_within_a_pack(supported, one: str, other: str):
    two = "grounds:\n" + "".join(
        f"  - {{id: {name}, carries: [T-1], for: {{direction: step_down}}, "
        f"when: {{{fact}: true}}, else: No}}\n"
        for name, fact in (("G", "t.a"), ("H", "t.b"))
    )
    t = ", ".join(f"{name}: {value}" for name, value in (("a", one), ("b", other)) if value)
    (answer,) = replies(supported.ungrounded().tiny(two), asked(t=t))
    open_ = "" in (one, other)
    assert answer.holds is (True if "true" in (one, other) else None if open_ else False)
    unknown = tuple(fact for fact, value in (("t.a", one), ("t.b", other)) if not value)
    assert answer.missing == (unknown if answer.holds is None else ())


@pytest.mark.parametrize(("leads_on", "expected"), [("step_down", ["safe", "tiny"]), ("step_up", ["safe"])])
def test_each_pack_that_leads_and_answers_needs_one(supported, leads_on: str, expected: list[str]):
    supported.tiny(IN_NEED)
    supported.uses = f"[{{pack: safe, role: overlay}}, {{pack: tiny, role: lead, leads_on: [{leads_on}]}}]"
    found = replies(supported, asked(t="a: false"))
    assert [each.pack.name for each in found] == expected
    assert [each.holds for each in found] == [True, False][: len(expected)]


def test_a_pack_whose_grounds_cannot_fit_has_no_say(supported):
    found = replies(supported.tiny(IN_NEED), asked("universal", t="a: false"))
    assert [each.pack.name for each in found] == ["safe"]


@pytest.mark.parametrize(
    ("t", "day"),
    [
        ("a: true, day: 2026-06-01", date(2026, 9, 1)),
        ("a: false, day: 2026-06-01", None),
        ("a: true", None),
    ],
)
def test_the_day_on_which_time_alone_makes_it_hold(supported, t: str, day: date | None):
    findings = supported.ungrounded().tiny(IN_NEED).findings(asked(t=t))
    (answer,) = answers(tuple(judged(findings)))
    assert answer.ripens(findings) == day


def test_of_two_grounds_that_wait_the_sooner_day_counts(supported):
    other = IN_NEED.replace("\ngrounds:\n", "").replace("id: G", "id: H").replace("3 months", "1 month")
    findings = supported.ungrounded().tiny(IN_NEED + other).findings(asked(t="a: true, day: 2026-08-01"))
    (answer,) = answers(tuple(judged(findings)))
    assert answer.ripens(findings) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("by", "a", "status"),
    [
        # Nobody named stands for the role that is; whoever counts as it is one.
        ("", "true", "met"),
        ("SW", "true", "met"),
        ("Principal Social Worker", "true", "met"),
        ("Team Manager", "true", "not_met"),
        ("SW", "false", "not_met"),
    ],
)
def test_who_may_ask_belongs_to_what_makes_it_right(small, by: str, a: str, status: str):
    rule = "id: G, carries: [T-1], for: {direction: close}, by: SW, when: {t.a: true}, else: Not A"
    ground = f"grounds:\n  - {{{rule}}}"
    asks = f", by: {by}" if by else ""
    findings = small.ungrounded().tiny(ground).findings(f"request: {{direction: close{asks}}}\nt: {{a: {a}}}")
    (each,) = judged(findings)
    assert each.status == status
    says = each.says(findings)
    assert ("may ask for this: pass it to them" in says) == (by == "Team Manager")
    assert (says == "Not A") == (a == "false")


# The rows of a workflow table.


def row(small, action: str, by: str = "", more: str = "") -> tuple[str, str, str]:
    request = (
        f"request: {{direction: workflow, step: Assessment, action: {action}{f', by: {by}' if by else ''}}}"
    )
    findings = small.findings(f"{request}\n{more}")
    (each,) = [each for each in judged(findings) if each.can_fit]
    return each.ground.head.id, each.status, each.says(findings)


@pytest.mark.parametrize(
    ("action", "by", "more", "expected"),
    [
        ("Legal advice", "", "", ("M-1", "met", "")),
        ("legal  ADVICE", "SW", "", ("M-1", "met", "")),
        # Whoever counts as one is one.
        ("Legal advice", "Principal Social Worker", "", ("M-1", "met", "")),
        ("Panel", "", "", ("M-2", "not_met", "Not from here")),
        ("Review", "", "", ("M-3", "met", "")),
        ("Review", "SW", "t: {colour: red}", ("M-3", "met", "")),
        ("Review", "SW", "t: {colour: amber}", ("M-3", "not_met", "")),
        ("Review", "SW", "", ("M-3", "undetermined", "")),
        # A team is no role, and cannot be compared with one.
        ("Letter", "Team Manager", "", ("M-4", "met", "")),
    ],
)
def test_a_row_is_the_ground_of_its_action(small, action: str, by: str, more: str, expected: tuple[str, ...]):
    found = row(small.ungrounded().tiny(TABLE), action, by, more)
    assert found[:2] == expected[:2]
    assert expected[2] in found[2]


@pytest.mark.parametrize(
    ("action", "more", "names"),
    [
        ("Legal advice", "", "Social Worker"),
        ("Review", "t: {colour: red}", "SW"),
    ],
)
def test_another_role_makes_it_false_and_is_told_who_adds_it(small, action: str, more: str, names: str):
    _, status, says = row(small.ungrounded().tiny(TABLE), action, "Team Manager", more)
    assert (status, "may add this: pass it to them" in says) == ("not_met", True)
    assert "SW" in says or names in says
    assert "Team Manager" not in says


def test_what_is_done_there_and_not_added_says_who_does_it(small):
    _, status, says = row(small.ungrounded().tiny(TABLE), "Section 1", "Team Manager", "")
    assert (status, "may do this: pass it to them" in says, "add" in says) == ("not_met", True, False)


@pytest.mark.parametrize(
    ("unlisted", "expected"), [("unavailable", [("MAP", "not_met")]), ("not_covered", [])]
)
def test_what_a_closed_table_does_not_list_is_known_to_be_no(small, unlisted: str, expected: list[object]):
    small.unlisted = unlisted
    findings = (
        small.ungrounded()
        .tiny(TABLE)
        .findings("request: {direction: workflow, step: Assessment, action: Something else}")
    )
    found = [each for each in judged(findings) if each.can_fit]
    assert [(each.ground.head.id, each.status) for each in found] == expected
    assert all(each.says(findings).startswith("This action is not among those of the step") for each in found)


def test_an_action_that_is_left_open_leaves_the_rows_of_its_step_open(small):
    small.unlisted = "unavailable"
    findings = small.ungrounded().tiny(TABLE).findings("request: {direction: workflow, step: Assessment}")
    statuses = {each.ground.head.id: each.status for each in judged(findings)}
    assert statuses == {
        "M-1": "undetermined",
        "M-2": "not_met",
        "M-3": "undetermined",
        "M-4": "undetermined",
        "M-5": "undetermined",
        "MAP": "not_met",
    }
    (answer,) = answers(tuple(judged(findings)))
    assert answer.holds is None
