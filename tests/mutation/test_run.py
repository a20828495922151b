"""Changes are tried in several processes, or some of them, drawn by a seed."""

from pathlib import Path

import pytest

from threshold.mutation.examples import Examples
from threshold.mutation.run import mutate
from threshold.mutation.trial import Trial
from threshold.reading import BadInput


def test_what_several_processes_find_is_what_one_finds(written: Path) -> None:
    trial = Trial(written / "tiny", Examples([str(written / "cases")]))
    (found,) = mutate([str(written / "tiny")], [str(written / "cases")])
    assert found.outcomes == tuple(trial.tried(change) for change in trial.changes)
    assert (found.pack, found.examples) == ("tiny", 3)
    counts = [found.count(fate) for fate in ("noticed", "survived", "does not load")]
    assert sum(counts) == len(found.outcomes)
    assert all(counts)


def test_a_sample_is_drawn_by_its_seed(written: Path) -> None:
    def drawn(seed: int) -> list[str]:
        (found,) = mutate([str(written / "tiny")], [str(written / "cases")], 6, seed)
        return [each.change.what for each in found.outcomes]

    assert len(drawn(1)) == 6
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_without_an_example_nothing_can_be_said(written: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no example that passes"):
        mutate([str(written / "tiny")], [str(tmp_path)])


def test_a_pack_that_is_not_there_is_named(written: Path) -> None:
    with pytest.raises(BadInput, match='there is no pack "natonal"; did you mean "national"'):
        mutate(["natonal"], [str(written / "cases")])
