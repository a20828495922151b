"""Packs and policies: the rules of each source, chosen together, at the parameter values in force."""

from threshold.policy.load import PolicyFiles, load_policy
from threshold.policy.model import (
    OUTCOME,
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
    rules_of,
)
from threshold.policy.places import policy_names, rules_directory

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
