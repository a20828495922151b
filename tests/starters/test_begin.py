"""A folder that `policy new` makes works at once: sound, its examples hold, and they notice every change."""

import re
from pathlib import Path

import pytest

from threshold.coverage import coverage
from threshold.examples import run_examples
from threshold.layout import outdated, yaml_files
from threshold.mutation import mutate
from threshold.policy import find_policy, load_policy
from threshold.reading import BadInput
from threshold.starters import begin
from threshold.starters.names import named

from ..soundness.making import problems

RULE_KINDS = ("grounds", "requirements", "definitions", "deadlines", "routes", "conflicts", "protection")
TABLE = """\
id,level,domain,asks,ages,protection
A-1,Level 2: Some,Health,The child is often ill,,
A-2,Level 3: More,School,The child misses school,5 to 16,
A-3,Level 4: Most,Home,The child was hurt,,yes
A-4,Level 2: Some,Home,The baby sleeps badly,unborn,
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sound(folder: Path) -> None:
    files = load_policy(str(folder.resolve()))
    for day in files.change_dates:
        files.at(day)
    assert [str(each) for each in problems(files)] == []


def all_pass(folder: Path) -> int:
    results = list(run_examples([str((folder / "cases").resolve())]))
    assert [(each.origin, each.differences, each.skipped) for each in results if not each.passed] == []
    return len(results)


@pytest.mark.parametrize(
    "said", ["eastmarsh", "Eastmarsh Partnership", "the-isle-of-somewhere", "Ynys Môn", "Child"]
)
def test_a_new_folder_is_sound_laid_out_and_its_examples_hold(here: Path, said: str):
    begun = begin(said, None, None, ())
    assert sorted(path.name for path in here.iterdir()) == [begun.folder.name]  # and nothing beside it
    sound(begun.folder)
    assert all_pass(begun.folder) == begun.examples > 40
    assert [path for path in yaml_files([begun.folder]) if outdated(path)] == []
    written = "".join(path.read_text() for path in begun.folder.rglob("*") if path.is_file())
    for own in ("our-town", "our_town", "Our Town", "OT-"):
        assert own not in written
    assert named(said).prefix in written


def test_it_has_one_rule_of_each_kind_and_each_strength(here: Path):
    begun = begin("eastmarsh", None, None, ())
    written = "".join(path.read_text() for path in (begun.folder / "eastmarsh" / "rules").glob("*.yaml"))
    for kind in (*RULE_KINDS, "block", "condition", "warn"):
        assert re.search(rf"^ *{kind}:$", written, re.MULTILINE), kind


@pytest.mark.slow
def test_every_change_to_its_rules_is_noticed_and_every_clause_carried(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    begin("eastmarsh", None, None, ())
    monkeypatch.chdir("eastmarsh")
    (changed,) = mutate(["eastmarsh"], ["cases"], None, 0)
    assert [outcome.change for outcome in changed.survivors] == []
    found, _ = coverage(["eastmarsh"], ["cases"])
    carried = {clause.state for each in found for clause in each.clauses}
    assert carried == {"wholly", "left out"}


def test_a_table_of_signs_takes_the_place_of_the_made_up_ones(here: Path):
    Path("signs.csv").write_text(TABLE)
    begun = begin("north", None, Path("signs.csv"), ())
    assert begun.levels == ("Universal", "Level 2: Some", "Level 3: More", "Level 4: Most")
    assert begun.signs == 4
    sound(begun.folder)
    assert all_pass(begun.folder) == begun.examples
    assert {path.name for path in (begun.folder / "cases").glob("*sign*")} == {
        *("no-sign.yaml", "sign-a-1.yaml", "sign-a-2.yaml", "sign-a-3.yaml"),
    }


def test_what_cannot_be_read_of_a_table_is_told_and_nothing_is_written(here: Path):
    Path("signs.csv").write_text(TABLE.replace("5 to 16", "some").replace(",yes", ",perhaps"))
    with pytest.raises(BadInput) as error:
        begin("north", None, Path("signs.csv"), ())
    assert [(each.file, each.line, each.field) for each in error.value.problems] == [
        ("signs.csv", 3, "ages"),
        ("signs.csv", 4, "protection"),
    ]
    assert [path.name for path in here.iterdir()] == ["signs.csv"]


def test_options_that_do_not_go_together_are_refused():
    with pytest.raises(BadInput, match="leave one of --from and --indicators out"):
        begin("north", "caf-team", Path("signs.csv"), ())
    with pytest.raises(BadInput, match="give it with --indicators"):
        begin("north", None, None, ("One", "Two", "Three"))


def test_a_folder_made_so_is_a_policy_by_itself(here: Path):
    begin("eastmarsh", None, None, ())
    assert find_policy("eastmarsh") == Path("eastmarsh") / "eastmarsh.yaml"
