"""As much of a report as a screen has room for: what matters least gives way first, and is counted."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from threshold.reports.section import Section

Rows = Callable[[Sequence[Section]], int]


def fitted(sections: Sequence[Section], room: int, rows: Rows) -> list[Section]:
    """The sections without the lines that give way, until they take no more rows than there is room for.

    `rows` tells how many some sections take. A section of which nothing is left keeps what it left out.
    """
    found = list(sections)
    while rows(found) > room:
        candidates = [
            (line.gives_way, place, number)
            for place, section in enumerate(found)
            for number, line in enumerate(section.lines)
            if line.gives_way
        ]
        if not candidates:
            break
        _, place, number = max(candidates)
        found[place] = _without(found[place], number)
    return found


def _without(section: Section, number: int) -> Section:
    """The section without one of its lines."""
    lines = section.lines
    return replace(
        section, lines=(*lines[:number], *lines[number + 1 :]), left_out=(lines[number], *section.left_out)
    )
