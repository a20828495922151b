"""What is worth asking, and what the sources leave open: limits that come apart, judgements, tensions."""

from pathlib import Path

import pytest

from threshold.decisions.left_open import missing_facts, notes, wanting
from threshold.decisions.model import Note
from threshold.engine import Engine
from threshold.semantics.deadlines import running_clocks
from threshold.semantics.status import conclude

from ..policy.own import LEVELS, SIGNS, Own
from ..semantics.conftest import GROUND

SAFE = "child_protection: {concern: false}\n"
UP = "request: {direction: step_up}\n"
MISSED = "The visit: only the local limit is missed, not the statutory one"
LATER = "The visit: the local date is later than the statutory one; keep the statutory [S-1]"


def told(small, case: str) -> list[str]:
    return [note.text for note in noted(small, case)]


def noted(small, case: str) -> list[Note]:
    findings = small.findings(case)
    came = conclude(findings)
    heads = [(check.rule.head.id, check.rule.head) for check in came.checks]
    return list(notes(heads, list(running_clocks(findings)), came.checks, findings))


def deadline(name: str, within: str, met_by: str, more: str = "", clause: str = "T-1") -> str:
    return (
        f"  - {{id: {name}, title: The visit, carries: [{clause}], starts: {{fact: t.day}}, "
        f"within: {within}, met_by: {{fact: {met_by}}}, late: Late, overdue: Late{more}}}\n"
    )


def beside(small, local: str, statute: str, statute_met_by: str = "visit.first", more: str = "") -> None:
    """A local limit, which a visit meets, beside a statutory one."""
    local_rule = deadline("L", local, "visit.first", f", beside: STATUTE{more}")
    small.tiny("deadlines:\n" + local_rule)
    small.pack("statute", "deadlines:\n" + deadline("STATUTE", statute, statute_met_by, clause="S-1"))
    small.uses = "[{pack: safe, role: overlay}, {pack: statute, role: overlay}, {pack: tiny, role: lead}]"


def since(
    start: str, visit: str = "", seen: str = "", covers: str = "visit: 2026-08-14, seen: 2026-08-14"
) -> str:
    held = [f"{{on: {on}, event: {what}}}" for what, on in (("visit", visit), ("seen", seen)) if on]
    return f"t: {{day: {start}}}\ntimeline: [{', '.join(held)}]\ncovers: {{{covers}}}\n"


@pytest.mark.parametrize(
    ("local", "expected"),
    # From Saturday 1 August, 10 working days end on Friday 14 August.
    [("12 days", []), ("13 days", []), ("14 days", [LATER]), ("1 weeks", []), ("2 weeks", [LATER])],
)
def test_only_a_local_date_after_the_statutory_one_is_spoken_of(small, local: str, expected: list[str]):
    beside(small, local, "10 working days")
    found = told(small, since("2026-08-01", visit="2026-08-03"))
    assert [text for text in found if "looser than" not in text] == expected


def test_where_either_date_is_not_known_nothing_is_said(small):
    beside(small, "2 weeks", "none")
    assert told(small, since("2026-08-01")) == []
    beside(small, "none", "10 days")
    assert told(small, since("2026-08-01")) == []
    beside(small, "2 days", "10 days")
    assert told(small, "covers: {visit: 2026-08-14}") == []


