"""What the summary of a decision repeats of the case file and the recommendation beside it.

One function says what that is to be: for whoever records an entry, and for whoever looks at one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from threshold.register.outcomes import agreeing

if TYPE_CHECKING:
    from threshold.register.entries import Summary

_SPOKEN = {
    "case": "the case",
    "family": "the family",
    "as_at": "the date that it was decided for",
    "recommended": "what was recommended",
    "recommended_to": "where to",
    "status": "the status",
    "headline": "the headline",
    "clauses": "the clauses",
    "policy": "the policy",
    "policy_version": "the policy's version",
    "policy_digest": "the policy's digest",
}
_OPEN = ("not_met", "undetermined")


@dataclass(frozen=True, slots=True)
class Repeated:
    """The part of a summary that repeats what lies beside it."""

    case: str
    family: str | None
    as_at: str
    recommended: str
    recommended_to: str | None
    status: str
    headline: str
    clauses: tuple[str, ...]
    policy: str
    policy_version: str
    policy_digest: str


def repeated(case: Mapping[str, Any], decision: Mapping[str, Any]) -> Repeated:
    """What a summary is to repeat of a case file and of a recommendation, both as plain data.

    Raises ValueError where they are none, or are of two cases.
    """
    try:
        if (case["case"], case.get("family")) != (decision["case"], decision["family"]):
            raise ValueError("the recommendation is of another case")
        recommended, policy = decision["recommendation"], decision["policy"]
        return Repeated(
            case=case["case"],
            family=case.get("family"),
            as_at=decision["as_at"],
            recommended=recommended["direction"],
            recommended_to=recommended["to"],
            status=decision["status"],
            headline=recommended["headline"],
            clauses=tuple(_clauses(decision)),
            policy=policy["name"],
            policy_version=policy["version"],
            policy_digest=policy["digest"],
        )
    except (KeyError, TypeError, AttributeError, IndexError):
        raise ValueError("this is no case, or no recommendation") from None


def contradictions(summary: "Summary", beside: Repeated, recommendation: Mapping[str, Any]) -> Iterator[str]:
    """What a summary says otherwise than what lies beside it, and where it contradicts itself."""
    other = [words for name, words in _SPOKEN.items() if getattr(summary, name) != getattr(beside, name)]
    if other:
        yield f"what it says in short is not what it holds in full: {', '.join(other)}"
    decided = summary.decided
    if decided.agrees and decided.decision not in agreeing(recommendation):
        yield "says that the recommendation was agreed with, and what was decided is something else"
    if not decided.reason.strip() and (summary.called_for or not decided.agrees):
        yield "says that a reason was needed, and gives none"
    if any(role != decided.by for role in summary.filled_in.values()):
        yield "names two roles as the one that decided"
    if bool(summary.doubts) != (summary.authority in ("mismatch", "cannot_tell")):
        yield "says two things of whether this role may decide"


def _clauses(decision: Mapping[str, Any]) -> list[str]:
    """Where a recommendation rests: what failed or is open; else the level; else what was met."""
    recommended = decision["recommendation"]
    if recommended["direction"] == "safeguarding_now":
        return _cited(recommended["because"][0])
    checks = [row for row in decision["checks"] if row["decides"] and row["status"] != "not_applicable"]
    standing = [row for row in checks if row["status"] in _OPEN]
    level = recommended["level_of_need"]
    if not standing and level is not None and decision["request"] is None:
        return list(level["source"])
    return list(dict.fromkeys(clause for row in standing or checks for clause in row["source"]["clauses"]))


def _cited(line: str) -> list[str]:
    """The clauses that a line cites at its end."""
    cited = line.rpartition("[")[2].removesuffix("]")
    return cited.split(", ") if cited else []
