"""The fewest that are enough."""

from itertools import combinations

from threshold.trying.smallest import smallest


def test_every_pair_of_twelve_is_found_with_few_questions() -> None:
    for pair in combinations(range(12), 2):
        asked: list[frozenset[int]] = []

        def enough(chosen: frozenset[int], pair: tuple[int, ...] = pair, asked: list = asked) -> bool:
            asked.append(chosen)
            return {*pair} <= chosen

        assert smallest(range(12), enough) == frozenset(pair)
        assert len(asked) < 40


def test_nothing_where_not_even_all_are_enough() -> None:
    assert smallest(range(3), lambda chosen: False) is None
    assert smallest(range(3), lambda chosen: True) == frozenset()
