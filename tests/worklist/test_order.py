"""The order of the list holds for every list, whatever order it came in; what may be twice is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.worklist.conftest import NOTHING, contact

from threshold.casefiles import Case
from threshold.exports.contacts import Contact
from threshold.worklist.model import ACTS, Act, Response, Row
from threshold.worklist.order import COLOURS, alike, duplicates, ranked, with_danger_elsewhere


def row(act: Act = "pass_on", reference: str = "MC-1", **more: object) -> Row:
    return Row(act, reference, "a.csv", int(more.pop("row", 1)), **more)  # type: ignore[arg-type]


def due(when: str, state: str = "pending") -> Response:
    return Response("R", when, "2 hours", state)


# Each before the next.
IN_ORDER = [
    row("refer_now", colour="green", response=due("2026-11-30T08:00", "overdue")),
    row("refer_now", colour="red", response=due("2026-11-30T11:00")),
    row("refer_now", colour="blue"),
    row("unread", row=7),
    row("ask_first", colour="blue", response=due("2026-11-29T08:00", "past_due")),
    row("ask_first", colour="red", response=due("2026-11-30T11:00")),
    row("ask_first", colour="amber", response=due("2026-11-30T10:00")),
    row("overdue", colour="blue", response=due("2026-11-30T08:00", "overdue")),
    row("pass_on", colour="", response=due("2026-12-24T10:00")),
    row("find_out", colour="red", response=due("2026-11-30T10:00")),
    row("pass_on", colour="red", response=due("2026-11-30T10:01")),
    row("pass_on", colour="red", response=due("2026-11-30")),
    row("pass_on", colour="red", received="2026-11-30T07:00"),
    row("pass_on", colour="red", received="2026-11-30T07:01"),
    row("pass_on", colour="red", received="2026-11-30"),
    row("pass_on", colour="red", reference="MC-1"),
    row("pass_on", colour="red", reference="MC-2", row=3),
    row("pass_on", colour="red", reference="MC-2", row=4),
    row("put_right", colour="amber"),
    row("pass_on", colour="green"),
    row("pass_on", colour="blue"),
]


def test_the_order() -> None:
    assert [replaced(each) for each in ranked(reversed(IN_ORDER))] == IN_ORDER
    assert [each.rank for each in ranked(IN_ORDER)] == [*range(1, len(IN_ORDER) + 1)]


def replaced(each: Row) -> Row:
    return replace(each, rank=None)


ROWS = st.builds(
    row,
    st.sampled_from(ACTS),
    st.sampled_from(["MC-1", "MC-2", ""]),
    colour=st.sampled_from(COLOURS),
    received=st.sampled_from(["", "2026-11-30", "2026-11-30T08:00"]),
    row=st.integers(1, 50),
    response=st.builds(
        due,
        st.sampled_from(["", "2026-11-30", "2026-11-30T08:00", "2026-11-29T08:00"]),
        st.sampled_from(["pending", "overdue", "past_due", "cannot_tell"]),
    ),
)


@given(st.lists(ROWS, max_size=12, unique_by=lambda each: each.row), st.randoms())
def test_nothing_is_dropped_and_ties_are_always_alike(rows: list[Row], random: Random) -> None:
    found = ranked(rows)
    assert sorted(map(str, map(replaced, found))) == sorted(map(str, rows))
    shuffled = [*rows]
    random.shuffle(shuffled)
    assert [replaced(each) for each in ranked(shuffled)] == [replaced(each) for each in found]
    acts = [each.act for each in found]
    for first, then in (("refer_now", "unread"), ("unread", "ask_first"), ("ask_first", "pass_on")):
        if first in acts and then in acts:
            assert len(acts) - acts[::-1].index(first) <= acts.index(then)


def test_what_may_be_twice_is_told_of_both(read: Callable[..., list[Contact]]) -> None:
    same, other = contact("MC-1"), contact("mc-1", colour="red")
    again = contact("MC-1", colour="blue")
    copied = {**contact("MC-9", colour="amber"), "case": "MC-9"}
    contacts = read(
        same, contact("MC-2", colour="red", referral=None), again, other, copied, {**copied, "case": "MC-10"}
    )
    found = duplicates(contacts)
    assert found[0] == ("the same reference: row 3", "a reference like it: row 4")
    assert found[2] == ("the same reference: row 1", "a reference like it: row 4")
    assert found[3] == ("a reference like it: row 1; row 3",)
    assert found[4] == ("the same in all but the reference: row 6",)
    assert {*found} == {0, 2, 3, 4, 5}


def test_what_came_in_at_no_known_time_is_not_taken_for_the_same(read: Callable[..., list[Contact]]) -> None:
    untimed = {"brag": "green", "needs_early_help": True}
    assert not duplicates(read(contact("MC-1", contact=untimed), contact("MC-2", contact=untimed)))


def test_of_many_alike_a_few_are_named(read: Callable[..., list[Contact]]) -> None:
    contacts = read(*(contact("MC-1", child_protection={**NOTHING, "concern": n == 0}) for n in range(6)))
    assert duplicates(contacts)[0] == ("the same reference: row 2; row 3; row 4; and 2 more",)


@given(st.lists(st.tuples(st.sampled_from(["MC-1", "mc 1", "MC1", "MC-2"]), st.integers(0, 1)), max_size=14))
def test_the_few_that_are_named_are_the_first_of_all_others(made: list[tuple[str, int]]) -> None:
    """Against the plain way, which takes the square of their number."""
    received = datetime(2026, 11, 30, 8)
    contacts = [
        Contact(
            "a.csv", row, reference, Case(reference, {"contact.received": received, "need.level": content})
        )
        for row, (reference, content) in enumerate(made, 1)
    ]
    found = duplicates(contacts)
    for number, own in enumerate(contacts):
        rest = [each for each in contacts if each is not own]
        apart = [each for each in rest if each.reference != own.reference]
        groups = [
            ("the same reference", [each for each in rest if each.reference == own.reference]),
            (
                "a reference like it",
                [each for each in apart if alike(each.reference) == alike(own.reference)],
            ),
            (
                "the same in all but the reference",
                [each for each in apart if given_of(each) == given_of(own)],
            ),
        ]
        told = []
        for same, others in groups:
            names = "; ".join(f"row {each.row}" for each in others[:3])
            more = f"; and {len(others) - 3} more" if len(others) > 3 else ""
            told += [f"{same}: {names}{more}"] if others else []
        assert found.get(number, ()) == tuple(told)


def given_of(contact: Contact) -> object:
    assert contact.case is not None
    return contact.case.given


def test_what_is_to_be_referred_goes_by_the_danger_and_not_by_the_colour() -> None:
    late = due("2026-11-30T08:00", "overdue")
    found = ranked(
        [
            row("refer_now", colour="red", danger="concern", response=late, row=1),
            row("refer_now", colour="blue", danger="immediate", row=2),
            row("refer_now", colour="red", danger="harm", row=3),
            row("refer_now", colour="green", danger="harm", response=late, row=4),
        ]
    )
    assert [each.row for each in found] == [2, 4, 3, 1]


def test_where_one_account_tells_of_danger_the_others_of_the_reference_do() -> None:
    danger = row("refer_now", "MC-1", row=1, danger="harm", to="The MASH")
    worse = row("refer_now", "MC-1", row=2, danger="immediate", to="Intake")
    calm, like, other = (
        row(reference=name, row=n, to="CAF Team") for n, name in ((3, "MC-1"), (4, "mc 1"), (5, "MC-2"))
    )
    found = with_danger_elsewhere([danger, worse, calm, like, other])
    assert [each.act for each in found] == ["refer_now", "refer_now", "refer_now", "pass_on", "pass_on"]
    assert (found[2].to, found[2].danger) == ("Intake", "immediate")
    assert found[2].conflicts == (
        "The same reference tells of danger in row 2: the more dangerous account is acted on",
    )
    assert found[3].conflicts == ("A reference like it (row 2) is to be referred now: is it the same child?",)
    assert found[3].to == "CAF Team"
    assert found[4] == other
    assert with_danger_elsewhere([calm, like]) == [calm, like]
