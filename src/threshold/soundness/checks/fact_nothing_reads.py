"""A fact that a pack works out, and that nothing reads or shows.

What would happen: nothing; whoever reads the definition believes that something hangs on it.
How to mend it: read it in the rule that needs it, let a row say what to do, or leave the definition out.
How far it looks: at everything that the rules of the policy and the program read, on every date.
"""

from collections.abc import Iterator

from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.showing import speaking
from threshold.soundness.use import facts_read

CODE = "fact-nothing-reads"
_EFFECT = "Changing how this is worked out changes nothing for anybody"


def check(examination: Examination) -> Iterator[Finding]:
    """The definitions of such facts."""
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            read = facts_read(policy)
            for rule in pack.definitions:
                shown = any(row.do is not None for row in rule.rows)
                if rule.fact not in read and not shown:
                    message = f"works out {rule.fact}, which no rule reads and nothing shows"
                    told = speaking(rule, policy, examination.day_of(policy))
                    yield Finding(CODE, examined.problem(message, rule.head.id), _EFFECT, told)
