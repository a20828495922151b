"""What stands in packs and their vocabulary and is used by nothing: parameters, facts, readings, tensions."""

from collections.abc import Iterator, Sequence

from threshold.policy import Policy, PolicyFiles
from threshold.policy.packs import PackFiles
from threshold.reading import Problem
from threshold.soundness import Examination
from threshold.soundness.checks import fact_nothing_reads, reading_without_effect, unused_parameter
from threshold.soundness.use import facts_read, tensions_named

_UNUSED = (unused_parameter, fact_nothing_reads, reading_without_effect)


def unused_in_pack(held: PackFiles, files: PolicyFiles) -> Iterator[Problem]:
    """What a pack declares or works out, and nothing uses, under a policy that holds it."""
    examination = Examination(files, (held,))
    found = (finding.problem for module in _UNUSED for finding in module.check(examination))
    return iter(dict.fromkeys(found))


def unused_anywhere(packs: Sequence[PackFiles], files: Sequence[PolicyFiles]) -> Iterator[Problem]:
    """Facts that no rule of these policies reads or shows, and tensions that none of the packs names."""
    policies = [policy for each in files for policy in Examination(each).policies]
    used = {name for policy in policies for name in (*facts_read(policy), *_shown(policy))}
    vocabulary = files[0].vocabulary
    place = str(files[0].rules / "vocabulary.yaml")
    for name in vocabulary.facts:
        if name not in used:
            yield Problem("no rule reads this fact", place, field=name)
    named = {name for held in packs for name in tensions_named(held)}
    for name, tension in files[0].written.tensions.items():
        if name not in named:
            yield Problem("no rule names this tension", tension.file, tension.node.line, field=name)


def _shown(policy: Policy) -> Iterator[str]:
    """Facts that are worked out for what a row of theirs tells somebody to do."""
    for pack in policy.packs:
        for rule in pack.definitions:
            if any(row.do is not None for row in rule.rows):
                yield rule.fact
