"""Who may read and write a file: its owner alone if it is new, else whoever could what it replaces."""

import errno
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
_ACL = "system.posix_acl_access"
_ANY_MAY_WRITE = 0o222


@dataclass(frozen=True, slots=True)
class Rights:
    """The mode of a file, its owner and group, and its list of further users, where it has one."""

    mode: int = PRIVATE
    owner: int = -1
    group: int = -1
    acl: bytes = b""

    def give(self, path: Path) -> None:
        """Give them to a file of one's own, as far as may be; what may not be is closed, never opened."""
        mode = self.mode
        if self.group >= 0 and os.name == "posix":
            with suppress(OSError):  # only an administrator gives files away
                os.chown(path, self.owner, -1)
            try:
                os.chown(path, -1, self.group)
            except OSError:  # the group's rights were that group's, not this one's
                mode &= ~stat.S_IRWXG
        if self.acl:
            try:
                os.setxattr(path, _ACL, self.acl)
            except OSError:  # the group's bits are then the bounds of a list that is not there
                mode &= ~stat.S_IRWXG
        path.chmod(mode)


def rights_of(path: Path) -> Rights:
    """The rights of a file; those of a new one where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return Rights()
    acl = b""
    if hasattr(os, "getxattr"):
        with suppress(OSError):
            acl = os.getxattr(path, _ACL)
    return Rights(stat.S_IMODE(found.st_mode) & 0o777, found.st_uid, found.st_gid, acl)


def read_only(path: Path) -> bool:
    """Whether somebody meant a file to stay as it is. Its folder alone would let it be replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not mode & _ANY_MAY_WRITE or not os.access(path, os.W_OK)


def planted(link: Path) -> bool:
    """Whether a link lies where everybody may put one, and was put there by somebody else.

    What is written through it would go wherever they please. Systems refuse to open such a link, too.
    """
    if not hasattr(os, "getuid"):
        return False
    try:
        found, folder = link.lstat(), link.parent.stat()
    except OSError:
        return False
    shared = folder.st_mode & stat.S_ISVTX and folder.st_mode & stat.S_IWOTH
    return bool(shared) and stat.S_ISLNK(found.st_mode) and found.st_uid not in (os.getuid(), folder.st_uid)


def own_folder(folder: Path) -> bool:
    """Whether a folder is a real one, the user's own, and closed to others, as far as systems tell."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077)


def made_folder(folder: Path) -> None:
    """Make a folder and those above it, each its owner's alone; what is there stays as it is.

    Raises OSError where that cannot be done.
    """
    if not folder.is_dir():
        if folder.parent != folder:
            made_folder(folder.parent)
        if folder.exists():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
