"""The step that is the request itself, in a route that is about no request.

What would happen: the steps of the route are told even where what was asked for is refused.
How to mend it: say what the route bears on, or leave `asked_for` out.
How far it looks: at whether the route's `when` reads anything of a request, and at its `bears_on`.
"""

from collections.abc import Iterator

from threshold.conditions import facts_of
from threshold.soundness.examination import Examination
from threshold.soundness.finding import HOLDS, Finding, Shown

CODE = "mark-without-request"
_EFFECT = "People are told to do what was asked for even where it is refused"


def check(examination: Examination) -> Iterator[Finding]:
    """`asked_for` in routes that are about no request."""
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            for route in pack.routes:
                marked = next((step for step in route.steps if step.asked_for), None)
                read = any(name.startswith(("proposed.", "request.")) for name in facts_of(route.when))
                if marked is not None and not read and not {*route.head.bears_on} - {"compliance"}:
                    message = (
                        f"`asked_for:` at {marked.id} has no effect: this route is about no request (its "
                        "`when` reads nothing of one, and it says no `bears_on`), so that its steps are told "
                        "even where what was asked for is refused; say what it bears on, or leave the mark "
                        "out"
                    )
                    asked = {"request.direction": "close"}
                    told = ((route.when, HOLDS), (marked.when, HOLDS))
                    shown = Shown(policy, examination.day_of(policy), told, asked, ("blocked",))
                    yield Finding(CODE, examined.problem(message, route.head.id), _EFFECT, shown)
