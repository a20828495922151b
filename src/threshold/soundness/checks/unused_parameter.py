"""A parameter that no rule and no reading of a tension relies on.

What would happen: a board that sets it changes nothing.
How to mend it: use it in the rule that its clause calls for, or leave it out.
How far it looks: at every rule, script and named tension, on every date; a table that the program reads by
its name is used.
No case can show it: no answer hangs on the value.
"""

from collections.abc import Iterator

from threshold.policy.model import TABLES_READ_BY_NAME, rules_of
from threshold.reading import Problem
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding
from threshold.soundness.use import tensions_named

CODE = "unused-parameter"
_EFFECT = "A board that sets this value changes nothing for anybody"


def check(examination: Examination) -> Iterator[Finding]:
    """Every such parameter of the packs."""
    tensions = examination.written.tensions.values()
    for examined in examination.packs:
        held = examined.held
        packs = [pack for _, pack in examined.resolved]
        used = {name for pack in packs for rule in rules_of(pack) for name in rule.head.parameters}
        used |= {name for pack in packs if pack.script is not None for name in pack.script.parameters}
        named = tensions_named(held)
        read = [tension for tension in tensions if tension.name in named]
        used |= {name for tension in read for name in tension.parameters(held.entry.pack)}
        for short, parameter in held.parameters.items():
            if short not in used and short not in TABLES_READ_BY_NAME:
                line = parameter.node.line
                problem = Problem("no rule uses this parameter", parameter.file, line, None, parameter.name)
                yield Finding(CODE, problem, _EFFECT)
