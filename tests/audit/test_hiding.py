"""Who knows all that is told, how it is hidden and how many there are in all can say no small number."""

from itertools import product

import pytest

from threshold.audit import hiding
from threshold.audit.hiding import few, of_parts, of_rule, of_sum
from threshold.audit.tally import counts
from threshold.semantics.closed_lists import AUDIT_STATES

Told = tuple[tuple[str, int], ...]


def cells(outcomes: dict[str, int]) -> dict[str, int]:
    found = counts(outcomes)
    return {name: getattr(found, name) for name in (*AUDIT_STATES, *hiding.TOTALS)}


def told_and_small(outcomes: dict[str, int], least: int) -> tuple[Told, dict[str, int]]:
    """What is told of a rule, with how many there are in all; and the small numbers of it."""
    found = cells(outcomes)
    hide = of_rule(found, least)
    told = () if hide is None else tuple((name, found[name]) for name in found if name not in hide)
    small = {name: number for name, number in found.items() if few(number, least)}
    return (("in all", sum(outcomes.values())), *told), small


@pytest.mark.parametrize(
    ("names", "most", "least"),
    [
        (("met", "late", "overdue", "pending", "not_applicable"), 7, 2),
        (("met", "late", "overdue", "pending", "not_applicable"), 8, 3),
        (("met", "late", "overdue", "missed"), 14, 4),
        (("met", "pending", "cannot_tell", "conflict"), 14, 4),
        (("met", "late", "overdue", "pending"), 16, 5),
    ],
)
def test_no_small_number_follows_from_what_is_told(names: tuple[str, ...], most: int, least: int) -> None:
    """Every rule of so many in all, by what is told of it: each small number may be another one, too."""
    may_be: dict[tuple[Told, str], set[int]] = {}
    small: list[tuple[Told, str]] = []
    for each in product(range(most + 1), repeat=len(names)):
        if not least <= sum(each) <= most:  # so few in all are told by what is about all of them
            continue
        outcomes = dict(zip(names, each, strict=True))
        told, hidden = told_and_small(outcomes, least)
        assert not any(few(number, least) for name, number in told)
        for name, number in cells(outcomes).items():
            may_be.setdefault((told, name), set()).add(number)
        small += [(told, name) for name in hidden]
    assert small
    for told, name in small:
        assert len(may_be[told, name]) > 1, (name, told)


def test_zero_is_told_and_so_is_all_of_which_nothing_is_small() -> None:
    assert of_sum({"a": 0, "b": 9, "c": 5}, 5) == frozenset()
    assert of_rule(cells({"met": 95, "late": 5}), 5) == frozenset()


def test_where_one_is_small_all_others_go_with_it() -> None:
    assert of_sum({"a": 2, "b": 9, "c": 30, "d": 0}, 5) == {"a", "b", "c"}


def test_a_sum_that_its_parts_would_tell_has_to_go() -> None:
    assert of_sum({"a": 2}, 5) is None
    assert of_sum({"a": 1, "b": 1, "c": 0}, 2) is None
    assert of_sum({"a": 1, "b": 2}, 5) is None


def test_a_rule_keeps_its_share_where_only_the_rest_has_something_small() -> None:
    rest = {"pending": 3, "ended": 8, "cannot_tell": 60}
    assert of_rule(cells({"met": 90, "late": 10, **rest}), 5) == {*rest}
    other = {"pending": 3, "not_applicable": 60}
    assert of_rule(cells({"met": 90, "late": 10, **other}), 5) == {*other, "n"}
    assert of_rule(cells({"met": 90, "late": 10, "pending": 3}), 5) is None


def test_a_rule_keeps_its_share_where_only_a_kind_of_failure_is_small() -> None:
    assert of_rule(cells({"met": 90, "late": 10, "overdue": 1}), 5) == {"late", "overdue"}
    assert of_rule(cells({"met": 90, "late": 2, "overdue": 1}), 5) == {"met", "late", "overdue"}
    assert of_rule(cells({"met": 2, "late": 10, "overdue": 9}), 5) == {"met", "late", "overdue"}


def test_parts_are_hidden_until_what_is_hidden_comes_to_nothing_small() -> None:
    parts = {"A": {"n": 2}, "B": {"n": 30}, "C": {"n": 20}}
    assert of_parts(parts, {"n": 52}, ("n",), 5) == {"A", "C"}
    assert of_parts(parts, {"n": 52}, (), 5) == {"A"}
    assert of_parts(parts, {"n": 52}, ("n",), 5, ("B",)) == {"A", "B"}


def test_what_is_in_no_part_is_hidden_with_the_others() -> None:
    """Three are of no month, which the whole less the months would tell."""
    parts = {"A": {"n": 30}, "B": {"n": 20}}
    assert of_parts(parts, {"n": 53}, ("n",), 5) == {"B"}
    assert of_parts(parts, {"n": 50}, ("n",), 5) == frozenset()
