"""Finding entries and telling each in one row."""

from collections.abc import Sequence

from threshold.reading import BadInput, Problem, did_you_mean
from threshold.register.entries import Entry

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


def find(entries: Sequence[Entry], references: Sequence[str]) -> list[Entry]:
    """The entries of the cases named, or of the numbers where no case is called so; all for no reference.

    Raises BadInput where there is none.
    """
    if not references:
        return list(entries)
    cases = {entry.summary.case for entry in entries if entry.summary}
    numbers = {str(entry.link.number) for entry in entries}
    for reference in references:
        if reference not in cases and reference not in numbers:
            hint = did_you_mean(reference, cases)
            message = f"the register holds no case and no entry of this name{hint}"
            raise BadInput(Problem(message, field="REF"))
    wanted = [entry for entry in entries if _is(entry, references, cases)]
    return wanted


def _is(entry: Entry, references: Sequence[str], cases: set[str]) -> bool:
    number = str(entry.link.number)
    if number in references and number not in cases:
        return True
    return entry.summary is not None and entry.summary.case in references


def row(entry: Entry) -> dict[str, str]:
    """An entry in one row, by COLUMNS."""
    values = dict.fromkeys(COLUMNS, "")
    values |= {"entry": str(entry.link.number), "recorded": entry.link.made}
    summary = entry.summary
    if summary is None:
        return values | {"decision": "erased"}
    return values | {
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
