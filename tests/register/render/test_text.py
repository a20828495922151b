"""Lists, entries, replays and counts as text."""

from dataclasses import replace

import pytest

from threshold.register.checkpoint import Checkpoint
from threshold.register.history import Part
from threshold.register.render.text import (
    MANY,
    WIDTH,
    checkpoint_text,
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
from threshold.register.verify import Verified

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


def test_a_whole_register_says_what_only_a_checkpoint_shows():
    alone = verified_text(verified(), [], None)
    assert alone == (
        "7 entries looked at: whole and unaltered. "
        "Only a checkpoint kept elsewhere shows that none was cut off."
    )
    beside = verified_text(verified(1), [], CHECKPOINT)
    assert beside == (
        "1 entry looked at: whole and unaltered, "
        "and all that the checkpoint of 2026-04-01T12:00:00Z knows of is there"
    )


def test_a_register_with_faults_never_passes_for_whole():
    for against in (None, CHECKPOINT):
        lines = verified_text(verified(), ["entry 4: was removed", "one more"], against).splitlines()
        assert lines == [
            "entry 4: was removed",
            "one more",
            "7 entries looked at: NOT as recorded (2 findings)",
        ]


def test_what_was_erased_and_whose_key_it_was_is_said():
    signed = replace(CHECKPOINT, key="aa" * 32, signature="s")
    lines = verified_text(verified(erased=(3, 5)), [], signed).splitlines()
    assert lines[0] == "lawfully erased, with the chain whole: 3, 5"
    assert lines[1].startswith("the checkpoint bears the key ")
    assert "bears the key" not in verified_text(verified(), [], CHECKPOINT)


def test_a_checkpoint_that_was_taken_says_whether_it_is_signed():
    assert checkpoint_text(CHECKPOINT).startswith("Checkpoint of 2 entries, not signed. Keep it where")
    signed = checkpoint_text(replace(CHECKPOINT, entries=1, key="aa" * 32, signature="s"))
    assert signed.startswith("Checkpoint of 1 entry, signed with the key ")
