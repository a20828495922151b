"""Mutation of rules: one thing changed at a time, to see which changes no example case notices."""

from threshold.mutation.proposals import write_proposals
from threshold.mutation.report import as_json, as_text, share_noticed
from threshold.mutation.run import Mutated, mutate
from threshold.mutation.trial import Outcome

__all__ = ["Mutated", "Outcome", "as_json", "as_text", "mutate", "share_noticed", "write_proposals"]
