"""A case file decided on a page: chosen or pasted, and kept in no file."""

from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Open
from tests.web.serving import follow, heading, press

from threshold.policy import load_policy
from threshold.web.case_file import decide, show
from threshold.web.office import Office
from threshold.web.visit import Visit

CASE = Path(__file__).parents[2] / "cases" / "national" / "referral-without-consent.yaml"


@pytest.mark.slow
@pytest.mark.parametrize("chosen", [True, False])
def test_a_case_is_decided_and_its_decision_read(at_desk: Any, open_desk: Open, chosen: bool) -> None:
    before = sorted(open_desk.desk.folder.rglob("*"))
    follow(at_desk, "Decide a case file")
    if chosen:
        at_desk.get_by_label("The file of a case").set_input_files(CASE)
    else:
        at_desk.get_by_label("Or what it holds").fill(CASE.read_text())
    press(at_desk, "Decide")
    assert heading(at_desk) == "The decision"
    told = at_desk.locator("pre").inner_text()
    assert "NAT-04" in told
    assert "Call 999 where a child is in danger" in told
    assert sorted(open_desk.desk.folder.rglob("*")) == before


@pytest.mark.slow
def test_what_is_wrong_stands_beside_what_was_pasted(at_desk: Any) -> None:
    follow(at_desk, "Decide a case file")
    at_desk.get_by_label("Or what it holds").fill("case: C-1\nchild_name: Amy Smith\n")
    press(at_desk, "Decide")
    assert heading(at_desk) == "Decide a case file"
    assert at_desk.get_by_label("Or what it holds").input_value() == "case: C-1\nchild_name: Amy Smith\n"
    assert "line 2" in at_desk.locator(".summary").inner_text()
    assert at_desk.content().count("Amy") == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("", "the file is empty"),
        ("- case: C-1\n- case: C-2\n", "give one at a time"),
        ("\0", "not a text file"),
        ("{" * 5000, "line 1"),
    ],
)
def test_what_is_no_case_is_told_in_words(tmp_path: Path, given: str, says: str) -> None:
    office = Office(load_policy(None), tmp_path / "register.sqlite")
    place = decide(office, Visit({}, {"pasted": given})).headers["Location"]
    again = Visit({}, held=place.partition("?amiss=")[2])
    assert says in bytes(show(office, again).body).decode()
