"""Made-up children as a Standard Safeguarding Dataset: tables whose ids say what belongs together."""

import json
from datetime import date
from pathlib import Path
from random import Random

from .census import COVERS, in_census
from .exported import SPELLINGS, File, Unread, save_csv
from .made_up import MadeUp, Referral
from .records import EPISODES

COLUMNS = {
    "ssd_cin_episodes": (
        "cine_referral_id",
        "cine_person_id",
        "cine_referral_date",
        "cine_close_date",
        "cine_referral_nfa",
    ),
    "ssd_cin_assessments": (
        "cina_assessment_id",
        "cina_person_id",
        "cina_referral_id",
        "cina_assessment_start_date",
        "cina_assessment_auth_date",
    ),
    "ssd_cin_plans": (
        "cinp_cin_plan_id",
        "cinp_person_id",
        "cinp_referral_id",
        "cinp_cin_plan_start_date",
        "cinp_cin_plan_end_date",
    ),
    "ssd_cp_plans": (
        "cppl_cp_plan_id",
        "cppl_person_id",
        "cppl_referral_id",
        "cppl_cp_plan_start_date",
        "cppl_cp_plan_end_date",
    ),
    "ssd_s47_enquiry": (
        "s47e_s47_enquiry_id",
        "s47e_person_id",
        "s47e_referral_id",
        "s47e_s47_start_date",
        "s47e_s47_nfa",
        "s47e_s47_outcome_json",
    ),
    "ssd_initial_cp_conference": (
        "icpc_icpc_id",
        "icpc_person_id",
        "icpc_s47_enquiry_id",
        "icpc_referral_id",
        "icpc_icpc_date",
    ),
    "ssd_cp_reviews": ("cppr_cp_review_id", "cppr_person_id", "cppr_cp_plan_id", "cppr_cp_review_date"),
}
TABLES = {
    "assessment": "ssd_cin_assessments",
    "child_in_need": "ssd_cin_plans",
    "child_protection": "ssd_cp_plans",
}


def safeguarding_dataset(folder: Path, children: list[MadeUp], rng: Random) -> File:
    """A folder of tables, whose ids say what belongs together; otherwise like the census."""
    path = folder / "ssd"
    path.mkdir()
    tables: dict[str, list[list[str]]] = {name: [] for name in COLUMNS}
    stated = []
    for made in children:
        bad = Unread(rng)
        for count, referral in enumerate(made.referrals):
            _to_tables(made.child, f"{made.child}-R{count}", referral, tables, bad)
        stated.append(in_census(made, bad))
    for name, rows in tables.items():
        save_csv(path / f"{name}.csv", list(COLUMNS[name]), rng, rows, [])
    return File(path, stated, COVERS)


def _to_tables(
    child: str, name: str, referral: Referral, tables: dict[str, list[list[str]]], bad: Unread
) -> None:
    def day(event: str, found: date | None) -> str:
        return bad.cell(event, found, bad.rng.choice(SPELLINGS)) if found else ""

    def conference(enquiry: str, found: date) -> list[str]:
        return [f"I{enquiry or name}", child, enquiry, name, day("cp_conference", found)]

    closed = day("referral_closed", referral.end)
    tables["ssd_cin_episodes"].append([name, child, day("referral", referral.start), closed, "N"])
    if referral.conference:
        tables["ssd_initial_cp_conference"].append(conference("", referral.conference))
    for place, thing in enumerate(referral.things):
        ref = f"{name}-{place}"
        opens, closes = EPISODES[thing.episode]
        row = [ref, child, name, day(opens, thing.start)]
        if thing.episode == "enquiry":
            flag = "Y" if thing.needed else "N"
            nothing = "N" if thing.needed else "Y"
            outcome = json.dumps({"OUTCOME_CP_CONFERENCE_FLAG": flag})
            tables["ssd_s47_enquiry"].append([*row, nothing, outcome])
            if thing.conference:
                tables["ssd_initial_cp_conference"].append(conference(ref, thing.conference))
        else:
            tables[TABLES[thing.episode]].append([*row, day(closes, thing.end)])
        if thing.episode == "child_protection":
            for number, review in enumerate(thing.reviews):
                tables["ssd_cp_reviews"].append([f"{ref}-{number}", child, ref, day("cp_review", review)])
