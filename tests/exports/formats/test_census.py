"""The CIN census: every year's names, every door to the outside shut, and files that break off."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.exports.conftest import Read, covered, events, findings, said, stated

from threshold.exports import inspect_export
from threshold.exports.formats import census as reader
from threshold.exports.request import Request
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
    assert {event for _, event, _ in events(export)} == {"referral", "referral_closed", "cp_conference"}
    assert set(export.tables.covers) == {"referral", "referral_closed"}


@pytest.mark.parametrize("year", ["2024", "2026"])
def test_the_published_samples_of_every_group(sample: Callable[[str], Path], read: Read, year: str) -> None:
    export = read(sample(f"cin-census/CIN_Census_{year}.xml"), None)
    assert export.children == 2
    assert ("DfEX0000001", "cp_review", "2023-02-15") in events(export)
    assert ("DfEX0000001", "cp_conference", "2022-06-17") in events(export)
    assert ("DfEX0000001", "cp_conference", "2022-12-06") not in events(export)
    kinds = {kind for kind, _, _ in findings(export)}
    assert kinds == {"negative-duration", "after-the-date", "starts-before"}
    assert not covered(export, "DfEX0000001") & {"assessment_started", "assessment_completed"}
    assert said(export, "child_protection.conference_needed") == {"DfEX0000001": [True]}


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
    assert said(export, "child_protection.conference_needed").get("C1", [None]) == [needed]


def test_the_conference_of_the_episode_counts_where_no_enquiry_has_one(write: Write, read: Read) -> None:
    other = element("DateOfInitialCPC", "2024-02-01")
    own = enquiry(S47ActualStartDate="2024-01-08", DateOfInitialCPC="2024-01-25")
    export = read(write(census(other + enquiry(S47ActualStartDate="2024-01-08"), own + other)))
    conferences = {(child, on) for child, event, on in events(export) if event == "cp_conference"}
    assert conferences == {("C1", "2024-02-01"), ("C2", "2024-01-25")}


def test_each_enquiry_has_its_own_answer(write: Write, read: Read) -> None:
    two = enquiry(S47ActualStartDate="2023-05-08", ICPCnotRequired="true")
    two += enquiry(S47ActualStartDate="2024-01-08", ICPCnotRequired="false")
    export = read(write(census(two)))
    assert said(export, "child_protection.conference_needed") == {"C1": [False, True]}
    assert stated(export, "child_protection.conference_needed") == {}


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


def test_a_file_that_breaks_off_is_told_by_its_line(write: Write, read: Read) -> None:
    whole = census(*[element("CINreferralDate", "2024-01-08")] * 3)
    export = read(write(whole[: whole.rindex("<Child>")]))
    assert ("stopped", 3, None) in findings(export)


def test_findings_are_told_by_line_and_group(write: Write, read: Read) -> None:
    soon = element("CINreferralDate", "soon")
    export = read(write(census(element("CINreferralDate", "2024-01-08"), soon)))
    told = export.findings.select("kind", "place", "row", "column").rows()
    assert told == [("unreadable-date", "CINdetails", 2, "CINreferralDate")]
    assert covered(export, "C1") == {"referral"}
    assert covered(export, "C2") == set()


def test_a_group_in_which_nothing_is_read_is_refused_row_by_row(write: Write, read: Read) -> None:
    plan = element("ChildProtectionPlans", element("InitialCategoryOfAbuse", "NEG"))
    referral = element("CINreferralDate", "2024-01-08")
    export = read(write(census(referral + plan, referral + plan)))
    told = export.findings.select("kind", "place", "row").rows()
    assert told == [("no-date", "ChildProtectionPlans", 1), ("no-date", "ChildProtectionPlans", 2)]
    assert (export.rows_in, export.rows_refused) == (4, 2)
    assert covered(export, "C1") == {"referral"}


def test_a_child_without_any_episode_is_still_a_child(write: Write, read: Read) -> None:
    text = census(element("CINreferralDate", "2024-01-08"), "").replace("<CINdetails></CINdetails>", "")
    export = read(write(text))
    assert export.tables.facts["child"].sort().to_list() == ["C1", "C2"]


@pytest.mark.parametrize(("reference", "children"), [("a" * 200, 2), ("a" * 201, 1), ("  C2  ", 2), ("", 1)])
def test_a_child_counts_only_by_a_reference_that_can_be_used(
    write: Write, read: Read, reference: str, children: int
) -> None:
    referral = element("CINreferralDate", "2024-01-08")
    export = read(write(census(referral, referral).replace(">C2<", f">{reference}<")))
    assert export.children == children
    assert export.rows_refused == 2 - children


def test_reviews_within_a_plan_belong_to_its_child(write: Write, read: Read) -> None:
    reviews = "".join(
        element("Reviews", element("CPPreviewDate", day)) for day in ("2024-02-08", "2024-03-08")
    )
    plan = element("ChildProtectionPlans", element("CPPstartDate", "2024-01-08") + reviews)
    export = read(write(census("", plan)))
    assert {(child, on) for child, event, on in events(export) if event == "cp_review"} == {
        ("C2", "2024-02-08"),
        ("C2", "2024-03-08"),
    }
    assert ("C2", "cp_plan_started", "2024-01-08") in events(export)


def test_only_what_the_file_has_is_named_as_a_proxy(write: Write, read: Read) -> None:
    referral = element("CINreferralDate", "2024-01-08")
    assert read(write(census(referral))).source.proxies == ()
    export = read(write(census(referral + enquiry(S47ActualStartDate="2024-01-08"))))
    assert any("strategy discussion" in proxy for proxy in export.source.proxies)
    assert ("C1", "strategy_discussion", "2024-01-08") in events(export)


def test_what_is_not_read_is_named_once_and_in_order(write: Write, read: Read) -> None:
    extra = element("Later", element("A", "1")) + element("Earlier", element("A", "1"))
    text = census(*[element("CINreferralDate", "2024-01-08") + extra] * 2)
    text = text.replace(
        "</Child>", "<ChildCharacteristics><A/></ChildCharacteristics><Other/><!-- note --></Child>"
    )
    assert read(write(text)).source.unused == ("Earlier", "Later", "Other")


def test_an_element_that_nobody_fills_in_is_no_column(write: Write, vocabulary: Vocabulary) -> None:
    episode = element("CINreferralDate", "2024-01-08") + element("DateOfInitialCPC", "")
    seen = reader.inspect(write(census(episode, episode)), Request(vocabulary)).seen
    assert [(each.place, each.column) for each in seen] == [("CINdetails", "CINreferralDate")]


def test_where_the_date_comes_from_is_said(write: Write, vocabulary: Vocabulary) -> None:
    path = write(census(element("CINreferralDate", "2024-01-08")))
    own, asked = (reader.read(path, Request(vocabulary, day)) for day in (None, date(2024, 6, 1)))
    assert "reference date" in own.source.dated_by
    assert "asked for" in asked.source.dated_by


def test_a_conference_of_one_enquiry_stands_for_the_episode_s_own(write: Write, read: Read) -> None:
    own = element("DateOfInitialCPC", "2024-02-01")
    with_one = enquiry(S47ActualStartDate="2024-01-08", DateOfInitialCPC="2024-01-25")
    without = enquiry(S47ActualStartDate="2024-03-08")
    export = read(write(census(own + with_one + without)))
    assert {on for _, event, on in events(export) if event == "cp_conference"} == {"2024-01-25"}


def test_inspecting_names_every_element_that_is_not_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = (
        "<Message><Child><ChildIdentifiers><LAchildID>1</LAchildID><Sex>F</Sex></ChildIdentifiers>"
        "<ChildCharacteristics><Ethnicity>NOBT</Ethnicity></ChildCharacteristics>"
        "<CINdetails><CINreferralDate>2024-01-08</CINreferralDate><ReferralSource>1A</ReferralSource>"
        "<Assessments><AssessmentActualStartDate>2024-01-09</AssessmentActualStartDate><!-- x -->"
        "<AssessmentInternalReviewDate>2024-01-20</AssessmentInternalReviewDate></Assessments>"
        "</CINdetails></Child></Message>"
    )
    path = tmp_path / "census.xml"
    path.write_text(text, encoding="utf-8")
    seen = inspect_export(path, vocabulary).seen
    assert {(each.place, each.column) for each in seen if not each.taken_for} == {
        ("ChildIdentifiers", "Sex"),
        ("ChildCharacteristics", "Ethnicity"),
        ("CINdetails", "ReferralSource"),
        ("Assessments", "AssessmentInternalReviewDate"),
    }


def test_elements_may_be_written_in_other_capitals(tmp_path: Path, read: Read) -> None:
    text = (
        "<message><Child><childidentifiers><LAchildID>1</LAchildID></childidentifiers>"
        "<CINDetails><CINReferralDate>2024-01-08</CINReferralDate><CINplanDates>"
        "<CINplanStartDate>2024-02-01</CINplanStartDate></CINplanDates></CINDetails></Child></message>"
    )
    path = tmp_path / "census.xml"
    path.write_text(text, encoding="utf-8")
    assert events(read(path)) == {("1", "referral", "2024-01-08"), ("1", "cin_plan_started", "2024-02-01")}


def test_a_comment_without_measure_is_told_as_what_it_is(write: Write, read: Read) -> None:
    path = write(census("", head=f"{HEAD}<!--{'x' * 10_100_000}-->"))
    with pytest.raises(BadInput, match="longer than any census has"):
        read(path)
    with pytest.raises(BadInput, match="longer than any census has"):
        read(write(census("", head=HEAD + element("Note", "x" * 10_100_000))))


def test_a_child_within_another_is_told_as_such(write: Write, read: Read) -> None:
    with pytest.raises(BadInput, match="a child stands within another"):
        read(write(census("<Child/>")))
