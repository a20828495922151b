"""Whether a place in a law or in guidance holds already, and what a rule that carries it may do until then.

A line that is not confirmed to be in force warns or notes and never decides. One that is not yet in force is
silent before its day, and announced by `threshold policy show`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal, TypeVar

from threshold.policy.model import STANDINGS, Announced, Clause, Standing
from threshold.policy.rule_file import HeadEntry, InForceEntry, RequirementEntry

_Rule = TypeVar("_Rule", bound=Any)
_WEAKEST_FIRST: tuple[Standing, ...] = ("not_yet_in_force", "not_confirmed", "in_force")


def standing_of(carries: Iterable[str], clauses: Mapping[str, Clause]) -> Standing | Literal[""]:
    """How a rule stands that carries these: as the weakest of them; empty where none says how it stands."""
    said = {clauses[name].standing for name in carries if name in clauses}
    return next((each for each in _WEAKEST_FIRST if each in said), "")


def must_not_decide(entry: HeadEntry, carries: Collection[str], clauses: Mapping[str, Clause]) -> str:
    """What is wrong with a rule that would decide by what may not be in force; empty where nothing is."""
    standing = standing_of(carries, clauses)
    if standing in ("", "in_force") or (isinstance(entry, RequirementEntry) and (entry.warn or entry.note)):
        return ""
    return (
        f"carries a clause that is {STANDINGS[standing]}, and would decide by it: write a requirement of "
        "`warn:` or `note:`, or, once the clause is in force, change its `standing:` in the list of clauses"
    )


def speaks(rule: Any, days: InForceEntry | None) -> bool:
    """Whether a rule says anything on a day that is one of its days.

    What is not yet in force does only where its days say from when.
    """
    return rule.head.standing != "not_yet_in_force" or (days is not None and days.since is not None)


def as_on_its_day(rule: _Rule) -> _Rule:
    """A rule that speaks: where its clauses say that it is not yet in force, its day has come since.

    Whether it began on that day as appointed, nobody has confirmed.
    """
    if rule.head.standing != "not_yet_in_force":
        return rule
    head = replace(rule.head, standing="not_confirmed")
    announced: _Rule = replace(rule, head=head)
    return announced


def announcement(rule: Any, days: InForceEntry | None, day: date) -> Announced | None:
    """What is said beforehand of a rule that is silent on a day and will speak; None of any other."""
    since = days.since if days is not None else None
    ahead = since is not None and since > day
    if not ahead and (rule.head.standing != "not_yet_in_force" or since is not None):
        return None
    return Announced(rule.head.id, rule.head.title, rule.head.carries, since)
