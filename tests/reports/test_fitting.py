"""What there is no room for gives way in its order, as little of it as will do, and is counted."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from threshold.reports.fitting import fitted
from threshold.reports.section import Line, Section


def rows(sections: Sequence[Section]) -> int:
    """A row for each line, and one for the title of each part that is there."""
    return sum(len(each.lines) + 1 for each in sections if each.lines)


@st.composite
def parts(draw: st.DrawFn) -> list[Section]:
    """A few titled parts; each line has a text of its own."""
    ways = draw(st.lists(st.lists(st.integers(0, 4), max_size=5), max_size=4))
    return [
        Section(f"Part {place}", tuple(Line(f"{place}.{number}", way) for number, way in enumerate(each)))
        for place, each in enumerate(ways)
    ]


def without(sections: Sequence[Section], gone: set[str]) -> list[Section]:
    return [
        replace(each, lines=tuple(line for line in each.lines if line.text not in gone)) for each in sections
    ]


def removed(sections: Sequence[Section]) -> set[str]:
    return {line.text for each in sections for line in each.left_out}


@given(parts(), st.integers(-1, 30))
def test_nothing_is_lost_and_what_does_not_give_way_stays(made: list[Section], room: int) -> None:
    for before, after in zip(made, fitted(made, room, rows), strict=True):
        assert after.title == before.title
        assert sorted([*after.lines, *after.left_out], key=str) == sorted(before.lines, key=str)
        assert [line for line in before.lines if line in after.lines] == list(after.lines)
        assert all(line.gives_way for line in after.left_out)


def giving_way(sections: Sequence[Section]) -> list[str]:
    """The lines that give way: the highest number first, of the same number the last."""
    found = [
        (line.gives_way, place, number)
        for place, each in enumerate(sections)
        for number, line in enumerate(each.lines)
        if line.gives_way
    ]
    return [sections[place].lines[number].text for _, place, number in sorted(found, reverse=True)]


@given(parts(), st.integers(-1, 30))
def test_the_highest_number_gives_way_first_and_the_last_of_those(made: list[Section], room: int) -> None:
    gone = removed(fitted(made, room, rows))
    assert gone == set(giving_way(made)[: len(gone)])


@given(parts(), st.integers(-1, 30))
def test_it_stops_as_soon_as_it_fits(made: list[Section], room: int) -> None:
    came = fitted(made, room, rows)
    order, number = giving_way(made), len(removed(came))
    assert rows(came) <= room or number == len(order)  # too much only where there is no more to give
    for fewer in range(number):
        assert rows(without(made, set(order[:fewer]))) > room


def test_what_is_left_out_stands_in_its_order() -> None:
    (came,) = fitted([Section("A", (Line("a", 2), Line("b"), Line("c", 2), Line("d", 2)))], 2, rows)
    assert came.lines == (Line("b"),)
    assert [line.text for line in came.left_out] == ["a", "c", "d"]


def test_where_all_has_room_nothing_changes() -> None:
    made = [Section("A", (Line("a", 9), Line("b", 1)))]
    assert fitted(made, 3, rows) == made
    assert fitted(made, 2, rows) == [Section("A", (Line("b", 1),), (Line("a", 9),))]
