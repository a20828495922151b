"""A trial for a screen: first who comes out differently, then what changed, then by what."""

from collections.abc import Iterator

from threshold.output import terminal
from threshold.output.escaping import joined
from threshold.output.words import many
from threshold.trying.model import Trial
from threshold.trying.render.curve import curve_lines
from threshold.trying.report import FEW, MANY, Cause, Part, Report, all_changes, named, report

_MOST_CHANGES = 6  # told without --all
_MOST_WAYS = 5


def as_text(trial: Trial, width: int, everything: bool = False) -> str:
    """The report as lines of so many columns; `everything`: nothing is shortened."""
    return joined(_Screen(report(trial), width, everything).lines())


class _Screen:
    def __init__(self, told: Report, width: int, everything: bool) -> None:
        self._told, self._width, self._all = told, width, everything
        self._shortened = False

    def lines(self) -> Iterator[str]:
        told = self._told
        yield from self._wrapped(told.headline)
        yield from self._wrapped(told.doubt)
        yield from self._policies()
        for part in told.parts:
            yield ""
            yield from self._part(part)
        for curve in told.curves:
            yield ""
            yield from curve_lines(curve, self._width)
        yield from self._list("Flips nobody, though it was put to the test", told.nobody)
        yield from self._list("Not put to the test here, so that nobody can say", told.not_shown)
        if told.words_alone:
            yield from self._list("Words alone, which decide nothing", told.words_alone, 3)
        if self._shortened:
            yield ""
            yield "--all shows the rest, --format json every single flip"

    def _policies(self) -> Iterator[str]:
        """Which two they are, and what changed; of one alone, which it is."""
        told = self._told
        if told.alone:
            yield from self._wrapped(f"Policy: {told.old}", "", "  ")
            return
        yield from self._wrapped(f"Before: {told.old}", "", "  ")
        yield from self._wrapped(f"After:  {told.new}", "", "  ")
        yield ""
        yield f"What changed: {all_changes(told)}"
        yield from self._items(told.changes, _MOST_CHANGES)

    def _part(self, part: Part) -> Iterator[str]:
        yield from self._wrapped(part.title, "", "  ")
        for line in part.about:
            yield from self._wrapped(line, "  ", "  ")
        for each in part.causes:
            yield from self._cause(each)
        for line in part.untried:
            yield from self._wrapped(f"Cannot be tried: {line}", "  ", "    ")
        for line in part.left_out:
            yield from self._wrapped(f"Left out: {line}", "  ", "    ")

    def _cause(self, cause: Cause) -> Iterator[str]:
        yield from self._wrapped(f"{cause.heading}: {cause.number:,}", "  ", "    ")
        most = len(cause.ways) if self._all else _MOST_WAYS
        digits = max((len(f"{number:,}") for _, number in cause.ways[:most]), default=0)
        for words, number in cause.ways[:most]:
            yield from self._wrapped(f"{number:>{digits},}  {words}", "    ", " " * (6 + digits))
        if len(cause.ways) > most:
            self._shortened = True
            yield f"    {' ' * digits}  and {many(len(cause.ways) - most, 'other way', 'other ways')}"
        self._shortened = self._shortened or len(cause.of) > (MANY if self._all else FEW)
        yield from self._wrapped(named(cause.of, MANY if self._all else FEW), "    ", "    ")

    def _list(self, title: str, items: tuple[str, ...], most: int = 6) -> Iterator[str]:
        if items:
            yield ""
            yield f"{title}: {len(items)}"
            yield from self._items(items, most)

    def _items(self, items: tuple[str, ...], most: int) -> Iterator[str]:
        shown = items if self._all else items[:most]
        for item in shown:
            yield from self._wrapped(item, "  ", "    ")
        if len(shown) < len(items):
            self._shortened = True
            yield f"  and {len(items) - len(shown):,} more"

    def _wrapped(self, text: str, first: str = "", further: str = "") -> list[str]:
        return terminal.wrapped(text, self._width, first, further) if text else []
