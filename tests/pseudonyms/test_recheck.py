"""What was written is refused where a reference of the export still stands in it."""

from pathlib import Path

import pytest

from threshold.pseudonyms.originals import Originals
from threshold.pseudonyms.recheck import check_written
from threshold.reading import BadInput


@pytest.mark.parametrize("text", ["a\nsee 4711\n", "4711\nx\n"])
def test_a_reference_that_is_left_is_found_and_not_repeated(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as raised:
        check_written([path], Originals(["4711"]), frozenset())
    assert "4711" not in str(raised.value.problems[0])


def test_days_and_closed_words_are_no_references(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a\n2024-01-12\nreferral\nVWRC-HVXC-GHZD\n", encoding="utf-8")
    check_written([path], Originals(["2024", "Referral", "VWRC"]), frozenset({"referral"}))


def test_plain_words_are_no_references_and_what_is_made_up_hides_none(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a\nPlan started\nwithheld VWRC-HVXC-GHZD\n", encoding="utf-8")
    looked = Originals(["Plan", "4711", "VWRC"], ["plan"])
    check_written([path], looked, frozenset())
    path.write_text("a\n4711 VWRC-HVXC-GHZD\n", encoding="utf-8")
    with pytest.raises(BadInput):
        check_written([path], looked, frozenset())
