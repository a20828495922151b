"""Connections that send no whole request leave room for others, and are closed."""

import socket
from contextlib import suppress

import pytest
from tests.web.conftest import Serve
from tests.web.serving import Hand

from threshold.web.unfinished import LOOK_EVERY, MOST


@pytest.mark.slow
@pytest.mark.parametrize(
    "begun", [b"", b"GET / HTT", b"POST /start HTTP/1.1\r\nHost: %s\r\nContent-Length: 9\r\n\r\n"]
)
def test_many_that_say_nothing_whole_shut_nobody_out(serve: Serve, begun: bytes) -> None:
    hand = Hand(serve())
    host, port = hand.host.split(":")
    silent = [socket.create_connection((host, int(port)), timeout=8 * LOOK_EVERY) for _ in range(60)]
    for each in silent:
        each.sendall(begun.replace(b"%s", hand.host.encode()))
    assert hand.look("/style.css")[0].status == 200
    for each in silent:
        while each.recv(4096):
            pass  # until it is closed
        each.close()


@pytest.mark.slow
def test_however_many_there_are_the_desk_answers_with_its_own_pages(serve: Serve) -> None:
    desk = serve()
    hand = Hand(desk)
    host, port = hand.host.split(":")
    silent = [socket.create_connection((host, int(port)), timeout=60) for _ in range(5 * MOST)]
    response, page = hand.look(f"/start/{desk.once}")
    assert response.status == 200
    assert "Open the desk" in page
    session = hand.enter(desk.once)
    danger = hand.sees(f"{session}/danger", {"session": session.strip("/"), "begin": "a"})
    assert "999" in danger
    with suppress(ConnectionError):
        assert silent[0].recv(1) == b""  # the first of them has made room
    for each in silent:
        each.close()
