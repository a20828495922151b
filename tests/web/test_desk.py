"""The desk in the browser: calls of today, one by its reference, and what is not in the log yet."""

from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Open
from tests.web.serving import follow, heading, press, reference, to_the_form

from threshold.policy import load_policy
from threshold.web.desk import show
from threshold.web.office import Office
from threshold.web.visit import Visit


@pytest.mark.slow
@pytest.mark.parametrize("part", [slice(None), slice(-4, None)])
def test_a_call_is_found_by_its_reference_or_the_end_of_it(at_desk: Any, part: slice) -> None:
    press(at_desk, "Danger now")
    called = reference(at_desk)
    to_the_form(at_desk, None)
    press(at_desk, "Put the call into the log")
    follow(at_desk, "The desk")
    at_desk.get_by_label("Its reference").fill(f" {called[part].lower()} ")
    press(at_desk, "Look up")
    assert heading(at_desk) == "A call in the log"
    assert reference(at_desk) == called


@pytest.mark.slow
@pytest.mark.parametrize("part", [slice(None), slice(-4, None)])
def test_one_that_is_not_in_the_log_yet_is_found_too(at_desk: Any, part: slice) -> None:
    press(at_desk, "New call")
    called, asked = reference(at_desk), heading(at_desk)
    follow(at_desk, "The desk")
    at_desk.get_by_label("Its reference").fill(called[part])
    press(at_desk, "Look up")
    assert heading(at_desk) == asked


@pytest.mark.slow
def test_what_is_no_reference_stays_in_its_field_and_comes_into_no_address(at_desk: Any) -> None:
    at_desk.get_by_label("Its reference").fill("Amy Smith")
    press(at_desk, "Look up")
    assert at_desk.get_by_label("Its reference").input_value() == "Amy Smith"
    assert "no call is recorded under this reference" in at_desk.locator(".summary").inner_text().casefold()
    assert at_desk.content().count("Amy") == 1
    assert "Amy" not in at_desk.url


def test_a_log_that_cannot_be_read_is_said_and_a_call_can_be_begun(tmp_path: Path) -> None:
    office = Office(load_policy(None), tmp_path / "register.sqlite")
    office.register.write_text("this is no register")
    told = bytes(show(office, Visit({})).body).decode()
    assert "The log of calls cannot be read" in told
    assert "New call" in told


def test_the_desk_takes_no_call_of_a_draft_that_is_none(open_desk: Open) -> None:
    folder = open_desk.desk.folder / "register.sqlite.calls"
    folder.mkdir(exist_ok=True)
    stray = folder / "CL-261130-7KQ4.json"
    stray.write_text('{"Amy": 1}')
    response, page = open_desk.hand.look(f"{open_desk.session}/")
    assert response.status == 200
    assert "7KQ4</a>" not in page
    stray.unlink()
    assert "1 file of calls that were begun cannot be read" in page
    assert "Amy" not in page
