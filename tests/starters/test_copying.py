"""A copy of a pack under another name: as sound as it was, with the examples that hold for it."""

import shutil
from pathlib import Path

import pytest

from threshold.examples import run_examples
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.starters import begin
from threshold.starters.copying import source_of

from ..soundness.making import problems


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    begin("eastmarsh", None, None, ())
    return tmp_path


def test_a_copy_of_ones_own_has_its_words_its_clauses_and_its_examples(here: Path):
    policy = Path("eastmarsh") / "eastmarsh.yaml"
    policy.write_text(
        policy.read_text()
        + "\nset:\n  eastmarsh.answered_within: {is: 2 working hours, because: So decided}\n"
    )
    begun = begin("westmarsh", "eastmarsh", None, ())
    files = load_policy(str(Path("westmarsh").resolve()))
    policy_then = files.at(files.change_dates[-1])
    assert [pack.name for pack in policy_then.packs] == ["national", "westmarsh"]
    assert policy_then.packs[1].parameters["answered_within"].shown == "2 working hours"
    assert "eastmarsh.family_help_open" in policy_then.vocabulary.facts
    assert list(problems(files)) == []
    results = list(run_examples([str(Path("westmarsh/cases").resolve())]))
    assert all(each.passed for each in results)
    assert len(results) == begun.examples > 40
    assert "policy: ../westmarsh.yaml" in Path("westmarsh/cases/safe.yaml").read_text()


def test_a_pack_whose_prefix_was_its_name_keeps_it(here: Path):
    words = Path("eastmarsh") / "eastmarsh" / "vocabulary.yaml"
    words.write_text(words.read_text().replace("prefix: eastmarsh\n", ""))
    begin("westmarsh", "eastmarsh/eastmarsh", None, ())
    assert "prefix: eastmarsh\n" in Path("westmarsh/westmarsh/vocabulary.yaml").read_text()
    assert all(each.passed for each in run_examples([str(Path("westmarsh/cases").resolve())]))


def test_examples_that_do_not_hold_are_left_behind_and_counted(here: Path):
    safe = Path("eastmarsh/cases/safe.yaml")
    safe.write_text(safe.read_text().replace("level: Universal", "level: Protection"))
    shutil.copy(safe, "eastmarsh/cases/of-another.yaml")
    other = Path("eastmarsh/cases/of-another.yaml")
    other.write_text(other.read_text().replace("../eastmarsh.yaml", "national"))
    begun = begin("westmarsh", "eastmarsh", None, ())
    assert begun.left_behind == ("left behind, since they do not hold for the copy: 1 example",)
    assert not Path("westmarsh/cases/safe.yaml").exists()
    assert not Path("westmarsh/cases/of-another.yaml").exists()


def test_a_pack_that_cannot_be_used_is_not_copied(here: Path):
    (Path("eastmarsh") / "eastmarsh" / "parameters.yaml").write_text("levels: 3\n")
    with pytest.raises(BadInput):
        begin("westmarsh", "eastmarsh", None, ())
    assert not Path("westmarsh").exists()


def test_where_packs_are_found():
    assert source_of("caf-team").policy is not None
    assert source_of("eastmarsh").pack == Path("eastmarsh/eastmarsh").resolve()
    with pytest.raises(BadInput, match='did you mean "caf-team"'):
        source_of("caf-taem")
    with pytest.raises(BadInput, match="statutory overlay is the same for everybody"):
        source_of("national")
