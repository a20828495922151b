"""What an entry of the register says: a person's decision beside what had been recommended."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from threshold.reading import load_json
from threshold.register.chain import Link
from threshold.vocabulary import DecidedDirection

SCHEMA = "threshold/entry/1"
DECISIONS: tuple[DecidedDirection, ...] = get_args(DecidedDirection)
Authority = Literal["in_order", "mismatch", "cannot_tell", "no_rule"]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided.

    decision   one of DECISIONS
    by         the person's role, by the vocabulary's name for it
    reference  a made-up reference for the person, such as TM-07
    agrees     whether the person agrees with the recommendation; otherwise it is overridden
    reason     why; some decisions need one
    """

    decision: str
    by: str
    reference: str
    agrees: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the person may not be the one to decide: the rule that names another, or the case that does."""

    rule: str
    says: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """An entry in short: enough to list and count. The case and the decision in full lie beside it.

    called_for   why a reason was called for
    filled_in    facts that the case left open and that the person's role answers
    clauses      where the recommendation rests: what failed or is open, or else what was met
    authority    how the policy's rules on who may decide come out for the person's role
    """

    case: str
    family: str | None
    as_at: str
    decided: Decided
    called_for: tuple[str, ...]
    filled_in: Mapping[str, str]
    recommended: str
    recommended_to: str | None
    status: str
    headline: str
    clauses: tuple[str, ...]
    authority: Authority
    doubts: tuple[Doubt, ...]
    policy: str
    policy_version: str
    policy_digest: str
    policy_files: str
    evaluators: tuple[str, ...]
    program: str
    clock_checked: bool = False
    schema: str = field(default=SCHEMA)

    def as_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is read: its link, and its summary unless the content was erased."""

    link: Link
    summary: Summary | None


def summary_from(text: str) -> Summary:
    """The summary in a line of JSON. What a later program may have added is passed over.

    Raises ValueError, TypeError or KeyError where the line holds none.
    """
    known: dict[str, Any] = _known(Summary, load_json(text))
    known["decided"] = Decided(**_known(Decided, known["decided"]))
    known["doubts"] = tuple(_doubt(each) for each in known["doubts"])
    for name in ("called_for", "clauses", "evaluators"):
        known[name] = tuple(known[name])
    return Summary(**known)


def _doubt(data: object) -> Doubt:
    known = _known(Doubt, data)
    return Doubt(known["rule"], known["says"], tuple(known["clauses"]))


def _known(kind: type, data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("must be an object")
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in data.items() if name in names}
