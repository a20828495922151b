"""What a pack is read with: a sign of a table is one change, and it may be taken alone."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from threshold.policy import PolicyFiles, rules_directory
from threshold.policy.packs import read_pack
from threshold.versions import Versions
from threshold.versions.inputs import merged, written_alike

EASTMARSH = rules_directory() / "examples" / "eastmarsh"
Rows = list[dict[str, str]]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[Rows], object]], tuple[PolicyFiles, PolicyFiles]]:
    """The policy with a table of signs that comes along, and with other rows of that table."""

    def made(change: Callable[[Rows], object]) -> tuple[PolicyFiles, PolicyFiles]:
        for name in ("old", "new"):
            shutil.copytree(EASTMARSH, tmp_path / name)
        table = tmp_path / "new" / "eastmarsh" / "indicators.csv"
        rows = list(csv.DictReader(io.StringIO(table.read_text())))
        change(rows)
        out = io.StringIO()
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        table.write_text(out.getvalue())
        return tuple(PolicyFiles(str(tmp_path / name / "eastmarsh.yaml")) for name in ("old", "new"))  # type: ignore[return-value]

    return made


def test_a_sign_is_one_change_whatever_it_is_a_part_of(changed) -> None:
    def change(rows: Rows) -> None:
        rows[0]["level"] = "Protection"
        rows[1]["ages"] = "3 to 9"
        rows.pop(20)

    old, new = changed(change)
    versions = Versions(old, new)
    assert sorted((each.kind, each.how) for each in versions.changes) == [
        ("sign", "differs"),
        ("sign", "differs"),
        ("sign", "gone"),
    ]
    for chosen, side in (((), old), (versions.changes, new)):
        assert versions.composed(chosen).at(versions.days[-1]) == side.at(versions.days[-1])
        assert versions.composed(chosen).vocabulary == side.vocabulary
    for each in versions.changes:
        pack = versions.composed([each]).at(versions.days[-1]).pack("eastmarsh")
        there = each.id in {rule.head.id for rule in pack.definitions}
        assert there == (each.how != "gone")


def test_a_table_in_another_order_is_no_change(changed) -> None:
    old, new = changed(lambda rows: rows.reverse())
    assert [each for each in Versions(old, new).changes if each.decides] == []


def test_what_is_new_stands_behind_what_stands_before_it() -> None:
    assert merged([1, 2, 3], [1, 4, 3, 5]) == [1, 4, 2, 3, 5]
    assert merged([1], [2, 1]) == [2, 1]


def test_packs_are_alike_whatever_their_layout(tmp_path: Path) -> None:
    shutil.copytree(EASTMARSH / "eastmarsh", tmp_path / "eastmarsh")
    rules = tmp_path / "eastmarsh" / "rules" / "consent.yaml"
    rules.write_text("# a comment\n" + rules.read_text())
    assert written_alike(read_pack(EASTMARSH / "eastmarsh"), read_pack(tmp_path / "eastmarsh"))
    rules.unlink()
    read_pack.cache_clear()
    assert not written_alike(read_pack(EASTMARSH / "eastmarsh"), read_pack(tmp_path / "eastmarsh"))
