"""What `threshold policy check` finds in a policy that can be used: findings, not mistakes.

Each of them is something that an author did not mean: an answer that silence gives, a request that nobody can
ever be allowed, a parameter that may be set and changes nothing.
"""

from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Goal, Shown, Unexamined
from threshold.soundness.remarks import remarks
from threshold.soundness.run import examine, findings

__all__ = ["Examination", "Finding", "Goal", "Shown", "Unexamined", "examine", "findings", "remarks"]
