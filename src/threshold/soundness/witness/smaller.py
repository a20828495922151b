"""A case without whatever it need not say to show what it shows."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial

from threshold.casefiles import Case, Entry


def smaller(case: Case, shows: Callable[[Case], bool], fixed: Collection[str] = ()) -> Case:
    """The case with all left out that can be, one thing after the other; `fixed` facts stay."""
    before = None
    while before != case:
        before = case
        for leave_out in _what_it_says(case, fixed):
            less = leave_out(case)
            if less != case and shows(less):
                case = less
    return case


def _what_it_says(case: Case, fixed: Collection[str]) -> Iterator[Callable[[Case], Case]]:
    """For each thing that the case says, the way to leave it out."""
    for entry in case.timeline:
        yield partial(_without_entry, entry)
    for event in case.covers:
        yield partial(_without_cover, event)
    for name in case.given:
        if name not in fixed:
            yield partial(_without_fact, name)


def _without_entry(entry: Entry, case: Case) -> Case:
    return replace(case, timeline=tuple(each for each in case.timeline if each is not entry))


def _without_cover(event: str, case: Case) -> Case:
    return replace(case, covers={each: upto for each, upto in case.covers.items() if each != event})


def _without_fact(name: str, case: Case) -> Case:
    return replace(case, given={each: value for each, value in case.given.items() if each != name})
