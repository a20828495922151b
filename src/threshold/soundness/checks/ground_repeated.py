"""A ground beside one of its pack that answers the same requests, and holds where it does.

What would happen: nothing until one of the two is changed; then the other goes on permitting what it did.
How to mend it: leave one of them out, and let the other carry the clauses of both.
How far it looks: at grounds of one pack with the same `for` and the same `when`, in whatever order its parts
stand. Rows of tables are no grounds that an author wrote.
"""

from collections.abc import Iterator

from threshold.policy.model import Ground, Pack
from threshold.soundness.examination import Examination
from threshold.soundness.finding import HOLDS, Finding, Shown
from threshold.soundness.logic import in_one_order
from threshold.soundness.showing import asked_of

CODE = "ground-repeated"
_EFFECT = "Once one of the two is changed, the other goes on permitting what it permitted"


def check(examination: Examination) -> Iterator[Finding]:
    """Each such ground, with the one that says the same before it."""
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            for ground, other in _repeated(pack):
                message = (
                    f"makes no difference: {other.head.id} answers the same requests and holds where this "
                    "does; leave one of them out, and let the other carry the clauses of both"
                )
                goals = tuple((each, HOLDS) for one in (ground, other) for each in (one.fits, one.when))
                day, asked = examination.day_of(policy), asked_of(ground.asked.direction)
                shown = Shown(policy, day, goals, asked)
                yield Finding(CODE, examined.problem(message, ground.head.id), _EFFECT, shown)


def _repeated(pack: Pack) -> Iterator[tuple[Ground, Ground]]:
    first: dict[tuple[object, ...], Ground] = {}
    for ground in pack.grounds:
        if not ground.of_workflow:
            asked = tuple(frozenset(getattr(ground.asked, key)) for key in ground.asked.__slots__)
            other = first.setdefault((asked, in_one_order(ground.when)), ground)
            if other is not ground:
                yield ground, other
