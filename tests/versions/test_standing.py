"""A policy stands as it was released, or with so many changes since; without a release it says nothing."""

import pytest

from threshold.policy import PolicyFiles
from threshold.policy.packs import read_pack
from threshold.versions import Versions
from threshold.versions.standing import standing

from .conftest import PARAMETERS, Made
from .test_releases import release


def again(files: PolicyFiles) -> PolicyFiles:
    read_pack.cache_clear()
    return PolicyFiles(str(files.path))


def test_nothing_is_said_where_nothing_was_released(policy: Made) -> None:
    files = policy()
    assert standing(files) is None
    release(files)
    assert standing(Versions(files, files).composed(())) is None


def test_what_changed_in_meaning_is_counted_and_nothing_else(
    policy: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = policy()
    release(files)
    stands = standing(files)
    assert (stands.version, stands.unreleased) == ("1", 0)
    parameters = files.path.parent / "town" / "parameters.yaml"
    parameters.write_text("# a comment\n" + PARAMETERS)
    assert standing(again(files)).unreleased == 0
    parameters.write_text(PARAMETERS.replace("3 months", "2 months").replace("is: 3,", "is: 4,"))
    found = standing(again(files))
    assert str(found) == "unreleased changes: 2 since version 1 of 1 September 2026"


def test_where_the_files_released_cannot_be_read_it_is_said_that_nobody_can_tell(policy: Made) -> None:
    files = policy()
    release(files)
    (files.path.with_name("ours.releases") / "1" / "policies" / "ours.yaml").unlink()
    (files.path.parent / "town" / "parameters.yaml").write_text(PARAMETERS.replace("3 months", "2 months"))
    assert standing(again(files)).unreleased is None
