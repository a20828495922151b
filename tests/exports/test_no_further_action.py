"""Assessments belong to no referral that led to no further action, where another can be meant."""

from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.exports.gathering import STATUS  # noqa: E402
from threshold.exports.no_further_action import away_from_what_led_nowhere  # noqa: E402
from threshold.vocabulary import Vocabulary  # noqa: E402

Entry = tuple[str, str, str | None, str | None, str | None]  # child, event, day of 2026, ref, of


def of_each(vocabulary: Vocabulary, *entries: Entry) -> list[str | None]:
    child, event, on, ref, of = zip(*entries, strict=True)
    days = [None if day is None else date.fromisoformat(f"2026-{day}") for day in on]
    rows = pl.DataFrame(
        {
            "child": child,
            "event": pl.Series(event, dtype=pl.Enum(list(vocabulary.events))),
            "on": pl.Series(days, dtype=pl.Date),
            "status": pl.Series(["held"] * len(entries), dtype=STATUS),
            "ref": pl.Series(ref, dtype=pl.String),
            "of": pl.Series(of, dtype=pl.String),
        }
    )
    return away_from_what_led_nowhere(rows, vocabulary)["of"].to_list()


def referral(day: str, ref: str, child: str = "1", nowhere: bool = False) -> list[Entry]:
    begun: Entry = (child, "referral", day, ref, None)
    return [begun, (child, "referral_closed", None, ref, None)] if nowhere else [begun]


def assessed(day: str, child: str = "1", of: str | None = None) -> Entry:
    return (child, "assessment_started", day, f"a {day}", of)


def test_it_belongs_to_the_last_that_led_to_something(vocabulary: Vocabulary) -> None:
    two = *referral("01-05", "r1"), *referral("01-12", "r2", nowhere=True)
    assert of_each(vocabulary, *two, assessed("01-12"))[-1] == "r1"
    assert of_each(vocabulary, *two, assessed("02-12"))[-1] == "r1"
    later = *two, *referral("03-02", "r3")
    assert of_each(vocabulary, *later, assessed("03-02"))[-1] == "r3"
    assert of_each(vocabulary, *later, assessed("03-01"))[-1] == "r1"


def test_what_can_belong_to_no_other_is_left_to_its_day(vocabulary: Vocabulary) -> None:
    alone = referral("01-12", "r2", nowhere=True)
    assert of_each(vocabulary, *alone, assessed("01-12"))[-1] is None
    after = *alone, *referral("03-02", "r3")
    assert of_each(vocabulary, *after, assessed("01-12"))[-1] is None


def test_what_the_export_says_stands_and_others_are_not_looked_at(vocabulary: Vocabulary) -> None:
    two = *referral("01-05", "r1"), *referral("01-12", "r2", nowhere=True)
    assert of_each(vocabulary, *two, assessed("01-12", of="r2"))[-1] == "r2"
    assert of_each(vocabulary, *two, *referral("01-05", "q", "2"), assessed("01-12", "2"))[-1] is None
