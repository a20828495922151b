"""By their days alone: what begins before all that it can belong to, or is left open when that ended."""

import pytest
from tests.exports.test_links import Entry, links, table, told

from threshold.exports.kinds import by_kind
from threshold.exports.links import linked
from threshold.exports.out_of_order import odd
from threshold.vocabulary import Vocabulary


def referred(day: str, ref: str | None = None) -> Entry:
    return ("referral", day, ref, None)


def closed(day: str, ref: str | None = None) -> Entry:
    return ("referral_closed", day, ref, None)


def begun(day: str, of: str | None = None) -> Entry:
    return ("assessment_started", day, None, of)


def ended(day: str) -> Entry:
    return ("assessment_completed", day, None, None)


BEFORE, OPEN = "starts-before", "left-open"


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([referred("03-02"), begun("03-01"), ended("03-20")], {(BEFORE, 2)}),
        ([referred("03-02"), begun("03-02"), ended("03-20")], set()),
        # It may belong to the earlier of two.
        ([referred("01-02"), referred("03-02"), begun("03-01"), ended("03-20")], set()),
        ([begun("03-01"), ended("03-20")], set()),
        ([referred("01-02"), begun("01-05"), closed("02-02")], {(OPEN, 2)}),
        ([referred("01-02"), begun("01-05"), ended("01-05"), closed("02-02")], set()),
        ([referred("01-02"), begun("01-05"), closed("02-02"), ended("02-03")], set()),
        ([referred("01-02"), closed("02-02"), begun("02-05")], set()),
        # The next one is not its end, and what ends that is not its own.
        (
            [
                referred("01-02"),
                begun("01-05"),
                closed("02-02"),
                referred("03-02"),
                begun("03-03"),
                ended("03-20"),
            ],
            {(OPEN, 2)},
        ),
        # That what it belongs to ended after the next one began does not say that it was open then.
        ([referred("01-02"), begun("01-05"), begun("02-05"), ended("03-05"), closed("03-09")], set()),
    ],
)
def test_what_stands_oddly_by_its_days_is_told(
    vocabulary: Vocabulary, entries: list[Entry], found: set[tuple[str, int]]
) -> None:
    assert told(links(vocabulary, *entries)) == found


def test_what_is_linked_is_left_out(vocabulary: Vocabulary) -> None:
    rows = table(vocabulary, begun("03-01"), referred("03-02"), begun("02-01"))
    marks = rows.select("event", "on", "ref", **{"whose ref": None}, held=True, whose=1).with_row_index("at")
    kinds = vocabulary.episodes
    found = odd(by_kind(marks), marks["at"].head(1), kinds["assessment"], kinds["referral"])
    assert (found.before.to_list(), found.left_open.to_list()) == ([2], [])


def test_what_the_export_links_is_not_judged_by_its_days(vocabulary: Vocabulary) -> None:
    entries = (referred("01-02", "A"), closed("04-02", "A"), referred("05-02"), begun("05-05", "A"))
    assert told(links(vocabulary, *entries, ended("05-06"))) == set()


def test_every_child_is_looked_at_for_itself(vocabulary: Vocabulary) -> None:
    rows = table(vocabulary, begun("01-01"), begun("03-01"), closed("02-01")).vstack(
        table(vocabulary, referred("02-02"), child="2")
    )
    assert told(linked(rows, vocabulary)) == {(OPEN, 1)}
