"""A version is kept whole or not at all, read back as it was, and known where it was changed since."""

from datetime import date

import pytest

from threshold.policy import PolicyFiles
from threshold.reading import BadInput
from threshold.versions import Versions
from threshold.versions.places import files_digest, releases_path
from threshold.versions.releases import Release, add_release, policy_or_release, released, releases

from .conftest import PARAMETERS, Made, only

DAY = date(2026, 9, 1)


def release(files: PolicyFiles, version: str = "1", changes=()) -> Release:
    made = Release(version, DAY, ("Board", "Chair"), 'note: "so"', files_digest(files.texts()))
    add_release(files, made, changes)
    return made


def test_what_was_released_reads_back_as_it_was_and_decides_as_it_did(policy: Made) -> None:
    files = policy()
    made = release(files)
    (found,) = releases(files.path)
    assert (found.version, found.day, found.approved_by, found.note) == (
        "1",
        DAY,
        ("Board", "Chair"),
        made.note,
    )
    kept = released(files.path, "1")
    assert kept.texts() == files.texts()
    assert Versions(kept, files).changes == ()
    assert policy_or_release(f"{files.path}@1").texts() == files.texts()


def test_a_second_version_is_added_and_the_first_is_not_touched(policy: Made) -> None:
    files = policy()
    release(files)
    before = releases_path(files.path).read_text()
    (files.path.parent / "town" / "parameters.yaml").write_text(PARAMETERS.replace("3 months", "2 months"))
    from threshold.policy.packs import read_pack

    read_pack.cache_clear()
    now = PolicyFiles(str(files.path))
    change = only(Versions(released(files.path, "1"), now))
    release(now, "2", [change])
    assert releases_path(files.path).read_text().startswith(before)
    first, second = releases(files.path)
    assert (first.changes, second.changes[0]["before"], second.changes[0]["after"]) == (
        (),
        "3 months",
        "2 months",
    )


@pytest.mark.parametrize("what", ["changed", "gone", "unknown", "none"])
def test_what_is_not_as_it_was_released_is_refused_and_says_what_to_do(policy: Made, what: str) -> None:
    files = policy()
    if what != "none":
        release(files)
    folder = files.path.with_name("ours.releases") / "1"
    if what == "changed":
        rules = folder / "town" / "parameters.yaml"
        rules.write_text(rules.read_text().replace("3 months", "9 months"))
    elif what == "gone":
        (folder / "policies" / "ours.yaml").unlink()
    words = {
        "changed": "were changed",
        "gone": "are not here",
        "unknown": "released are 1",
        "none": "policy release",
    }
    with pytest.raises(BadInput, match=words[what]):
        released(files.path, "7" if what == "unknown" else "1")


def test_where_the_list_cannot_be_written_no_files_are_kept(policy: Made) -> None:
    files = policy()
    releases_path(files.path).mkdir()
    with pytest.raises((BadInput, OSError)):
        release(files)
    assert not (files.path.with_name("ours.releases") / "1").exists()


def test_a_folder_that_belongs_to_no_release_is_told(policy: Made) -> None:
    files = policy()
    (files.path.with_name("ours.releases") / "1").mkdir(parents=True)
    with pytest.raises(BadInput, match="cut short"):
        release(files)
    assert releases(files.path) == ()
