"""What `threshold policy check` finds in a policy that can be used: findings, not mistakes.

Each of them is something that an author did not mean: an answer that silence gives, a request that nobody can
ever be allowed, a parameter that may be set and changes nothing.
"""

from collections.abc import Iterator

from threshold.policy.declared import declared
from threshold.policy.load import PolicyFiles
from threshold.policy.looser import not_compared
from threshold.policy.overlay import without_overlay
from threshold.policy.soundness.colours import colours_without_row, colours_without_table
from threshold.policy.soundness.effect import (
    concerns_repeated,
    grounds_repeated,
    if_concern_without_effect,
    marks_without_request,
)
from threshold.policy.soundness.examined import Examined, every_policy
from threshold.policy.soundness.hours import hours_nobody_counts_in, hours_without_limit
from threshold.policy.soundness.levels import levels_without_protection
from threshold.policy.soundness.moves import (
    colours_without_moves,
    rows_that_let_go_upwards,
    rows_without_moves,
)
from threshold.policy.soundness.permitted import grounds_that_never_hold, requests_without_ground
from threshold.policy.soundness.silence import deciding_facts, silence_that_decides
from threshold.policy.soundness.unused import (
    nobody_chosen,
    readings_without_effect,
    scopes_without_effect,
    unaccounted_clauses,
    unread_facts,
    untold_facts,
    unused_parameters,
)
from threshold.policy.soundness.words import lengths_in_words
from threshold.policy.standing_in import of_overlays
from threshold.policy.unread import unread_beside
from threshold.policy.written import WrittenPolicy
from threshold.reading import Problem

__all__ = ["findings", "remarks"]

_OF_A_PACK = (
    grounds_that_never_hold,
    requests_without_ground,
    rows_without_moves,
    rows_that_let_go_upwards,
    colours_without_moves,
    colours_without_table,
    levels_without_protection,
    lengths_in_words,
    unaccounted_clauses,
    unread_facts,
    untold_facts,
    nobody_chosen,
    scopes_without_effect,
    if_concern_without_effect,
    marks_without_request,
    concerns_repeated,
    grounds_repeated,
    hours_without_limit,
)


def findings(files: PolicyFiles) -> Iterator[Problem]:
    """What is found in a policy's packs, over all dates, each once.

    The policy must be one that can be read: raises BadInput otherwise.
    """
    return iter(dict.fromkeys(_found(files)))


def remarks(files: PolicyFiles) -> Iterator[str]:
    """What there is to know of a policy and the overlay over it, and no author need have meant otherwise.

    The policy must be one that can be read: raises BadInput otherwise.
    """
    if told := without_overlay(files.written.entry.packs):
        yield told
    policies = tuple(every_policy([files.at(day) for day in files.change_dates]))
    yield from dict.fromkeys(told for policy in policies for told in not_compared(policy.packs))
    held = WrittenPolicy(files.path, files.rules, files.vocabulary).packs.values()
    yield from dict.fromkeys(told for each in held for told in colours_without_row(Examined(each, policies)))
    for told in dict.fromkeys(told for policy in policies for told in of_overlays(policy)):
        yield f"{told}, and passes where an overlay asks for one"


def _found(files: PolicyFiles) -> Iterator[Problem]:
    written = WrittenPolicy(files.path, files.rules, files.vocabulary)
    policies = tuple(every_policy([files.at(day) for day in files.change_dates]))
    decides = deciding_facts(policies)
    for held in written.packs.values():
        examined = Examined(held, policies)
        yield from silence_that_decides(examined, decides)
        for check in _OF_A_PACK:
            yield from check(examined)
        yield from unused_parameters(examined, written.tensions.values())
    yield from hours_nobody_counts_in(written, policies)
    yield from readings_without_effect(written, declared(files).packs)
    yield from unread_beside(files.paths())
