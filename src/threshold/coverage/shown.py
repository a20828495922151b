"""Which states of each rule some example expects: a rule that no example shows failing may never fail."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from threshold.examples import Expectation
from threshold.policy.packs import PackFiles
from threshold.policy.rule_file import RouteEntry
from threshold.policy.standing import standing_of

_HELD = ("met", "not_met", "undetermined")


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule, the states that some example expects of it, and those of which one should be expected."""

    rule: str
    kind: str
    shown: tuple[str, ...]
    wanted: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The states that no example shows; none of a deadline without a limit, once that is shown."""
        if "no_limit" in self.shown:
            return ()
        return tuple(each for each in self.wanted if each not in self.shown)


def rules_shown(held: PackFiles, expected: Iterable[Expectation]) -> Iterator[RuleShown]:
    """Every rule of a pack with what examples expect of it; of a route, its rows."""
    seen = _seen(expected)
    for group in held.groups:
        for kind in _WANTED:
            for entry, _ in group.entries(kind):
                if standing_of(entry.cites(held.clauses), held.clauses) == "not_yet_in_force":
                    continue  # it is silent before its day
                names = _rows(entry) if isinstance(entry, RouteEntry) else [entry.id]
                for name in names:
                    shown = tuple(sorted(seen.get(name, set())))
                    yield RuleShown(name, kind, shown, _WANTED[kind])


_WANTED: Mapping[str, tuple[str, ...]] = {
    "grounds": _HELD,
    "requirements": _HELD,
    "deadlines": ("met", "pending", "overdue"),
    "routes": ("expected",),
    "conflicts": ("expected",),
}


def _rows(route: RouteEntry) -> list[str]:
    return [step.id for step in (*route.steps, *route.actions)]


def _seen(expected: Iterable[Expectation]) -> dict[str, set[str]]:
    """The states that examples expect, by the id of the rule, row or contradiction."""
    found: dict[str, set[str]] = {}
    for each in expected:
        told: list[tuple[str, str]] = [*each.checks.items()]
        told += [(name, row.state) for name, row in each.deadlines.items() if row.state is not None]
        named = (
            *each.checks,
            *(each.route or ()),
            *each.steps,
            *(each.withheld or ()),
            *(each.conflicts or ()),
        )
        told += [(name, "expected") for name in named]
        for name, state in told:
            found.setdefault(name, set()).add(state)
    return found
