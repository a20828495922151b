"""The whole list, and each contact as it comes."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.worklist.conftest import AT, contact, engine

from threshold.exports.contacts import Contact
from threshold.worklist.listing import Listing, by_line

Read = Callable[..., list[Contact]]


def test_the_whole_list_has_everybody_once(read: Read) -> None:
    contacts = read(
        contact("MC-1"), "{", contact("MC-2", child_protection={"concern": True}), contact("MC-1")
    )
    listing = Listing(engine("caf-team"), AT)
    rows = listing.whole(contacts)
    assert [(row.rank, row.act, row.row) for row in rows] == [
        (1, "refer_now", 3),
        (2, "unread", 2),
        (3, "pass_on", 1),
        (4, "pass_on", 4),
    ]
    assert [row.duplicates for row in rows[2:]] == [
        ("the same reference: row 4",),
        ("the same reference: row 1",),
    ]
    assert (listing.count, listing.not_read) == (4, 0)


def test_as_they_come_each_is_told_by_itself(read: Read) -> None:
    contacts = read(*(contact("MC-1") for _ in range(9)), contact("MC-2"))
    listing = Listing(engine("caf-team"), AT)
    found = listing.as_they_come(iter(contacts))
    first = next(found)
    assert (first.rank, first.duplicates, listing.count) == (None, (), 1)
    rest = [*found]
    assert rest[0].duplicates == ("the same reference: row 1",)
    assert rest[-2].duplicates == ("the same reference: row 1; row 2; row 3; and 1 more",)
    assert rest[-1].duplicates == ()


def test_a_whole_file_that_cannot_be_read_is_no_contact(tmp_path: Path) -> None:
    from threshold.exports.contacts import read_contacts

    listing = Listing(engine("caf-team"), AT)
    rows = listing.whole(read_contacts([str(tmp_path / "none.csv")], engine("caf-team").policy.vocabulary))
    assert (listing.count, listing.not_read) == (0, 1)
    assert rows == []
    assert listing.notes == [f"NOT READ: {tmp_path / 'none.csv'}: there is no such file"]
    assert listing.head(rows)[0] == "1 whole file could not be read: what is in there is not in this list."


def test_what_is_said_once(read: Read, ours: str) -> None:
    listing = Listing(engine(ours), AT)
    rows = listing.whole(
        read(
            contact("MC-1", child_protection={"concern": True}),
            contact("MC-2", contact={"brag": "red", "received": "2026-11-30T01:00"}),
            contact("MC-3", colour="blue"),
        )
    )
    head = listing.head(rows)
    assert head[0] == "As at 30 November 2026 at 09:00, policy our-mash. Advice only: a person decides."
    assert head[1].startswith("To refer now means: Call 999 where a child is in danger at this moment")
    assert head[2:] == [
        "Past due: the time to answer is over, and no answer is recorded.",
        "The policy sets no response time for contacts that are blue.",
    ]


def test_each_contact_is_a_case_file(read: Read) -> None:
    listing = Listing(engine("caf-team"), AT)
    before = listing.whole(read(contact("MC-1"), "{", contact("MC-2", colour="red")))
    lines = listing.as_case_files().splitlines()
    assert [json.loads(line)["case"] for line in lines] == ["MC-1", "MC-2"]
    again = Listing(engine("caf-team"), AT).whole(read(*lines))
    assert [(row.act, row.to, row.why) for row in again] == [
        (row.act, row.to, row.why) for row in before if row.act != "unread"
    ]


def test_what_comes_a_line_at_a_time() -> None:
    assert by_line(["-"], None)
    assert by_line(["a.ndjson", "b.JSONL"], None)
    assert not by_line(["a.ndjson", "b.csv"], None)
    assert not by_line(["-"], Path("map.yaml"))
