"""The records of a census, counted by its tags; a reader that loses some is stopped."""

from collections import Counter
from pathlib import Path

import pytest
from tests.exports.conftest import Read

from threshold.exports.formats import census, census_count
from threshold.exports.formats.census_count import count_records
from threshold.reading import BadInput

GROUPS = ("CINdetails", "Assessments", "Section47", "Reviews", "ChildProtectionPlans")
CENSUS = """<?xml version="1.0"?><Message><Header><ReferenceDate>2024-03-31</ReferenceDate></Header><Children>
<Child><ChildIdentifiers><LAchildID>A1</LAchildID></ChildIdentifiers>
<CINdetails><CINreferralDate>2023-05-01</CINreferralDate>
<Assessments><AssessmentActualStartDate>2023-05-02</AssessmentActualStartDate></Assessments>
<assessments ><AssessmentActualStartDate>2023-06-02</AssessmentActualStartDate></assessments>
<!-- EXTRA -->
</CINdetails></Child></Children></Message>"""
COUNTED = Counter({"CINdetails": 1, "Assessments": 2})


def written(folder: Path, extra: str = "", encoding: str = "utf-8") -> Path:
    path = folder / "census.xml"
    path.write_bytes(CENSUS.replace("EXTRA", extra).encode(encoding))
    return path


@pytest.mark.parametrize("piece", [300, 4 * 1024**2])
def test_records_are_counted_by_their_tags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(census_count, "_CHUNK", piece)
    monkeypatch.setattr(census_count, "_by_places", None)
    assert count_records(written(tmp_path), GROUPS, COUNTED) == COUNTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_tag_inside_a_comment_is_none(tmp_path: Path, read: Read, encoding: str) -> None:
    path = written(tmp_path, "<Assessments></Assessments>", encoding)
    assert count_records(path, GROUPS, COUNTED) == COUNTED
    assert read(path).rows_in == 3


def test_a_reader_that_loses_records_is_stopped(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = census._Census._row

    def losing(
        self: census._Census, name: str, place: census._Place, values: dict[str, list[str | None]]
    ) -> None:
        if int(place.key) % 2:
            real(self, name, place, values)

    monkeypatch.setattr(census._Census, "_row", losing)
    with pytest.raises(BadInput, match="Assessments: holds 2 records, and 1 were read"):
        read(written(tmp_path))
