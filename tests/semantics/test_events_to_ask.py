"""Which kinds of event may still tell something that the file does not hold."""

from datetime import date

import pytest

from threshold.casefiles import Case, Entry
from threshold.policy import load_policy
from threshold.semantics.events_to_ask import events_open, without_day
from threshold.semantics.records import Records
from threshold.vocabulary import all_recorded, with_counted

TODAY, BEFORE = date(2026, 8, 14), date(2026, 3, 2)
VOCABULARY = load_policy("national").vocabulary
STARTED, ENDED = "cp_plan_started", "cp_plan_ended"


def to_ask(fact: str, *entries: Entry, **covers: date) -> list[str]:
    reading = VOCABULARY.facts[fact].reading
    assert reading is not None
    return events_open(Records(Case("C-1", {}, entries, covers), VOCABULARY, TODAY), reading)


@pytest.mark.parametrize(
    ("entries", "covers", "asked"),
    [
        ((), {}, [STARTED, ENDED]),
        ((), {STARTED: TODAY}, [ENDED]),
        ((Entry(BEFORE, STARTED),), {}, [ENDED]),
        ((Entry(BEFORE, STARTED),), {ENDED: TODAY}, []),
        # What is recorded without its day may still be told, whatever is covered.
        ((Entry(None, STARTED),), {STARTED: TODAY, ENDED: TODAY}, [STARTED]),
    ],
)
def test_what_begins_once_is_asked_for_once(
    entries: tuple[Entry, ...], covers: dict[str, date], asked: list[str]
) -> None:
    assert to_ask("child_protection.plan_active", *entries, **covers) == asked


def test_a_whole_history_rests_on_whether_there_was_another() -> None:
    both = Entry(BEFORE, STARTED), Entry(TODAY, ENDED)
    assert {STARTED, ENDED} <= {*to_ask("child_protection.gap_since", *both)}


def test_of_what_is_counted_there_may_always_be_another() -> None:
    reading = with_counted(VOCABULARY, [STARTED]).facts[all_recorded(STARTED)].reading
    assert reading is not None
    for covers, asked in (({}, [STARTED]), ({STARTED: TODAY}, [])):
        case = Case("C-1", {}, (Entry(BEFORE, STARTED),), covers)
        assert events_open(Records(case, VOCABULARY, TODAY), reading) == asked


def test_without_a_day() -> None:
    records = Records(Case("C-1", {}, (Entry(None, STARTED), Entry(BEFORE, ENDED))), VOCABULARY, TODAY)
    assert (without_day(records, STARTED), without_day(records, ENDED)) == (True, False)
