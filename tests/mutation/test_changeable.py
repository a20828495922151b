"""What can be changed of a pack, and the pack with a change."""

from pathlib import Path

from threshold.mutation.changeable import Changeable
from threshold.mutation.equivalent import FILE
from threshold.reading import plain

from ..semantics.conftest import Small
from .conftest import RULES, write


def test_the_pack_with_a_change_is_another_and_the_pack_itself_stays(written: Path) -> None:
    pack = Changeable(written / "tiny")
    (change,) = [each for each in pack.changes if each.what == "block 1 must t.n at_least: 5 → 6"]
    same = [entry for group in pack.held.groups for entry in group.entries("deadlines")]
    changed = pack.changed(change)
    rules = [node for group in changed.groups for _, node in group.entries("requirements")]
    assert plain(rules[0])["block"][0]["must"]["t.n"] == {"at_least": "6"}
    kept = [entry for group in changed.groups for entry in group.entries("deadlines")]
    assert all(one[1] is other[1] for one, other in zip(same, kept, strict=True)), "read once"


def test_the_values_of_parameters_are_changed_as_well(small: Small) -> None:
    parameters = "limit: {type: duration, means: M, values: [{from: 2020-01-01, is: 3 days, because: T-1}]}\n"
    folder = write(small, RULES.replace("within: 3 days", "within: $limit"), {}, parameters)
    pack = Changeable(folder / "tiny")
    found = [each for each in pack.changes if each.rule == "limit"]
    assert {each.what for each in found} >= {"3 days → 4 days", "3 days → 2 days"}
    changed = pack.changed(next(each for each in found if each.what == "3 days → 4 days"))
    assert changed.parameters != pack.held.parameters
    assert changed.groups is pack.held.groups


def test_what_is_listed_and_cannot_be_changed_is_told(written: Path) -> None:
    (written / "tiny" / FILE).write_text("- {rule: R, change: 'block 9: gone', because: Nobody can see it}\n")
    told = [problem.message for problem in Changeable(written / "tiny").wrongly_listed()]
    assert told[0] == "no such change can be made: block 9: gone"
