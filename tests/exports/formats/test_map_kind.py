"""A column map says which kind of export it is for; one that cannot be read says nothing."""

from pathlib import Path

import pytest
from tests.exports.conftest import JANUARY, Read

from threshold.exports.formats.map_kind import format_of_map

MAPS = [
    ("columns: {child: A, event: B, on: C}", "events"),
    ("lists: {4: {child: A}}", "annex-a"),
    ("lists: {'11': {child: A}}", None),
    ("lists: {Assessments: {child: A}}", "census"),
    ("lists: {ssd_cin_plans: {child: A}}", "ssd"),
    ("lists: 7", None),
    ("- 1", None),
    ("", None),
    ("{", None),
]


@pytest.mark.parametrize(("text", "format_"), MAPS)
def test_a_map_is_for_one_kind_of_export(tmp_path: Path, text: str, format_: str | None) -> None:
    given = tmp_path / "map.yaml"
    given.write_text(text, encoding="utf-8")
    assert format_of_map(tmp_path / "report.csv", given) == format_
    assert format_of_map(tmp_path / "report.csv", None) is None
    given.rename(tmp_path / "report.columns.yaml")
    assert format_of_map(tmp_path / "report.csv", None) == format_


def test_with_a_map_of_its_own_a_local_report_may_look_like_a_census(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"LAchildID,AssessmentActualStartDate,Step\n1,{JANUARY},referral\n", encoding="utf-8")
    assert read(path).source.format == "CIN census"
    map_ = "columns: {child: LAchildID, event: Step, on: AssessmentActualStartDate}\n"
    path.with_name("report.columns.yaml").write_text(map_, encoding="utf-8")
    assert read(path).source.format == "local events"
