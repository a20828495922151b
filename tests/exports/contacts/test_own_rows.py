"""Which rows are contacts: every row of a file is one, or is told as none."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exports.contacts.conftest import HEADERS, MAP, ReadThem

from threshold.exports.contacts.own_rows import NO_REFERENCE

TITLES = "Morning contacts\nProduced on 28/11/2026\n"


def test_titles_totals_and_headers_that_come_again_are_told(contacts: ReadThem) -> None:
    text = f"{TITLES}{HEADERS}\nMC-1,,red,Y\n\n{HEADERS}\nMC-2,,red,N\nTotal: 2,,,\nEnd of report,,,\n"
    read, told = contacts(text)
    assert [(each.row, each.reference) for each in read] == [(4, "MC-1"), (7, "MC-2")]
    assert {(each.message.split()[-1], each.rows, each.aside) for each in told} == {
        ("read", (1, 2), True),
        ("headers", (6,), True),
        ("contact", (8,), True),
        ("them", (9,), True),
    }


def test_a_row_that_says_something_is_a_contact_whatever_stands_for_its_reference(contacts: ReadThem) -> None:
    read, told = contacts(["MC-1,,red,Y", ",,,Y", ",,red,", "see notes below,,,"])
    assert [(each.row, each.case is None) for each in read] == [(2, False), (3, True), (4, True)]
    assert [each.problems[0].message for each in read[1:]] == [NO_REFERENCE, NO_REFERENCE]
    assert [(each.rows, each.aside) for each in told] == [((5,), True)]


def test_a_word_that_seems_a_footer_hides_no_answer(contacts: ReadThem) -> None:
    map_ = MAP.replace("contact.brag: {column: BRAG, values: {Grn: green}}", "consent.to_share: BRAG")
    read, told = contacts(["MC-1,,given,", ",,not asked,"], map_)
    assert [(each.row, each.case is None) for each in read] == [(2, False), (3, True)]
    assert told == []


def test_a_row_that_does_not_fit_is_a_contact_that_cannot_be_read(contacts: ReadThem) -> None:
    read, _ = contacts(["MC-1,,red,Y", "MC-2,,red,Y,more,cells", 'MC-3,,red,"N', "MC-4,,red,N"])
    assert [(each.row, each.reference) for each in read] == [(2, "MC-1"), (3, ""), (4, "MC-3"), (5, "MC-4")]
    assert read[1].case is None
    assert "more cells than the table has columns" in read[1].problems[0].message


def test_a_file_that_breaks_off_leaves_its_last_row_unread(contacts: ReadThem) -> None:
    read, _ = contacts(f"{HEADERS}\nMC-1,,red,Y\nMC-2,27/11")
    assert [(each.row, each.case is None) for each in read] == [(2, False), (3, True)]


CELLS = st.sampled_from(
    ["", " ", "MC-1", "MC-2", "Y", "red", "Total", "two words", 'a "quoted"\nline', "27/11/2026"]
)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(LINES)
def test_every_row_is_a_contact_or_is_told_as_none(contacts: ReadThem, lines: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS.split(","), ["MC-0", "", "red", "Y"], *lines])
    read, told = contacts(text.getvalue())
    rows = [each.row for each in read] + [row for each in told if each.aside for row in each.rows]
    filled = [number for number, cells in enumerate(lines, 3) if any(cell.strip() for cell in cells)]
    assert len(rows) == len(set(rows))
    # A row of quotation marks around nothing may be told of as well.
    assert {2, *filled} <= set(rows) <= set(range(2, 3 + len(lines)))


@pytest.mark.parametrize("between", ["", "MC-9,,red,Y\n", "MC-8,,red,Y\nMC-9,,red,Y\n"])
@pytest.mark.parametrize("rest", ["", 'MC-5,,"Harm ""said""",\r\n'])
def test_a_stray_mark_hides_no_contact_below_it(contacts: ReadThem, between: str, rest: str) -> None:
    swallowing = f'MC-1,"School says,green,N\n{between}MC-2,ask for Tom",green,N\n'
    read, _ = contacts(f"{HEADERS}\nMC-0,,red,N\n{swallowing}MC-4,,red,N\n{rest}")
    assert [(each.row, each.reference, each.case is None) for each in read][:3] == [
        (2, "MC-0", False),
        (3, "", True),
        (4, "MC-4", False),
    ]
    assert "further contacts be hidden in a cell" in read[1].problems[0].message


def test_a_note_of_several_lines_hides_nothing(contacts: ReadThem) -> None:
    read, _ = contacts(f'{HEADERS},Note\nMC-1,,red,N,"Says, again,\nthat he\nis, well"\nMC-2,,red,N,\n')
    assert [(each.reference, each.case is None) for each in read] == [("MC-1", False), ("MC-2", False)]


@pytest.mark.parametrize(
    "word", ["ContactID", "contactid", "Total", "Grand total", "TOTAL:", "Count", "Case ID"]
)
@pytest.mark.parametrize("cells", [",,Y", ",red,", "27/11/2026 16:40,red,N", ",,Yes?"])
def test_the_word_of_a_header_or_a_total_hides_no_contact(contacts: ReadThem, word: str, cells: str) -> None:
    read, told = contacts(["MC-1,,red,N", f"{word},{cells}", "MC-2,,red,N"])
    assert [each.row for each in read] == [2, 3, 4]
    assert not any(each.aside for each in told)


def test_sums_are_none_of_the_contacts(contacts: ReadThem) -> None:
    read, told = contacts(["MC-1,,red,Y", "ContactID,,BRAG,Danger", "Total,,2,3"])
    assert [each.row for each in read] == [2]
    assert {each.rows for each in told if each.aside} == {(3,), (4,)}


def test_an_answer_about_danger_that_is_also_the_word_of_a_header_is_an_answer(contacts: ReadThem) -> None:
    read, _ = contacts(["MC-1,,red,N", "ContactID,,,Danger"], MAP.replace("{Y: true", "{Danger: true"))
    assert [each.row for each in read] == [2, 3]
