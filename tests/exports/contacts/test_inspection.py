"""Looking into a list of contacts: what is recognised, which words stand in it, and a first column map."""

import json
from pathlib import Path

import pytest
from tests.exports.contacts.conftest import of_paths

from threshold.exports.contacts.inspection import ContactsSeen, inspect_contacts
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

HEADERS = (
    "ContactID,Child name,Date of birth,Received,BRAG,CPConcern,ImmediateDanger,Consent to share,Narrative"
)
ROWS = [
    "MC-1,Zebedee Quux,01/02/2019,27/11/2026 17:59,AMBER ,Y,N,Given,Mum rang about Zebedee",
    "MC-2,Zebedee Quux,01/02/2019,soon,Amber,N,No,Verbal - mum,He has a bruise",
    "MC-3,Zebedee Quux,01/02/2019,,G,?,,Not asked,Another call",
]


@pytest.fixture
def morning(tmp_path: Path) -> Path:
    path = tmp_path / "morning.csv"
    path.write_text("\n".join([HEADERS, *ROWS]) + "\n")
    return path


def words(seen: ContactsSeen, column: str) -> dict[str, tuple[str, int]]:
    (found,) = (each for each in seen.columns if each.column == column)
    return {each.written: (each.means, each.rows) for each in found.values}


def test_columns_are_recognised_by_their_usual_headers(morning: Path, vocabulary: Vocabulary) -> None:
    seen = inspect_contacts(morning, vocabulary)
    assert {each.column: each.taken_for for each in seen.columns if each.taken_for} == {
        "ContactID": "the contact's reference",
        "Received": "contact.received",
        "BRAG": "contact.brag",
        "CPConcern": "child_protection.concern",
        "ImmediateDanger": "child_protection.immediate_danger",
        "Consent to share": "consent.to_share",
    }
    assert words(seen, "BRAG") == {"AMBER": ("amber", 1), "Amber": ("amber", 1), "G": ("green", 1)}
    assert words(seen, "ImmediateDanger") == {"N": ("false", 1), "No": ("false", 1)}
    other = {each.column: each.other for each in seen.columns if each.other}
    assert other == {"Received": 1, "Consent to share": 1, "CPConcern": 1}


def test_the_questions_about_danger_come_first_and_what_answers_none_is_said(
    morning: Path, vocabulary: Vocabulary
) -> None:
    seen = inspect_contacts(morning, vocabulary)
    assert [(fact.name, columns) for fact, columns in seen.danger] == [
        ("child_protection.immediate_danger", ("ImmediateDanger",)),
        ("child_protection.harm_suspected", ()),
        ("child_protection.concern", ("CPConcern",)),
    ]
    text = seen.text()
    assert text.index("no column seems to answer it") < text.index("Recognised")
    assert "# No column seems to answer: Is the child suspected" in (seen.column_map or "")


def test_neither_references_nor_names_nor_free_text_are_shown(morning: Path, vocabulary: Vocabulary) -> None:
    seen = inspect_contacts(morning, vocabulary)
    told = seen.text() + seen.json() + (seen.column_map or "")
    for private in ("MC-1", "Zebedee", "2019", "Verbal", "bruise", "17:59"):
        assert private not in told, private
    assert "Child name: seems to hold a name, and is never read" in seen.text()
    assert "Child name" not in (seen.column_map or "")


def test_the_first_map_can_be_used_as_it_is(morning: Path, vocabulary: Vocabulary, tmp_path: Path) -> None:
    map_ = tmp_path / "map.yaml"
    map_.write_text(inspect_contacts(morning, vocabulary).column_map or "")
    read, _ = of_paths([str(morning)], vocabulary, map_)
    assert [each.case.given.get("contact.brag") for each in read if each.case] == ["amber", "amber", "green"]
    assert map_.read_text().count("amber") == 1


def test_a_map_that_is_there_keeps_all_it_says(morning: Path, vocabulary: Vocabulary, tmp_path: Path) -> None:
    map_ = tmp_path / "map.yaml"
    before = "# mine\ncolumns: {child: ContactID}\nfacts: {contact.brag: {column: BRAG, values: {G: blue}}}\n"
    map_.write_text(before)
    seen = inspect_contacts(morning, vocabulary, map_)
    assert seen.kept
    assert (seen.column_map or "").startswith(before)
    assert "CPConcern (perhaps child_protection.concern)" in (seen.column_map or "")
    assert words(seen, "BRAG") == {"AMBER": ("amber", 1), "Amber": ("amber", 1), "G": ("blue", 1)}


def test_the_json_says_the_same(morning: Path, vocabulary: Vocabulary) -> None:
    seen = inspect_contacts(morning, vocabulary)
    told = json.loads(seen.json())
    assert (told["format"], told["name"], told["column_map"]) == ("contacts", "morning.csv", seen.column_map)
    assert told["danger"][0]["fact"] == "child_protection.immediate_danger"
    brag = next(each for each in told["columns"] if each["column"] == "BRAG")
    assert brag["values"][-1] == {"written": "G", "means": "green", "rows": 1}
    assert (brag["taken_for"], brag["known_by"]) == ("contact.brag", "guess")


def test_a_time_beside_the_day_is_put_into_the_map(vocabulary: Vocabulary, tmp_path: Path) -> None:
    path, map_ = tmp_path / "a.csv", tmp_path / "map.yaml"
    path.write_text("Contact ref,Date received,Time received\nMC-1,27/11/2026,17:59\n")
    map_.write_text(inspect_contacts(path, vocabulary).column_map or "")
    assert 'time: "Time received"' in map_.read_text()


def test_case_files_need_no_map(vocabulary: Vocabulary, tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text('{"case": "M-1"}\n')
    with pytest.raises(BadInput, match="need no column map"):
        inspect_contacts(path, vocabulary)


def test_a_file_that_is_not_there_is_said(vocabulary: Vocabulary, tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx"):
        with pytest.raises(BadInput, match="there is no such file"):
            inspect_contacts(tmp_path / name, vocabulary)


def test_the_columns_of_the_page_on_contacts_are_guessed(vocabulary: Vocabulary) -> None:
    """What docs/morning has a map for: each of its columns, and what stands in them."""
    seen = inspect_contacts(Path(__file__).parents[3] / "docs" / "morning" / "contacts.csv", vocabulary)
    taken = {each.column: each.taken_for for each in seen.columns if each.taken_for}
    assert {each for each in taken.values() if "." in each} == {
        "contact.received",
        "contact.brag",
        "child_protection.immediate_danger",
        "child_protection.harm_suspected",
        "child_protection.concern",
        "referral.suggests_child_in_need",
        "contact.needs_early_help",
        "consent.to_support",
        "consent.to_share",
        "support.in_place",
        "contact.allocated_social_worker",
        "contact.checks_done",
    }
    assert all(columns for _, columns in seen.danger)


def test_a_header_that_says_who_somebody_is_is_not_shown(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "morning.csv"
    path.write_text("ContactID,BRAG,NHS 943 476 5919,DOB 12/03/2015,NHS number\nMC-1,Amber,1,2,3\n")
    seen = inspect_contacts(path, vocabulary)
    told = seen.text() + seen.json() + (seen.column_map or "")
    assert not any(private in told for private in ("943", "5919", "12/03", "2015"))
    assert "may tell of somebody: seems to hold an NHS number, and is never read" in seen.text()
    assert "NHS number: seems to hold" in seen.text()
