"""Rows as contacts: what can be read of each, what cannot and is told, and that none is lost."""

from datetime import date, datetime

import pytest
from tests.exports.contacts.conftest import AS_AT, MAP, ReadThem, said

from threshold.exports.contacts import Contact
from threshold.exports.contacts.rows import RECEIVED
from threshold.reading import BadInput

REFERRAL = "columns: {child: ContactID}\ndates: {referral: Received}\nfacts: {contact.brag: BRAG}\n"


def given(contact: Contact, fact: str) -> object:
    assert contact.case is not None
    return contact.case.given.get(fact)


def test_a_cell_that_cannot_be_read_is_unknown_and_told_without_what_it_holds(contacts: ReadThem) -> None:
    (read, other), _ = contacts(["MC-1,29/02/2026 09:00,Mauve,Perhaps", "MC-2,,,"])
    assert given(read, "request.direction") == "triage"
    assert [given(read, name) for name in (RECEIVED, "contact.brag")] == [None, None]
    assert [(line, field) for line, field, _ in said(read)] == [(2, "BRAG"), (2, "Danger"), (2, "Received")]
    assert all("counts as not known" in message for _, _, message in said(read))
    assert not any(word in str(read.problems) for word in ("29/02", "Mauve", "Perhaps"))
    assert said(other) == []


def test_the_referral_is_when_a_contact_came_where_nothing_else_says_it(contacts: ReadThem) -> None:
    (read,), told = contacts(["MC-1,27/11/2026 17:59,red,"], REFERRAL)
    assert given(read, RECEIVED) == datetime(2026, 11, 27, 17, 59)
    assert read.case is not None
    assert [(each.event, each.on) for each in read.case.timeline] == [("referral", date(2026, 11, 27))]
    assert [(each.column, each.rows) for each in told] == [("Received", ())]
    both = REFERRAL.replace("facts: {", "facts: {contact.received: Received, ")
    (read,), told = contacts(["MC-1,27/11/2026 17:59,red,"], both)
    assert told == []


def test_days_without_a_time_are_told_once(contacts: ReadThem) -> None:
    read, told = contacts(["MC-1,27/11/2026,red,", "MC-2,28/11/2026,red,"])
    assert [given(each, RECEIVED) for each in read] == [date(2026, 11, 27), date(2026, 11, 28)]
    assert [str(each) for each in told] == [
        "morning.csv, Received: has days without a time of day, so response times in hours cannot be told"
    ]


def test_the_clocks_are_heeded(contacts: ReadThem) -> None:
    read, told = contacts(["MC-1,28/03/2027 01:30,,", "MC-2,31/10/2027 01:30,,", "MC-3,28/03/2027 24:00,,"])
    assert [given(each, RECEIVED) for each in read] == [
        None,
        datetime(2027, 10, 31, 1, 30),
        datetime(2027, 3, 29),
    ]
    assert [message for _, _, message in said(read[0])] == [
        "is a time that the clocks skip in March; it counts as not known"
    ]
    assert [(each.rows, "first of the two" in each.message) for each in told] == [((3,), True)]


def test_a_request_that_a_row_makes_is_its_own(contacts: ReadThem) -> None:
    map_ = MAP.replace("facts:", "facts:\n  request.direction: Danger").replace(
        "  child_protection.immediate_danger: {column: Danger, values: {Y: true, N: false}}\n", ""
    )
    read, _ = contacts(["MC-1,,,step up", "MC-2,,,"], map_)
    assert [(given(each, "request.direction"), each.asks) for each in read] == [
        ("step_up", True),
        ("triage", False),
    ]


@pytest.mark.parametrize("reference", ["", "n/a", "Zebedee Smith", "943 476 5919", "1.2E+16", "x" * 201])
def test_a_row_without_a_reference_that_can_be_used_is_unread_and_stops_no_other(
    reference: str, contacts: ReadThem
) -> None:
    read, _ = contacts([f"{reference},27/11/2026 17:59,red,Y", "MC-2,27/11/2026 17:59,red,Y"])
    assert [(each.row, each.reference, each.case is None) for each in read] == [
        (2, "", True),
        (3, "MC-2", False),
    ]
    assert read[0].problems[0].field == "ContactID"
    assert not reference or reference not in str(read)


def test_a_reference_twice_is_two_contacts_and_those_alike_know_of_each_other(contacts: ReadThem) -> None:
    read, _ = contacts(["MC-1,,,Y", "MC-1,,,N", "MC 1,,,", "MC-2,,,"])
    assert [(each.reference, each.alike) for each in read] == [
        ("MC-1", ("MC 1",)),
        ("MC-1", ("MC 1",)),
        ("MC 1", ("MC-1",)),
        ("MC-2", ()),
    ]


def test_two_orders_of_day_and_month_in_a_column_are_not_guessed(contacts: ReadThem) -> None:
    map_ = MAP.replace("written: day first\n", "")
    read, told = contacts(
        ["MC-1,27/11/2026 09:00,,", "MC-2,11/28/2026 09:00,,", "MC-3,03/04/2026 09:00,,"], map_
    )
    assert [given(each, RECEIVED) for each in read] == [datetime(2026, 11, 27, 9), None, None]
    read, told = contacts(["MC-3,03/04/2026 09:00,,"], map_)
    assert given(read[0], RECEIVED) == datetime(2026, 4, 3, 9)
    assert ["day first was taken" in each.message for each in told] == [True]


def test_what_an_event_must_say_is_asked_for(contacts: ReadThem) -> None:
    map_ = "columns: {child: ContactID}\ndates: {consent_sought: Received}\nfacts: {contact.brag: BRAG}\n"
    (read,), _ = contacts(["MC-1,27/11/2026,red,"], map_)
    assert read.case is not None
    assert read.case.timeline == ()
    assert "must say" in read.problems[0].message


