"""What a reader is asked for, and what looking into an export shows."""

from datetime import date

import pytest

from threshold.exports.request import Inspection, Request, Seen
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

ASKED, OWN = date(2024, 6, 1), date(2024, 3, 31)


def test_the_date_that_is_asked_for_goes_before_the_export_s_own(vocabulary: Vocabulary) -> None:
    assert Request(vocabulary, ASKED).dated(OWN, "census.xml") == (ASKED, "the date asked for")
    assert Request(vocabulary, ASKED).dated(None, "census.xml") == (ASKED, "the date asked for")
    assert Request(vocabulary).dated(OWN, "census.xml") == (OWN, "the export's own reference date")


def test_without_any_date_it_is_said_how_to_give_one(vocabulary: Vocabulary) -> None:
    with pytest.raises(BadInput, match="--as-at") as caught:
        Request(vocabulary).dated(None, "report.csv")
    assert caught.value.problems[0].file == "report.csv"


def test_what_is_not_recognised_is_told_apart() -> None:
    seen = (Seen("List 4", "Start", "assessment started"), Seen("List 4", "Notes"), Seen("List 5", "x"))
    assert Inspection("Annex A", "lists.xlsx", seen).text() == (
        "lists.xlsx: read as Annex A\n\nRecognised:\n  List 4, Start: assessment started\n\n"
        "Not recognised, and not read:\n  List 4, Notes\n  List 5, x\n"
    )


def test_where_everything_is_recognised_nothing_else_is_said() -> None:
    text = Inspection("Annex A", "lists.xlsx", (Seen("List 4", "Start", "assessment started"),)).text()
    assert "Not recognised" not in text
    assert text.endswith("assessment started\n")


def test_a_header_commands_no_terminal() -> None:
    seen = Seen("a.csv", "\x1b]0;owned\x07col", "")
    told = Inspection("local events", "a\x1b[2J.csv", (seen,)).text()
    assert told.replace("\n", "").isprintable()
