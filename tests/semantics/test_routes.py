"""The way that a request travels: the steps shown, when each was done, whom it goes to, what is refused."""

from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from threshold.casefiles import Case, Entry
from threshold.conditions import Facts
from threshold.policy import Step, Who
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.routes import Way, done_on, named
from threshold.semantics.routes import way as way_of_route
from threshold.vocabulary import ABSENT, UNKNOWN, State
from threshold.vocabulary.load import load_vocabulary

from .conftest import VOCABULARY

SEEN = Step("ONE", "See the child", "", Who("SW"), Who("SW"), done_event="seen")
AREA = Who(fact="t.colour", choices=(("red", "Team Red"), ("amber", "Team Green"), ("green", "Team Green")))

SEQUENCE = """
routes:
  - id: WAY
    carries: [T-1]
    bears_on: [%s]
    when: {t.a: true}
    steps:
      - {ONE: Write, by: SW, to: {fact: t.colour, red: Team Red, green: Team Green}}
      - {TWO: Meet, by: SW, to: {fact: t.colour, red: Team Red}, when: {t.b: true}}
"""
TABLE = """
routes:
  - id: FIRST
    carries: [T-1]
    step: Assessment
    actions:
      - {F-1: Legal advice, by: SW, to: Manager}
      - {F-2: Strategy discussion, available: false}
"""


def entry(day: int, status: str = "held", event: str = "seen") -> Entry:
    return Entry(date(2026, 8, day), event, status)  # type: ignore[arg-type]


def found(*entries: Entry) -> Findings:
    records = Records(Case("C-1", {}, entries), load_vocabulary(VOCABULARY), date(2026, 8, 14))
    return cast(Findings, SimpleNamespace(records=records))


@pytest.mark.parametrize(
    ("entries", "done"),
    [
        ([entry(3)], "2026-08-03"),
        ([entry(3), entry(9), entry(5)], "2026-08-09"),
        ([entry(3), entry(9, "planned"), entry(10, "cancelled")], "2026-08-03"),
        ([entry(3), entry(9, event="visit")], "2026-08-03"),
        # A day that nobody knows is told only where no other is known; one to come is none yet.
        ([Entry(None, "seen"), entry(3)], "2026-08-03"),
        ([Entry(None, "seen")], "unknown"),
        ([entry(3), entry(15)], "2026-08-03"),
        ([entry(9, "planned")], None),
        ([], None),
    ],
)
def test_a_step_was_done_on_the_latest_day_on_which_it_was_held(entries: list[Entry], done: str | None):
    assert done_on(SEEN, found(*entries)) == done


def test_a_step_that_no_event_tells_of_has_no_day():
    silent = Step("TWO", "Think", "", Who("SW"), Who("SW"))
    assert done_on(silent, found(Entry(date(2026, 8, 3), ""), entry(3))) is None


@pytest.mark.parametrize(
    ("who", "state", "expected"),
    [
        (Who("Team Manager"), UNKNOWN, "Team Manager"),
        (AREA, "red", "Team Red"),
        (AREA, "green", "Team Green"),
        (AREA, UNKNOWN, "Team Red or Team Green (depends on t colour)"),
        (AREA, ABSENT, "Team Red or Team Green (depends on t colour)"),
        # What nobody was chosen for is not printed: somebody may have typed it.
        (AREA, "dark_blue", "Team Red or Team Green (depends on t colour)"),
        # Two who may be meant together are there already.
        (
            Who("", AREA.fact, (*AREA.choices, ("blue", "Team Green or Team Red"))),
            UNKNOWN,
            "Team Red or Team Green (depends on t colour)",
        ),
        (Who("", AREA.fact, (("true", "Boss"), ("false", "Clerk"))), True, "Boss"),
        (Who(), UNKNOWN, ""),
    ],
)
def test_somebody_as_text(who: Who, state: State, expected: str):
    assert named(who, Facts(date(2026, 8, 14), {"t.colour": state})) == expected


def way(findings: Findings, held_back: bool = False) -> Way:
    return way_of_route(findings, held_back)


def steps(found: Way) -> list[tuple[str, bool | None]]:
    return [(step.id, certain) for _, step, certain in found.steps]


def asked(step: str, action: str, direction: str = "workflow") -> str:
    told = ", ".join(f"{key}: {value}" for key, value in (("step", step), ("action", action)) if value)
    return f"request: {{direction: {direction}, {told}}}"


@pytest.mark.parametrize(
    ("bears_on", "direction", "shown"),
    [
        ("step_up", "step_up", True),
        ("step_up", "step_down", False),
        ("step_up, step_down", "step_down", True),
        ("", "close", True),
    ],
)
def test_a_route_is_for_the_directions_that_it_bears_on(small, bears_on: str, direction: str, shown: bool):
    found = way(
        small.tiny(SEQUENCE % bears_on).findings(f"request: {{direction: {direction}}}\nt: {{a: true}}")
    )
    assert steps(found) == ([("ONE", True), ("TWO", None)] if shown else [])


@pytest.mark.parametrize(("leads_on", "shown"), [("step_up", True), ("step_down", False)])
def test_a_pack_that_leads_elsewhere_shows_no_route(small, leads_on: str, shown: bool):
    small.uses = f"[{{pack: safe, role: overlay}}, {{pack: tiny, role: lead, leads_on: [{leads_on}]}}]"
    for bears_on in ("step_up, step_down", ""):
        found = way(small.tiny(SEQUENCE % bears_on).findings("request: {direction: step_up}\nt: {a: true}"))
        assert bool(found.steps) is shown


