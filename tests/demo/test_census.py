"""A made-up census: every child in it, and each episode of need with what happened, in the census's words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from threshold.demo.census import write
from threshold.demo.dirt import CLEAN, mixed, read_dirt
from threshold.demo.journeys import make_journeys
from threshold.reading import BadInput

from .by_hand import journeys

AS_AT = date(2026, 3, 31)
HAND = journeys(
    referrals=[
        ("B", 1, date(2025, 6, 2)),
        ("A", 2, date(2026, 2, 2)),
        ("A", 3, date(2025, 4, 1), None, None, date(2025, 9, 1)),
    ],
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


REFERRED = [("ReferralSource", "1A"), ("PrimaryNeedCode", "N1")]
ABUSE = [("InitialCategoryOfAbuse", "NEG"), ("LatestCategoryOfAbuse", "NEG")]


def test_every_child_is_there_with_its_episodes_in_order(tmp_path: Path) -> None:
    assert write(HAND, tmp_path / "demo.xml", CLEAN, 1) == [tmp_path / "demo.xml"]
    found = children(tmp_path / "demo.xml")
    assert list(found) == ["A", "B"]
    assert found["A"] == [
        [
            ("CINreferralDate", "2025-04-01"),
            *REFERRED,
            ("CINclosureDate", "2025-09-01"),
            ("ReasonForClosure", "RC7"),
            ("CINPlanStartDate", "2025-05-01"),
            ("CINPlanEndDate", "2025-09-01"),
            ("ReferralNFA", "0"),
        ],
        [
            ("CINreferralDate", "2026-02-02"),
            *REFERRED,
            ("AssessmentActualStartDate", "2026-02-03"),
            ("S47ActualStartDate", "2026-02-04"),
            ("ICPCnotRequired", "1"),
            ("ReferralNFA", "0"),
            # Without any review.
            ("CPPstartDate", "2026-02-20"),
            ("CPPendDate", "2026-03-03"),
            *ABUSE,
            ("NumberOfPreviousCPP", "0"),
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
            ("ICPCnotRequired", "0"),
            ("ReferralNFA", "0"),
            ("CPPstartDate", "2025-06-20"),
            *ABUSE,
            ("NumberOfPreviousCPP", "0"),
            ("CPPreviewDate", "2025-09-10"),
            ("CPPreviewDate", "2026-02-20"),
        ]
    ]


# What the schema of the census wants of each element: its parts in this order, `*` as often as there are.
ORDER = {
    "Child": "ChildIdentifiers ChildCharacteristics CINdetails*",
    "ChildIdentifiers": "LAchildID PersonBirthDate Sex",
    "ChildCharacteristics": "Ethnicity",
    "CINdetails": (
        "CINreferralDate ReferralSource PrimaryNeedCode CINclosureDate ReasonForClosure "
        "Assessments* CINPlanDates* Section47* ReferralNFA ChildProtectionPlans*"
    ),
    "Assessments": "AssessmentActualStartDate AssessmentAuthorisationDate",
    "CINPlanDates": "CINPlanStartDate CINPlanEndDate",
    "Section47": "S47ActualStartDate DateOfInitialCPC ICPCnotRequired",
    "ChildProtectionPlans": (
        "CPPstartDate CPPendDate InitialCategoryOfAbuse LatestCategoryOfAbuse NumberOfPreviousCPP Reviews"
    ),
    "Reviews": "CPPreviewDate*",
}
MUST = {
    "ChildIdentifiers": {"LAchildID", "Sex"},
    "CINdetails": {"CINreferralDate", "ReferralSource", "ReferralNFA"},
    "Assessments": {"AssessmentActualStartDate"},
    "CINPlanDates": {"CINPlanStartDate"},
    "Section47": {"S47ActualStartDate", "ICPCnotRequired"},
    "ChildProtectionPlans": {
        "CPPstartDate",
        "InitialCategoryOfAbuse",
        "LatestCategoryOfAbuse",
        "NumberOfPreviousCPP",
    },
    "Reviews": {"CPPreviewDate"},
}
CODES = {
    "ReferralNFA": {"0", "1"},
    "ICPCnotRequired": {"0", "1"},
    "ReasonForClosure": {f"RC{number}" for number in range(1, 10)},
    "NumberOfPreviousCPP": {str(number) for number in range(100)},
    "InitialCategoryOfAbuse": {"NEG", "PHY", "SAB", "EMO", "MUL"},
    "Sex": {"M", "F", "U"},
}


def test_elements_stand_in_the_order_and_with_the_codes_of_the_schema(tmp_path: Path) -> None:
    write(make_journeys(1_500, 5, AS_AT), tmp_path / "demo.xml", CLEAN, 1)
    root = ElementTree.fromstring((tmp_path / "demo.xml").read_text(encoding="utf-8"))
    seen: set[str] = set()
    for element in root.find("Children") or ():
        for each in element.iter():
            seen.add(each.tag)
            if each.tag in CODES:
                assert each.text in CODES[each.tag], each.tag
            if each.tag in ORDER:
                follow(each)
            else:
                assert (each.text or "").strip(), each.tag
    assert set(ORDER) | set(CODES) <= seen
    reviews = max(len(each) for each in root.iter("Reviews"))
    assert reviews > 1, "several dates of reviews stand in one element"


def follow(element: ElementTree.Element) -> None:
    """Hold the parts of an element to their order."""
    order = ORDER[element.tag].split()
    names = [each.rstrip("*") for each in order]
    parts = [each.tag for each in element]
    assert set(parts) <= set(names), element.tag
    assert MUST.get(element.tag, set()) <= set(parts), element.tag
    assert parts == sorted(parts, key=names.index), element.tag
    assert all(parts.count(name) == 1 for name in parts if name in order), element.tag


@pytest.mark.parametrize("asked", ["0", "overlap=0.3,two-enquiries=0.3,no-further-action=0.3,left-open=0.3"])
def test_it_keeps_to_the_published_schema(tmp_path: Path, asked: str) -> None:
    schema = Path(__file__).parents[3] / "shared" / "exports" / "cin-census" / "CIN_schema_2025.xsd"
    if not schema.exists():
        pytest.skip("the published schema is not here")
    write(make_journeys(1_500, 5, AS_AT), tmp_path / "demo.xml", read_dirt(asked), 1)
    published = etree.XMLSchema(etree.parse(schema))
    published.assertValid(etree.parse(tmp_path / "demo.xml"))


def test_the_header_says_which_census_it_is(tmp_path: Path) -> None:
    write(HAND, tmp_path / "demo.xml", CLEAN, 1)
    root = ElementTree.fromstring((tmp_path / "demo.xml").read_text(encoding="utf-8"))
    details = root.find("Header/CollectionDetails")
    assert details is not None
    assert [each.text for each in details] == ["CIN", "2026", "2026-03-31"]


def test_dirty_or_clean_it_is_well_formed_and_leaves_out_references_alone(tmp_path: Path) -> None:
    made = make_journeys(200, 4, AS_AT)
    clean, dirty = tmp_path / "clean.xml", tmp_path / "dirty.xml"
    write(made, clean, CLEAN, 1)
    write(made, dirty, mixed(0.3), 1)
    everybody = set(made.teams["child"])
    assert set(children(clean)) == everybody
    assert {""} < set(children(dirty)) < everybody | {""}
    assert "see notes" in dirty.read_text(encoding="utf-8")
    assert "see notes" not in clean.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["demo", "demo.csv", "demo.xml.txt"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"\.xml"):
        write(HAND, tmp_path / name, CLEAN, 1)
    assert not list(tmp_path.iterdir())


def test_the_ending_may_be_in_capitals(tmp_path: Path) -> None:
    assert write(HAND, tmp_path / "DEMO.XML", CLEAN, 1)[0].exists()
