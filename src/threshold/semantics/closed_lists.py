"""The closed lists of words that come out of a policy: each stands here, once, and nowhere else.

What may be asked for, and what a person may decide, stands with the vocabulary, which reads it: a
direction that comes out is one of those, or undetermined.
"""

from typing import Literal, get_args

from threshold.vocabulary import DecidedDirection

Status = Literal["permitted", "conditional", "blocked", "undetermined", "conflict", "advisory"]
STATUSES: tuple[Status, ...] = get_args(Status)

Direction = Literal[DecidedDirection, "undetermined"]
DOWNWARD: tuple[Direction, ...] = ("step_down", "close")

CheckStatus = Literal["met", "not_met", "undetermined", "not_applicable"]
DeadlineState = Literal[
    "met",
    "late",
    "pending",
    "overdue",
    "missed",
    "early",
    "ended",
    "paused",
    "cannot_tell",
    "no_limit",
]
DEADLINE_STATES: tuple[DeadlineState, ...] = get_args(DeadlineState)

# Of a requirement among many cases: a contradiction is told apart from what is merely not known.
AuditedStatus = Literal["met", "not_met", "undetermined", "conflict", "not_applicable"]
AUDITED_STATUSES: tuple[AuditedStatus, ...] = get_args(AuditedStatus)

# What an audit counts, of requirements and deadlines alike.
AuditState = Literal[
    "met",
    "late",
    "overdue",
    "missed",
    "not_met",
    "pending",
    "early",
    "ended",
    "paused",
    "cannot_tell",
    "conflict",
    "no_limit",
    "not_applicable",
]
AUDIT_STATES: tuple[AuditState, ...] = get_args(AuditState)
FAILED: tuple[AuditState, ...] = ("late", "overdue", "missed", "not_met")
