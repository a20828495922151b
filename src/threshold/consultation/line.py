"""A consultation line: the policy that it works by, and the script of one of its packs."""

from dataclasses import dataclass
from datetime import date

from threshold.consultation.advice import Advised, advised
from threshold.consultation.conversation import Conversation
from threshold.consultation.floor import Floor
from threshold.engine import Engine
from threshold.policy import PolicyFiles
from threshold.policy.script import Script
from threshold.reading import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Line:
    """A consultation line on a day."""

    engine: Engine
    script: Script
    day: date
    floor: Floor

    def begin(self) -> Conversation:
        """A new call, of which nothing is known."""
        return Conversation(self.script, self.day)

    def advised(self, conversation: Conversation) -> Advised:
        """What a call comes to; raises as `advised` does."""
        return advised(self.floor, self.engine.policy.vocabulary, conversation)


def open_line(policy: PolicyFiles, day: date) -> Line:
    """The line of a policy on a day. Raises BadInput where it has no script, or more than one."""
    scripts = policy.at(day).scripts
    if not scripts:
        message = (
            "no pack that leads in this policy has a script for a consultation line (consultation.yaml); "
            "name another policy"
        )
        raise BadInput(Problem(message, field="--policy"))
    if len(scripts) > 1:
        named = " and ".join(script.pack for script in scripts)
        message = f"more than one pack has a script for a consultation line ({named}); name a policy with one"
        raise BadInput(Problem(message, field="--policy"))
    return Line(Engine(policy), scripts[0], day, Floor(policy.at(day)))
