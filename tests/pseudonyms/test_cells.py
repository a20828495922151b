"""No cell goes out that holds a reference or that nobody knows, and each that does not is counted."""

import polars as pl
import pytest

from threshold.pseudonyms.cells import Cells, is_closed
from threshold.pseudonyms.originals import Originals
from threshold.pseudonyms.references import References
from threshold.pseudonyms.roles import BLANK, KEPT, OUTCOME, TEAM, Role, dates, labels

EVENTS = labels({"referral": "referral", "visit 4711": "referral", "strategy discussion": None}, near=True)


def cells() -> Cells:
    references = References(bytes(32))
    references.learn(pl.Series(["4711", "4712", "Visit"]), person=True)
    closed = frozenset({"referral", "visit"})
    return Cells(references, Originals(references.originals, closed), closed)


def out(role: Role, *texts: str | None) -> tuple[list[str | None], int]:
    here = cells()
    return here.out(pl.Series("x", texts, dtype=pl.String), role).to_list(), here.emptied


def test_known_words_stay_and_others_are_withheld_and_counted() -> None:
    found, emptied = out(EVENTS, "referral", "Visit 4711", "Sarah", "Sarah", "4711", None, "n/a")
    assert found[:2] == ["referral", "referral"]
    assert found[2] == found[3] != found[4]
    assert all(str(each).startswith("withheld ") for each in found[2:5])
    assert found[5:] == [None, "n/a"]
    assert emptied == 4


def test_a_label_misspelt_stays_so_unless_it_tells_of_somebody() -> None:
    found, _ = out(EVENTS, "strategy discusion", "strategy 4711 discussion", "visit 4712")
    assert found == ["strategy discusion", "strategy discussionx", "visit 4711x"]


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("2024-01-12", "2024-01-12"),
        ("12/01/2024", "12/01/2024"),
        ("45302", "45302"),
        ("31/02/2024", "31/02/2024"),
    ],
)
def test_days_stay_as_they_are_even_those_that_are_none(text: str, new: str) -> None:
    assert out(dates("day"), text) == ([new], 0)


def test_a_number_that_is_a_day_and_a_reference_is_written_as_a_day() -> None:
    references = References(bytes(32))
    here = Cells(references, Originals(["45302"]), frozenset())
    assert here.out(pl.Series(["45302"]), dates("day")).to_list() == ["2024-01-11"]


def test_words_in_place_of_a_date_still_say_whether_it_happened() -> None:
    (not_done, other), emptied = out(dates("day"), "cancelled by Sarah", "see Sarah")
    assert str(not_done).startswith("not done, withheld ")
    assert str(other).startswith("withheld ")
    assert emptied == 2


def test_a_team_that_holds_a_reference_or_a_name_is_made_up_the_same_each_time() -> None:
    found, emptied = out(TEAM, "North", "Team of 4711", "Sarah Smith", "Sarah Smith", "=1+1", None)
    assert found[0] == "North"
    assert found[2] == found[3]
    assert len({*found[1:5]} - {"Team of 4711", "Sarah Smith", "=1+1"}) == 3
    assert found[5] is None
    assert emptied == 0


def test_what_is_kept_on_the_users_word_is_searched() -> None:
    found, emptied = out(KEPT, "started", "Visit", "to 4,711", "mum is Sarah Smith", "12/01/2024")
    assert found == ["started", None, None, None, "12/01/2024"]
    assert emptied == 3


def test_of_an_outcome_only_the_conference_is_told_and_of_a_blank_column_nothing() -> None:
    found, _ = out(OUTCOME, '{"CP_CONFERENCE_FLAG": "Y", "by": "Sarah 4711"}', "Sarah")
    assert found == ['{"CP_CONFERENCE": "Y"}', None]
    assert out(BLANK, "Sarah") == ([None], 0)


def test_a_number_that_is_kept_stays_a_number() -> None:
    here = cells().out(pl.Series("x", [1, 2], dtype=pl.Int64), KEPT)
    assert here.dtype == pl.Int64


@pytest.mark.parametrize(
    ("header", "harmless"),
    [("Visit", True), ("Visit (new)", True), ("Start", True), ("of 4711", False), ("Sarah Smith", False)],
)
def test_a_header_that_tells_of_somebody_is_not_harmless(header: str, harmless: bool) -> None:
    assert cells().harmless(header) == harmless


def test_a_list_of_closed_words_is_closed() -> None:
    words = frozenset({"visit", "referral"})
    assert is_closed("Visit; Referral", words)
    assert not is_closed("Visit; Sarah", words)
