"""The CIN census: every year's names, every door to the outside shut, and files that break off."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.exports.conftest import Read, covered, events, findings, stated

from threshold.exports import inspect_export
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

HEAD = "<Message><Header><ReferenceDate>2024-03-31</ReferenceDate></Header>"


def census(*episodes: str, head: str = HEAD) -> str:
    """A census with a child for each of these episodes."""
    children = "\n".join(
        f"<Child><ChildIdentifiers><LAchildID>C{number}</LAchildID></ChildIdentifiers>"
        f"<CINdetails>{episode}</CINdetails></Child>"
        for number, episode in enumerate(episodes, 1)
    )
    return f"{head}<Children>{children}</Children></Message>"


def element(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>"


def enquiry(**elements: str) -> str:
    return element("Section47", "".join(element(name, text) for name, text in elements.items()))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write_it(text: str | bytes) -> Path:
        path = tmp_path / "census.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_it


Write = Callable[[str | bytes], Path]


def test_the_published_sample_without_assessments(sample: Callable[[str], Path], read: Read) -> None:
    export = read(sample("cin-census/fake_CIN_data.xml"), None)
    assert export.children == 332
    assert export.rows_in == export.rows_reported == 402
    assert export.tables.as_at == date(2022, 7, 21)
    assert {event for _, event, _ in events(export)} == {"referral", "cp_conference"}
    assert set(export.tables.covers) == {"referral"}


@pytest.mark.parametrize("year", ["2024", "2026"])
def test_the_published_samples_of_every_group(sample: Callable[[str], Path], read: Read, year: str) -> None:
    export = read(sample(f"cin-census/CIN_Census_{year}.xml"), None)
    assert export.children == 2
    assert ("DfEX0000001", "cp_review", "2023-02-15") in events(export)
    assert ("DfEX0000001", "cp_conference", "2022-06-17") in events(export)
    assert ("DfEX0000001", "cp_conference", "2022-12-06") not in events(export)
    kinds = {kind for kind, _, _ in findings(export)}
    assert kinds == {"negative-duration", "after-the-date"}
    assert not covered(export, "DfEX0000001") & {"assessment_started", "assessment_completed"}
    assert stated(export, "child_protection.conference_needed") == {"DfEX0000001": True}


def test_the_header_gives_the_date_unless_another_is_asked_for(write: Write, read: Read) -> None:
    path = write(census(element("CINreferralDate", "2024-01-08")))
    assert read(path, None).tables.as_at == date(2024, 3, 31)
    assert read(path, date(2024, 5, 1)).tables.as_at == date(2024, 5, 1)
    with pytest.raises(BadInput, match="--as-at"):
        read(write(census(element("CINreferralDate", "2024-01-08"), head="<Message>")), None)


@pytest.mark.parametrize(
    ("answer", "needed"), [("0", True), ("false", True), ("1", False), ("true", False), ("maybe", None)]
)
def test_booleans_are_figures_or_words(write: Write, read: Read, answer: str, needed: bool | None) -> None:
    export = read(write(census(enquiry(S47ActualStartDate="2024-01-08", ICPCnotRequired=answer))))
    assert stated(export, "child_protection.conference_needed").get("C1") is needed


def test_the_conference_of_the_episode_counts_where_no_enquiry_has_one(write: Write, read: Read) -> None:
    other = element("DateOfInitialCPC", "2024-02-01")
    own = enquiry(S47ActualStartDate="2024-01-08", DateOfInitialCPC="2024-01-25")
    export = read(write(census(other + enquiry(S47ActualStartDate="2024-01-08"), own + other)))
    conferences = {(child, on) for child, event, on in events(export) if event == "cp_conference"}
    assert conferences == {("C1", "2024-02-01"), ("C2", "2024-01-25")}


def test_answers_that_differ_between_enquiries_are_not_known(write: Write, read: Read) -> None:
    two = enquiry(S47ActualStartDate="2023-05-08", ICPCnotRequired="true")
    two += enquiry(S47ActualStartDate="2024-01-08", ICPCnotRequired="false")
    export = read(write(census(two)))
    assert stated(export, "child_protection.conference_needed") == {}
    assert ("different-answers", None, "child_protection.conference_needed") in findings(export)


def test_only_groups_that_the_file_has_are_covered(write: Write, read: Read) -> None:
    assessment = element("Assessments", element("AssessmentActualStartDate", "2024-01-08"))
    export = read(write(census(assessment)))
    assert covered(export, "C1") == {"assessment_started"}


def test_a_history_of_plans_is_never_taken_to_be_complete(write: Write, read: Read) -> None:
    plan = element(
        "ChildProtectionPlans", element("CPPstartDate", "2024-01-08") + element("CPPendDate", "2024-02-08")
    )
    assert covered(read(write(census(plan))), "C1") == {"cp_plan_ended"}


def test_namespaces_comments_and_stray_text_do_not_matter(write: Write, read: Read) -> None:
    text = census("stray<!-- note --><CINreferralDate>2024-01-08</CINreferralDate><Factors/>")
    export = read(write(text.replace("<Message>", '<Message xmlns="urn:any">')))
    assert events(export) == {("C1", "referral", "2024-01-08")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_every_usual_encoding_is_read(write: Write, read: Read, encoding: str) -> None:
    text = census(element("CINreferralDate", "2024-01-08")).replace("C1", "Ca\u00e9")
    assert events(read(write(text.encode(encoding)))) == {("Ca\u00e9", "referral", "2024-01-08")}


SWELLING = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = (
    f'<!DOCTYPE m [<!ENTITY a0 "aaaaaaaaaa">{SWELLING}]>',
    '<!DOCTYPE m [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE m SYSTEM "http://127.0.0.1:9/census.dtd">',
)


@pytest.mark.parametrize("trap", ENTITIES)
def test_a_file_that_declares_entities_is_refused(write: Write, read: Read, trap: str) -> None:
    with pytest.raises(BadInput, match="document type"):
        read(write(trap + census(element("CINreferralDate", "&a9;" if "a9" in trap else "2024-01-08"))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_hide_in_no_encoding(write: Write, read: Read, encoding: str) -> None:
    with pytest.raises(BadInput, match="document type"):
        read(write((ENTITIES[1] + census(element("CINreferralDate", "2024-01-08"))).encode(encoding)))


@pytest.mark.parametrize("tail", ["", "\0</Message>", "<Child></Message>"])
def test_what_stands_before_the_damage_is_still_read(write: Write, read: Read, tail: str) -> None:
    whole = census(*[element("CINreferralDate", "2024-01-08")] * 3)
    export = read(write(whole[: whole.rindex("<Child>")] + tail))
    assert export.children == 2
    assert "stopped" in {kind for kind, _, _ in findings(export)}


@pytest.mark.parametrize("text", ["", "<", "\0\0", "no xml", "<Message/>", "<Message><Children/></Message>"])
def test_what_holds_no_child_is_refused(write: Write, read: Read, text: str) -> None:
    with pytest.raises(BadInput):
        read(write(text))


def test_a_child_without_a_reference_is_counted_and_refused(write: Write, read: Read) -> None:
    text = census(*[element("CINreferralDate", "2024-01-08")] * 2).replace("C1", " ")
    export = read(write(text))
    assert (export.rows_in, export.rows_refused, export.children) == (2, 1, 1)
    assert "no-child" in {kind for kind, _, _ in findings(export)}


def test_inspecting_names_the_groups_that_are_not_read(write: Write, vocabulary: Vocabulary) -> None:
    extra = element("PreProceedings", element("PPStartDate", "2024-01-08"))
    text = inspect_export(write(census(element("CINreferralDate", "2024-01-08") + extra)), vocabulary).text()
    recognised, _, rest = text.partition("Not recognised")
    assert "CINdetails, CINreferralDate: referral" in recognised
    assert "PreProceedings" in rest
