"""What is not known and worth asking, what is noted, and what the sources leave open."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from threshold.decisions.model import Conflict, MissingFact, Note, Start
from threshold.policy.protection import QUESTIONS
from threshold.reports.section import Line
from threshold.reports.unknown import FEW, asked, left_open, missing, notes

from .making import SOURCE, action, check, decided, row, step


def texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]


def asks(everything: bool = False, **parts: Any) -> list[str]:
    return texts(missing(decided(**parts), everything))


# Questions


def test_a_question_stands_once_with_the_first_rules_that_it_settles() -> None:
    held = (
        MissingFact("t.a", "A?", ("R1", "need.level")),
        MissingFact("t.b", "B?", ("need.level",)),
        MissingFact("visit.first", "A?", ("R2", "R1", "R3", "R4")),
        MissingFact("t.c", "C?", ("R5", "route")),
    )
    # The clauses of the rules, not their names; of what has no line here there are none.
    assert asks(missing=held) == ["A?", "B?", "C?"]
    sources = [replace(SOURCE, clauses=names) for names in (("T-1",), ("T-2", "T-1"), ("T-3",), ("T-4",))]
    checks = tuple(check(f"R{number}", source=source) for number, source in enumerate(sources, 1))
    assert asks(missing=held, checks=checks) == ["A? [T-1, T-2, T-3]", "B?", "C?"]
    rows = (row("R5", source=replace(SOURCE, clauses=("T-5",))),)
    assert asks(missing=held, deadlines=rows) == ["A?", "B?", "C? [T-5]"]


def test_a_question_says_whether_what_it_settles_is_in_force() -> None:
    held = (MissingFact("t.a", "A?", ("R1", "R2")),)
    doubted = replace(SOURCE, clauses=("N-1",), standing="not_confirmed")
    checks = (check("R1", source=doubted), check("R2"))
    told = "A? [N-1, T-1] (N-1 not confirmed to be in force)"
    assert asks(missing=held, checks=checks) == [told]
    # Of what is not cited any more nothing is said.
    many = replace(SOURCE, clauses=("T-1", "T-2", "T-3"))
    checks = (check("R1", source=many), check("R2", source=doubted))
    assert asks(missing=held, checks=checks) == ["A? [T-1, T-2, T-3]"]


def test_one_made_up_of_others_is_not_asked_again() -> None:
    held = (MissingFact("t.ab", "A? B?", ("R",)), MissingFact("t.a", "A?", ("Q",)))
    assert asks(missing=held) == ["B?", "A?"]
    assert asks(missing=(*held, MissingFact("t.b", "B?", ("Q",)))) == ["A?", "B?"]
    assert asks(missing=held[:1]) == ["A? B?"]


def test_what_is_to_be_found_out_is_not_asked_again() -> None:
    made = (MissingFact("t.a", "A?", ("R",)), MissingFact("t.b", "B?", ("R",)))
    told = (action("R", do="Find out: A?", by=""), action("Q", do="B?"))
    assert asks(missing=made, actions=told) == ["B?"]
    assert asks(True, missing=made, actions=told) == ["A?", "B?"]
    both = (action("R", do="Find out: A? B?", by=""),)
    assert asks(missing=made, actions=both) == []
    assert asks(missing=(replace(made[0], question="A? B?"),), actions=both) == []
    assert asked(decided(missing=made[1:], actions=told), everything=False) == {"A?", "B?"}


def test_what_is_asked_about_danger_never_gives_way_and_of_the_rest_the_first_is_last() -> None:
    other = [MissingFact(f"t.{name}", f"{name}?", ("R",)) for name in "abc"]
    danger = [MissingFact(name, f"{name}?", ("SAFE",)) for name in QUESTIONS]
    assert [line.gives_way for line in missing(decided(missing=(*danger, *other)), False)] == [
        *(0 for _ in danger),
        1,
        5,
        5,
    ]
    assert [line.gives_way for line in missing(decided(missing=(*other, *danger)), False)][:3] == [1, 5, 5]


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        ("permitted", True),
        ("conditional", True),
        ("advisory", True),
        ("blocked", False),
        ("undetermined", False),
        ("conflict", False),
    ],
)
def test_nobody_need_say_which_way_where_nothing_travels(status: str, asked: bool) -> None:
    made = (MissingFact("t.who", "Who?", ("route",)),)
    assert asks(status=status, missing=made) == (["Who?"] if asked else [])
    assert asks(True, status=status, missing=made) == ["Who?"]


def test_where_a_child_has_to_be_protected_nothing_else_is_asked_but_the_way() -> None:
    made = (MissingFact("t.a", "A?", ("R",)), MissingFact("t.who", "Who?", ("route",)))
    assert asks(direction="safeguarding_now", missing=made) == ["Who?"]
    assert asks(True, direction="safeguarding_now", missing=made) == ["A?", "Who?"]
    assert asks(direction="safeguarding_now", status="blocked", missing=made) == []


# Notes


def test_a_note_is_told_unless_it_is_a_reason_already() -> None:
    held = (Note("", "so it is"), Note("", "Another would refuse"), Note("", ""), Note("T01", "Who", "R"))
    assert [*notes(decided(because=("so it is",), notes=held))] == [Line("Another would refuse", 5)]


# What is left open


@pytest.mark.parametrize("number", [FEW, FEW + 1])
def test_of_many_open_ends_the_first_are_shown_and_they_give_way_first(number: int) -> None:
    open_ends = tuple(Note(f"T{n:02}", f"Open {n}", "R") for n in range(number))
    made = decided(status="blocked", checks=(check("R"),), notes=open_ends)
    assert [*left_open(made, everything=False)] == [Line(f"Open {n} (T{n:02}, at R)", 9) for n in range(FEW)]
    assert len([*left_open(made, everything=True)]) == number


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"status": "blocked", "checks": (check("R"),)}, True),
        ({"status": "permitted", "checks": (check("R", "met"),)}, True),
        # Of what is not on the screen, no open end is either.
        ({"status": "blocked", "checks": (check("R", "met"),)}, False),
        ({"status": "blocked", "checks": (check("R", decides=False, relevant=False),)}, False),
        ({"status": "blocked", "checks": (check("R", decides=False),)}, True),  # it is among the warnings
        ({"checks": (check("R", effect="warn", decides=False),)}, True),
        ({"checks": (check("R", "met", effect="warn", decides=False),)}, False),
        ({"actions": (action("R"),)}, True),
        ({"deadlines": (row("R"),)}, True),
        ({"deadlines": (row("R", certain=False),)}, False),
        ({"deadlines": (row("R", relevant=False),)}, False),
        ({"deadlines": (row("R", "ended"),)}, False),
        ({"deadlines": (row("R", starts=Start("t.day", None)),)}, True),
        ({"route": (step(1, id="R"),)}, True),
        ({"status": "blocked", "route": (step(1, id="R"),)}, True),
        ({}, False),
    ],
)
def test_an_open_end_is_shown_beside_the_line_that_it_belongs_to(parts: dict[str, Any], shown: bool) -> None:
    made = decided(**parts, notes=(Note("T01", "Who decides", "R"), Note("T02", "Elsewhere", "Q")))
    assert texts(left_open(made, everything=False)) == (["Who decides (T01, at R)"] if shown else [])
    assert texts(left_open(made, everything=True)) == [
        "Who decides (T01, at R)",
        "Elsewhere (T02, at Q)",
    ]


def test_what_two_documents_leave_open_is_said_once_with_how_each_is_read() -> None:
    texts_ = ("They differ. Here it is so", "They differ. There it is not so", "They differ")
    open_ends = tuple(Note("T01", text, rule) for text, rule in zip(texts_, "RQP", strict=True))
    assert texts(left_open(decided(notes=open_ends), everything=True)) == [
        "They differ. Here it is so (T01, at R)",
        "There it is not so (T01, at Q)",
    ]


STATUTE = replace(SOURCE, edition="2023; that of 2026 has not been checked")
LOCAL = {"status": "blocked", "checks": (check("R"),)}
EDITION = f"Edition of the statutory lines: {STATUTE.edition}"


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"status": "blocked", "checks": (check("R", source=STATUTE), check("Q", source=STATUTE))}, True),
        ({"deadlines": (row("R", source=STATUTE),)}, True),
        ({"actions": (action("R", source=STATUTE),)}, True),
        ({"route": (step(1, id="R", source=STATUTE),)}, True),
        ({"deadlines": (row("R", certain=False, source=STATUTE),)}, True),  # due, if it applies
        ({"checks": (check("R", decides=False, effect="note", says="So", source=STATUTE),)}, True),
        ({"checks": (check("R", decides=False, applies_from="2026-09-01", source=STATUTE),)}, True),
        ({"conflicts": (Conflict("R", (), "Both", ("C",), STATUTE.edition),)}, True),
        # Of lines that are not on the screen nothing is told.
        ({"deadlines": (row("R", certain=False, due="2026-08-01", source=STATUTE),)}, False),
        ({"checks": (check("R", decides=False, relevant=False, source=STATUTE),)}, False),
        (LOCAL, False),
    ],
)
def test_the_edition_is_told_once_where_a_statutory_line_is_shown(parts: dict[str, Any], shown: bool) -> None:
    made = decided(**parts, notes=(Note("T01", "Who decides", "R"),))
    told = texts(left_open(made, everything=False))
    assert (told[-1:] == [EDITION]) is shown
    assert told.count(EDITION) == shown
    everything = texts(left_open(made, everything=True))
    assert (everything[-1] == EDITION) is (parts != LOCAL)
