"""What is to be done, by whom: what follows from danger, outcomes, checks and missed dates; urgent first."""

import pytest

from threshold.decisions.actions import actions
from threshold.decisions.model import ActionLine
from threshold.semantics.deadlines import running_clocks
from threshold.semantics.status import conclude

SAFE = "child_protection: {concern: false}\n"
PLACE = "support: {in_place: middle}\n"
UP, DOWN = ("request: {direction: step_up}\n", "request: {direction: step_down}\n" + PLACE)


def lines(small, case: str) -> list[ActionLine]:
    findings = small.findings(case)
    came = conclude(findings)
    return actions(came, list(running_clocks(findings)), findings)


def told(small, case: str) -> list[tuple[str, bool]]:
    return [(line.do, line.urgent) for line in lines(small, case)]


def deadline(*more: str, bears_on: str = "step_up") -> str:
    listed = [
        "id: L",
        "carries: [T-1]",
        f"bears_on: [{bears_on}]",
        "starts: {fact: t.day}",
        "within: 7 days",
        "met_by: {fact: visit.first}",
        "late: Done late",
        "overdue: Not done",
        "do: Visit at once",
        "by: SW",
        *more,
    ]
    return "deadlines:\n  - " + "\n    ".join(listed) + "\n"


def visits(*days: str, covers: str = "2026-08-14", start: str = "2026-08-01") -> str:
    held = ", ".join(f"{{on: 2026-{day}, event: visit}}" for day in days)
    covered = f"covers: {{visit: {covers}}}\n" if covers else ""
    return f"{SAFE}{UP}t: {{day: {start}}}\ntimeline: [{held}]\n{covered}"


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (visits(), ["Visit at once"]),  # overdue
        (visits("08-08"), []),  # met
        (visits("08-10"), []),  # late, but it has been done
        (visits(start="2026-08-10"), []),  # pending
        (visits(covers=""), []),  # nobody can tell
    ],
)
def test_a_missed_date_has_a_task_only_while_it_is_still_to_be_done(small, case: str, expected: list[str]):
    small.tiny(deadline())
    assert [do for do, _ in told(small, case)] == expected


def test_of_a_repeating_limit_only_an_interval_that_is_still_open_has_a_task(small):
    small.tiny(
        deadline("repeats: from_last").replace("met_by: {fact: visit.first}", "met_by: {event: visit}")
    )
    late_and_pending, late_and_overdue = (visits(day, start="2026-07-01") for day in ("08-10", "07-20"))
    assert told(small, late_and_pending) == []
    assert told(small, late_and_overdue) == [("Visit at once", False)]


@pytest.mark.parametrize(("bears_on", "shown"), [("step_up", True), ("compliance", True), ("close", False)])
def test_a_missed_date_that_has_no_say_here_has_no_task(small, bears_on: str, shown: bool):
    assert bool(told(small.tiny(deadline(bears_on=bears_on)), visits())) is shown


OUTCOME = """
definitions:
  - id: O
    carries: [T-1]
    fact: recommendation.outcome
    hit: most_serious
    rows: [{when: {t.a: true}, is: go_up, do: Refer, by: SW}]
"""


def requirement(effect: str, do: str = "", name: str = "R", bears_on: str = "step_up, step_down") -> str:
    return (
        f"  - {{id: {name}, title: The thing, carries: [T-1], bears_on: [{bears_on}], "
        f"{effect}: [{{must: {{t.a: true}}, else: Not done yet{do}}}]}}\n"
    )


def rules(*each: str) -> str:
    return "requirements:\n" + "".join(each)


DO = ", do: Do it, by: SW"


@pytest.mark.parametrize(
    ("effect", "do", "request_", "expected"),
    [
        ("block", "", UP, []),
        ("block", DO, UP, ["Do it"]),
        # What a part wants nobody to do is nobody's task: a family that has declined has decided.
        ("condition", "", UP, []),
        ("condition", DO, UP, ["Do it"]),
        ("condition", DO, DOWN, ["Do it"]),
        ("warn", "", UP, []),
        ("warn", DO, UP, ["Do it"]),
        ("note", DO, "request: {direction: close}\n", []),
    ],
)
def test_what_follows_from_a_check_that_is_not_met(small, effect: str, do: str, request_: str, expected):
    small.tiny(rules(requirement(effect, do)))
    assert told(small, SAFE + request_ + "t: {a: false}") == [(each, False) for each in expected]
    assert told(small, SAFE + request_ + "t: {a: true}") == []


