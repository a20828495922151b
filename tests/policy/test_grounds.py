"""Grounds as they are written, and those that a workflow table gives by itself; what is refused at load."""

import pytest

from threshold.conditions import ALWAYS, NEVER, facts_of
from threshold.policy import Ground, load_policy
from threshold.policy.grounds import roles_named
from threshold.policy.model import Asked

from .making import TODAY, load, one, problem_of

REST = "when: {t.a: true}, else: No"


def ground(small, text: str, rest: str = REST) -> Ground:
    return one(small, "grounds", f"id: G, carries: [T-1], {text}, {rest}")


def refused(small, text: str, rest: str = REST) -> str:
    return problem_of(small, "grounds", f"id: G, carries: [T-1], {text}, {rest}").message


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("for: {direction: step_down}", Asked(("step_down",))),
        ("for: {direction: [step_down, close]}", Asked(("step_down", "close"))),
        (
            "for: {direction: step_down, from: [high, middle], to: low}",
            Asked(("step_down",), from_=("high", "middle"), to=("low",)),
        ),
        ("for: {direction: close, of: caf_episode}", Asked(("close",), of=("caf_episode",))),
        (
            "for: {direction: workflow, step: The  Visit, action: [CLOSE it]}",
            Asked(("workflow",), step=("the visit",), action=("close it",)),
        ),
    ],
)
def test_which_requests_it_answers(small, text: str, asked: Asked):
    found = ground(small, text)
    assert (found.asked, found.of_workflow) == (asked, False)
    read = {"direction": "proposed.direction", "from_": "support.highest", "to": "proposed.to"}
    read |= {"of": "closure.of", "step": "request.step", "action": "request.action"}
    assert {*facts_of(found.fits)} == {fact for key, fact in read.items() if getattr(asked, key)}


def test_what_a_scope_says_is_completed_by_what_is_nearer(small):
    small.tiny("""
    scope: {for: {direction: step_down, from: high}}
    grounds:
      - {id: A, carries: [T-1], when: {t.a: true}, else: No}
      - {id: B, carries: [T-1], for: {from: middle, to: low}, when: {t.a: true}, else: No}
    groups:
      - title: Nearer
        scope: {for: {to: low}}
        grounds:
          - {id: C, carries: [T-1], when: {t.a: true}, else: No}
    """)
    found = {each.head.id: each.asked for each in load(small).pack("tiny").grounds}
    assert found == {
        "A": Asked(("step_down",), from_=("high",)),
        "B": Asked(("step_down",), from_=("middle",), to=("low",)),
        "C": Asked(("step_down",), from_=("high",), to=("low",)),
    }


def test_what_is_said_of_it(small):
    whole = "when: {t.a: true}, else: [{when: {t.b: true}, says: B}, {says: Other}], unknown: Who knows"
    found = ground(small, "for: {direction: close}", whole)
    assert [(said.says, said.when == ALWAYS) for said in found.otherwise] == [("B", False), ("Other", True)]
    assert found.unknown == "Who knows"
    (said,) = ground(small, "for: {direction: close}").otherwise
    assert (said.says, said.when) == ("No", ALWAYS)


@pytest.mark.parametrize(
    ("text", "rest", "message"),
    [
        ("title: T", REST, "does not say which direction it answers (`for: {direction: ..}`)"),
        ("for: {to: low}", REST, "does not say which direction it answers (`for: {direction: ..}`)"),
        ("for: {direction: up}", REST, "fits no request: there is no 'up' here"),
        ("for: {direction: none}", REST, "fits no request: there is no 'none' here"),
        ("for: {direction: step_dwon}", REST, 'did you mean "step_down"?'),
        ("for: {direction: step_down, to: lwo}", REST, 'did you mean "low"?'),
        ("for: {direction: close, to: low}", REST, "fits no request: `to` belongs to step_up or step_down"),
        ("for: {direction: step_up, of: case}", REST, "fits no request: `of` belongs to close"),
        ("for: {direction: close, step: Visit}", REST, "fits no request: `step` belongs to workflow"),
        ("for: {direction: triage, action: Visit}", REST, "fits no request: `action` belongs to workflow"),
        ("for: {direction: step_down, from: low, to: high}", REST, "from there to there is the other way"),
        ("for: {direction: step_up, from: high, to: high}", REST, ""),
        ("for: {direction: step_up, from: high, to: low}", REST, "from there to there is the other way"),
        ("for: {direction: close}", "else: No", "does not say when it holds (`when:`)"),
        ("for: {direction: close}", "when: {t.a: true}", '"else" is missing'),
        ("for: {direction: close}", "when: {t.a: true}, else: {says: No}", "is one sentence, or a list of"),
        (
            "for: {direction: step_up}",
            "when: {proposed.to: high, support.highest: low, request.action: Visit}, else: No",
            "only says again which request it is (`for:`)",
        ),
    ],
)
def test_what_is_refused(small, text: str, rest: str, message: str):
    if not message:
        assert ground(small, text, rest)
        return
    assert message in refused(small, text, rest)


