"""Every single change to a table of indicators: a sign, what signs together make, or the level without any.

The table is changed as it is written, not the rules that are made of it: each combination repeats every sign
that it counts, and nobody who writes a table could leave one of them out of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from threshold.mutation.changes import Change, Kind
from threshold.policy.indicators.ages import OLDEST, ages_text
from threshold.policy.indicators.combinations import level_in_place
from threshold.policy.indicators.model import Ages, Combination, Count, IndicatorTable, Place, Sign
from threshold.reading import locate, one_document

OTHERWISE = "otherwise"
# Levels that have no names; a table that goes beyond them cannot be read so, which is seen when it is tried.
_NUMBERED = ("1", "2", "3", "4")
Entry = TypeVar("Entry")


def changes_of_table(table: IndicatorTable, levels: Sequence[str]) -> Iterator[Change]:
    """Every change to a table, from its first sign to its last combination, and then to `otherwise`.

    `levels` are the names of the levels of need, from the least up; none where they are numbers.
    """
    named = levels or _NUMBERED
    for at, sign in enumerate(table.signs):
        for kind, what, sign_so in _of_sign(sign, named):
            changed = replace(table, signs=_with(table.signs, at, sign_so))
            yield _change(kind, sign.id, what, sign.place, changed)
    for at, each in enumerate(table.combinations):
        for kind, what, made_so in _of_combination(each, named):
            changed = replace(table, combinations=_with(table.combinations, at, made_so))
            yield _change(kind, each.id, what, each.place, changed)
    level = table.otherwise or named[0]
    for other in _beside(level, named):
        place = _of_otherwise(table.files[0])
        yield _change("level", OTHERWISE, f"{level} → {other}", place, replace(table, otherwise=other))


def _change(kind: Kind, rule: str, what: str, place: Place, into: IndicatorTable) -> Change:
    line, cell = place.line or 1, place.cell
    return Change(kind, "definition", rule, "", what, place.file, line, (), None, cell=cell, table=into)


def _of_sign(sign: Sign, levels: Sequence[str]) -> Iterator[tuple[Kind, str, Sign | None]]:
    yield "taken out", "the whole sign", None
    if sign.protection:
        # The other way about it would need a fact that tells of danger, and no fact is made another.
        yield "protection", "yes → no", replace(sign, protection=False)
    for other in _beside(sign.level, levels):
        yield "level", f"{sign.level} → {other}", replace(sign, level=other)
    for ages in _other_ages(sign.ages):
        what = f"{ages_text(sign.ages)} → {ages_text(ages) or 'all ages'}"
        yield "ages", what, replace(sign, ages=ages)


def _of_combination(
    combination: Combination, levels: Sequence[str]
) -> Iterator[tuple[Kind, str, Combination | None]]:
    yield "taken out", "the whole combination", None
    for other in _beside(combination.level, levels):
        yield "level", f"{combination.level} → {other}", replace(combination, level=other)
    counts = combination.counts
    for at, count in enumerate(counts):
        its = f"count {at + 1} " if len(counts) > 1 else ""
        if its:
            yield "list", f"without {its.strip()}", replace(combination, counts=_with(counts, at, None))
        for kind, what, into in _of_count(count):
            yield kind, f"{its}{what}", replace(combination, counts=_with(counts, at, into))


def _of_count(count: Count) -> Iterator[tuple[Kind, str, Count]]:
    """Changes to what is counted; there are never more domains than signs."""
    for number in (count.at_least + 1, count.at_least - 1):
        if number >= max(1, count.in_domains):
            yield "number", f"at_least: {count.at_least} → {number}", replace(count, at_least=number)
    if not count.in_every_domain:
        for number in (count.in_domains + 1, count.in_domains - 1):
            if 1 <= number <= count.at_least:
                yield (
                    "number",
                    f"in_domains: {count.in_domains} → {number}",
                    replace(count, in_domains=number),
                )
    every = not count.in_every_domain
    what = "in_every_domain: no → yes" if every else "in_every_domain: yes → no"
    yield "value", what, replace(count, in_every_domain=every)
    for level in count.of if len(count.of) > 1 else ():
        rest = tuple(each for each in count.of if each != level)
        yield "list", f"of: without {level}", replace(count, of=rest)


def _beside(level: str, levels: Sequence[str]) -> Iterator[str]:
    """The level above and the one below, as far as there are such."""
    place = level_in_place(level, levels)
    at = int(place) - 1 if place.isdigit() else -1
    if 0 <= at < len(levels):
        yield from (*levels[at + 1 : at + 2], *levels[max(at - 1, 0) : at])


def _other_ages(ages: Ages) -> Iterator[Ages]:
    """Each bound a year on and a year back, without the unborn, and for every child."""
    if ages == Ages():
        return
    least, most = ages.least, ages.most
    for moved in (least + 1, least - 1) if least is not None else ():
        if 0 <= moved <= (OLDEST if most is None else most):
            yield replace(ages, least=moved)
    for moved in (most + 1, most - 1) if most is not None else ():
        if (least or 0) <= moved <= OLDEST:
            yield replace(ages, most=moved)
    if ages.unborn and most is not None:
        yield replace(ages, unborn=False)
    yield Ages()


def _with(entries: tuple[Entry, ...], at: int, into: Entry | None) -> tuple[Entry, ...]:
    """The entries with another in one place, or with nothing there."""
    return (*entries[:at], *(() if into is None else (into,)), *entries[at + 1 :])


def _of_otherwise(path: Path) -> Place:
    """Where the level without any sign is written; the head of the file where it is not said."""
    root = one_document(path) if path.suffix == ".yaml" else None
    return Place(str(path), locate(root, (OTHERWISE,)).line if root is not None else 1)
