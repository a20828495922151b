import time

import pytest

from threshold.reading import BadInput, Problem, closest, did_you_mean


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("is wrong"), "is wrong"),
        (Problem("is wrong", "a.yaml"), "a.yaml: is wrong"),
        (
            Problem("is wrong", "a.yaml", 3, 4, "need.complex"),
            "a.yaml, line 3, column 4, need.complex: is wrong",
        ),
        (Problem("is wrong", field="--set"), "--set: is wrong"),
    ],
)
def test_a_problem_says_where_it_is(problem: Problem, told: str) -> None:
    assert str(problem) == told


def test_all_problems_are_told() -> None:
    assert str(BadInput(Problem("one"), Problem("two", "f"))) == "one\nf: two"


def test_a_hint_names_only_what_is_known() -> None:
    assert did_you_mean("to_shar", ["to_share", "to_support"]) == '; did you mean "to_share"?'
    assert did_you_mean("Kestrel", ["to_share", "to_support"]) == ""


def test_what_looks_most_like_a_word_is_one_of_what_is_known_or_nothing() -> None:
    assert closest("to_shar", ["to_support", "to_share"]) == "to_share"
    assert closest("Kestrel", ["to_share", "to_support"]) == ""


def test_a_hint_for_a_giant_word_costs_nothing() -> None:
    begun = time.perf_counter()
    assert did_you_mean("ab" * 1_000_000, ["ab" * 30, "ba"]) == ""
    assert time.perf_counter() - begun < 1
