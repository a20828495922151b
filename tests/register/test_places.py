"""Links out of their places are told, whatever was done to their numbers, and memory stays where it was."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from threshold.register import places
from threshold.register.chain import Link, beginning, link
from threshold.register.places import Places

IDENTITY = "a" * 32


def chain(entries: int) -> list[Link]:
    links: list[Link] = []
    for number in range(1, entries + 1):
        before = links[-1].hash if links else beginning(IDENTITY)
        links.append(link(before, number, "2026-04-01T12:00:00Z", f"content {number}"))
    return links


def told(links: Iterable[tuple[int, Link | None]]) -> list[str]:
    ordered = sorted(links, key=lambda pair: pair[0])
    looked = Places(IDENTITY, ordered[-1][0] if ordered else 0)
    found = [fault for number, each in ordered for fault in looked.take(number, each)[1]]
    return [str(fault) for fault in (*found, *looked.removed())]


def numbered(links: Iterable[Link], **to: int) -> list[tuple[int, Link]]:
    """Links with other numbers: `_3=9` gives entry 3 the number 9."""
    return [
        (number := to.get(f"_{each.number}", each.number), replace(each, number=number)) for each in links
    ]


def test_a_chain_as_it_was_made_is_whole():
    assert told([]) == []
    assert told(numbered(chain(20))) == []


@pytest.mark.parametrize("number", [10**9, 2**62, 2**63 - 1, 40])
def test_an_entry_of_a_far_number_is_found_and_nothing_between_accused(number):
    assert told(numbered(chain(7), _5=number)) == [
        f"entry {number}: was moved here: it was recorded as entry 5"
    ]


@pytest.mark.parametrize("number", [-1, -(2**63)])
def test_an_entry_of_a_number_below_one_is_found(number):
    assert told(numbered(chain(7), _5=number)) == [
        f"entry {number}: was moved here: it was recorded as entry 5"
    ]


def test_an_altered_entry_of_a_far_number_leaves_open_what_happened():
    links = [(each.number, each) for each in chain(7) if each.number != 5]
    assert told([*links, (10**9, None)]) == [
        f"entry {10**9}: its line in the chain was altered",
        "entry 5: was removed",
        f"entries 8 to {10**9 - 1}: are missing: they were removed, or the number of entry {10**9} was "
        "altered",
    ]


def test_what_was_removed_is_told_as_runs():
    links = [(each.number, each) for each in chain(50) if each.number not in (3, *range(10, 41))]
    assert told(links) == ["entry 3: was removed", "entries 10 to 40: were removed"]


def test_exchanged_entries_are_moved_and_not_removed():
    assert told(numbered(chain(7), _3=4, _4=3)) == [
        "entry 3: was moved here: it was recorded as entry 4",
        "entry 4: was moved here: it was recorded as entry 3",
    ]


def test_one_removed_and_the_rest_moved_up_is_told_to_the_last(monkeypatch):
    """However many: a search of each would take too long."""
    monkeypatch.setattr(places, "_TRIALS", 100)
    moved = [(each.number - 1, replace(each, number=each.number - 1)) for each in chain(5000)[3:]]
    found = told([*((each.number, each) for each in chain(5000)[:2]), *moved])
    assert found[0] == "entry 3: was moved here: it was recorded as entry 4"
    assert found[-2] == "entry 4999: was moved here: it was recorded as entry 5000"
    assert found[-1] == "entry 3: was removed"
    assert len(found) == 4998


def test_a_copy_is_told_wherever_it_stands():
    links = chain(7)
    later = [*((each.number, each) for each in links), (8, replace(links[2], number=8))]
    assert told(later) == ["entry 8: was moved here: it was recorded as entry 3"]
    twice = [*((each.number, each) for each in links), (3, links[2])]
    assert "entry 3: was inserted: it is a copy" in told(twice)
    earlier = [(each.number, each) for each in links if each.number != 3] + [(3, replace(links[6], number=3))]
    assert told(earlier) == [
        "entry 3: was moved here: it was recorded as entry 7",
        "entry 7: was inserted: it is a copy",
        "entry 3: was removed",
    ]


def test_a_link_that_follows_something_else_is_told():
    links = chain(5)
    other = link("0" * 64, 3, "2026-04-01T12:00:00Z", "other")
    assert told([(each.number, each) for each in (*links[:2], other, *links[3:])]) == [
        "entry 3: does not follow entry 2: one of the two was inserted or made anew",
        "entry 4: does not follow entry 3: one of the two was inserted or made anew",
    ]
    assert told([(each.number, each) for each in (replace(link("0" * 64, 1, "m", "c")),)]) == [
        "entry 1: is not the beginning of this register"
    ]


def test_a_link_made_for_a_number_below_one_is_no_entry():
    forged = link("0" * 64, -1, "2026-04-01T12:00:00Z", "c")
    assert told([(-1, forged)]) == ["entry -1: was inserted: entries are numbered from 1"]


def test_what_is_remembered_does_not_grow_with_what_was_done(monkeypatch):
    monkeypatch.setattr(places, "_RUNS", 10)
    monkeypatch.setattr(places, "_TRIALS", 1000)
    looked = Places(IDENTITY, 10**6)
    for number in range(1, 4001, 2):
        looked.take(number, None)
    assert len(looked._gaps) <= 10
    assert len(list(looked.removed())) <= 10
