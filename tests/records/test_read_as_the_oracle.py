"""The program against the oracle: every fact read off hundreds of random timelines."""

from functools import cache

import pytest

from threshold.policy import load_policy
from threshold.vocabulary import Vocabulary

from .program import Carries, Told, said_by_program
from .reading import State
from .timelines import as_text, smallest, timeline
from .world import File, world_of

TIMELINES, GROUPS = 1200, 8


@cache
def vocabulary() -> Vocabulary:
    return load_policy().vocabulary


def differing(file: File) -> dict[str, tuple[State, State]]:
    """Each fact that the two read differently: what the program says, what the oracle says."""
    told = Told(file, vocabulary())
    said = said_by_program(file, vocabulary())
    return {name: (state, told.state(name)) for name, state in said.items() if state != told.state(name)}


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_fact_is_read_as_the_oracle_reads_it(group: int) -> None:
    world, values = world_of(vocabulary()), Carries(vocabulary())
    for number in range(group, TIMELINES, GROUPS):
        file = timeline(world, f"read-{number}", values)
        if wrong := differing(file):
            name = next(iter(wrong))
            least = smallest(file, lambda smaller: name in differing(smaller))
            program, oracle = differing(least)[name]
            pytest.fail(
                f"read-{number}: {name} is {program} to the program, {oracle} to the oracle\n{as_text(least)}"
            )
