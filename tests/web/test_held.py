"""What was amiss with a form is on a page of its own address, and is not told of anything else."""

from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Open
from tests.web.serving import answer, field, follow, heading, hidden, press

from threshold.web.fields import Amiss
from threshold.web.held import MOST, Held, Shelf

AMISS = Held((Amiss("why", "is needed"),), step="1")


def test_it_is_found_by_its_key_as_long_as_nothing_has_gone_on() -> None:
    shelf = Shelf()
    key = shelf.put(AMISS)
    assert shelf.get(key, "1") == AMISS
    assert shelf.get(key, "2") == shelf.get("no-such", "1") == Held()


def test_no_more_is_held_than_somebody_goes_back_to() -> None:
    shelf = Shelf()
    first, *_, last = [shelf.put(AMISS) for _ in range(MOST + 1)]
    assert shelf.get(first, "1") == Held()
    assert shelf.get(last, "1") == AMISS


def _reloaded_and_gone_back_to(page: Any) -> None:
    """Load a page again, leave it, and go back to it: it is the same, and nothing is sent."""
    before = len(page.methods)
    said = page.locator(".summary").inner_text()
    page.reload()
    assert page.locator(".summary").inner_text() == said
    follow(page, "The desk")
    page.go_back()
    assert page.locator(".summary").inner_text() == said
    assert set(page.methods[before:]) == {"GET"}


@pytest.mark.slow
def test_a_question_without_an_answer(at_desk: Any) -> None:
    press(at_desk, "New call")
    asked = heading(at_desk)
    press(at_desk, "Go on")
    assert heading(at_desk) == asked
    assert at_desk.title().startswith("Error: ")
    assert at_desk.locator(":focus").inner_text().startswith("There is a problem")
    _reloaded_and_gone_back_to(at_desk)
    place = at_desk.url
    answer(at_desk, "no")
    assert heading(at_desk) != asked
    at_desk.goto(place)
    assert heading(at_desk) == asked
    assert at_desk.locator(".summary").count() == 0


@pytest.mark.slow
def test_a_reference_that_is_none(at_desk: Any) -> None:
    field(at_desk, "reference").fill("XXXX")
    press(at_desk, "Look up")
    assert field(at_desk, "reference").input_value() == "XXXX"
    assert "XXXX" not in at_desk.url
    _reloaded_and_gone_back_to(at_desk)


@pytest.mark.slow
def test_a_case_that_is_none(at_desk: Any) -> None:
    follow(at_desk, "Decide a case file, and read the decision")
    field(at_desk, "pasted").fill("no case")
    press(at_desk, "Decide")
    assert field(at_desk, "pasted").input_value() == "no case"
    _reloaded_and_gone_back_to(at_desk)


@pytest.mark.slow
def test_what_is_on_no_other_page(at_desk: Any, open_desk: Open, tmp_path: Path) -> None:
    sent = hidden(at_desk.content())
    done, _ = open_desk.hand.do(f"{open_desk.session}/calls/CL-261130-7KQ4/follow-up", sent)
    assert done.status == 303
    for _ in range(2):
        response, page = open_desk.hand.look(done.headers["Location"])
        assert (response.status, "No call is recorded under this reference" in page) == (200, True)
        assert "Danger now" in page
    gone, _ = open_desk.hand.look(f"{open_desk.session}/amiss?amiss=no-such")
    assert gone.headers["Location"] == f"{open_desk.session}/"
