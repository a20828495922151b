"""Each question once; one that joins others asks no more than what none of them asks."""

import pytest

from threshold.decisions.asking import of_the_way, questions
from threshold.decisions.model import MissingFact


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], []),
        (["A?", "B?", "A?"], ["A?", "B?"]),
        (["A? B?"], ["A? B?"]),
        (["A? B?", "A? B?"], ["A? B?"]),
        # What is asked on its own is not asked again among others, wherever it stands.
        (["A?", "A? B?"], ["A?", "B?"]),
        (["A? B? C?", "B?"], ["A? C?", "B?"]),
        (["A?", "B?", "A? B?"], ["A?", "B?"]),
        (["A? B?", "B?", "A?"], ["A?", "B?"]),
        (["Is it so (or not?) now?"], ["Is it so (or not?) now?"]),
    ],
)
def test_each_question_stands_once(asked: list[str], expected: list[str]) -> None:
    assert [*questions(MissingFact(f"t.{each}", each, ("R",)) for each in asked)] == expected


def test_a_question_settles_what_any_that_asks_it_settles() -> None:
    missing = (
        MissingFact("t.a", "A?", ("R1", "R2")),
        MissingFact("t.b", "A?", ("R2", "R3")),
        MissingFact("t.c", "A? B?", ("R4",)),
        MissingFact("t.d", "D?", ("R1",)),
    )
    assert questions(missing) == {"A?": ("R1", "R2", "R3"), "B?": ("R4",), "D?": ("R1",)}
    # Of one of which nothing is left, those that it is made up of settle what it does.
    whole = (*missing, MissingFact("t.e", "A? D?", ("R5",)))
    assert questions(whole) == {"A?": ("R1", "R2", "R3", "R5"), "B?": ("R4",), "D?": ("R1", "R5")}


@pytest.mark.parametrize(("settles", "way"), [(("route",), True), (("route", "R"), False), (("R",), False)])
def test_what_tells_only_who_takes_a_step_is_of_the_way(settles: tuple[str, ...], way: bool) -> None:
    assert of_the_way(MissingFact("t.a", "A?", settles)) is way
