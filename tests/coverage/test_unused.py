"""What nothing uses: parameters of a pack, and facts and tensions of all packs together."""

from pathlib import Path

from threshold.coverage.unused import unused_anywhere, unused_in_pack
from threshold.policy import PolicyFiles
from threshold.policy.packs import read_pack

LIMIT = "limit: {type: duration, means: M, values: [{from: 2020-01-01, is: 3 days, because: T-1}]}\n"


def test_a_parameter_that_nothing_uses(written: Path) -> None:
    files = PolicyFiles(str(written / "p.yaml"))
    assert [*unused_in_pack(read_pack(written / "tiny"), files)] == []
    (written / "tiny" / "parameters.yaml").write_text(LIMIT)
    read_pack.cache_clear()
    (problem,) = unused_in_pack(read_pack(written / "tiny"), PolicyFiles(str(written / "p.yaml")))
    assert (problem.message, problem.field) == ("no rule uses this parameter", "tiny.limit")


def test_facts_and_tensions_that_none_of_the_packs_uses(written: Path) -> None:
    files = PolicyFiles(str(written / "p.yaml"))
    told = {
        problem.field: problem.message for problem in unused_anywhere([read_pack(written / "tiny")], [files])
    }
    assert "t.a" not in told
    assert "t.day" not in told
    assert told["t.text"] == "no rule reads this fact"
