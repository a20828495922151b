"""Connections that send no whole request leave room for others, and are closed."""

import socket

import pytest
from tests.web.conftest import Serve
from tests.web.serving import Hand

from threshold.web.unfinished import LOOK_EVERY


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
