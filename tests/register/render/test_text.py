"""Lists, entries, replays and counts as text."""

from dataclasses import replace

import pytest

from threshold.register.chain import link
from threshold.register.checkpoint import Checkpoint
from threshold.register.entries import Entry, Erasure, KeyChange
from threshold.register.faults import Fault
from threshold.register.history import Part
from threshold.register.keyring import Key
from threshold.register.render.text import (
    MANY,
    WIDTH,
    findings_text,
    keys_text,
    list_text,
    parts_text,
    recorded_text,
    replay_text,
    stats_text,
    tables,
    verified_text,
)
from threshold.register.replay import Difference, Replayed
from threshold.register.stats import stats
from threshold.register.verify import SignedBy, Verified

from ..conftest import ENTRIES, decided, entry


def test_a_list_has_one_row_for_each():
    lines = list_text(ENTRIES).splitlines()
    assert len(lines) == 6
    assert "C-2" in lines[2]
    assert "continue" in lines[2]
    assert "yes" in lines[2]
    assert lines[3].endswith("(!)")
    assert "erased" in lines[4]


def test_text_names_every_part():
    assert parts_text([Part("Entry 1", (("Reason", "Why"),))]) == "Entry 1\n  Reason: Why"


NOON = "2026-04-01T12:00:00Z"
CHECKPOINT = Checkpoint("threshold/checkpoint/1", "r", 2, "h" * 64, "2026-04-01T12:00:00Z")


def verified(entries: int = 7, erased: tuple[int, ...] = ()) -> Verified:
    return Verified(entries, None, "h", (), erased)


def test_an_empty_list_says_so():
    assert list_text([]) == "no decisions are recorded"


def test_a_row_of_a_list_says_who_decided_what_about_which_recommendation():
    (_, line) = list_text([entry(1, decided=decided(False, "safeguarding_now"))]).splitlines()
    assert line.startswith("1 ")
    for told in (
        "2026-04-01 12:01 ",
        " step down, permitted ",
        " safeguarding now ",
        " yes ",
        "Team Manager TM-07",
    ):
        assert told in line
    assert "UTC" not in line


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        ((), ""),
        (("A", "B", "C"), "A, B, C"),
        (("A", "B", "C", "D"), "A, B, C and 1 more"),
        (tuple("ABCDEF"), "A, B, C and 3 more"),
    ],
)
def test_the_first_clauses_are_told_and_how_many_more_there_are(clauses, told):
    line = list_text([entry(1, clauses=clauses)]).splitlines()[1]
    assert f"  no          {told}" in line
    assert ("more" in line) == ("more" in told)


def test_a_role_is_marked_only_where_the_policy_names_another():
    for authority in ("in_order", "cannot_tell", "no_rule"):
        assert "(!)" not in list_text([entry(1, authority=authority)])
    assert list_text([entry(1, authority="mismatch")]).endswith(" (!)")


def test_long_lines_are_wrapped_and_parts_stand_apart():
    parts = [Part("Entry 1", (("Reason", "word " * 60),)), Part("Entry 2", ())]
    lines = parts_text(parts).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[1].startswith("  Reason: word")
    assert lines[2].startswith("    word")
    assert lines[-2:] == ["", "Entry 2"]
    assert recorded_text(parts) == f"Recorded. {parts_text(parts)}"


def test_what_differs_is_told_as_it_was_and_as_it_is():
    differences = (
        Difference("status", "blocked", "permitted"),
        Difference("rule R", None, "met"),
        Difference("rule S", "met", None),
        Difference("recommendation.headline", None, None),
    )
    replays = [
        Replayed(1, "C-1", "same"),
        Replayed(2, "C-2", "differs", differences),
        Replayed(3, "C-3", "failed", why="the policy is gone"),
        Replayed(4, "", "erased"),
        Replayed(5, "C-5", "same_meaning"),
        Replayed(6, "C-6", "same"),
    ]
    assert replay_text(replays).splitlines() == [
        "Entry 1 (C-1): the same, byte for byte",
        "Entry 2 (C-2): DIFFERS",
        "    status: blocked -> permitted",
        "    rule R: not there -> met",
        "    rule S: met -> not there",
        "    recommendation.headline: the wording",
        "Entry 3 (C-3): could not be replayed",
        "    the policy is gone",
        "Entry 4: erased",
        "Entry 5 (C-5): the same in meaning",
        "Entry 6 (C-6): the same, byte for byte",
        "6 replayed: 2 the same, 1 the same in meaning, 1 differs, 1 could not be replayed, 1 erased",
    ]
    assert replay_text([]) == "no entries"


@pytest.mark.parametrize(
    ("number", "more"), [(MANY, ""), (MANY + 2, "    and 2 more; --format json has them all")]
)
def test_many_differences_are_cut_and_that_is_said(number, more):
    differences = tuple(Difference(f"rule {n:02}", "met", None) for n in range(number))
    lines = replay_text([Replayed(1, "C-1", "differs", differences)]).splitlines()
    assert len([line for line in lines if line.startswith("    rule")]) == MANY
    assert [line for line in lines if " more; " in line] == ([more] if more else [])


