"""A contact becomes one row, whatever is wrong with it."""

import json

from tests.worklist.conftest import AT, Rows, contact, engine

from threshold.exports.contacts import Contact
from threshold.reading import Problem
from threshold.worklist.rows import row_of


def test_what_cannot_be_read_is_a_row(rows: Rows) -> None:
    good, broken, wrong = rows(
        contact("MC-1"),
        '{"case": "MC-2", "contact": {"brag": "gr',
        json.dumps({"case": "MC-3", "contact": {"brag": "purple"}}),
    )
    assert good.act == "pass_on"
    assert (broken.act, broken.row, broken.reference) == ("unread", 2, "")
    assert (wrong.act, wrong.row) == ("unread", 3)
    assert "contact.brag" in wrong.problems[0]
    assert "purple" not in str(wrong)


def test_what_cannot_be_decided_is_a_row(rows: Rows) -> None:
    later = {
        "contact": {"brag": "green", "received": "2019-01-01T08:00"},
        "timeline": [{"event": "referral", "on": "1890-01-01"}],
    }
    good, beyond = rows(contact("MC-1"), contact("MC-2", **later))
    assert good.act == "pass_on"
    assert (beyond.act, beyond.status) == ("unread", "")
    assert beyond.problems


def test_where_and_when(rows: Rows) -> None:
    (row,) = rows(contact("MC-7"))
    assert (row.reference, row.row, row.received, row.as_at) == (
        "MC-7",
        1,
        "2026-11-30T08:00",
        "2026-11-30T09:00",
    )
    assert row.place.endswith("contacts.ndjson")
    assert (row.rank, row.since) == (None, "")


def test_a_contact_that_asks_for_something_else_is_answered_so(rows: Rows) -> None:
    (up,) = rows(
        contact(request={"direction": "step_up", "to": "child_in_need"}, child_protection={"concern": True})
    )
    assert (up.act, up.status) == ("refer_now", "permitted")
    (unruled,) = rows(contact(request={"direction": "step_down", "to": "child_in_need"}))
    assert unruled.act in ("no_rule", "put_right", "find_out")


def test_what_was_not_read_has_its_place_and_its_day() -> None:
    problem = Problem("is no date", "a.csv", 7, field="Received")
    row = row_of(Contact("a.csv", 7, "", None, (problem,)), engine("caf-team"), AT)
    assert (row.act, row.place, row.row, row.as_at) == ("unread", "a.csv", 7, "2026-11-30T09:00")
    assert row.problems == ("Received: is no date",)
