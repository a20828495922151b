"""A column map is written anew from what was understood, and reads as the old one did."""

from pathlib import Path

import yaml

from threshold.exports.formats.local_tables import find_tables
from threshold.exports.formats.national_map import written_map
from threshold.exports.formats.specification import specification
from threshold.exports.request import Request
from threshold.exports.rows.column_map import read_column_map
from threshold.policy import load_policy
from threshold.pseudonyms.maps import local_map, national_map

VOCABULARY = load_policy().vocabulary
MAP = """# by Sarah Smith
columns: {child: Who, event: What, on: When, team: Sarah Smith}
events: {First visit: referral, Sarah came: referral}
statuses: {Held late: held}
facts: {child_in_need.assessed: {column: Outcome, values: {Of Sarah: true, CiN: true}, separator: "|"}}
covers: {referral: as_at, core_group: 2026-03-31}
written: day first
"""
NATIONAL = """# by Sarah Smith
lists:
  3: {sheet: Our work, child: Pupil, referral: When}
  4:
    - {sheet: Of Sarah, child: Who is Sarah, assessment_started: Begun by Sarah}
    - {sheet: Sarah gone, child: Pupil}
written: month first
"""


def harmless(text: str) -> bool:
    return "Sarah" not in text


def test_a_map_of_local_events(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Who,What,When,Sarah Smith,Outcome\n1,referral,2026-01-12,x,y\n")
    path = tmp_path / "x.columns.yaml"
    path.write_text(MAP, encoding="utf-8")
    (table,) = find_tables(tmp_path / "x.csv", Request(VOCABULARY)).tables
    shown = {"first visit", "held late", "cin"}
    text = local_map(table.whole, {"Who": "child_id"}, harmless, shown.__contains__, VOCABULARY)
    assert "Sarah" not in text
    assert yaml.safe_load(text) == {
        "columns": {"child": "child_id", "event": "What", "on": "When"},
        "events": {"first visit": "referral"},
        "statuses": {"held late": "held"},
        "facts": {
            "child_in_need.assessed": {"column": "Outcome", "values": {"cin": "true"}, "separator": "|"}
        },
        "covers": {"referral": "as_at", "core_group": "2026-03-31"},
        "written": "day first",
    }
    (tmp_path / "y.columns.yaml").write_text(text, encoding="utf-8")
    assert read_column_map(tmp_path / "y.columns.yaml", VOCABULARY).covers == table.whole.covers


def test_a_map_of_a_return(tmp_path: Path) -> None:
    path = tmp_path / "x.columns.yaml"
    path.write_text(NATIONAL, encoding="utf-8")
    shape = specification("annex-a.yaml")
    old = written_map(tmp_path / "x.xlsx", path, shape, VOCABULARY)
    sheets, renames = {"our work": "List 3", "of sarah": "List 4"}, {"Who is Sarah": "column 1"}
    text = national_map(old, renames, sheets, harmless, harmless)
    assert "Sarah" not in text
    path.write_text(text, encoding="utf-8")
    new = written_map(tmp_path / "x.xlsx", path, shape, VOCABULARY)
    assert [(table.sheet, dict(table.columns)) for table in new.tables] == [
        ("List 3", {"child": "Pupil", "referral": "When"}),
        ("List 4", {"child": "column 1"}),
    ]
    assert (new.first, new.covers) == (old.first, old.covers)
