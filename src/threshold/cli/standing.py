"""How a policy stands to its last release: told beside what is decided by it, and put into JSON."""

from typing import TYPE_CHECKING, Any

from threshold.output.gate import tell

if TYPE_CHECKING:
    from threshold.policy import DatedPolicy
    from threshold.versions.standing import Standing


def standing_of(policy: "DatedPolicy") -> "Standing | None":
    """How a policy stands; None where nothing of it was ever released.

    Raises BadInput where its file of releases cannot be read.
    """
    if not policy.path.with_name(f"{policy.path.stem}.releases.yaml").is_file():
        return None  # without what it takes to compare
    from threshold.versions.standing import standing

    return standing(policy)


def tell_unreleased(found: "Standing | None") -> None:
    """Tell that a policy holds changes that nobody has released."""
    if found is not None and found.unreleased != 0:
        tell(str(found))


def of_policy(found: "Standing | None") -> dict[str, Any]:
    """What is said of a policy besides in JSON: which version was released last, and how many changes since.

    Of a policy of which nothing was ever released, nothing.
    """
    if found is None:
        return {}
    last = {"version": found.version, "date": found.day.isoformat()}
    return {"released": last, "unreleased": found.unreleased}