def test_the_state_of_a_row_is_that_of_its_events(contacts: ReadThem) -> None:
    map_ = REFERRAL.replace("{child: ContactID}", "{child: ContactID, status: Danger}")
    rows = [f"MC-{state},27/11/2026,red,{state}" for state in ("", "Planned", "Held", "Perhaps")]
    read, _ = contacts(rows, map_)
    states = [[entry.status for entry in each.case.timeline] for each in read if each.case]
    assert states == [["held"], ["planned"], ["held"], []]
    assert [field for _, field, _ in said(read[3])] == ["Danger"]


def test_what_is_complete_covers_every_row_of_which_it_can_be_read(contacts: ReadThem) -> None:
    map_ = (
        "columns: {child: ContactID}\ndates: {contact_response: Received}\nfacts: {contact.brag: BRAG}\n"
        "covers: {contact_response: as_at, referral: 2026-11-01}\nwritten: day first\n"
    )
    read, _ = contacts(["MC-1,,red,", "MC-2,27/11/2026 09:00,red,", "MC-3,quickly,red,"], map_)
    covers = [each.case.covers for each in read if each.case]
    # A column that is not there covers nothing, whatever the map says.
    assert covers == [{"contact_response": AS_AT}, {"contact_response": AS_AT}, {}]


DOUBTFUL = ["N?", "\u00acN", "!N", "~N", "N\u2713", "N*", "N\u0338", "(N)", "-N", "N.", "(Y)", "\u00acY"]


@pytest.mark.parametrize("answer", DOUBTFUL)
def test_an_answer_about_danger_with_a_sign_beside_it_is_not_known(contacts: ReadThem, answer: str) -> None:
    read, _ = contacts([f"MC-1,,red,{answer}", "MC-2,,red, n "])
    assert [given(each, "child_protection.immediate_danger") for each in read] == [None, False]
    assert [field for _, field, _ in said(read[0])] == ["Danger"]
    assert said(read[1]) == []


@pytest.mark.parametrize("answer", ["Y?", "Y*", "Y!", "y ."])
def test_a_yes_about_danger_is_one_whatever_stands_behind_it(contacts: ReadThem, answer: str) -> None:
    (read,), _ = contacts([f"MC-1,,red,{answer}"])
    assert given(read, "child_protection.immediate_danger") is True
    assert said(read) == []


def test_a_map_may_say_what_a_sign_beside_an_answer_means(contacts: ReadThem) -> None:
    read, _ = contacts(["MC-1,,red,N*", "MC-2,,red,N"], MAP.replace("N: false}", "N: false, N*: unknown}"))
    assert [given(each, "child_protection.immediate_danger") for each in read] == [None, False]
    assert said(read[0]) == []


def test_where_the_map_says_how_dates_are_written_one_that_does_not_fit_stands_alone(
    contacts: ReadThem,
) -> None:
    read, _ = contacts(["MC-1,03/04/2026 09:00,,", "MC-2,11/28/2026 09:00,,", "MC-3,05/04/2026 10:00,,"])
    assert [given(each, RECEIVED) for each in read] == [
        datetime(2026, 4, 3, 9),
        None,
        datetime(2026, 4, 5, 10),
    ]
    assert [len(said(each)) for each in read] == [0, 1, 0]


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize(
    "written",
    [
        "27/11/2026 16:40 hrs",
        "27/11/2026 16:99",
        "27/11/2026 16:40 EST",
        "27/11/2026 16:40:60",
        "2026-11-27T16:40[Europe/London]",
        "2026-11-27T16:40-99:99",
        "2026-11-27T16:40+15:00",
        "2026-11-27T16:40+01:60",
        "46353.6944",
    ],
)
def test_a_time_that_cannot_be_read_is_told_and_the_day_alone_counts(
    contacts: ReadThem, written: str, alone: bool
) -> None:
    rows = [f"MC-1,{written},,", "MC-2,27/11/2026,,", "MC-3,27/11/2026 23:59:60,,"]
    read, _ = contacts(rows[: 2 if alone else 3])
    assert [given(each, RECEIVED) for each in read][:2] == [date(2026, 11, 27)] * 2
    assert [(field, message) for _, field, message in said(read[0])] == [
        ("Received", "is no time of day; the day alone counts")
    ]
    assert [said(each) for each in read[1:]] == [[]] * (len(read) - 1)


def test_how_old_the_child_is_may_be_a_column_and_what_holds_a_day_of_birth_is_not_known(
    contacts: ReadThem,
) -> None:
    lines = "M-1,7,2019-04\nM-2,unborn,2026-09\nM-3,30,2019-04-02\nM-4,02/04/2019,2019-13\n"
    facts = "{child.age: {column: years, values: {Unborn: unknown}}, child.born_month: month}"
    read, _ = contacts(f"ref,years,month\n{lines}", f"columns: {{child: ref}}\nfacts: {facts}\n")
    stated = [(given(each, "child.age"), given(each, "child.born_month")) for each in read]
    assert stated == [(7, "2019-04"), (None, "2026-09"), (None, None), (None, None)]
    told = [[field for _, field, _ in said(each)] for each in read]
    assert told == [[], [], ["years", "month"], ["years", "month"]]
    assert not any("2019" in str(each.problems) for each in read)


@pytest.mark.parametrize("header", ["DOB", "Date of birth", "birthday"])
def test_a_map_that_names_a_column_of_dates_of_birth_is_refused(contacts: ReadThem, header: str) -> None:
    map_ = f"columns: {{child: ref}}\nfacts: {{child.born_month: {header}}}\n"
    with pytest.raises(BadInput, match="seems to hold a date of birth, which is never read"):
        contacts(f"ref,{header}\nM-1,2019-04\n", map_)
