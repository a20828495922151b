"""A made-up census: every child in it, and each episode of need with what happened, in the census's words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from threshold.demo.census import write
from threshold.demo.journeys import make_journeys
from threshold.reading import BadInput

from .by_hand import journeys

AS_AT = date(2026, 3, 31)
HAND = journeys(
    referrals=[("B", 1, date(2025, 6, 2)), ("A", 2, date(2026, 2, 2)), ("A", 3, date(2025, 4, 1))],
    assessments=[("B", 1, date(2025, 6, 3), None, date(2025, 7, 1)), ("A", 2, date(2026, 2, 3))],
    enquiries=[
        ("B", 1, date(2025, 6, 4), True, date(2025, 6, 20)),
        ("A", 2, date(2026, 2, 4), False),
    ],
    cin_plans=[("A", 3, date(2025, 5, 1), date(2025, 9, 1))],
    cp_plans=[("B", 1, date(2025, 6, 20)), ("A", 2, date(2026, 2, 20), date(2026, 3, 3))],
    cp_reviews=[("B", 1, date(2025, 9, 10)), ("B", 1, date(2026, 2, 20))],
)


def told(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The elements within, with their text, in their order."""
    for each in element.iter():
        if not len(each) and each is not element:
            yield each.tag, (each.text or "").strip()


def children(path: Path) -> dict[str, list[list[tuple[str, str]]]]:
    """Each child's episodes of need, by its reference."""
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    return {
        child.findtext("ChildIdentifiers/LAchildID") or "": [
            list(told(details)) for details in child.findall("CINdetails")
        ]
        for child in root.findall("Children/Child")
    }


REFERRED = [("ReferralSource", "1A"), ("PrimaryNeedCode", "N1"), ("ReferralNFA", "false")]


def test_every_child_is_there_with_its_episodes_in_order(tmp_path: Path) -> None:
    assert write(HAND, tmp_path / "demo.xml", 0.0, 1) == [tmp_path / "demo.xml"]
    found = children(tmp_path / "demo.xml")
    assert list(found) == ["A", "B"]
    assert found["A"] == [
        [
            ("CINreferralDate", "2025-04-01"),
            *REFERRED,
            ("CINPlanStartDate", "2025-05-01"),
            ("CINPlanEndDate", "2025-09-01"),
        ],
        [
            ("CINreferralDate", "2026-02-02"),
            *REFERRED,
            ("AssessmentActualStartDate", "2026-02-03"),
            ("S47ActualStartDate", "2026-02-04"),
            ("ICPCnotRequired", "true"),
            # Without any review.
            ("CPPstartDate", "2026-02-20"),
            ("CPPendDate", "2026-03-03"),
        ],
    ]
    assert found["B"] == [
        [
            ("CINreferralDate", "2025-06-02"),
            *REFERRED,
            ("AssessmentActualStartDate", "2025-06-03"),
            ("AssessmentAuthorisationDate", "2025-07-01"),
            ("S47ActualStartDate", "2025-06-04"),
            ("DateOfInitialCPC", "2025-06-20"),
            ("ICPCnotRequired", "false"),
            ("CPPstartDate", "2025-06-20"),
            ("CPPreviewDate", "2025-09-10"),
            ("CPPreviewDate", "2026-02-20"),
        ]
    ]


def test_the_header_says_which_census_it_is(tmp_path: Path) -> None:
    write(HAND, tmp_path / "demo.xml", 0.0, 1)
    root = ElementTree.fromstring((tmp_path / "demo.xml").read_text(encoding="utf-8"))
    details = root.find("Header/CollectionDetails")
    assert details is not None
    assert [each.text for each in details] == ["CIN", "2026", "2026-03-31"]


def test_dirty_or_clean_it_is_well_formed_and_nobody_is_left_out(tmp_path: Path) -> None:
    made = make_journeys(200, 4, AS_AT)
    clean, dirty = tmp_path / "clean.xml", tmp_path / "dirty.xml"
    write(made, clean, 0.0, 1)
    write(made, dirty, 0.3, 1)
    assert set(children(clean)) == set(children(dirty)) == set(made.teams["child"])
    assert "see notes" in dirty.read_text(encoding="utf-8")
    assert "see notes" not in clean.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["demo", "demo.csv", "demo.xml.txt"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"\.xml"):
        write(HAND, tmp_path / name, 0.0, 1)
    assert not list(tmp_path.iterdir())


def test_the_ending_may_be_in_capitals(tmp_path: Path) -> None:
    assert write(HAND, tmp_path / "DEMO.XML", 0.0, 1)[0].exists()