@pytest.mark.parametrize(
    ("effect", "request_", "expected"),
    [
        ("condition", UP, ["Find out: A?"]),
        ("condition", DOWN, []),
        ("block", UP, []),
        ("warn", UP, []),
    ],
)
def test_on_the_way_up_an_open_condition_is_to_be_confirmed(small, effect: str, request_: str, expected):
    small.tiny(rules(requirement(effect, DO)))
    assert told(small, SAFE + request_) == [(each, False) for each in expected]


@pytest.mark.parametrize(
    ("by", "expected"),
    [("SW", [("Find out: A?", False)]), ("Team Manager", [])],
)
def test_where_no_ground_is_left_nobody_is_told_to_find_anything_out(small, by: str, expected):
    table = "routes:\n  - {id: M, carries: [T-1], step: Plan, actions: [{M-1: Write, by: SW}]}\n"
    small.tiny(rules(requirement("condition", DO, bears_on="workflow")) + table)
    request = f"request: {{direction: workflow, step: Plan, action: Write, by: {by}}}\n"
    assert told(small, SAFE + request) == expected


def test_what_bears_on_another_direction_is_not_to_be_confirmed(small):
    small.tiny(rules(requirement("condition", DO, bears_on="close, compliance")))
    assert told(small, SAFE + UP) == told(small, "child_protection: {concern: true}\n" + UP)[1:] == []


@pytest.mark.parametrize(
    ("t", "do", "if_concern", "expected"),
    [
        ("{a: false}", DO, "urgent", [("Do it", True, False)]),
        ("{a: false}", "", "urgent", []),
        # Nobody is asked first whether it was done: it is done.
        ("{}", DO, "urgent", [("Do it", True, False)]),
        ("{}", "", "urgent", []),
        # Papers follow once the referral has been made; what nobody knows is not looked for first.
        ("{a: false}", DO, "afterwards", [("Do it", False, True)]),
        ("{a: false}", DO + ", urgent: true", "afterwards", [("Do it", False, True)]),
        ("{}", DO, "afterwards", []),
        # Where the rule says nothing of a concern, nothing is told to do.
        ("{a: false}", DO, "", []),
        ("{}", DO, "", []),
    ],
)
@pytest.mark.parametrize("effect", ["block", "condition"])
def test_under_a_concern_a_gap_on_the_way_up_becomes_what_its_rule_says(
    small, t: str, do: str, if_concern: str, expected: list[tuple[str, bool, bool]], effect: str
):
    danger = f"child_protection: {{concern: true}}\nt: {t}\n"
    becomes = f"if_concern: {if_concern}, " if if_concern else ""
    small.tiny(rules(requirement(effect, do).replace(f"{effect}:", f"{becomes}{effect}:")))
    found = [(line.do, line.urgent, line.afterwards) for line in lines(small, danger + UP)]
    assert found == [("Call now", True, False), *expected]
    # Going down is blocked: nothing is urgent but to protect the child.
    urgent = [do for do, urgent in told(small, danger + DOWN) if urgent]
    assert urgent[:1] == ["Call now"]
    assert not any(line.afterwards for line in lines(small, danger + DOWN))


def test_what_follows_the_referral_is_told_last(small):
    later = requirement("block", ", do: Write it up, by: SW", "Q").replace(
        "block:", "if_concern: afterwards, block:"
    )
    warns = requirement("warn", ", do: Take care, by: SW", "P")
    small.tiny(rules(later, warns))
    found = [do for do, _ in told(small, "child_protection: {concern: true}\nt: {a: false}\n" + UP)]
    assert found == ["Call now", "Take care", "Write it up"]


@pytest.mark.parametrize(("right", "shown"), [("true", True), ("false", False)])
def test_what_is_refused_is_not_ordered_as_a_missed_date(small, right: str, shown: bool):
    small.tiny(deadline())
    case = visits().replace("\nt: {", f"\nt: {{right: {right}, ")
    assert ("Visit at once" in [do for do, _ in told(small, case)]) is shown


@pytest.mark.parametrize(("direction", "shown"), [("step_up", True), ("step_down", False), ("", True)])
def test_what_an_outcome_wants_done_waits_for_its_direction(small, direction: str, shown: bool):
    small.tiny(OUTCOME)
    request = f"request: {{direction: {direction}}}\n" if direction else ""
    done = [do for do, _ in told(small, SAFE + PLACE + request + "t: {a: true}")]
    assert ("Refer" in done) is shown


def test_what_the_safety_rule_wants_done_is_told_only_where_it_holds(small):
    for request in (UP, DOWN, ""):
        assert told(small, "child_protection: {concern: true}\n" + request) == [("Call now", True)]
    for case in (SAFE + UP, UP):
        assert told(small, case) == []


