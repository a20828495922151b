"""Whether a policy is as it was last released, or holds changes that nobody has released yet."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from threshold.cache import fingerprint, remembered
from threshold.policy import DatedPolicy, PolicyFiles
from threshold.reading import BadInput, Mapping, Scalar, parse_yaml, read_text
from threshold.reading.tree import child_of, items_of
from threshold.shapes import Shape
from threshold.versions.places import files_digest, releases_path
from threshold.vocabulary import shown

_NUMBER = Shape(list[int])
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that was last released, and how many changes were made since; None: it cannot be told."""

    version: str
    day: date
    unreleased: int | None

    def __str__(self) -> str:
        since = f"version {self.version} of {shown(self.day)}"
        if self.unreleased is None:
            return f"unreleased changes since {since}; how many cannot be told, for its files cannot be read"
        return (
            f"unreleased changes: {self.unreleased} since {since}"
            if self.unreleased
            else f"as released: {since}"
        )


def standing(policy: DatedPolicy) -> Standing | None:
    """How a policy stands to its last release; None where it has none, or is put together to be tried.

    Only where a file was changed since is it worked out what that comes to, and then remembered. Raises
    BadInput where its file of releases cannot be read.
    """
    if not isinstance(policy, PolicyFiles) or not releases_path(policy.path).is_file():
        return None
    now = files_digest(policy.texts())
    if (quick := _last(releases_path(policy.path))) is not None and quick["digest"] == now:
        return Standing(quick["version"], date.fromisoformat(quick["released"]), 0)
    from threshold.versions.releases import released, releases

    last = releases(policy.path)[-1]
    if now == last.digest:
        return Standing(last.version, last.day, 0)
    key = fingerprint([b"unreleased", now.encode(), last.digest.encode()])
    try:
        before = released(policy.path, last.version)
        (number,) = remembered("unreleased", key, _NUMBER, lambda: [_changes(before, policy)], policy.paths())
    except BadInput:
        return Standing(last.version, last.day, None)
    return Standing(last.version, last.day, number)


def _last(path: Path) -> dict[str, str] | None:
    """What the last release says, where it says it as this program writes it; the rest need not be read."""
    found: dict[str, str] = {}
    for root in parse_yaml(read_text(path, str(path)), str(path)):
        items = items_of(child_of(root, "releases"))
        entries = items[-1].entries if items and isinstance(items[-1], Mapping) else {}
        found = {key: node.text for key, node in entries.items() if isinstance(node, Scalar) and node.text}
    known = {"version", "released", "digest"} <= found.keys() and _DAY.fullmatch(found["released"])
    return found if known else None


def _changes(before: PolicyFiles, now: PolicyFiles) -> int:
    from threshold.versions.versions import Versions

    return len(Versions(before, now).changes)
