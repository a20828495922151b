"""Working hours that a policy declares, in which no limit of it is counted.

What would happen: nothing; a board that changes the hours of the office changes no date.
How to mend it: name them at the deadlines that count in them (`hours:`), or leave them out.
How far it looks: at every length of time that a deadline or a test counts, on every date.
No case can show it: no date hangs on the hours.
"""

from collections.abc import Iterator

from threshold.conditions import OtherFact, tests
from threshold.dates import Duration
from threshold.policy.inference_plan import conditions_of
from threshold.policy.model import Policy
from threshold.reading import Problem
from threshold.reading.tree import child_of
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding

CODE = "hours-nobody-counts-in"
_EFFECT = "Changing these hours changes no date that anybody is told"
_UNIT = "working hours"


def check(examination: Examination) -> Iterator[Finding]:
    """The hours that nothing is counted in, each at its line of the policy."""
    written, policies = examination.written, examination.policies
    named = {each.hours.name for policy in policies for each in _lengths(policy) if each.unit == _UNIT}
    hours = child_of(written.root, "hours")
    for name in written.entry.hours:
        if name not in named:
            message = "no limit is counted in these hours: a deadline names whose it counts with `hours:`"
            place = child_of(hours, name)
            problem = Problem(message, str(written.path), place.line, place.column, f"hours.{name}")
            yield Finding(CODE, problem, _EFFECT)


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
