"""What entries state of their own runs, by column: the same as of single cases."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.said import said_of_runs  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402
from threshold.vocabulary import UNKNOWN  # noqa: E402

from .recorded import link, nobody_knows, on, source, state, states  # noqa: E402

FLAG = "talk.wanted"
CAME = on(90, "came")


def talked(day: int, ref: str, wanted: bool | None = None, event: str = "talked") -> Entry:
    return link(on(day, event, **({} if wanted is None else {FLAG: wanted})), ref)


def test_of_nobody_is_anything_said():
    of = source((CAME, talked(80, "A")))
    looked_at = [("talk", of.records.current("talk"))]
    assert said_of_runs(of.records, FLAG, looked_at, of.everybody) is None


def test_each_run_has_its_own():
    entries = CAME, talked(80, "A", True), talked(60, "B", False), talked(50, "C")
    assert state(FLAG, *entries) is UNKNOWN
    assert states(source(entries), FLAG, "talk") == [True, False, UNKNOWN]


def test_a_child_of_whom_nothing_is_said_keeps_what_the_file_states():
    silent, said = (CAME, talked(80, "A")), (CAME, talked(80, "A", False))
    assert states(source(silent, said, given=[{FLAG: True}, {FLAG: True}]), FLAG) == [True, False]


def test_the_end_has_the_last_word():
    assert state(FLAG, CAME, talked(80, "A", True), talked(70, "A", False, "hung_up")) is False
    assert state(FLAG, CAME, talked(80, "A", True), talked(70, "A", event="hung_up")) is True


def test_nothing_is_known_where_nobody_can_tell_which_run_is_meant():
    entries = CAME, *(link(nobody_knows("talked", **{FLAG: True}), ref) for ref in "AB")
    assert state(FLAG, *entries) is UNKNOWN
    # One child's doubt is no other's.
    alone = CAME, talked(80, "A", True)
    assert states(source(entries, alone), FLAG) == [UNKNOWN, True]
    silent = CAME, *(link(nobody_knows("talked"), ref) for ref in "AB")
    assert states(source(silent, alone, given=[{FLAG: True}]), FLAG) == [True, True]


def test_two_episodes_that_are_said_to_differ():
    spell = link(on(85, "began", **{"both.wanted": True}), "S")
    talk = link(on(80, "talked", **{"both.wanted": False}), "T")
    assert state("both.wanted", CAME, spell) is True
    assert state("both.wanted", CAME, spell, talk) is UNKNOWN
    assert states(source((CAME, spell, talk), (CAME, spell), (CAME, talk)), "both.wanted") == [
        UNKNOWN,
        True,
        False,
    ]
