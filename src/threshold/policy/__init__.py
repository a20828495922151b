"""Packs and policies: the rules of each source, chosen together, at the parameter values in force."""

from threshold.policy.load import PolicyFiles, load_policy, policy_names, rules_directory, rules_of
from threshold.policy.model import (
    Action,
    ConflictRule,
    Deadline,
    Definition,
    Effect,
    Head,
    Pack,
    ParameterInForce,
    Policy,
    Requirement,
    Role,
    Route,
    Row,
    Safety,
    Step,
    Who,
)
from threshold.policy.order import OUTCOME

__all__ = [
    "OUTCOME",
    "Action",
    "ConflictRule",
    "Deadline",
    "Definition",
    "Effect",
    "Head",
    "Pack",
    "ParameterInForce",
    "Policy",
    "PolicyFiles",
    "Requirement",
    "Role",
    "Route",
    "Row",
    "Safety",
    "Step",
    "Who",
    "load_policy",
    "policy_names",
    "rules_directory",
    "rules_of",
]