TABLE = """
scope: {applies: {t.b: true}}
routes:
  - id: MAP
    carries: [T-1]
    step: Assessment
%s    actions:
      - {T-1: Legal advice, by: %s, moves: up}
      - {M-2: Panel, available: false, says: Not from here, moves: down}
      - {M-3: Panel two, available: false}
  - {id: WAY, carries: [T-1], steps: [{W: Meet, by: SW}]}
"""


def rows(small, by: str = "SW", unlisted: str = "") -> list[Ground]:
    small.tiny(TABLE % (unlisted, by))
    return list(load(small).pack("tiny").grounds)


def test_each_row_of_a_table_is_a_ground(small):
    first, panel, other = rows(small)
    assert [each.head.id for each in (first, panel, other)] == ["T-1", "M-2", "M-3"]
    assert first.asked == Asked(("workflow",), step=("assessment",), action=("legal advice",))
    assert (first.of_workflow, first.moves, panel.moves, other.moves) == (True, "up", "down", None)
    # It is cited by its own clause where it has one, and else by those of the table.
    assert (first.head.carries, panel.head.carries) == (("T-1",), ("T-1",))
    assert (panel.when, other.when) == (NEVER, NEVER)
    assert [said.says for said in panel.otherwise] == ["Not from here"]
    assert [said.says for said in other.otherwise] == ["This action is not available on this step"]
    assert "t.b" in {*facts_of(first.fits)}  # the table is there only where its scope applies


@pytest.mark.parametrize(
    ("unlisted", "closed"),
    [("", False), ("    unlisted: unavailable\n", True), ("    unlisted: not_covered\n", False)],
)
def test_a_closed_table_has_one_for_what_it_does_not_list(small, unlisted: str, closed: bool):
    found = rows(small, unlisted=unlisted)
    rest = [each for each in found if each.head.id == "MAP"]
    assert len(rest) == closed
    if closed:
        assert (rest[0].when, rest[0].asked) == (NEVER, Asked(("workflow",), step=("assessment",)))


def test_what_a_closed_table_does_not_list_is_cited_by_no_row(small):
    rows_ = "[{M-2: Legal advice, carries: [T-2]}, {T-3: Panel}]"
    path = small.tiny(
        f"routes: [{{id: MAP, carries: [T-1], step: Assessment, unlisted: unavailable, actions: {rows_}}}]"
    ).write()
    head = path.parent / "tiny" / "pack.yaml"
    head.write_text(head.read_text().replace("clauses: {T-1", "clauses: {T-2: another, T-3: a third, T-1"))
    rest = load_policy(str(path)).at(TODAY, small.trial).pack("tiny").grounds[-1]
    assert (rest.head.id, rest.head.carries) == ("MAP", ("T-1",))


@pytest.mark.parametrize(
    ("by", "read"),
    [
        ("SW", {"request.by"}),
        ("SW or Team Manager", {"request.by"}),
        ("The Social Worker", {"request.by"}),
        # A team or a system is no role: nobody can be compared with it.
        ("A team", set()),
        ("SW or a team", set()),
        ("{fact: t.colour, red: SW, green: Team Manager}", {"request.by", "t.colour"}),
        ("{fact: t.colour, red: SW, green: A team}", set()),
    ],
)
def test_its_adder_belongs_to_its_condition(small, by: str, read: set[str]):
    first, *_ = rows(small, by)
    assert {*facts_of(first.when)} == read
    assert (first.when == ALWAYS) is (read == set())


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("SW", {"Social Worker", "Senior Social Worker", "Principal Social Worker"}),
        ("Senior Social Worker", {"Senior Social Worker", "Principal Social Worker"}),
        ("Team Manager or SSW", {"Team Manager", "Senior Social Worker", "Principal Social Worker"}),
        ("Team Manager and SSW", {"Team Manager", "Senior Social Worker", "Principal Social Worker"}),
        ("Team Manager or somebody", set()),
        ("", set()),
    ],
)
def test_the_roles_that_a_name_stands_for(small, text: str, roles: set[str]):
    small.tiny("")
    vocabulary = load(small).vocabulary
    assert {*roles_named(text, vocabulary)} == roles


def test_who_may_ask_is_somebody_whose_role_can_be_compared(small):
    assert "names nobody whose role" in refused(small, "for: {direction: close}, by: A team")
