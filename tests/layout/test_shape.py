"""The frame of a file stands in lines of its own; what hangs in it may share one."""

import pytest

from threshold.layout.shape import is_block, is_spaced


@pytest.mark.parametrize(
    "place",
    ["", "scope", "groups - scope", "facts", "facts consent", "clauses", "x presets", "requirements -"],
)
def test_mappings_that_are_always_blocks(place: str) -> None:
    assert is_block(tuple(place.split()), mapping=True, holds_mappings=False)


@pytest.mark.parametrize(
    "place",
    [
        "facts consent given",
        "definitions - rows -",
        "requirements - applies",
        "deadlines - starts",
        "x any -",
    ],
)
def test_mappings_that_may_share_a_line(place: str) -> None:
    assert not is_block(tuple(place.split()), mapping=True, holds_mappings=True)


def test_lists_of_mappings_are_blocks_but_in_a_condition() -> None:
    assert is_block(("x", "rows"), mapping=False, holds_mappings=True)
    assert not is_block(("x", "rows"), mapping=False, holds_mappings=False)
    assert not is_block(("x", "any"), mapping=False, holds_mappings=True)


def test_where_blank_lines_stand() -> None:
    spaced = [(), ("groups",), ("groups", "-"), ("requirements",), ("groups", "-", "routes"), ("facts",)]
    assert all(map(is_spaced, spaced))
    assert not any(
        map(is_spaced, [("requirements", "-"), ("requirements", "-", "block"), ("facts", "consent")])
    )
