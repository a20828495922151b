"""Where the releases of a policy stand, and what tells its files from others."""

from pathlib import Path

from threshold.versions.places import files_digest, releases_path


def test_releases_stand_beside_their_policy() -> None:
    assert releases_path(Path("a/our-town.yaml")) == Path("a/our-town.releases.yaml")


def test_line_ends_make_no_difference_and_everything_else_does() -> None:
    assert files_digest({"a": "b\r\nc"}) == files_digest({"a": "b\nc"})
    assert (
        len({files_digest(each) for each in ({"a": "b"}, {"a": "c"}, {"b": "b"}, {"a": "b", "c": ""})}) == 4
    )
