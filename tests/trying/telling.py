"""An export of children about whom a change can be told, and what becomes of each, worked out by hand.

As at Friday 14 August 2026. The first assessments ended on Monday 6 July: the Child in Need meeting is due
after 7 days on Monday 13 July, after 7 working days on Wednesday 15 July.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from threshold.exports import Export, read_export
from threshold.policy import PolicyFiles, load_policy

AS_AT = date(2026, 8, 14)
IN_NEED = {"child_in_need.assessed": "yes", "child_in_need.service_provided": "yes"}
# When the assessment ended, when the meeting was held, and what is stated otherwise.
CHILDREN: dict[str, tuple[str, str, dict[str, str]]] = {
    "DAY-7": ("2026-07-06", "2026-07-13", {}),
    "DAY-8": ("2026-07-06", "2026-07-14", {}),
    "DAY-9": ("2026-07-06", "2026-07-15", {}),
    "DAY-10": ("2026-07-06", "2026-07-16", {}),
    "NEVER": ("2026-07-06", "", {}),
    "LAST-WEEK": ("2026-08-06", "", {}),  # due on Thursday the 13th, or on Monday the 17th
    "THIS-WEEK": ("2026-08-12", "", {}),  # due on Wednesday the 19th, or on Friday the 21st
    "NOT-SERVED": ("2026-07-06", "", {"child_in_need.service_provided": "no"}),
    "UNTOLD": ("2026-07-06", "", {"child_in_need.service_provided": ""}),
}
COVERED = ("referral", "referral_closed", "assessment_started", "assessment_completed", "cin_meeting")
# Somebody whose referral is closed: of everything that is covered somebody has to have some.
_CLOSED = (
    *("CLOSED,referral,2026-01-05", "CLOSED,assessment_started,2026-01-06"),
    *("CLOSED,assessment_completed,2026-01-20", "CLOSED,cin_meeting,2026-01-21"),
    "CLOSED,referral_closed,2026-02-02",
)


def write(folder: Path, children: Mapping[str, tuple[str, str, dict[str, str]]] = CHILDREN) -> Path:
    """The export of these children, with its column map beside it."""
    stated = {**IN_NEED, "child_protection.conference_needed": "no"}
    lines = [",".join(("child_id", "event", "date", *stated))]
    for child, (ended, met, otherwise) in children.items():
        said = ",".join((stated | otherwise).values())
        events = [("referral", ended), ("assessment_started", ended), ("assessment_completed", ended)]
        events += [("cin_meeting", met)] if met else []
        lines += [f"{child},{event},{on},{said}" for event, on in events]
    lines += [f"{line},{','.join(stated.values())}" for line in _CLOSED]
    path = folder / "meetings.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = ["columns: {child: child_id, event: event, on: date}", "facts:"]
    columns += [f"  {fact}: {{column: {fact}}}" for fact in stated]
    columns += ["covers:", *(f"  {event}: as_at" for event in COVERED)]
    path.with_suffix(".columns.yaml").write_text("\n".join(columns) + "\n", encoding="utf-8")
    return path


def read(path: Path, files: PolicyFiles | None = None, as_at: date = AS_AT) -> Export:
    """The export, read with the words of a policy."""
    return read_export(path, (files or load_policy("step-up-step-down")).vocabulary, as_at, None, None)