@pytest.mark.parametrize("bears_on", ["step_up", "step_across", "triage"])
def test_protecting_a_child_shows_every_way_up(small, bears_on: str):
    danger = "child_protection: {concern: true}\nt: {a: true, b: false}"
    assert steps(way(small.tiny(SEQUENCE % bears_on).findings(danger))) == [("ONE", True)]
    for other in ("close", "workflow"):
        assert steps(way(small.tiny(SEQUENCE % other).findings(danger))) == []


def test_what_chooses_somebody_is_missing_once_and_only_while_it_is_not_known(small):
    small.tiny(SEQUENCE % "step_up")
    request = "request: {direction: step_up}\nt: {a: true, b: true%s}"
    assert way(small.findings(request % "")).missing == ("t.colour",)
    assert way(small.findings(request % ", colour: red")).missing == ()
    # A step that is not shown asks for nothing.
    assert way(small.findings("request: {direction: step_up}\nt: {a: false}")).missing == ()


def test_the_row_of_the_action_asked_for_tells_whom_it_goes_to(small):
    found = way(small.tiny(TABLE).findings(asked("Assessment", "legal  ADVICE")))
    assert (steps(found), found.withheld) == ([("F-1", True)], ())


@pytest.mark.parametrize(
    ("step", "action"), [("Assessment", ""), ("", "Legal advice"), ("Assessment", "Something else")]
)
def test_of_a_table_no_step_is_shown_while_it_is_not_certain(small, step: str, action: str):
    for unlisted in ("not_covered", "unavailable"):
        small.unlisted = unlisted
        found = way(small.tiny(TABLE).findings(asked(step, action)), True)
        assert (found.steps, found.withheld) == ((), ())


def test_what_its_row_calls_not_available_is_told_and_never_held_back(small):
    small.tiny(TABLE.replace("available: false", "available: false, says: Not from here"))
    for held_back in (True, False):
        found = way(small.findings(asked("Assessment", "Strategy discussion")), held_back)
        assert [(step.id, step.says) for _, step, _ in found.steps] == [("F-2", "Not from here")]
        assert found.withheld == ()


def test_a_route_that_is_not_taken_hides_none_after_it(small):
    another = TABLE.removeprefix("\nroutes:\n").replace("FIRST", "SECOND").replace("F-", "S-")
    small.tiny(TABLE + another.replace("Assessment", "Review"))
    assert steps(way(small.findings(asked("Review", "Legal advice")))) == [("S-1", True)]
    other = TABLE.replace("FIRST", "OTHER").replace("F-", "O-").replace("T-1", "O-1")
    small.pack("other", other.replace("Assessment", "Visit"))
    elsewhere = "{pack: tiny, role: lead, leads_on: [step_up]}"
    small.uses = f"[{{pack: safe, role: overlay}}, {elsewhere}, {{pack: other, role: lead}}]"
    assert steps(way(small.findings(asked("Visit", "Legal advice")))) == [("O-1", True)]
    # One of a pack that does not lead on it is not taken.
    assert steps(way(small.findings(asked("Assessment", "Legal advice")))) == []


# What is held back while what is asked for may not be done.
THREE = """
routes:
  - id: WAY
    carries: [T-1]
%s    steps:
      - {ONE: Write, by: SW}
      - {TWO: Ask for it, by: SW%s}
      - {THREE: Meet, by: SW, done: {event: seen}}
"""
ABOUT = "    bears_on: [step_up]\n"


def held(small, text: str, case: str = "") -> tuple[list[str], list[str]]:
    found = way(small.tiny(text).findings("request: {direction: step_up, to: high}\n" + case), True)
    return [step.id for _, step, _ in found.steps], [step.id for _, step, _ in found.withheld]


@pytest.mark.parametrize(
    ("head", "mark", "now", "later"),
    [
        (ABOUT, "", [], ["ONE", "TWO", "THREE"]),
        (ABOUT, ", asked_for: true", ["ONE"], ["TWO", "THREE"]),
        # A route that reads the request is about it, whatever it bears on.
        ("    when: {request.to: high}\n", "", [], ["ONE", "TWO", "THREE"]),
        ("    when: {proposed.to: high}\n", ", asked_for: true", ["ONE"], ["TWO", "THREE"]),
        # One that is about something else stays.
        ("", "", ["ONE", "TWO", "THREE"], []),
        ("    when: {t.right: true}\n", "", ["ONE", "TWO", "THREE"], []),
    ],
)
def test_what_was_asked_for_and_what_follows_it_is_held_back(
    small, head: str, mark: str, now: list[str], later: list[str]
):
    assert held(small, THREE % (head, mark)) == (now, later)


def test_what_has_been_done_is_not_held_back(small):
    seen = "timeline: [{on: 2026-08-01, event: seen}]\n"
    assert held(small, THREE % (ABOUT, ""), seen) == (["THREE"], ["ONE", "TWO"])


def test_of_what_is_held_back_nobody_asks_whom_it_goes_to(small):
    request = small.tiny(SEQUENCE % "step_up").findings(
        "request: {direction: step_up}\nt: {a: true, b: true}"
    )
    assert way(request).missing == ("t.colour",)
    assert way(request, True).missing == ()


def test_a_row_of_a_table_is_held_back_with_nothing_but_its_own_table(small):
    both = TABLE + THREE.removeprefix("\nroutes:\n") % ("", "")
    found = way(small.tiny(both).findings(asked("Assessment", "Legal advice")), True)
    assert [step.id for _, step, _ in found.withheld] == ["F-1"]
    assert [step.id for _, step, _ in found.steps] == ["ONE", "TWO", "THREE"]
