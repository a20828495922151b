"""The journeys of a few children, written by hand."""

from datetime import date
from typing import Any

import polars as pl

from threshold.demo import AS_AT
from threshold.demo.journeys import Journeys

TEXT, NUMBER, DAY, FLAG = pl.String(), pl.Int64(), pl.Date(), pl.Boolean()
OF_A_REFERRAL = {"child": TEXT, "episode": NUMBER}
COLUMNS: dict[str, dict[str, pl.DataType]] = {
    "referrals": {
        **OF_A_REFERRAL,
        "referral": DAY,
        "referral_decision": DAY,
        "tac_started": DAY,
        "closed": DAY,
        "nfa": FLAG,
    },
    "assessments": {
        **OF_A_REFERRAL,
        "assessment_started": DAY,
        "network_meeting": DAY,
        "assessment_completed": DAY,
        "cin_meeting": DAY,
        "in_need": FLAG,
    },
    "enquiries": {
        **OF_A_REFERRAL,
        "section_47_started": DAY,
        "conference_needed": FLAG,
        "cp_conference": DAY,
        "core_group": DAY,
    },
    "cin_plans": {**OF_A_REFERRAL, "cin_plan_started": DAY, "cin_plan_ended": DAY},
    "cp_plans": {**OF_A_REFERRAL, "cp_plan_started": DAY, "cp_plan_ended": DAY},
    "cin_reviews": {**OF_A_REFERRAL, "cin_review": DAY},
    "cp_reviews": {**OF_A_REFERRAL, "cp_review": DAY},
    "teams": {"child": TEXT, "team": TEXT, "worker": TEXT},
}


def journeys(as_at: date = AS_AT, **rows: list[tuple[Any, ...]]) -> Journeys:
    """Journeys with these rows, each as many values of its table as it needs; the rest is not known."""
    tables = {
        name: pl.DataFrame(
            [(*row, *[None] * (len(columns) - len(row))) for row in rows.get(name, [])], columns, orient="row"
        )
        for name, columns in COLUMNS.items()
    }
    return Journeys(as_at, **tables)