def test_what_is_urgent_comes_first_and_else_the_order_stands(small):
    small.tiny(
        rules(
            requirement("block", ", do: First, by: SW"),
            requirement("block", ", do: Second, by: SW, urgent: true", "Q"),
            requirement("block", ", do: Third, by: SW", "P"),
            requirement("block", ", do: Fourth, by: SW, urgent: true", "N"),
        )
    )
    found = [do for do, _ in told(small, SAFE + UP + "t: {a: false}")]
    assert found == ["Second", "Fourth", "First", "Third"]


def test_the_same_thing_for_the_same_person_is_told_once(small):
    other = ", do: Do it, by: Team Manager, to: Family"
    each = (requirement("block", DO), requirement("block", DO, "Q"), requirement("block", other, "P"))
    small.tiny(rules(*each))
    found = [(line.do, line.by, line.to, line.rule) for line in lines(small, SAFE + UP + "t: {a: false}")]
    assert found == [("Do it", "SW", None, "R"), ("Do it", "Team Manager", "Family", "P")]


def test_the_same_thing_names_every_place_that_asks_for_it_once(small):
    small.tiny(rules(requirement("block", DO), requirement("block", DO, "Q")))
    small.pack(
        "other", rules(*(requirement("block", DO, name) for name in ("OP", "ON"))).replace("T-1", "O-1")
    )
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: other, role: overlay}]"
    (line,) = lines(small, SAFE + UP + "t: {a: false}")
    assert (line.rule, line.source.clauses) == ("R", ("T-1",))
    assert [source.clauses for source in line.also] == [("O-1",)]


def test_the_same_thing_is_urgent_if_anybody_says_so(small):
    urgent = requirement("block", DO + ", urgent: true", "P")
    small.tiny(rules(requirement("block", ", do: First, by: SW", "A"), requirement("block", DO), urgent))
    assert told(small, SAFE + UP + "t: {a: false}") == [("Do it", True), ("First", False)]


@pytest.mark.parametrize(("other", "waits"), [("if_concern: afterwards, block:", True), ("warn:", False)])
@pytest.mark.parametrize("order", [1, -1])
def test_the_same_thing_waits_only_where_all_say_so(small, other: str, waits: bool, order: int):
    later = requirement("block", DO).replace("block:", "if_concern: afterwards, block:")
    small.tiny(rules(*[later, requirement("block", DO, "Q").replace("block:", other)][::order]))
    found = lines(small, "child_protection: {concern: true}\nt: {a: false}\n" + UP)
    assert [(line.do, line.afterwards) for line in found] == [("Call now", False), ("Do it", waits)]


def test_somebody_whom_a_fact_chooses_is_named(small):
    small.tiny(rules(requirement("block", ", do: Do it, by: {fact: t.colour, red: Team Red}, to: SW")))
    (line,) = lines(small, SAFE + UP + "t: {a: false, colour: red}")
    assert (line.by, line.to, line.source.clauses) == ("Team Red", "SW", ("T-1",))


@pytest.mark.parametrize(("bears_on", "shown"), [("", True), ("step_up", True), ("close", False)])
def test_what_an_outcome_wants_done_is_told_where_its_rule_has_a_say(small, bears_on: str, shown: bool):
    small.tiny(f"""
    definitions:
      - id: D
        carries: [T-1]
        bears_on: [{bears_on}]
        fact: made.answer
        hit: exactly_one
        rows: [{{when: {{t.a: true}}, is: red, do: Tell them, by: SW}}]
    """)
    expected = [("Tell them", False)] if shown else []
    assert told(small, SAFE + UP + "t: {a: true}") == expected
    assert told(small, SAFE + UP + "t: {a: false}") == []


PARTS = """
requirements:
  - id: R
    title: The thing
    carries: [T-1]
    bears_on: [step_up]
    condition:
      - {must: {t.a: true}, else: A first}
      - {must: {t.b: true}, else: B first, do: See to B, by: SW}
      - {must: {t.c: true}, else: C first, do: See to C, by: Team Manager, to: Family}
"""


@pytest.mark.parametrize(
    ("t", "expected"),
    [
        # The part that speaks says who does what; where it says nothing of it, there is nothing to do.
        ("{a: false, b: false, c: false}", []),
        ("{a: true, b: false, c: false}", [("See to B", "SW", None)]),
        ("{a: true, b: true, c: false}", [("See to C", "Team Manager", "Family")]),
        ("{b: true, c: false}", [("See to C", "Team Manager", "Family")]),
        ("{a: true, b: true, c: true}", []),
    ],
)
def test_what_is_to_be_done_is_what_the_part_that_speaks_says(small, t: str, expected):
    found = lines(small.tiny(PARTS), f"{SAFE}{UP}t: {t}")
    assert [(line.do, line.by, line.to) for line in found] == expected
