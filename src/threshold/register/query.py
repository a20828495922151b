"""Finding entries and telling each in one row."""

from collections.abc import Sequence

from threshold.reading import BadInput, Problem, did_you_mean
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.chain import KINDS
from threshold.register.entries import Entry, Erasure, KeyChange, Summary, Told

COLUMNS = (
    "entry",
    "recorded",
    "case",
    "as_at",
    "recommended",
    "status",
    "decision",
    "override",
    "clauses",
    "role",
    "reference",
    "authority",
    "policy",
)

_FEW = 10
_CHANGES = {"add": "key_added", "revoke": "key_revoked"}

_LISTED = "`threshold register list` lists them"


def find(entries: Sequence[Entry], references: Sequence[str]) -> list[Entry]:
    """The entries of the cases or calls named, or of the numbers where none is called so.

    For no reference, all but those of calls, which have a list of their own. Raises BadInput where there is
    none, and where nobody can tell whether an entry is of a case named.
    """
    if not references:
        return [entry for entry in entries if entry.amiss or not entry.is_of_call]
    cases = {about for entry in entries if (about := _about(entry.told))}
    numbers = {str(entry.link.number) for entry in entries}
    if any(reference in cases or reference not in numbers for reference in references):
        refuse_what_is_amiss(
            [entry for entry in entries if entry.is_decision or entry.is_of_call],
            ", and nobody can tell which case it is of; name entries by their numbers",
        )
    for place, reference in enumerate(references, 1):
        if reference not in cases and reference not in numbers:
            hint = did_you_mean(reference, cases)
            message = f"the register holds no case and no entry of this name{hint}; {_LISTED}"
            which = f"reference {place} of {len(references)}" if len(references) > 1 else ""
            raise BadInput(Problem(message, which))
    return [entry for entry in entries if _is(entry, references, cases)]


def refuse_what_is_amiss(entries: Sequence[Entry], why: str = "") -> None:
    """Raises BadInput, naming them, where entries are not as they were recorded."""
    amiss = [entry for entry in entries if entry.amiss]
    if amiss:
        raise BadInput(*(Problem(line) for line in amiss_lines(amiss, why)))


def amiss_lines(entries: Sequence[Entry], why: str = "") -> list[str]:
    """A line for each entry that is not as it was recorded; after so many, how many more there are."""
    amiss = [entry for entry in entries if entry.amiss]
    lines = [f"entry {entry.link.number}: {entry.amiss}{why}" for entry in amiss[:_FEW]]
    more = f"{len(amiss) - _FEW:,} more entries are not as they were recorded; " if amiss[_FEW:] else ""
    return [*lines, f"{more}`threshold register verify` says more"] if lines else []


def _is(entry: Entry, references: Sequence[str], cases: set[str]) -> bool:
    number = str(entry.link.number)
    if number in references and number not in cases:
        return True
    return _about(entry.told) in references


def _about(told: Told | None) -> str:
    """The case or call that an entry is of; empty for one that is of none."""
    match told:
        case Summary():
            return told.case
        case CallEntry():
            return told.reference
        case FollowUp():
            return told.call
        case _:
            return ""


def row(entry: Entry) -> dict[str, str]:
    """An entry in one row, by COLUMNS."""
    values = dict.fromkeys(COLUMNS, "")
    values["entry"] = str(entry.link.number)
    if entry.amiss:
        return values | {"decision": "not_as_recorded"}
    values["recorded"] = entry.link.made
    match entry.told:
        case Erasure() as erasure:
            return values | {"decision": "erasure", "role": erasure.by, "reference": erasure.reference}
        case KeyChange() as change:
            return values | {"decision": _CHANGES[change.change], "reference": change.name}
        case CallEntry() as call:
            advised = call.advice_given or call.advice
            return values | {"case": call.reference, "decision": advised, "reference": call.adviser}
        case FollowUp() as follow_up:
            done = "followed_up" if follow_up.done else "put_off"
            return values | {"case": follow_up.call, "decision": done, "reference": follow_up.adviser}
        case None:
            gone = entry.link.kind in KINDS and not entry.newer
            return values | {"decision": "erased" if gone else "unknown"}
        case summary:
            return values | _decided(summary)


def _decided(summary: Summary) -> dict[str, str]:
    return {
        "case": summary.case,
        "as_at": summary.as_at,
        "recommended": summary.recommended,
        "status": summary.status,
        "decision": summary.decided.decision,
        "override": "no" if summary.decided.agrees else "yes",
        "clauses": " ".join(summary.clauses),
        "role": summary.decided.by,
        "reference": summary.decided.reference,
        "authority": summary.authority,
        "policy": f"{summary.policy} {summary.policy_digest[:12]}",
    }
