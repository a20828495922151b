"""The Standard Safeguarding Dataset: read by its ids, every row counted once, and nothing more is said."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import Read, covered, events, findings, stated

from threshold.demo import AS_AT, write_demo
from threshold.demo.dirt import read_dirt
from threshold.exports import inspect_export
from threshold.exports.formats import ssd
from threshold.exports.request import Request
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

TABLES = {
    "ssd_cin_episodes": [
        "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_nfa,cine_close_date,cine_close_reason",
        "R1,A,2023-06-05,N,2024-01-10,RC7",
        "R2,A,2024-02-01,Y,,",
        "R3,B,2024-01-08,N,,",
    ],
    "ssd_cin_assessments": [
        "cina_assessment_id,cina_person_id,cina_referral_id,cina_assessment_start_date,cina_assessment_auth_date",
        "A1,A,R1,2023-06-05,2023-12-01",
        "A2,A,R1,2023-07-03,2023-08-01",
        "A3,B,R3,2024-01-08,",
    ],
    "ssd_s47_enquiry": [
        "s47e_s47_enquiry_id,s47e_referral_id,s47e_person_id,s47e_s47_start_date,s47e_s47_end_date,s47e_s47_nfa",
        "E1,R1,A,2023-06-12,2023-06-19,N",
        "E2,R1,A,2023-09-04,2023-09-11,Y",
        "E3,R3,B,2024-01-15,,N",
    ],
    "ssd_initial_cp_conference": [
        "icpc_icpc_id,icpc_s47_enquiry_id,icpc_person_id,icpc_referral_id,icpc_icpc_date",
        "C1,E1,A,R1,2023-06-30",
    ],
    "ssd_cp_plans": [
        "cppl_cp_plan_id,cppl_referral_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date",
        "P1,R1,A,2023-06-30,2023-12-15",
    ],
    "ssd_cp_reviews": [
        "cppr_cp_review_id,cppr_person_id,cppr_cp_plan_id,cppr_cp_review_due,cppr_cp_review_date",
        "V1,A,P1,2023-09-30,2023-09-20",
        "V2,A,P1,2024-03-20,",
    ],
    "ssd_involvements": [
        "invo_involvements_id,invo_professional_id,invo_professional_team,invo_person_id,invo_involvement_end_date",
        "I1,W1,North,A,",
        "I2,W2,South,A,2023-12-31",
    ],
    "ssd_person": ["pers_person_id,pers_sex", "A,F", "B,M", "Z,F"],
}
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def make(**changed: list[str] | None) -> Path:
        path = tmp_path / "dataset"
        path.mkdir()
        for name, lines in {**TABLES, **changed}.items():
            if lines is not None:
                (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return make


def of(export: Any, event: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = export.tables.events.filter(pl.col("event") == event).select("child", "on", *columns)
    return sorted((child, str(on), *rest) for child, on, *rest in rows.rows())


def test_every_table_is_read_and_every_row_counted_once(folder: Folder, read: Read) -> None:
    export = read(folder())
    assert export.source.format == "Standard Safeguarding Dataset"
    assert {event for _, event, _ in events(export)} == {
        "referral", "referral_closed", "assessment_started", "assessment_completed", "section_47_started",
        "strategy_discussion", "section_47_ended", "cp_conference", "cp_plan_started", "cp_plan_ended",
        "cp_review",
    }  # fmt: skip
    # Of nobody is more known than that there is such a person.
    assert export.children == 2
    assert "ssd_person.csv" in export.source.unused
    assert (export.rows_in, export.rows_refused, export.rows_left_out) == (15, 1, 1)
    assert {("no-date", 3, None), ("ended-involvement", 3, None)} == findings(export) - {
        ("overlap", 3, "cina_assessment_start_date")
    }


def test_ids_keep_together_what_belongs_together(folder: Folder, read: Read) -> None:
    export = read(folder())
    started = {on: ref for _, on, ref in of(export, "assessment_started", "ref")}
    ended = {on: ref for _, on, ref in of(export, "assessment_completed", "ref")}
    assert started["2023-06-05"] == ended["2023-12-01"] != started["2023-07-03"] == ended["2023-08-01"]
    referrals = {on: ref for _, on, ref in of(export, "referral", "ref")}
    assert {on: within for _, on, within in of(export, "assessment_started", "of")} == {
        "2023-06-05": referrals["2023-06-05"],
        "2023-07-03": referrals["2023-06-05"],
        "2024-01-08": referrals["2024-01-08"],
    }
    (plan,) = of(export, "cp_plan_started", "ref")
    (review,) = of(export, "cp_review", "of")
    assert plan[2] == review[2]
    enquiries = {on: ref for _, on, ref in of(export, "section_47_started", "ref")}
    assert of(export, "cp_conference", "of") == [("A", "2023-06-30", enquiries["2023-06-12"])]


def test_no_further_action_says_that_no_conference_was_needed_and_its_absence_says_nothing(
    folder: Folder, read: Read
) -> None:
    said = {
        on: needed
        for _, on, needed in of(read(folder()), "section_47_started", "child_protection.conference_needed")
    }
    assert said == {"2023-06-12": True, "2023-09-04": False, "2024-01-15": None}


@pytest.mark.parametrize(
    ("led_to", "ended", "needed"),
    [
        ('"{""OUTCOME_CP_CONFERENCE_FLAG"": ""Y""}"', "", True),
        ('"{""OUTCOME_NFA_FLAG"":""N"",""OUTCOME_CP_CONFERENCE_FLAG"":""N""}"', "2024-01-20", False),
        # An enquiry that goes on has no outcome, whatever its flags are set to.
        ('"{""OUTCOME_CP_CONFERENCE_FLAG"": ""N""}"', "", None),
        ('"{""OUTCOME_NFA_FLAG"": ""N""}"', "2024-01-20", None),
        ('"{broken"', "2024-01-20", None),
        ("", "2024-01-20", None),
    ],
)
def test_what_an_enquiry_led_to_says_whether_a_conference_was_needed(
    folder: Folder, read: Read, led_to: str, ended: str, needed: bool | None
) -> None:
    lines = [
        f"{TABLES['ssd_s47_enquiry'][0]},s47e_s47_outcome_json",
        f"E3,R3,B,2024-01-15,{ended},N,{led_to}",
    ]
    export = read(folder(ssd_s47_enquiry=lines, ssd_initial_cp_conference=None))
    assert of(export, "section_47_started", "child_protection.conference_needed") == [
        ("B", "2024-01-15", needed)
    ]


def test_a_conference_without_its_enquiry_is_of_its_referral(folder: Folder, read: Read) -> None:
    lines = [TABLES["ssd_initial_cp_conference"][0], "C9,E9,B,R3,2024-02-01", "C8,,B,,2024-03-01"]
    export = read(folder(ssd_initial_cp_conference=lines))
    referral = next(ref for child, _, ref in of(export, "referral", "ref") if child == "B")
    assert of(export, "cp_conference", "of") == [("B", "2024-02-01", referral), ("B", "2024-03-01", None)]


def test_a_second_conference_of_an_enquiry_is_kept(folder: Folder, read: Read) -> None:
    lines = [*TABLES["ssd_initial_cp_conference"], "C2,E1,A,R1,2023-08-01", "C3,E1,A,R1,soon"]
    export = read(folder(ssd_initial_cp_conference=lines))
    enquiry = of(export, "section_47_started", "ref")[0][2]
    assert of(export, "cp_conference", "of") == [("A", "2023-06-30", enquiry), ("A", "2023-08-01", enquiry)]
    assert ("unreadable-date", 4, "icpc_icpc_date") in findings(export)
    assert "cp_conference" not in covered(export, "A")


def test_reviews_that_say_only_of_which_plan_they_are_find_their_child(folder: Folder, read: Read) -> None:
    lines = ["cppr_cp_review_id,cppr_cp_plan_id,cppr_cp_review_date", "V1,P1,2023-09-20", "V2,P9,2023-09-20"]
    export = read(folder(ssd_cp_reviews=lines))
    assert [(child, on) for child, on in of(export, "cp_review")] == [("A", "2023-09-20")]
    assert ("no-child", 3, "cppr_person_id") in findings(export)


def test_who_works_with_a_child_now_is_told(folder: Folder, read: Read) -> None:
    assert read(folder()).allocated.rows() == [("A", None, "North", "W1")]


def test_facts_of_an_enquiry_are_not_facts_of_the_child(folder: Folder, read: Read) -> None:
    assert stated(read(folder()), "child_protection.conference_needed") == {}


@pytest.mark.parametrize("name", [name for name in TABLES if name != "ssd_person"])
@pytest.mark.parametrize("lines", [None, [], ["a,b", "1,2"], ["\0"]])
def test_no_table_is_needed_for_the_others(
    folder: Folder, read: Read, name: str, lines: list[str] | None
) -> None:
    export = read(folder(**{name: lines}))
    assert export.children == 2
    assert export.rows_in == export.rows_reported + export.rows_refused + export.rows_left_out


def test_rubbish_in_every_column_is_told_and_stops_nothing(folder: Folder, read: Read) -> None:
    cells = ["=1+1", "<b>", "\x07", "x" * 5_000, "NULL", "#REF!", "31/02/2024", "\u202e", "{}", '""']
    wrong = {
        name: [lines[0], *[",".join([cell] * len(lines[0].split(","))) for cell in cells], *lines[1:]]
        for name, lines in TABLES.items()
    }
    export = read(folder(**wrong))
    assert ("A", "cp_conference", "2023-06-30") in events(export)
    assert export.rows_in == export.rows_reported + export.rows_refused + export.rows_left_out
    told = " ".join(map(str, export.findings.rows()))
    assert not any(cell in told for cell in cells[:2])


def test_without_a_date_nothing_is_read(folder: Folder, vocabulary: Vocabulary) -> None:
    with pytest.raises(BadInput, match="--as-at"):
        ssd.read(folder(), Request(vocabulary))


def test_a_folder_without_its_tables_is_refused(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="none of the dataset's tables"):
        ssd.read(tmp_path, Request(vocabulary, date(2024, 1, 1)))


def test_inspecting_names_what_is_read(folder: Folder, vocabulary: Vocabulary) -> None:
    recognised, _, rest = inspect_export(folder(), vocabulary).text().partition("Not recognised")
    assert "ssd_s47_enquiry.csv, s47e_referral_id: the reference of what it belongs to" in recognised
    assert "ssd_person.csv, pers_sex" in rest
    assert "conference_held" not in rest


@pytest.mark.parametrize("asked", ["0", "overlap=0.3,two-enquiries=0.3,before-referral=0.2,left-open=0.2"])
def test_the_same_journeys_say_the_same_as_dataset_and_as_census(
    tmp_path: Path, read: Read, asked: str
) -> None:
    spans = []
    for name, kind in (("a", "ssd"), ("b.parquet", "ssd"), ("c.xml", "census")):
        write_demo(tmp_path / name, 300, 4, read_dirt(asked), kind)
        found = read(tmp_path / name, AS_AT).tables.events
        dated = found.filter(pl.col("event") != "strategy_discussion").select("child", "event", "on")
        spans.append(sorted(map(str, dated.rows())))
    assert spans[0] == spans[1] == spans[2]
