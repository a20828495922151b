"""What adds nothing to what gives rise to a concern in every policy.

What would happen: nothing; whoever reads the rule believes that the concern hangs on it.
How to mend it: leave the rule out.
How far it looks: at whether what the rule says is a protection concern already, in every case.
"""

from collections.abc import Iterator

from threshold.conditions import Any, implies
from threshold.policy.protection import ASKED, concern_keys, protection_conditions
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.showing import speaking

CODE = "concern-repeated"
_EFFECT = "Whoever takes this rule for what protects the child may change it, and nothing changes"


def check(examination: Examination) -> Iterator[Finding]:
    """Rules of protection that hold only where every policy sees a concern by itself."""
    built_in = protection_conditions((), ())
    everywhere = Any(tuple(built_in[key] for key in (ASKED, *concern_keys(()))))
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            for rule in pack.protection:
                if implies(rule.when, everywhere, policy.vocabulary.facts):
                    message = (
                        "makes no difference: in every policy this is a protection concern already; leave it "
                        "out"
                    )
                    shown = speaking(rule, policy, examination.day_of(policy))
                    yield Finding(CODE, examined.problem(message, rule.head.id), _EFFECT, shown)