@pytest.mark.parametrize(
    ("start", "visit", "seen", "states", "missed"),
    [
        ("2026-08-01", "2026-08-08", "2026-08-08", ("late", "met"), True),
        ("2026-08-07", "2026-08-14", "", ("late", "pending"), True),
        ("2026-08-01", "", "2026-08-08", ("overdue", "met"), True),
        ("2026-08-07", "", "", ("overdue", "pending"), True),
        ("2026-08-01", "2026-08-13", "2026-08-13", ("late", "late"), False),
        ("2026-08-01", "", "", ("overdue", "overdue"), False),
        ("2026-08-01", "2026-08-13", "", ("late", "overdue"), False),
        ("2026-08-01", "", "2026-08-13", ("overdue", "late"), False),
        ("2026-08-01", "2026-08-03", "2026-08-08", ("met", "met"), False),
        ("2026-08-12", "", "", ("pending", "pending"), False),
        ("2026-08-01", "2026-08-03", "2026-08-13", ("met", "late"), False),
    ],
)
def test_that_only_the_local_limit_is_missed_is_said_where_the_statutory_one_is_not(
    small, start: str, visit: str, seen: str, states: tuple[str, str], missed: bool
):
    beside(small, "5 days", "10 days", "seen.first")
    case = since(start, visit, seen)
    clocks = {clock.rule.head.id: clock.state for clock in running_clocks(small.findings(case))}
    assert (clocks["L"], clocks["STATUTE"]) == states
    assert told(small, case) == ([MISSED] if missed else [])


def test_a_statutory_limit_of_which_nobody_can_tell_is_not_said_to_be_kept(small):
    beside(small, "5 days", "10 days", "seen.first")
    case = since("2026-08-01", visit="2026-08-13", covers="")
    states = {clock.rule.head.id: clock.state for clock in running_clocks(small.findings(case))}
    assert states == {"STATUTE": "cannot_tell", "L": "late"}
    assert told(small, case) == []


RULE = """
requirements:
  - id: R
    carries: [T-1]
    tensions: [T01]
    bears_on: [%s]
    %s: [{must: {t.a: true}, else: Not done}]
  - id: Q
    carries: [T-1]
    tensions: [T01]
    bears_on: [step_up]
    block: [{must: {t.b: true}, else: No}]
"""


@pytest.mark.parametrize(
    ("bears_on", "effect", "a", "shown"),
    [
        ("step_up", "note", "false", True),
        ("compliance", "note", "false", True),
        ("close", "note", "false", False),
        ("step_up", "note", "true", False),
        ("step_up", "warn", "false", False),
    ],
)
def test_a_note_is_told_where_it_has_a_say_and_is_not_met(
    small, bears_on: str, effect: str, a: str, shown: bool
):
    small.tiny(RULE % (bears_on, effect))
    assert ("Not done [T-1]" in told(small, SAFE + UP + f"t: {{a: {a}}}")) is shown


def test_each_tension_is_told_once_and_last(small):
    found = noted(small.tiny(RULE % ("step_up", "note")), SAFE + UP + "t: {a: false}")
    assert found == [Note("", "Not done [T-1]"), Note("T01", "Something is left open", "R")]


def test_what_the_policy_warns_of_comes_first(small):
    beside(small, "11 days", "10 days")
    first, second = told(small, since("2026-08-01", visit="2026-08-03"))
    assert first == "The visit: the local limit of 11 days is looser than the statutory 10 days (STATUTE)"
    assert second == LATER


LEVEL = """
definitions:
  - id: D
    carries: [T-1]
    fact: need.level
    hit: most_serious
    rows: [{when: {t.a: true}, is: 3}, {when: {t.b: true}, is: 2}]
"""


@pytest.mark.parametrize(
    ("t", "expected"),
    [
        ("{a: true}", ["Team Manager judged the need level to be 2; the facts indicate 3"]),
        ("{a: false, b: true}", []),
        ("{b: true}", []),  # the facts settle nothing that could differ
    ],
)
def test_a_judgement_is_told_where_the_facts_indicate_something_else(small, t: str, expected: list[str]):
    judged = "overrides: {need.level: {is: 2, by: Team Manager, reason: Known for years}}\n"
    assert told(small.tiny(LEVEL), f"{SAFE}t: {t}\n{judged}") == expected


def test_a_judgement_of_what_no_rule_works_out_is_told_as_such(small):
    judged = "overrides: {need.level: {is: 2, by: Team Manager, reason: Known for years}}\n"
    expected = "The file judges the need level, which no rule of this policy works out"
    assert told(small, SAFE + judged) == [expected]


