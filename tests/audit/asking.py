"""Children of whom everything is known that a step down asks for, but for what their names say; by hand.

As at 14 August 2026, under the document on stepping up and down. From a child protection plan a child is on
Child in Need for three months before a CAF (RBC-5.1): from 14 May to 14 August they are over, from 15 May
on 15 August, and from 30 June on 30 September.
"""

from datetime import date
from pathlib import Path

from threshold.audit.run import Run, run
from threshold.exports import read_export
from threshold.policy import load_policy

AS_AT = "2026-08-14"
POLICY = "step-up-step-down"
STATED = {
    "support.in_place": "child in need",
    "child_in_need.no_longer": "yes",
    "child_in_need.from_court_team": "no",
    "child_protection.concern": "no",
    "child_protection.harm_suspected": "no",
    "child_protection.immediate_danger": "no",
    "need.ongoing_support": "yes",
    "need.manageable_under_caf": "yes",
    "consent.to_support": "given",
    "consent.to_share": "given",
    "consent.explicit": "yes",
    "consent.informed": "yes",
    "consent.recorded_as": "written form",
    "consent.obtained_by": "Social Worker",
    "consent.verified_by": "Lead Professional",
    "step_down.decided_by": "Team Manager",
    "step_down.social_worker_involved": "yes",
    "step_down.reason": "needs reduced",
    "step_down.social_worker_clear": "yes",
    "step_down.team_manager_clear": "yes",
    "lead_professional.identified": "yes",
    "household.consulted_about_caf": "yes",
    "household.told_of_decision": "yes",
    "documents.attached": "consent form",
    "caf.family_wishes": "yes",
}
PLAN = ("cp_plan_started", "2025-06-02")
# Whose, what happened to them, and what is stated otherwise.
CHILDREN: dict[str, tuple[list[tuple[str, str]], dict[str, str]]] = {
    "SERVED": ([PLAN, ("cp_plan_ended", "2026-05-14"), ("cin_plan_started", "2026-05-14")], {}),
    "TOMORROW": ([PLAN, ("cp_plan_ended", "2026-05-15"), ("cin_plan_started", "2026-05-15")], {}),
    "AUTUMN": ([PLAN, ("cp_plan_ended", "2026-06-30"), ("cin_plan_started", "2026-06-30")], {}),
    "AND-DECLINED": (
        [PLAN, ("cp_plan_ended", "2026-06-30"), ("cin_plan_started", "2026-06-30")],
        {"consent.to_support": "refused"},
    ),
    "AND-UNASKED": (
        [PLAN, ("cp_plan_ended", "2026-06-15"), ("cin_plan_started", "2026-06-15")],
        {"consent.to_share": ""},
    ),
    "ON-A-PLAN": ([PLAN], {"support.in_place": "child protection", "child_in_need.no_longer": ""}),
    "NEVER": ([("cin_plan_started", "2026-01-12")], {}),
    "UNASKED": ([("cin_plan_started", "2026-01-12")], {"consent.to_share": ""}),
    "IN-DANGER": ([("cin_plan_started", "2026-01-12")], {"child_protection.concern": "yes"}),
    "STILL-IN-NEED": ([("cin_plan_started", "2026-01-12")], {"child_in_need.no_longer": "no"}),
    "CAF-ONLY": ([("caf_started", "2026-03-02")], {"support.in_place": "early help"}),
    "ENDED": (
        [("referral", "2026-01-05"), ("referral_closed", "2026-02-05")],
        {"support.in_place": "", "child_in_need.no_longer": ""},
    ),
    # Of everything that is covered somebody has to have some, or a column might be missing.
    "HISTORY": (
        [
            ("referral", "2024-01-08"),
            ("section_47_started", "2024-01-10"),
            ("cp_conference", "2024-01-24"),
            ("section_47_ended", "2024-01-24"),
            ("cp_plan_started", "2024-01-24"),
            ("cp_plan_ended", "2024-02-12"),
            ("assessment_started", "2024-01-10"),
            ("assessment_completed", "2024-02-12"),
            ("cin_plan_started", "2024-02-12"),
            ("cin_plan_ended", "2024-05-13"),
            ("caf_started", "2024-05-13"),
            ("tac_started", "2024-05-20"),
            ("tac_ended", "2024-09-09"),
            ("caf_closed", "2024-09-09"),
            ("referral_closed", "2024-05-13"),
        ],
        {"support.in_place": "", "child_in_need.no_longer": ""},
    ),
    "UNTOLD": ([("network_meeting", "2026-01-05")], {"support.in_place": "", "child_in_need.no_longer": ""}),
}
COVERED = (
    *("referral", "referral_closed", "assessment_started", "assessment_completed"),
    *("cin_plan_started", "cin_plan_ended", "cp_plan_started", "cp_plan_ended"),
    *("section_47_started", "section_47_ended", "cp_conference", "caf_started", "caf_closed", "tac_started"),
)


def write(
    folder: Path, covers: tuple[str, ...] = COVERED, children: tuple[str, ...] = tuple(CHILDREN)
) -> Path:
    """The export of these children, with its column map beside it."""
    facts = list(STATED)
    lines = [",".join(("child_id", "event", "date", *facts))]
    for child in children:
        events, otherwise = CHILDREN[child]
        said = [(STATED | otherwise)[fact] for fact in facts]
        lines += [",".join((child, event, on, *said)) for event, on in events]
    path = folder / "cases.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = ["columns: {child: child_id, event: event, on: date}", "facts:"]
    columns += [f"  {fact}: {{column: {fact}}}" for fact in facts]
    columns += ["covers:", *(f"  {event}: as_at" for event in covers)] if covers else []
    path.with_suffix(".columns.yaml").write_text("\n".join(columns) + "\n", encoding="utf-8")
    return path


def audited(path: Path, policy: str = POLICY) -> Run:
    """The export, audited."""
    files = load_policy(policy)
    return run(read_export(path, files.vocabulary, date.fromisoformat(AS_AT), None, None), files, sample=0)
