"""Trying the changes to several packs, in as many processes as there are cores."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from random import Random

from threshold.mutation.changeable import Changeable
from threshold.mutation.changes import Change
from threshold.mutation.examples import Examples
from threshold.mutation.trial import Outcome, Trial
from threshold.policy.places import pack_folders, rules_directory
from threshold.processes import processes
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
    outcomes: tuple[Outcome, ...] = ()

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
    folders = folders_of(packs)
    changeable = [Changeable(folder) for folder in folders]
    if wrong := [problem for pack in changeable for problem in pack.wrongly_listed()]:
        raise BadInput(*wrong)
    drawn = [(place, change) for place, pack in enumerate(changeable) for change in pack.changes]
    if sample is not None and sample < len(drawn):
        chosen = sorted(Random(seed).sample(range(len(drawn)), sample))
        drawn = [drawn[number] for number in chosen]
    # All changes to a rule in one process: what noticed one of them often notices the next.
    of_rules = [[*found] for _, found in groupby(drawn, key=lambda each: (each[0], each[1].rule))]
    work = [
        (str(folders[of_rule[0][0]]), tuple(cases), [change for _, change in of_rule]) for of_rule in of_rules
    ]
    with processes() as pool:
        # The examples are read and decided where changes are tried on them, and nowhere else.
        there_is = pool.each(_there_is, [(str(folder), tuple(cases)) for folder in folders])
        outcomes = [*chain.from_iterable(pool.each(_outcomes, work))]
    return [
        replace(
            found, outcomes=tuple(one for (at, _), one in zip(drawn, outcomes, strict=True) if at == place)
        )
        for place, found in enumerate(there_is)
    ]


def folders_of(packs: Sequence[str]) -> list[Path]:
    """The folders of packs, by their paths or names; of all that come with the program if none is named.

    Raises BadInput where there is no such pack.
    """
    return [*dict.fromkeys(map(_folder, packs))] if packs else pack_folders()


def _there_is(work: tuple[str, tuple[str, ...]]) -> Mutated:
    """What there is to notice changes to a pack, none of which is tried yet."""
    trial = trial_of(*work)
    return Mutated(trial.pack.held.entry.pack, trial.examples, trial.left_out, trial.vocabulary)


def _outcomes(work: tuple[str, tuple[str, ...], list[Change]]) -> list[Outcome]:
    folder, cases, changes = work
    trial = trial_of(folder, cases)
    return [trial.tried(change) for change in changes]


@cache
def trial_of(folder: str, cases: tuple[str, ...]) -> Trial:
    """The examples about a pack, made once in each process. Raises BadInput where there is none."""
    examples = _examples(cases, Path.cwd())
    trial = Trial(Path(folder), examples)
    if not trial.examples:
        message = "no example that passes is decided under a policy with this pack"
        raise BadInput(Problem(message, folder), *examples.unread)
    return trial


@cache
def _examples(cases: tuple[str, ...], _here: Path) -> Examples:
    """The examples at these paths, which mean something else in another folder."""
    # They are kept to the end, so that to go through all of them for what may be freed is time lost.
    gc.disable()
    try:
        return Examples(cases)
    finally:
        gc.enable()
        gc.freeze()


def _folder(name: str) -> Path:
    """A pack by its folder or the one around it that is called the same, or by name if it comes along."""
    given = Path(name).resolve()
    for place in (given, given / given.name, rules_directory() / name):
        if (place / "pack.yaml").is_file():
            return place
    known = [path.name for path in pack_folders()]
    message = f'there is no pack "{name}"{did_you_mean(name, known)}'
    raise BadInput(Problem(f"{message}; known are {', '.join(known)}, or give a folder", field="PACK"))