ASKS = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows: [{when: {t.a: true}, is: red}, {when: {t.c: true}, is: amber}]
requirements:
  - {id: R, carries: [T-1], bears_on: [step_up], block: [{must: {made.answer: red}, else: no}]}
  - id: Q
    carries: [T-1]
    bears_on: [step_up]
    condition: [{must: {t.a: true, t.b: true}, else: no}]
  - {id: P, carries: [T-1], bears_on: [close], block: [{must: {t.n: 1}, else: no}]}
  - {id: W, carries: [T-1], bears_on: [step_up], warn: [{must: {t.n: 1}, else: no}]}
routes:
  - id: WAY
    carries: [T-1]
    bears_on: [%s]
    when: {%s}
    steps:
      - ONE: Meet
        by: SW
        to: {fact: t.colour, red: Team Red}
        when: {t.who: Team Manager}
"""


def asked(small, case: str) -> list[tuple[str, tuple[str, ...]]]:
    findings = small.findings(case)
    came = conclude(findings)
    found = missing_facts(came, findings)
    return [(missing.fact, missing.settles) for missing in found]


def test_protection_is_asked_for_first_then_what_the_checks_lack_then_what_the_way_lacks(small):
    small.tiny(ASKS % ("step_up", "t.day: 2026-08-01"))
    assert asked(small, UP + "t: {day: 2026-08-01}") == [
        ("child_protection.concern", ("SAFE-2",)),
        ("t.a", ("R", "Q")),
        ("t.c", ("R",)),
        ("t.b", ("Q",)),
    ]
    # Whom it goes to is asked once it may go ahead.
    found = asked(small, UP + "t: {day: 2026-08-01, a: true, c: false}")
    assert [fact for fact, _ in found] == ["child_protection.concern", "t.b", "t.colour", "t.who"]
    assert found[-1] == ("t.who", ("route",))


def test_of_what_the_policy_has_no_rule_on_only_danger_is_asked_about(small):
    small.ungrounded().tiny(ASKS % ("step_up", "t.day: 2026-08-01"))
    assert asked(small, UP) == [("child_protection.concern", ("SAFE-2",))]
    assert asked(small, SAFE + UP) == []
    # Without a request all of it may be worth knowing.
    assert asked(small, "")[:1] == [("child_protection.concern", ("SAFE-2",))]


def test_where_a_concern_has_decided_nothing_of_the_checks_is_asked(small):
    small.tiny(ASKS % ("close", "t.a: true"))
    assert asked(small, "child_protection: {concern: true}\n" + UP) == []


def test_what_a_ground_lacks_is_asked_before_what_the_checks_lack(small):
    ground = (
        GROUND.replace("S-1", "T-1").replace("SAFE-3", "G").replace("t.right", "t.list: {includes: [x]}, t.n")
    )
    small.tiny(ASKS % ("close", "t.a: true") + ground.replace("t.n: true", "t.n: 1"))
    assert [fact for fact, _ in asked(small, SAFE + UP)] == ["t.list", "t.n", "t.a", "t.c", "t.b"]
    # One that is known to be false lacks nothing.
    assert [fact for fact, _ in asked(small, SAFE + UP + "t: {n: 2}")] == ["t.a", "t.c", "t.b"]


@pytest.mark.parametrize(
    ("request_", "in_place", "expected"),
    [
        ("request: {direction: close}\n", "", ["support.in_place"]),
        ("request: {direction: step_across}\n", "", ["support.in_place"]),
        ("request: {direction: close}\n", "care: {looked_after: true}\n", []),
        (UP, "", []),
        ("", "", []),
    ],
)
def test_the_support_in_place_is_asked_for_where_the_request_may_leave_protection(
    small, request_: str, in_place: str, expected: list[str]
):
    assert [fact for fact, _ in asked(small, SAFE + request_ + in_place)] == expected


def test_every_question_on_danger_that_nobody_answered_is_asked(small):
    assert asked(small, UP)[:1] == [("child_protection.concern", ("SAFE-2",))]
    assert asked(small, UP + "child_protection: {enquiry_open: true}\n") == []


def test_what_is_answered_is_not_asked_for(small):
    small.tiny(ASKS % ("step_up", "t.day: 2026-08-01"))
    answers = "t: {a: true, b: true, c: false, day: 2026-08-01, colour: red, who: Team Manager}"
    assert asked(small, SAFE + UP + answers) == []


@pytest.mark.parametrize(("bears_on", "expected"), [("step_up", ["t.list"]), ("close", []), ("", [])])
def test_whether_a_route_of_this_direction_is_taken_is_asked_for(small, bears_on: str, expected: list[str]):
    small.tiny(ASKS % (bears_on, "t.list: {includes: [x]}"))
    settled = "t: {a: true, b: true, c: false, day: 2026-08-01}"
    assert [fact for fact, _ in asked(small, SAFE + UP + settled)] == expected


def test_what_settles_a_thing_in_two_ways_names_it_once(small):
    small.tiny(ASKS.replace("t.who: Team Manager", "t.colour: red") % ("step_up", "t.day: 2026-08-01"))
    settled = "t: {a: true, b: true, c: false, day: 2026-08-01}"
    assert asked(small, SAFE + UP + settled) == [("t.colour", ("route",))]


def test_what_rows_that_clash_leave_open_no_answer_settles(small):
    small.tiny(ASKS % ("close", "t.a: true"))
    assert asked(small, SAFE + UP + "t: {a: true, b: true, c: true}") == []
    # It hides nothing of what can be answered.
    assert asked(small, SAFE + UP + "t: {a: true, c: true}") == [("t.b", ("Q",))]


def test_what_a_direction_lacks_is_asked_for_under_the_level_of_need(small):
    small.tiny(
        LEVEL,
        """
        support_for_level:
          type: table
          key: need.level
          columns: {lowest: text, highest: text}
          means: What fits each level
          values: [{from: 2020-01-01, is: {2: {lowest: low, highest: low}}, because: T-1}]
        """,
    )
    assert asked(small, SAFE) == [(name, ("need.level",)) for name in ("t.a", "t.b", "support.in_place")]


WANTED = """
requirements:
  - {id: R, title: R, carries: [T-1], bears_on: [step_up], block: [{must: {t.a: true}, else: No}]}
  - {id: W, title: W, carries: [T-1], bears_on: [step_up], warn: [{must: {t.b: true}, else: No}]}
