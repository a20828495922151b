"""What becomes of a requirement under a concern, where nothing that it bears on goes up.

What would happen: nothing; whoever reads the rule believes that a concern makes it urgent, or lets it wait.
How to mend it: leave `if_concern` out.
How far it looks: at every request that the requirement bears on and applies to, and at where it may end.
"""

from collections.abc import Iterator

from threshold.output.words import listed
from threshold.soundness.asked import may_hold_up
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.showing import A_CONCERN, speaking, with_goals
from threshold.vocabulary import shown

CODE = "if-concern-without-effect"
_EFFECT = "Whoever reads the rule believes that a protection concern changes it, and it changes nothing"


def check(examination: Examination) -> Iterator[Finding]:
    """`if_concern` of a requirement that can hold up nothing that goes up."""
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            for rule in pack.requirements:
                if not rule.if_concern or may_hold_up(rule, policy):
                    continue
                if rule.effect not in ("block", "condition"):
                    message = "has no effect: what warns or notes holds nothing up under a concern"
                else:
                    bears_on = listed([shown(each) for each in rule.head.bears_on])
                    message = (
                        f"has no effect: no request that this bears on ({bears_on}) goes up under a concern"
                    )
                problem = examined.problem(f"`if_concern:` {message}; leave it out", rule.head.id)
                told = speaking(rule, policy, examination.day_of(policy))
                yield Finding(CODE, problem, _EFFECT, with_goals(told, A_CONCERN))
