"""Which policies are meant: the older one is named, or the same without the values, or the last release."""

from datetime import date
from pathlib import Path

import pytest
from tests.trying.conftest import Made, Written

from threshold.policy import PolicyFiles
from threshold.reading import BadInput
from threshold.trying.asked import asked, names_a_policy
from threshold.versions.places import files_digest
from threshold.versions.releases import Release, add_release


def test_values_alone_are_held_against_the_same_policy(policy: Made) -> None:
    path = str(policy("old").path)
    found = asked(path, None, ("town.wait=5 months",))
    assert [(each.before, each.after) for each in found.versions.changes] == [("3 months", "5 months")]
    assert (found.old, found.new) == (path, f"{path}, with town.wait=5 months")


def test_without_anything_to_hold_it_against_it_says_how(policy: Made) -> None:
    with pytest.raises(BadInput, match=r"never released.*--against default"):
        asked(str(policy("old").path), None)


def test_else_it_is_held_against_its_last_release(policy: Made) -> None:
    files = policy("old")
    add_release(files, Release("1", date(2026, 1, 1), ("Board",), "", files_digest(files.texts())), ())
    values = files.path.parent / "town" / "parameters.yaml"
    values.write_text(values.read_text().replace("3 months", "4 months"))
    found = asked(str(PolicyFiles(str(files.path)).path), None)
    assert [(each.before, each.after) for each in found.versions.changes] == [("3 months", "4 months")]
    assert found.old == "ours.yaml@1, as it was last released"


def test_a_case_and_a_folder_of_cases_are_no_policy(policy: Made, case: Written) -> None:
    path = case()
    assert names_a_policy(str(policy("old").path))
    assert names_a_policy("default")
    assert names_a_policy("default@1")
    assert not names_a_policy(str(path))
    assert not names_a_policy(str(path.parent))
    assert not names_a_policy("nothing-of-that-name")


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "there is no such file"), ("case: A-1\n", "this is a case, and no policy")],
)
def test_what_is_wrong_with_it_comes_before_what_it_was(text: str | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(BadInput, match=says):
        asked(str(path), None)
