"""How long things took, worked out again by other code, with the second calendar, before it is told."""

from collections.abc import Iterable

import numpy as np

from threshold.audit.clocks_again import second_calendar
from threshold.audit.measures import OPENED, Definition, definitions
from threshold.audit.model import Audit, Measure, MeasurePart, Spread
from threshold.audit.recount import NO_DAY, NOBODY, Again, Days, Truths, days, month_named, months, same

_Told = tuple[object, ...] | None


def check_measures(audit: Audit, again: Again) -> None:
    """Raise BadInput, naming the measure, where one is not what the dates of the results come to."""
    told = {measure.measure: measure for measure in audit.measures}
    for one in definitions():
        if one.each in again.results.days:
            _check(one, told.get(one.name), again)


def _check(one: Definition, told: Measure | None, again: Again) -> None:
    units, kept = again.results.units[one.each], again.results.days[one.each]
    runs = units["instance"].is_not_null().to_numpy()
    start = days(units["opened"] if one.start == OPENED else kept[one.start])
    end = days(kept[one.end])
    needed = (
        kept[one.unless].fill_null(True).to_numpy()
        if one.unless in kept.columns
        else np.ones(runs.size, bool)
    )
    inside = runs & again.inside(start, end)[0]
    begun, done = start != NO_DAY, end != NO_DAY
    known = inside & begun & done & (start <= end)
    if told is None or not known.any():
        same(one.name, "whether anything was measured", told is not None, bool(known.any()))
        return
    length = _lengths(one, start[known], end[known])
    same(one.name, "how long it took", _spread(told.spread), _added(one, length))
    apart = (begun & ~done & needed, begun & ~done & ~needed, ~begun & done, begun & done & (end < start))
    counted = (told.no_end, told.not_needed, told.no_start, told.backward)
    same(one.name, "what was not measured", counted, tuple(int((each & inside).sum()) for each in apart))
    by = start if again.period is not None and again.period.by == "started" else end
    month = months(by[known])
    by_month = [(month_named(each), month == each) for each in range(month.min(), month.max() + 1)]
    same(one.name, "how long it took by month", _parts(told.months), _grouped(one, by_month, length))
    if told.by_team:
        names, beside = again.beside("team", one.each)
        by_team = [(name or NOBODY, beside[known] == place) for place, name in enumerate(names)]
        same(one.name, "how long it took by team", _parts(told.by_team), _grouped(one, by_team, length))


def _lengths(one: Definition, start: Days, end: Days) -> Days:
    if one.within.unit == "working days":
        return second_calendar().between(start, end)
    return end - start


def _added(one: Definition, length: Days) -> tuple[object, ...]:
    within = int((length <= one.within.number).sum())
    share = round(within / length.size, 6)
    return (length.size, float(np.median(length)), int(length.max()), within, share)


def _grouped(one: Definition, groups: Iterable[tuple[str, Truths]], length: Days) -> list[tuple[str, _Told]]:
    found = [(name, _added(one, length[inside])) for name, inside in groups if inside.any()]
    return sorted(found, key=str)


def _spread(spread: Spread | None) -> _Told:
    return None if spread is None else (spread.n, spread.median, spread.most, spread.within, spread.share)


def _parts(parts: Iterable[MeasurePart]) -> list[tuple[str, _Told]]:
    return sorted(((part.name, _spread(part.spread)) for part in parts), key=str)
