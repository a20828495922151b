"""Column maps of contacts: what they need, what is wrong with one, and what is read without any."""

from pathlib import Path

import pytest
from tests.exports.contacts.conftest import ReadThem

from threshold.exports.contacts.maps import CONTACTS
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

COLUMNS = "columns: {child: c}\n"


@pytest.mark.parametrize(
    ("text", "field", "hint"),
    [
        (COLUMNS, "columns", "name columns under `facts:`"),
        ("columns: {child: c, event: e, on: d}\n", "columns", "each one event"),
        ("columns: {child: NHS number}\nfacts: {contact.brag: b}\n", "columns.child", "an NHS number"),
        (COLUMNS + "facts: {contact.bragg: b}\n", "facts.contact.bragg", 'did you mean "contact.brag"'),
        (COLUMNS + "facts: {contact.responded: b}\n", "facts.contact.responded", "no such stated fact"),
        (COLUMNS + "facts: {contact.received: Date of birth}\n", "facts.contact.received", "never read"),
        (COLUMNS + "dates: {referral: DOB}\n", "dates.referral", "never read"),
        (
            COLUMNS + "facts: {contact.brag: {column: b, values: {G: gren}}}\n",
            "facts.contact.brag.values.G",
            'did you mean "green"',
        ),
        (
            COLUMNS + "facts: {contact.complex: {column: b, values: {Y: maybe}}}\n",
            "facts.contact.complex.values.Y",
            "true or false",
        ),
        (
            COLUMNS + "facts: {contact.complex: {column: b, values: {Y: true, y: false}}}\n",
            "facts.contact.complex.values.y",
            "two values",
        ),
        (
            COLUMNS + "facts: {contact.complex: {column: b, time: t}}\n",
            "facts.contact.complex.time",
            "only a date and time",
        ),
    ],
)
def test_a_mistake_is_told_at_its_line(
    text: str, field: str, hint: str, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        CONTACTS.written(path, vocabulary)
    (problem,) = caught.value.problems
    assert problem.field == field
    assert problem.line in (1, 2)
    assert hint in problem.message


def test_without_a_map_only_the_very_names_of_facts_are_read(contacts: ReadThem) -> None:
    read, _ = contacts("ContactID,contact.brag,BRAG\nMC-1,green,Red\n", None)
    assert [each.case.given["contact.brag"] for each in read if each.case] == ["green"]
    read, _ = contacts("ContactID,BRAG,ImmediateDanger\nMC-1,Red,Y\n", None)
    (unread,) = read
    assert (unread.row, unread.case) == (0, None)
    assert "threshold triage FILE --inspect" in unread.problems[0].message


def test_a_map_that_names_no_column_of_the_list_says_what_may_be_meant(contacts: ReadThem) -> None:
    ((unread,), _) = contacts(
        "Contact ID,BRAG\nMC-1,Red\n", "columns: {child: Contact IDs}\nfacts: {contact.brag: BRAG}\n"
    )
    assert 'did you mean "Contact ID"' in unread.problems[0].message
    read, told = contacts(
        "ContactID,BRAG rating,Complex\nMC-1,Red,Y\n",
        "columns: {child: ContactID}\nfacts: {contact.brag: BRAG ratings, contact.complex: Complex}\n",
    )
    assert [each.reference for each in read if each.case] == ["MC-1"]
    assert [(each.column, "BRAG rating" in each.message) for each in told] == [("BRAG ratings", True)]


def test_signs_are_words_too_and_a_word_may_mean_that_nobody_knows(contacts: ReadThem) -> None:
    values = '{column: Danger, values: {"\u2713": true, "\u2717": false, DK: unknown}}'
    map_ = f"columns: {{child: ContactID}}\nfacts: {{child_protection.immediate_danger: {values}}}\n"
    read, _ = contacts(["MC-1,,,\u2713", "MC-2,,,\u2717", "MC-3,,,DK", "MC-4,,,\u2603"], map_)
    danger = [each.case.given.get("child_protection.immediate_danger") for each in read if each.case]
    assert danger == [True, False, None, None]
    assert [len(each.problems) for each in read] == [0, 0, 0, 1]
