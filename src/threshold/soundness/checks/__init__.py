"""The checks of a policy, a module for each.

The docstring of a module is what `threshold policy check --explain CODE` prints: in its first line what it
finds, then what would happen, how to mend it, and how far it looks. Its `CODE` is its name with dashes. Its
tests hold a policy that fails it (`fails`) and one that does not (`passes`).
"""

from collections.abc import Iterator
from typing import Protocol

from threshold.soundness.checks import (
    always_holds,
    bears_on_at_odds,
    citation_after_value,
    citation_unknown,
    clause_unaccounted,
    colours_without_moves,
    colours_without_table,
    concern_repeated,
    contradictory_rules,
    duplicate_rule,
    exactly_one_gap,
    exactly_one_overlap,
    fact_nothing_gives,
    fact_nothing_reads,
    file_not_read,
    ground_never_holds,
    ground_never_permits,
    ground_repeated,
    hours_nobody_counts_in,
    hours_without_limit,
    if_concern_without_effect,
    length_in_words,
    level_without_protection,
    looser_than_statute,
    mark_without_request,
    masked_rule,
    name_like_another,
    never_holds,
    nobody_chosen,
    number_in_words,
    reading_without_effect,
    request_without_ground,
    role_misspelt,
    same_from,
    scope_without_effect,
    silence_decides,
    step_lets_go_upwards,
    step_without_moves,
    table_without_row,
    text_as_typed,
    unused_parameter,
    value_changes_nothing,
)
from threshold.soundness.examination import Examination
from threshold.soundness.finding import Finding, Unexamined


class Check(Protocol):
    """A module of this package."""

    CODE: str

    def check(self, examination: Examination) -> Iterator[Finding | Unexamined]:
        """What the check says of a policy."""


# In the order in which they are told: what is dangerous first, what only misleads a reader last.
CHECKS: tuple[Check, ...] = (
    silence_decides,
    step_without_moves,
    step_lets_go_upwards,
    level_without_protection,
    looser_than_statute,
    table_without_row,
    colours_without_table,
    colours_without_moves,
    ground_never_holds,
    ground_never_permits,
    request_without_ground,
    contradictory_rules,
    never_holds,
    exactly_one_gap,
    exactly_one_overlap,
    bears_on_at_odds,
    always_holds,
    fact_nothing_gives,
    nobody_chosen,
    role_misspelt,
    name_like_another,
    same_from,
    citation_after_value,
    citation_unknown,
    mark_without_request,
    clause_unaccounted,
    file_not_read,
    text_as_typed,
    length_in_words,
    number_in_words,
    value_changes_nothing,
    unused_parameter,
    fact_nothing_reads,
    scope_without_effect,
    if_concern_without_effect,
    duplicate_rule,
    masked_rule,
    concern_repeated,
    ground_repeated,
    hours_without_limit,
    hours_nobody_counts_in,
    reading_without_effect,
)
