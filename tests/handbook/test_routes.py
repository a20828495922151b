"""A route step by step: who, what, to whom, and what else there is to say."""

from threshold.handbook.model import Stage
from threshold.handbook.routes import stage, way
from threshold.policy import Route

from .conftest import Small, book, small_book

RULES = """
routes:
  - id: R
    title: Way
    carries: [T-1]
    when: {t.a: true}
    steps:
      - S-1: Write
        by: Social Worker
        to: self
        via: post
        when: {t.b: true}
        done: {event: seen}
      - S-2: Ask
        by: Team Manager
        to: none
        asked_for: true
        done: {t.c: true}
  - id: W
    title: Table
    carries: [T-1]
    step: The Form
    by: Social Worker
    actions:
      - W-1: Close
        available: false
        says: a manager closes
        moves: down
        also: [Shut]
      - W-2: Note
        kind: request
      - W-3: Cancel
        kind: task
"""


def routes(small: Small) -> tuple[Stage, ...]:
    made = small_book(small, RULES)
    found = [rule for rule in made.rules.values() if isinstance(rule, Route)]
    return tuple(stage(made, route, step) for route in found for step in route.steps)


def test_the_steps_of_a_route(small: Small) -> None:
    write, ask, close, note, cancel = routes(small)
    assert (write.id, write.by, write.does, write.to) == ("S-1", "Social Worker", "Write", "themselves")
    assert write.notes == (
        "only where the answer to “B?” is yes",
        "by post",
        "done when the child was seen",
    )
    assert ask.to == ""
    assert ask.notes == (
        "this is the request itself: it and what follows wait for the answer",
        "done where the answer to “C?” is yes",
    )
    assert not close.available
    assert close.notes == (
        "a manager closes",
        "closes, hands the child on, or goes a way that a protection concern bars",
        "also called “shut”",
    )
    assert note.available
    assert note.notes == ("a request, not an action",)
    assert cancel.notes == ("something done on the step, and not added to it",)


def test_people_among_whom_a_fact_chooses_are_named_and_how_it_chooses_is_noted() -> None:
    (first,) = book().steps["MOS-CFA-R04"]
    told = stage(book(), *first)
    assert told.to == "FYPS Team North or FYPS Team South"
    assert told.notes == (
        "sent to FYPS Team North (north) or FYPS Team South (south), by household area",
        "set by assessment_workers",
    )


def test_what_follows_each_other_is_in_order_and_a_table_is_not() -> None:
    sequence, table = book().rules["RBC-step-down"], book().rules["MOS-CFA-actions"]
    assert isinstance(sequence, Route)
    assert isinstance(table, Route)
    assert way(book(), sequence).in_order
    assert not way(book(), table).in_order
    assert len(way(book(), table).stages) == len(table.steps) > 20


def test_a_step_names_its_parameters_and_a_step_of_another_name() -> None:
    (first,) = book().steps["EHT-P3-2"]
    notes = stage(book(), *first).notes
    assert notes[0] == "on the step “Start menu”"
    assert notes[-1].startswith("set by step_down_")
