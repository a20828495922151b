"""Coverage of several packs: what cites each clause is taken out, in as many processes as there are cores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.coverage.clauses import Carrier, ClauseCovered, carriers, state
from threshold.coverage.shown import RuleShown, rules_shown
from threshold.coverage.unused import unused_anywhere, unused_in_pack
from threshold.mutation.run import folders_of, trial_of
from threshold.mutation.trial import Trial
from threshold.policy import PolicyFiles
from threshold.processes import processes
from threshold.reading import BadInput, Problem


@dataclass(frozen=True, slots=True)
class Covered:
    """What a pack covers of its document, and what examples show of the pack."""

    pack: str
    document: str
    clauses: tuple[ClauseCovered, ...]
    rules: tuple[RuleShown, ...]
    unused: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()


def coverage(packs: Sequence[str], cases: Sequence[str]) -> tuple[list[Covered], list[Problem]]:
    """What each of these packs covers, and what nothing uses in any; all that come along, if none is named.

    Raises BadInput where a pack or an example cannot be read, or no example is about a pack.
    """
    folders = folders_of(packs)
    trials = [trial_of(str(folder), tuple(cases)) for folder in folders]
    work = [
        (str(folder), tuple(cases), carrier)
        for folder, trial in zip(folders, trials, strict=True)
        for carrier in _every_carrier(trial)
    ]
    with processes() as pool:
        missed = pool.each(_is_missed, work)
    found = {(folder, carrier): noticed for (folder, _, carrier), noticed in zip(work, missed, strict=True)}
    anywhere = [] if packs else unused_anywhere([t.pack.held for t in trials], _policies(trials))
    return [
        _covered(trial, {carrier: found[str(folder), carrier] for carrier in _every_carrier(trial)})
        for folder, trial in zip(folders, trials, strict=True)
    ], [*anywhere]


def _covered(trial: Trial, missed: dict[Carrier, bool]) -> Covered:
    held = trial.pack.held
    cited = {clause: {each: missed[each] for each in own} for clause, own in carriers(held).items()}
    clauses = tuple(
        ClauseCovered(clause, state(clause, cited[clause.id]), cited[clause.id])
        for clause in held.clauses.values()
    )
    return Covered(
        held.entry.pack,
        held.entry.source.document,
        clauses,
        tuple(rules_shown(held, trial.expected)),
        tuple(unused_in_pack(held, trial.policies[0])),
        trial.left_out,
    )


def _every_carrier(trial: Trial) -> Iterator[Carrier]:
    yield from dict.fromkeys(each for own in carriers(trial.pack.held).values() for each in own)


def _policies(trials: Sequence[Trial]) -> list[PolicyFiles]:
    return [*{policy.path: policy for trial in trials for policy in trial.policies}.values()]


def _is_missed(work: tuple[str, tuple[str, ...], Carrier]) -> bool:
    """Whether some example notices that what cites a clause is gone, or says the opposite."""
    folder, cases, carrier = work
    if carrier.in_calls:
        return True
    trial = trial_of(folder, cases)
    can_be_taken_out = False
    for noticed in _noticed(trial, carrier):
        if noticed:
            return True
        can_be_taken_out = True
    # The only row of a rule cannot be taken out without it.
    return not can_be_taken_out and any(_noticed(trial, Carrier(carrier.rule)))


def _noticed(trial: Trial, carrier: Carrier) -> Iterator[bool]:
    """For each change that takes it out, after which the rules can still be read, whether that is noticed."""
    for change in trial.changes:
        if carrier.is_taken_out_by(change):
            try:
                yield trial.noticed_by(change) is not None
            except BadInput:
                continue
