"""The address works once, by its button and not by being looked at; the session is another."""

from typing import Any

import pytest
from tests.web.conftest import Open, Serve
from tests.web.serving import Hand, enter, heading, press

from threshold.web.entrance import Entrance


def test_the_address_becomes_a_session_once() -> None:
    entrance = Entrance()
    assert not entrance.knows(entrance.session)
    assert entrance.is_open(entrance.once)
    assert not entrance.enter("another")
    assert entrance.enter(entrance.once)
    assert not entrance.enter(entrance.once)
    assert not entrance.is_open(entrance.once)
    assert entrance.knows(entrance.session)
    assert not entrance.knows(entrance.once)
    assert not entrance.knows("é")
    assert len({entrance.once, entrance.session, Entrance().once, Entrance().session}) == 4


def test_looking_at_the_address_does_not_use_it_up(serve: Serve) -> None:
    """Browsers and virus scanners fetch addresses that nobody has pressed yet."""
    desk = serve()
    hand = Hand(desk)
    for _ in range(3):
        assert hand.look(f"/start/{desk.once}")[0].status == 200
    assert hand.enter(desk.once)


@pytest.mark.slow
def test_a_stolen_address_opens_nothing_and_says_what_to_do(serve: Serve, page: Any) -> None:
    desk = serve()
    enter(page, desk)
    assert heading(page) == "The desk of the consultation line"
    page.goto(desk.address)
    assert heading(page) == "This address does not open the desk"
    assert "Start it again for a new address" in page.locator("main").inner_text()
    response, told = Hand(desk).do("/start", {"once": desk.once})
    assert response.status == 403
    assert "no call is lost" in told
    desk.stop()
    assert "the desk was opened in a browser; if that was not you" in desk.said[0]


@pytest.mark.slow
def test_a_reload_works_and_sends_nothing_again(at_desk: Any) -> None:
    press(at_desk, "New call")
    place = at_desk.url
    at_desk.reload()
    assert at_desk.url == place
    assert at_desk.get_by_role("radio").count() > 1


@pytest.mark.parametrize("session", ["x", "x" * 43, "", "%00", "%E2%82%AC"])
def test_without_the_session_there_is_no_desk(open_desk: Open, session: str) -> None:
    response, told = open_desk.hand.look(f"/{session}/case")
    assert response.status in (403, 404)
    assert open_desk.session not in told


def test_a_form_says_the_session_itself(open_desk: Open) -> None:
    for sent in ({}, {"session": "another"}):
        assert open_desk.hand.do(f"{open_desk.session}/danger", sent)[0].status == 403
