"""What a column is says what becomes of it; a column that nobody reads is nothing."""

from pathlib import Path

import polars as pl
import pytest

from threshold.exports.request import Request
from threshold.exports.rows.column_map import guess_column_map
from threshold.policy import load_policy
from threshold.pseudonyms.roles import BLANK, PERSON, Role, closed_words, dates, labels, not_happened
from threshold.pseudonyms.sources import Source, sources

VOCABULARY = load_policy().vocabulary
MAP = """columns: {child: Who, event: What, on: When, ref: Link, team: Team, worker: Worker}
facts: {child_in_need.assessed: Outcome}
"""
LIST = (
    "Child Unique ID,Date of referral,Allocated Team,Allocated Worker,Ethnicity\n1,2026-01-12,North,Ann,x\n"
)


def source(folder: Path, text: str, map_: str | None = None) -> Source:
    path = folder / "x.csv"
    path.write_text(text, encoding="utf-8")
    if map_ is not None:
        path.with_suffix(".columns.yaml").write_text(map_, encoding="utf-8")
    (found,) = sources(path, Request(VOCABULARY)).tables
    return found


def kinds(found: Source) -> dict[str, str]:
    return {column: role.kind for column, role in found.columns.roles.items()}


def test_the_columns_of_local_events_are_what_the_map_says(tmp_path: Path) -> None:
    text = "Who,What,When,Link,Team,Worker,Outcome,Notes\n1,referral,2026-01-12,R,North,Ann,in need,x\n"
    assert kinds(source(tmp_path, text, MAP)) == {
        "Who": "person",
        "What": "words",
        "When": "words",
        "Link": "reference",
        "Team": "team",
        "Worker": "reference",
        "Outcome": "words",
    }


def test_a_column_that_is_read_as_two_things_is_what_tells_least() -> None:
    assert dates("day").beside(PERSON) == PERSON
    assert BLANK.beside(Role("team")).kind == "team"
    both = dates("day").beside(labels({"not started": None}))
    texts = pl.Series(["2026-01-12", "not started", "Sarah"])
    assert [[bool(flag) for flag in each(texts)] for each in both.known] == [
        [True, False, False],
        [False, True, False],
    ]


def test_a_label_is_said_in_the_words_of_the_vocabulary() -> None:
    (said,) = labels({"visit": "referral", "referral": "referral", "odd": None}).said
    assert (said("Visit"), said("odd"), said("Sarah")) == ("referral", None, None)


@pytest.mark.parametrize(("text", "closed"), [("Referral", True), ("yes", True), ("Sarah", False)])
def test_words_of_the_vocabulary_are_closed(text: str, closed: bool) -> None:
    words = closed_words(VOCABULARY, guess_column_map((), VOCABULARY))
    assert (text.casefold() in words) == closed


def test_words_that_say_not_happened() -> None:
    assert not_happened("cancelled by mum")
    assert not not_happened("12 January")


RETURN = {
    "Child Unique ID": "person",
    "Date of referral": "words",
    "Allocated Team": "team",
    "Allocated Worker": "reference",
}


def test_the_columns_of_a_return_are_those_of_its_specification(tmp_path: Path) -> None:
    folder = tmp_path / "annex"
    folder.mkdir()
    (folder / "List 3.csv").write_text(LIST, encoding="utf-8")
    (found,) = sources(folder, Request(VOCABULARY)).tables
    assert kinds(found) == RETURN
