"""What replaces a file can be read by nobody who could not read that one."""

import os
import stat
from pathlib import Path

import pytest

from threshold.output.rights import Rights, made_folder, planted, read_only, rights_of

ROOT = hasattr(os, "getuid") and os.getuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root can give files away")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise there")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made(path: Path, permissions: int = 0o600) -> Path:
    path.touch()
    path.chmod(permissions)
    return path


def test_of_a_file_that_is_not_there_they_are_those_of_a_new_one(tmp_path: Path) -> None:
    assert rights_of(tmp_path / "missing") == Rights()
    path = made(tmp_path / "new", 0o666)
    Rights().give(path)
    assert mode(path) == 0o600


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o664, 0o666, 0o400])
def test_they_are_handed_on(tmp_path: Path, permissions: int) -> None:
    before, after = made(tmp_path / "before", permissions), made(tmp_path / "after")
    rights_of(before).give(after)
    assert mode(after) == permissions


def test_nothing_runs_with_anybody_s_rights(tmp_path: Path) -> None:
    before, after = made(tmp_path / "before", 0o6755), made(tmp_path / "after")
    rights_of(before).give(after)
    assert mode(after) == 0o755


@needs_root
def test_group_and_owner_are_handed_on_where_they_can_be(tmp_path: Path) -> None:
    before, after = made(tmp_path / "before", 0o660), made(tmp_path / "after")
    os.chown(before, 12345, 54321)
    rights_of(before).give(after)
    assert (after.stat().st_uid, after.stat().st_gid, mode(after)) == (12345, 54321, 0o660)


def test_the_rights_of_a_group_are_not_given_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = made(tmp_path / "before", 0o664), made(tmp_path / "after")
    rights = rights_of(before)

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refused)
    rights.give(after)
    assert mode(after) == 0o604


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="there are no such lists here")
def test_a_list_of_users_that_cannot_be_handed_on_opens_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "file")
    group = path.stat().st_gid
    Rights(0o664, path.stat().st_uid, group, acl=b"no list").give(path)
    assert mode(path) == 0o604


def test_what_nobody_may_write_is_read_only(tmp_path: Path) -> None:
    assert read_only(made(tmp_path / "a", 0o444))
    assert not read_only(made(tmp_path / "b", 0o644))
    assert not read_only(tmp_path / "missing")


@needs_root
def test_a_link_in_a_shared_folder_has_to_be_one_s_own(tmp_path: Path) -> None:
    link = tmp_path / "report.html"
    link.symlink_to(made(tmp_path / "precious"))
    os.chown(link, 12345, 12345, follow_symlinks=False)
    assert not planted(link)  # nobody else can make one here
    tmp_path.chmod(0o1777)
    assert planted(link)
    os.chown(link, os.getuid(), os.getgid(), follow_symlinks=False)
    assert not planted(link)
    assert not planted(tmp_path / "precious")
    assert not planted(tmp_path / "missing")


def test_every_folder_that_is_made_is_its_owner_s_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    made_folder(tmp_path / "a" / "b" / "c")
    made_folder(tmp_path / "a" / "b")
    assert [mode(tmp_path / each) for each in ("a", "a/b", "a/b/c", ".")] == [0o700, 0o700, 0o700, 0o755]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    made(tmp_path / "file")
    with pytest.raises(NotADirectoryError):
        made_folder(tmp_path / "file" / "below")
