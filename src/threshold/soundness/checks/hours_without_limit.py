"""A deadline that says whose hours it counts, where no value of its limit is in working hours.

What would happen: nothing; whoever reads the rule believes that the limit stops when the office closes.
How to mend it: leave `hours` out, or set the limit in working hours.
How far it looks: at every value of the limit, on every date, in every row of a table and in every preset.
"""

from collections.abc import Iterator, Mapping

from threshold.policy.parameters import Parameter
from threshold.policy.rule_file import DeadlineEntry
from threshold.reading.tree import child_of
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Finding
from threshold.soundness.showing import rule_shown

CODE = "hours-without-limit"
_EFFECT = "Whoever reads the rule believes that the limit stops when the office closes, and it runs on"
_UNIT = "working hours"


def check(examination: Examination) -> Iterator[Finding]:
    """Deadlines with `hours` whose limit never counts them."""
    for examined in examination.packs:
        yield from _without_limit(examined, examination)


def _without_limit(examined: Examined, examination: Examination) -> Iterator[Finding]:
    held = examined.held
    deadlines = [rule for _, pack in examined.resolved for rule in pack.deadlines]
    counted = {rule.head.id for rule in deadlines if any(each.unit == _UNIT for each in rule.lengths)}
    for group in held.groups:
        for entry, node in group.entries("deadlines"):
            if entry.hours and entry.id not in counted and not _may_be_in_hours(entry, held.parameters):
                message = "`hours:` has no effect: no value of this limit is in working hours; leave it out"
                problem = examined.problem(message, entry.id, child_of(node, "hours"))
                yield Finding(CODE, problem, _EFFECT, rule_shown(entry.id, examined, examination))


def _may_be_in_hours(entry: DeadlineEntry, parameters: Mapping[str, Parameter]) -> bool:
    """Whether the parameter that holds a limit has a value in working hours, then or in some preset."""
    within = entry.within.get("table") if isinstance(entry.within, dict) else entry.within
    parameter = parameters.get(str(within).removeprefix("$"))
    if parameter is None:
        return False
    values = [each.value for each in parameter.entry.values]
    values += [each.value for each in parameter.entry.presets.values()]
    return _UNIT.removesuffix("s") in str(values)
