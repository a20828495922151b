"""Which two policies are meant: the newer one as it is named, and what it is to be held against."""

from dataclasses import dataclass
from pathlib import Path

from threshold.policy import DEFAULT_POLICY, PolicyFiles, find_policy
from threshold.policy.places import is_policy
from threshold.reading import BadInput, Problem
from threshold.versions import Versions
from threshold.versions.releases import policy_or_release, releases


@dataclass(frozen=True, slots=True)
class Asked:
    """Two policies side by side, and what each of them is called in the report."""

    versions: Versions
    old: str
    new: str


def asked(new: str, against: str | None, settings: tuple[str, ...] = (), itself: bool = False) -> Asked:
    """The newer policy, with the values that are tried in it, and the older one.

    The older one is the one named; where none is, with values to be tried the same policy without them (as
    where it is held against `itself`, value by value), else its last released version. Raises BadInput where
    there is none of these, or one cannot be read.
    """
    files = policy_or_release(new)
    _ = files.written  # what is wrong with it is told before what it was is asked for
    before = _before(new, files, against, itself or bool(settings))
    old, called = before
    versions = Versions(old, files, (), settings)
    for side in (versions.old, versions.new):
        for day in side.dates:
            side.at(day)
    tried = f", with {', '.join(settings)}" if settings else ""
    return Asked(versions, called, f"{new}{tried}")


def _before(new: str, files: PolicyFiles, against: str | None, itself: bool) -> tuple[PolicyFiles, str]:
    if against is not None:
        return policy_or_release(against), against
    if itself:
        return files, new
    known = releases(files.path)
    if not known:
        message = (
            f"{new} was never released, so that it is not known what it was before; name the policy to hold "
            f"it against, as in --against {DEFAULT_POLICY}, or values to try with --set"
        )
        raise BadInput(Problem(message, field="--against"))
    version = known[-1].version
    called = f"{files.path.name}@{version}, as it was last released"
    return policy_or_release(f"{files.path}@{version}"), called


def names_a_policy(reference: str) -> bool:
    """Whether something given is a policy or a released version of one, and not what is to be tried."""
    path = Path(reference)
    if path.is_file():
        return is_policy(path)
    if path.is_dir():
        return False
    try:
        return find_policy(reference.rpartition("@")[0] or reference).is_file()
    except (BadInput, OSError, ValueError):  # the last two: no file can be called so
        return False