def test_counts_say_what_was_not_counted():
    text = stats_text(stats(ENTRIES))
    assert text.startswith("2 of 4 overridden (50%), from 2026-04-01 12:01 UTC to 2026-04-01 12:05 UTC\n")
    assert "\n1 by a role that the policy does not name for it\n1 erased, not counted\n" in text
    plain = stats_text(stats(ENTRIES[:2]))
    assert "by a role" not in plain
    assert "erased" not in plain
    assert [title for title, _ in tables(stats(ENTRIES))] == ["Clause", "Direction", "Status", "Role"]
    assert [title for title, _ in tables(stats([entry(1, clauses=())]))] == ["Direction", "Status", "Role"]


def test_a_whole_register_is_whole():
    assert verified_text(verified()) == "7 entries looked at: whole and unaltered."
    assert verified_text(verified(1)) == "1 entry looked at: whole and unaltered."


def test_a_register_with_faults_never_passes_for_whole():
    found = replace(verified(), faults=(Fault(4, "was removed"), Fault(0, "one more")))
    assert verified_text(found).splitlines() == [
        "entry 4: was removed",
        "one more",
        "7 entries looked at: NOT as recorded (2 findings).",
    ]


def test_what_could_not_be_looked_at_never_passes_for_whole():
    found = replace(verified(), not_checked=("the signatures",))
    assert verified_text(found).splitlines() == [
        "NOT looked at: the signatures.",
        "7 entries looked at: nothing amiss was found, but not all of it could be looked at.",
    ]


def test_what_was_erased_and_who_signed_is_said():
    found = replace(verified(erased=(3, 5, 6, 7)), signed=(SignedBy("TM-07", "ab cd", 2, None),), unsigned=4)
    assert verified_text(found).splitlines()[:2] == [
        "Lawfully erased, with the chain whole: 3, 5 to 7",
        "Signed: 2 with the key of TM-07 (ab cd). Not signed: 4.",
    ]
    lines = verified_text(replace(found, more_erased=9, unsigned=0)).splitlines()
    assert lines[0].endswith("3, 5 to 7 and 9 more")
    assert lines[1].endswith("TM-07 (ab cd).")


def test_a_page_of_findings_is_no_list_of_a_million():
    many = tuple(Fault(number, "was altered" if number % 2 else "was moved") for number in range(1, 1001))
    lines = verified_text(replace(verified(), faults=many, more_faults=10**6)).splitlines()
    assert len(lines) < 30
    assert all(len(line) <= 80 for line in lines)
    assert "and 1,000,980 more; --format json has up to 1,000 of each kind" in lines
    assert lines[-1] == "7 entries looked at: NOT as recorded (1,001,000 findings)."


def test_the_same_of_neighbouring_entries_is_told_once():
    found = [Fault(3, "was altered"), Fault(4, "was altered"), Fault(6, "was altered"), Fault(7, "was moved")]
    assert findings_text(found) == [
        "each of entries 3 to 4: was altered",
        "entry 6: was altered",
        "entry 7: was moved",
    ]
    assert findings_text([Fault(0, "one"), Fault(0, "one")]) == ["one", "one"]
    removed = [Fault(3, "were removed", 8), Fault(9, "were removed", 10)]
    assert findings_text(removed) == ["entries 3 to 8: were removed", "entries 9 to 10: were removed"]


def test_notes_are_told_apart_from_faults():
    found = replace(verified(), notes=(Fault(5, "is dated before entry 4"),))
    assert verified_text(found).splitlines() == [
        "Note: entry 5: is dated before entry 4",
        "7 entries looked at: whole and unaltered.",
    ]


def test_keys_are_listed_with_what_became_of_them():
    assert keys_text([]) == "this register knows no keys: its entries are not signed"
    lines = keys_text([Key("aa" * 32, "TM-07", 2), Key("bb" * 32, "front desk PC", 4, 6)]).splitlines()
    assert lines[1].split() == ["TM-07", *Key("aa" * 32, "", 1).fingerprint.split(), "entry", "2"]
    assert lines[2].endswith("entry 4     entry 6")


def test_erasures_and_keys_are_listed_as_what_they_are():
    erased = Entry(link("p", 8, NOON, "c", kind="erasure", erases=3), Erasure((3,), "SW", "SW-1", "Why", "r"))
    key = Entry(link("p", 9, NOON, "c", kind="key"), KeyChange("revoke", "aa" * 32, "TM-07", "Lost", "r"))
    later = Entry(link("p", 10, NOON, "c", kind="visit"), None)
    _, first, second, third = list_text([erased, key, later]).splitlines()
    assert "(what entry 3 held)" in first
    assert "erasure" in first
    assert "SW SW-1" in first
    assert "key revoked" in second
    assert "TM-07" in second
    assert "unknown" in third
