"""A folder to begin with: a policy, its pack and examples, under a name of one's own."""

from threshold.starters.begin import begin
from threshold.starters.begun import Begun

__all__ = ["Begun", "begin"]
