"""The server: for this computer alone, ended by Ctrl-C or by nobody, killed without losing a call."""

import signal
import socket
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Serve
from tests.web.serving import (
    Hand,
    answer,
    enter,
    follow,
    heading,
    press,
    reference,
    served,
    to_the_form,
)

from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.web.office import Office
from threshold.web.serving import serve as serve_here


def test_it_listens_at_this_computer_alone(serve: Serve) -> None:
    desk = serve()
    assert desk.origin.startswith("http://127.0.0.1:")
    port = int(desk.origin.rpartition(":")[2])
    with socket.socket() as elsewhere:
        # The same port of another address of this computer is still free.
        elsewhere.bind(("127.0.0.2", port))


def test_each_time_at_another_port(serve: Serve) -> None:
    assert serve().origin != serve().origin


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_a_word(serve: Serve, number: int) -> None:
    desk = serve()
    assert desk.stop(number) == 0
    assert desk.said[0].splitlines()[-1] == "threshold: the desk is closed; every step of a call is kept"


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_signal_in_the_middle_of_a_request_ends_it_too(serve: Serve, tmp_path: Path, name: str) -> None:
    if not hasattr(signal, name):
        pytest.skip("there is no such signal here")
    desk = serve()
    session = Hand(desk).enter(desk.once)
    register = sqlite3.connect(tmp_path / "register.sqlite", isolation_level=None)
    register.execute("create table if not exists held (x)")
    register.execute("begin exclusive")
    address = desk.origin.removeprefix("http://")
    host, port = address.split(":")
    with socket.create_connection((host, int(port))) as asking:
        # The desk waits for the register, which is held: the signal comes while it does.
        asking.sendall(f"GET {session}/ HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        time.sleep(0.5)
        assert desk.stop(getattr(signal, name)) == 0
    assert desk.said[0].splitlines()[-1] == "threshold: the desk is closed; every step of a call is kept"


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_signal_right_after_the_desk_was_opened_ends_it(serve: Serve, name: str) -> None:
    if not hasattr(signal, name):
        pytest.skip("there is no such signal here")
    desk = serve()
    Hand(desk).enter(desk.once)
    assert desk.stop(getattr(signal, name)) == 0
    assert "the desk is closed" in desk.said[0].splitlines()[-1]


def test_where_nobody_uses_it_it_ends_by_itself(serve: Serve) -> None:
    desk = serve("--idle", "0.01")
    assert desk.wait() == 0
    last = desk.said[0].splitlines()[-1]
    assert last.startswith("threshold: the desk is closed, because nobody used it for 0.01 minutes")


def test_nothing_that_opens_the_desk_is_printed_but_its_address(serve: Serve) -> None:
    desk = serve()
    hand = Hand(desk)
    session = hand.enter(desk.once).strip("/")
    hand.look(f"/{session}/no-such")
    hand.send("POST", f"/{session}/case", {"Content-Length": "x"})
    form = {"Origin": hand.origin, "Content-Type": "multipart/form-data; boundary=x"}
    hand.send("POST", f"/{session}/case", form, b"--x\r\nno form")
    desk.stop()
    assert len(desk.said[0].splitlines()) == 4
    assert session not in desk.said[0]
    assert desk.once not in desk.said[0]


def test_a_port_that_is_taken_is_refused_in_words(tmp_path: Path) -> None:
    office = Office(load_policy(None), tmp_path / "r.sqlite")
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(BadInput, match="--port: nothing can"),
    ):
        serve_here(office, taken.getsockname()[1], 1)


@pytest.mark.slow
def test_killed_in_the_middle_it_loses_no_call(tmp_path: Path, page: Any) -> None:
    with served(tmp_path) as desk:
        enter(page, desk)
        press(page, "New call")
        answer(page, "no", "not known")
        called, asked = reference(page), heading(page)
        desk.kill()
    with served(tmp_path) as again:
        enter(page, again)
        assert "Not in the log yet" in page.locator("main").inner_text()
        follow(page, f"Go on with {called}")
        assert (reference(page), heading(page)) == (called, asked)
        follow(page, "Back")
        assert page.get_by_label("not known", exact=True).is_checked()
        again.kill()
    with served(tmp_path) as last:
        enter(page, last)
        follow(page, f"Write {called} into the log")
        answer(page, "not known")
        press(page, "Log it as broken off")
        assert page.locator(".reference").inner_text() == called
        follow(page, "The desk")
        assert "Not in the log yet" not in page.locator("main").inner_text()
        assert "broken off before any advice" in page.locator("main").inner_text()


@pytest.mark.slow
def test_nothing_is_asked_of_any_other_address(at_desk: Any, open_desk: Any) -> None:
    press(at_desk, "New call")
    press(at_desk, "Danger now")
    to_the_form(at_desk, None)
    assert at_desk.sent
    assert all(each.startswith(f"{open_desk.desk.origin}/") for each in at_desk.sent)
