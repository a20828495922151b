"""Whether two numbers of an audit are of different work, so that how they differ tells of nobody."""

from dataclasses import dataclass, field

import polars as pl

from threshold.audit.run import Run
from threshold.semantics.closed_lists import AUDIT_STATES, FAILED

Of = tuple[str, str]  # a rule, and one of its outcomes or of the sums of these
_JUDGED = ("met", *FAILED)
_SUMS = {
    "n": tuple(state for state in AUDIT_STATES if state != "not_applicable"),
    "judged": _JUDGED,
    "failed": FAILED,
    "done": ("met", "late"),
    "others": tuple(state for state in AUDIT_STATES if state not in (*_JUDGED, "not_applicable")),
}


@dataclass(frozen=True, slots=True)
class Apart:
    """Of the results of a run; `least` is how many of each there have to be that the other has not."""

    run: Run
    least: int
    _known: dict[Of, pl.Series] = field(default_factory=dict)

    def __call__(self, one: Of, other: Of) -> bool:
        """Whether of each there are enough that are not of the other."""
        if (
            self.run.period is not None
            or self._anchor(one) is None
            or self._anchor(one) != self._anchor(other)
        ):
            return False
        first, second = self._units(one), self._units(other)
        return all(int(alone.sum()) >= self.least for alone in (first & ~second, second & ~first))

    def _anchor(self, of: Of) -> str | None:
        return self.run.results.anchors.get(of[0])

    def _units(self, of: Of) -> pl.Series:
        """Which units (children, assessments, plans) a number is of."""
        if of not in self._known:
            rule, name = of
            states = {*_SUMS.get(name, (name,))}
            self._known[of] = self._in(
                rule, states | ({"undetermined"} if "cannot_tell" in states else set())
            )
        return self._known[of]

    def _in(self, rule: str, states: set[str]) -> pl.Series:
        results = self.run.results
        anchor = results.anchors[rule]
        units = results.units[anchor]
        if rule not in results.deadlines:
            return results.checks[anchor][rule].cast(pl.String).is_in(list(states)).fill_null(False)
        clocks = results.deadlines[rule]
        inside = clocks["row"].filter(clocks["state"].cast(pl.String).is_in(list(states)))
        place = pl.int_range(units.height, dtype=pl.UInt32, eager=True)
        found = place.is_in(inside.implode())
        # A unit without a clock is one to which the rule does not apply.
        return found | ~place.is_in(clocks["row"].implode()) if "not_applicable" in states else found