routes:
  - {id: WAY, title: Way, carries: [T-1], bears_on: [step_up], when: {t.c: true},
     steps: [{S-1: Go on, by: SW}]}
"""


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (UP + SAFE, ["t.a"]),
        (UP, ["child_protection.concern", "t.a"]),
        (UP + SAFE + "t: {right: false, a: true}", []),
        # What a route or a warning lacks keeps no answer open.
        (UP + SAFE + "t: {a: true}", []),
    ],
)
def test_what_keeps_the_answer_itself_open(small, case, expected) -> None:
    findings = small.tiny(WANTED).findings(case)
    came = conclude(findings)
    assert list(wanting(came, findings)) == expected
    assert {*expected} <= {each.fact for each in missing_facts(came, findings)}


def test_nothing_keeps_open_what_no_ground_answers(small) -> None:
    findings = small.ungrounded().tiny(WANTED).findings(UP + SAFE)
    assert wanting(conclude(findings), findings) == ()


def test_a_judgement_names_both_levels_where_they_have_names(tmp_path: Path):
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    files = own.files()
    judged = "overrides: {need.level: {is: 2, by: Team Manager, reason: Known for years}}\n"
    signs = "ours_signs: {o_3_2: true, o_4_1: false}\nours_domains: {learning: false}\n"
    notes = Engine(files).decide(own.case(signs + judged, files)).notes
    told = "Team Manager judged the need level to be 2 (Early Support); the facts indicate 3 (Family Help)"
    assert told in [note.text for note in notes]
