"""Released versions of a policy: what was fixed, when, by whose approval, and the files as they were then.

They stand in `POLICY.releases.yaml` beside the policy, the newest last, and the files of each in a folder of
its own below `POLICY.releases`, as in a folder of rules. A digest tells whether they are still what was
released.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from threshold.output.asides import aside_folder
from threshold.output.escaping import json_text
from threshold.output.files import ChangedMeanwhile, cannot_be_written, write_as_it_is
from threshold.output.words import listed
from threshold.policy import PolicyFiles, find_policy
from threshold.policy.files import IsoDate
from threshold.policy.kept_text import write_kept
from threshold.policy.packs import one_document
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.reading.validate import validate
from threshold.versions.change import Change
from threshold.versions.places import files_digest, releases_path

_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_HEAD = """# The released versions of {policy}, the newest last; their files lie in {folder}.
# `threshold policy release` adds to it. What stands here was approved: change nothing.
releases:
"""


def check_version(text: str) -> str:
    """The name of a version. Raises ValueError where it could not name a folder."""
    if not _VERSION.fullmatch(text) or text.endswith("."):
        raise ValueError(
            "a version is named by up to 40 letters, digits, dots and dashes, such as 3 or 2027.1"
        )
    return text


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChangeEntry(_Entry):
    """A change since the version before, as data."""

    kind: str
    pack: str = ""
    id: str = ""
    how: str
    title: str = ""
    before: str = ""
    after: str = ""
    since: IsoDate | None = None
    decides: str = "true"


class ReleaseEntry(_Entry):
    """One released version."""

    version: Annotated[str, AfterValidator(check_version)]
    released: IsoDate
    approved_by: list[str] = Field(min_length=1)
    note: str = ""
    digest: str
    changes: list[ChangeEntry] = []


class ReleasesFile(_Entry):
    """All released versions of a policy, the newest last."""

    releases: list[ReleaseEntry] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Release:
    """A released version. `changes` are those since the one before, as they were told then."""

    version: str
    day: date
    approved_by: tuple[str, ...]
    note: str
    digest: str
    changes: tuple[Mapping[str, Any], ...] = ()


def releases(policy: Path) -> tuple[Release, ...]:
    """The released versions of a policy by its file, the newest last; none where nothing was released.

    Raises BadInput where the file of releases cannot be read, or names a version twice.
    """
    path = releases_path(policy)
    if not path.is_file():
        return ()
    root = one_document(path)
    held = validate(ReleasesFile, root, str(path), of_rules=True)
    names = [each.version for each in held.releases]
    if doubled := [name for name in names if names.count(name) > 1]:
        message = f"version {doubled[0]} stands here twice; take back what was changed in this file"
        raise BadInput(Problem(message, str(path), field="releases"))
    return tuple(
        Release(
            each.version,
            each.released,
            tuple(each.approved_by),
            each.note,
            each.digest,
            tuple(change.model_dump() for change in each.changes),
        )
        for each in held.releases
    )


def released(policy: Path, version: str) -> PolicyFiles:
    """The policy as it was released. Raises BadInput where it was not, or its files have changed since."""
    known = {each.version: each for each in releases(policy)}
    if version not in known:
        if not known:
            message = f"no version is released yet; `threshold policy release {policy.name}` releases one"
            raise BadInput(Problem(message, str(policy)))
        hint = did_you_mean(version, known)
        message = f"no version {version} is released{hint}; released are {listed([*known], 'and')}"
        raise BadInput(Problem(message, str(releases_path(policy))))
    folder = _folder(policy, version)
    missing = f"the files of version {version} are not here; take them back from where you keep versions"
    if not (folder / "policies").is_dir():
        raise BadInput(Problem(missing, str(folder)))
    found = [*(folder / "policies").glob("*.yaml"), *(folder / "policies").glob("*.yml")]
    if len(found) != 1:
        raise BadInput(Problem(missing, str(folder / "policies")))
    files = PolicyFiles(str(found[0]), kept=True)
    if files_digest(files.texts()) != known[version].digest:
        message = (
            f"the files kept of version {version} were changed since it was released; take them back from "
            "where you keep versions"
        )
        raise BadInput(Problem(message, str(folder)))
    return files


def policy_or_release(reference: str) -> PolicyFiles:
    """A policy by its name or file, or a released version of it as in `our-policy.yaml@3`.

    Raises BadInput where there is none.
    """
    before, at, version = reference.rpartition("@")
    if at and version and "/" not in version and not Path(reference).exists():
        return released(find_policy(before), version)
    return PolicyFiles(reference)


def add_release(files: PolicyFiles, release: Release, changes: Sequence[Change]) -> None:
    """Keeps the files and then adds the release to the file of releases; both whole, or nothing is released.

    Raises BadInput where one of them cannot be written, or somebody else released meanwhile.
    """
    path = releases_path(files.path)
    before = path.read_bytes() if path.exists() else b""
    folder = _folder(files.path, release.version)
    if folder.exists():
        message = (
            "is there and belongs to no release: an earlier run was cut short. Remove it, and release again"
        )
        raise BadInput(Problem(message, str(folder)))
    _keep(files, folder)
    head = _HEAD.format(policy=files.path.name, folder=folder.parent.name)
    text = before.decode() or head
    text += ("" if text.endswith("\n") else "\n") + _written(release, changes)

    def unchanged(place: Path) -> bool:
        return (place.read_bytes() if place.exists() else b"") == before

    try:
        write_as_it_is(path, text, synced=True, unchanged=unchanged)
    except (BadInput, ChangedMeanwhile) as error:
        _take_back(folder)
        if isinstance(error, BadInput):
            raise
        message = "another version was released meanwhile; look at it, and release again"
        raise BadInput(Problem(message, str(path))) from None


def _folder(policy: Path, version: str) -> Path:
    return policy.with_name(f"{policy.stem}.releases") / version


def _keep(files: PolicyFiles, folder: Path) -> None:
    """Writes the files beside the folder, and gives it its name once all are there."""
    texts = files.texts()
    try:
        folder.parent.mkdir(exist_ok=True)
        with aside_folder(folder.parent) as aside:
            made = aside / folder.name
            for place, text in texts.items():
                path = made / place
                path.parent.mkdir(parents=True, exist_ok=True)
                write_kept(text, path)
            made.rename(folder)
    except OSError as error:
        raise cannot_be_written(folder, error) from None


def _take_back(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _written(release: Release, changes: Sequence[Change]) -> str:
    """A release as an item of the list, each value quoted so that it reads back as it was."""
    lines = [
        f"  - version: {json_text(release.version)}",
        f"    released: {release.day.isoformat()}",
        f"    approved_by: {json_text([*release.approved_by])}",
        *([f"    note: {json_text(release.note)}"] if release.note else []),
        f"    digest: {release.digest}",
    ]
    if changes:
        lines.append("    changes:")
    for change in changes:
        told = {
            "kind": change.kind,
            "pack": change.pack,
            "id": change.id,
            "how": change.how,
            "title": change.title,
            "before": change.before,
            "after": change.after,
            "since": change.since.isoformat() if change.since else "",
        }
        first = True
        for key, value in told.items():
            if value:
                lines.append(f"      {'-' if first else ' '} {key}: {json_text(value)}")
                first = False
        if not change.decides:
            lines.append("        decides: false")
    return "\n".join(lines) + "\n"
