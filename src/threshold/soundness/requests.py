"""What a request is compared with: which facts say the same of it, and what every policy asks of its way."""

from collections.abc import Mapping

from threshold.conditions import All, Any, AtLeast, Condition, Not, OtherFact, Test
from threshold.policy.inference_plan import DIRECTION, TO
from threshold.policy.model import Ground
from threshold.policy.protection import CONCERN, HIGHEST, IN_PLACE, IN_PLACE_LEVELS
from threshold.vocabulary import Value

_TAKEN = (
    Test("closure.of", "is", ("caf_episode",)),
    Test("caf.closing_reason", "is", ("stepped_up",)),
    Test("referral.accepted", "is", (True,)),
)
# Where something is asked for, what is proposed is what is asked for.
_THE_SAME: Mapping[str, str] = {"request.direction": DIRECTION, "request.to": TO}


def as_asked(condition: Condition) -> Condition:
    """The condition of a request: the two names of what is asked for made one."""
    match condition:
        case Test(fact, operator, operand):
            if isinstance(operand, OtherFact):
                operand = OtherFact(_THE_SAME.get(operand.fact, operand.fact), operand.plus)
            return Test(_THE_SAME.get(fact, fact), operator, operand)
        case Not(part):
            return Not(as_asked(part))
        case All(parts):
            return All(tuple(as_asked(part) for part in parts))
        case Any(parts):
            return Any(tuple(as_asked(part) for part in parts))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(as_asked(part) for part in parts))


def is_direction(direction: str) -> Condition:
    """A request of this direction."""
    return Test(DIRECTION, "is", (direction,))


def let_go(direction: str, below: tuple[Value, ...]) -> Condition:
    """What has to be so before a request may go down, close or pass a social worker by, in every policy.

    True of every other direction. `below` are the kinds of support below social care.
    """
    no_concern = Test(CONCERN, "is", (False,))
    # Where the support in place is known, it says by itself whether it protects.
    no_protection = All(
        (Test(IN_PLACE, "is", (False,)), Test(HIGHEST, "not_known_to_be", IN_PLACE_LEVELS)),
    )
    match direction:
        case "step_across":
            return All((no_concern, no_protection))
        case "step_up":
            passed_by = All((no_concern, no_protection))
            return Any((passed_by, Test(TO, "not_known_to_be", below)))
        case "step_down":
            return All((no_concern, Any((no_protection, Not(Test(TO, "is", below))))))
        case "close":
            # A CAF that social care has taken closes whatever there is.
            return Any((All(_TAKEN), All((no_concern, no_protection))))
        case _:
            return All(())


def holds_for(ground: Ground, below: tuple[Value, ...]) -> Condition:
    """A ground fits and holds for one of its directions, and no policy would refuse it all the same."""
    ways = (All((is_direction(each), let_go(each, below))) for each in ground.asked.direction)
    return All((as_asked(ground.fits), as_asked(ground.when), Any(tuple(ways))))
