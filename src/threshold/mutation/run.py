"""Trying the changes to several packs, in as many processes as there are cores."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from random import Random

from threshold.mutation.changes import Change
from threshold.mutation.examples import Examples
from threshold.mutation.processes import in_processes
from threshold.mutation.trial import Outcome, Trial
from threshold.policy.places import pack_folders, rules_directory
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Mutated:
    """What became of the changes to one pack, and how many examples there were to notice them.

    `left_out` are those that tell nothing: they do not pass as the rules stand, or cannot be read.
    """

    pack: str
    examples: int
    left_out: tuple[str, ...]
    vocabulary: Vocabulary
    outcomes: tuple[Outcome, ...]

    def count(self, fate: str) -> int:
        """How many changes came to this."""
        return sum(each.fate == fate for each in self.outcomes)

    @property
    def survivors(self) -> list[Outcome]:
        """The changes that no example notices."""
        return [each for each in self.outcomes if each.fate == "survived"]


def mutate(
    packs: Sequence[str], cases: Sequence[str], sample: int | None = None, seed: int = 0
) -> list[Mutated]:
    """Every change to these packs (all that come with the program, if none), tried on the example cases.

    `sample` is how many changes are tried, drawn by `seed` over all the packs; all of them if it is None.
    Raises BadInput where a pack or an example cannot be read, or no example is about a pack.
    """
    folders, trials = trials_of(packs, cases)
    if wrong := [problem for trial in trials for problem in trial.wrongly_listed()]:
        raise BadInput(*wrong)
    drawn = [(place, change) for place, trial in enumerate(trials) for change in trial.changes]
    if sample is not None and sample < len(drawn):
        chosen = sorted(Random(seed).sample(range(len(drawn)), sample))
        drawn = [drawn[number] for number in chosen]
    # All changes to a rule in one process: what noticed one of them often notices the next.
    of_rules = [[*found] for _, found in groupby(drawn, key=lambda each: (each[0], each[1].rule))]
    work = [
        (str(folders[of_rule[0][0]]), tuple(cases), [change for _, change in of_rule]) for of_rule in of_rules
    ]
    outcomes = [*chain.from_iterable(in_processes(_outcomes, work))]
    return [
        Mutated(
            folder.name,
            trials[place].examples,
            trials[place].left_out,
            trials[place].vocabulary,
            tuple(outcome for (at, _), outcome in zip(drawn, outcomes, strict=True) if at == place),
        )
        for place, folder in enumerate(folders)
    ]


def trials_of(packs: Sequence[str], cases: Sequence[str]) -> tuple[list[Path], list[Trial]]:
    """The folders of packs, all that come with the program if none is named, and the examples about each.

    Raises BadInput where a pack or an example cannot be read, or no example is about a pack.
    """
    folders = [*dict.fromkeys(map(_folder, packs))] if packs else pack_folders()
    trials = [trial_of(str(folder), tuple(cases)) for folder in folders]
    for folder, trial in zip(folders, trials, strict=True):
        if not trial.examples:
            message = "no example that passes is decided under a policy with this pack"
            raise BadInput(Problem(message, str(folder)), *_examples(tuple(cases), Path.cwd()).unread)
    return folders, trials


def _outcomes(work: tuple[str, tuple[str, ...], list[Change]]) -> list[Outcome]:
    folder, cases, changes = work
    trial = trial_of(folder, cases)
    return [trial.tried(change) for change in changes]


@cache
def trial_of(folder: str, cases: tuple[str, ...]) -> Trial:
    """The examples about a pack, made once in each process."""
    return Trial(Path(folder), _examples(cases, Path.cwd()))


@cache
def _examples(cases: tuple[str, ...], _here: Path) -> Examples:
    """The examples at these paths, which mean something else in another folder."""
    return Examples(cases)


def _folder(name: str) -> Path:
    """A pack by the path of its folder, or by the name of one that comes with the program."""
    for place in (Path(name).resolve(), rules_directory() / name):
        if (place / "pack.yaml").is_file():
            return place
    known = [path.name for path in pack_folders()]
    raise BadInput(Problem(f'there is no pack "{name}"{did_you_mean(name, known)}', field="PACK"))
