"""Working hours that are said and that nothing is counted in."""

from collections.abc import Iterator, Mapping, Sequence

from threshold.conditions import OtherFact, tests
from threshold.dates import Duration
from threshold.policy.inference_plan import conditions_of
from threshold.policy.model import Policy
from threshold.policy.parameters import Parameter
from threshold.policy.rule_file import DeadlineEntry
from threshold.policy.soundness.examined import Examined
from threshold.policy.written import WrittenPolicy
from threshold.reading import Problem
from threshold.reading.tree import child_of

_UNIT = "working hours"


def hours_without_limit(examined: Examined) -> Iterator[Problem]:
    """Deadlines that say whose hours they count, where no value of their limit is in working hours."""
    held = examined.held
    deadlines = [rule for _, pack in examined.resolved for rule in pack.deadlines]
    counted = {rule.head.id for rule in deadlines if any(each.unit == _UNIT for each in rule.lengths)}
    for group in held.groups:
        for entry, node in group.entries("deadlines"):
            if entry.hours and entry.id not in counted and not _may_be_in_hours(entry, held.parameters):
                message = "`hours:` has no effect: no value of this limit is in working hours; leave it out"
                yield examined.problem(message, entry.id, child_of(node, "hours"))


def _may_be_in_hours(entry: DeadlineEntry, parameters: Mapping[str, Parameter]) -> bool:
    """Whether the parameter that holds a limit has a value in working hours, then or in some preset."""
    within = entry.within.get("table") if isinstance(entry.within, dict) else entry.within
    parameter = parameters.get(str(within).removeprefix("$"))
    if parameter is None:
        return False
    values = [each.value for each in parameter.entry.values]
    values += [each.value for each in parameter.entry.presets.values()]
    return _UNIT.removesuffix("s") in str(values)


def hours_nobody_counts_in(written: WrittenPolicy, policies: Sequence[Policy]) -> Iterator[Problem]:
    """Hours that a policy declares, in which no limit of it is counted."""
    named = {each.hours.name for policy in policies for each in _lengths(policy) if each.unit == _UNIT}
    hours = child_of(written.root, "hours")
    for name in written.entry.hours:
        if name not in named:
            message = "no limit is counted in these hours: a deadline names whose it counts with `hours:`"
            place = child_of(hours, name)
            yield Problem(message, str(written.path), place.line, place.column, f"hours.{name}")


def _lengths(policy: Policy) -> Iterator[Duration]:
    """Every length of time that a deadline or a test of a policy counts."""
    for rule in policy.deadlines:
        yield from rule.lengths
    for condition in conditions_of(policy).values():
        for test in tests(condition):
            held = test.operand.plus if isinstance(test.operand, OtherFact) else test.operand
            for each in held if isinstance(held, tuple) else (held,):
                if isinstance(each, Duration):
                    yield each
