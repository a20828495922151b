"""A first column map, and one that somebody has with what is new put into it: what it said is kept."""

import pytest
from tests.exports.conftest import WriteMap

from threshold.exports.rows.column_map import ColumnMap, guess_column_map, read_column_map
from threshold.exports.rows.map_draft import Findings, draft, extended
from threshold.vocabulary import Vocabulary

WIDE = """\
# Ours, from the Tuesday report.
columns: {child: Person ID}
dates:
  referral: Received   # the day of the post
  cin_review: Review 1
covers: {cin_review: as_at}
written: day first
"""


def test_the_first_map_offers_each_kind_once_and_names_what_is_spare(vocabulary: Vocabulary) -> None:
    guess = guess_column_map(["child_id", "event", "date", "attended"], vocabulary)
    kinds = {
        "ICPC": ("cp_conference", 2),
        "Initial: conference": ("cp_conference", 1),
        "Coffee": (None, 1_200),
    }
    lines = draft(guess, Findings(labels=kinds, spare=["Odd\nheader"])).splitlines()
    assert '  child: "child_id"' in lines
    assert "  # ref:" in lines
    assert '  "Initial: conference": cp_conference' in lines
    assert '  # "Coffee": ~   # 1,200 rows' in lines
    assert lines.count("#   cp_conference: as_at") == 1
    assert '  attended: "attended"' in lines
    assert "#   Odd header" in lines
    assert "#   date" not in lines


def test_a_first_map_of_rows_with_dates_side_by_side(column_map: WriteMap, vocabulary: Vocabulary) -> None:
    guess = ColumnMap({"child": "ID"}, {}, {}, {}, {}, {}, {}, others={"child": ("Ref",)})
    found = Findings({"referral": ["Received"], "cin_review": ["R: 1", "R 2"]}, unknown=["Seen on"])
    text = draft(guess, found)
    assert '  # ?: "Seen on"' in text.splitlines()
    written = read_column_map(column_map(text), vocabulary)
    assert written.dates == {"referral": "Received", "cin_review": "R: 1", "cin_review 2": "R 2"}
    assert (written.columns, written.others) == ({"child": "ID"}, {"child": ("Ref",)})


def test_what_is_new_is_put_into_a_map_and_all_that_it_says_is_kept(
    column_map: WriteMap, vocabulary: Vocabulary
) -> None:
    found = Findings(
        {"cin_review": ["Review 2"], "assessment_started": ["Begun"]},
        spare=["Outcome"],
        labels={"Coffee": (None, 1)},
    )
    text = extended(WIDE, found)
    assert "# Ours, from the Tuesday report." in text
    assert "# the day of the post" in text
    assert "#   column Outcome" in text
    assert '#   kind of event "Coffee": 1 row' in text
    before, after = (read_column_map(column_map(each), vocabulary) for each in (WIDE, text))
    assert after.dates == {
        "referral": "Received",
        "cin_review": "Review 1",
        "cin_review 2": "Review 2",
        "assessment_started": "Begun",
    }
    assert (after.covers, after.columns, after.declared) == (before.covers, before.columns, True)


@pytest.mark.parametrize(
    "header", ["null", "~", "? a", "a: b # c", "[x]", "*x", '"q"', "it's", "No", "1", "2024-01-01", "@w", "-"]
)
@pytest.mark.parametrize("text", [WIDE, "columns: {child: ID}\ndates: {referral: Received}\n"])
def test_any_header_at_all_can_be_put_into_a_map(
    column_map: WriteMap, vocabulary: Vocabulary, text: str, header: str
) -> None:
    for found in (Findings({"cin_review": [header]}), Findings({"core_group": [header, "another"]})):
        assert header in read_column_map(column_map(extended(text, found)), vocabulary).dates.values()


def test_nothing_is_added_twice_and_nothing_to_a_map_that_says_it_all() -> None:
    assert extended(WIDE, Findings()) == WIDE
    once = extended(WIDE, Findings(spare=["Outcome"]))
    assert extended(once, Findings(spare=["Outcome"])) == once
    assert extended(once, Findings()) == WIDE
    assert extended(WIDE, Findings(spare=["Received"])) == WIDE
