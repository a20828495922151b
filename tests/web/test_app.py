"""The places of the desk: none but its own, and words where something goes wrong."""

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp
from tests.web.conftest import Open
from tests.web.serving import finished

from threshold.policy import load_policy
from threshold.web.app import NOT_YOURS, make_app
from threshold.web.office import Office


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def asked(app: ASGIApp, path: str) -> tuple[int, str]:
    """What an app answers to somebody who looks at a place."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b""}
    headers = [(b"host", b"127.0.0.1:80")]
    finished(app({**scope, "headers": headers}, receive, send))
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:]).decode()


@pytest.mark.parametrize(
    ("place", "status", "says"),
    [
        ("/no-such", 404, "There is no such page"),
        ("/calls/CL-261130-7KQ4", 400, "No call is recorded under this reference"),
        ("/calls/Amy%20Smith", 400, "No call is recorded under this reference"),
        ("/calls/..%2F..%2Fregister", 404, "There is no such page"),
        ("/calls", 405, "This cannot be done here"),
    ],
)
def test_what_is_not_there_is_said_in_words_with_danger_at_hand(
    open_desk: Open, place: str, status: int, says: str
) -> None:
    response, page = open_desk.hand.look(f"{open_desk.session}{place}")
    assert (response.status, says in words(page)) == (status, True)
    assert "Danger now" in page
    assert "Traceback" not in page
    assert "Amy" not in page


def test_outside_the_desk_there_is_nothing_but_words(open_desk: Open) -> None:
    for place, status in (("/", 404), ("/no-such", 404), ("/no-such/", 403), ("/start/no-such", 403)):
        response, page = open_desk.hand.look(place)
        assert (response.status, NOT_YOURS[0] in page) == (status, status == 403)
        assert "Danger now" not in page


@pytest.mark.parametrize("place", ["/find", "/calls", "/danger", "/case"])
def test_a_form_that_cannot_be_read_is_refused_in_words(open_desk: Open, place: str) -> None:
    ours = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    broken = {**ours, "Content-Type": "multipart/form-data; boundary=x"}
    response, page = open_desk.hand.send("POST", f"{open_desk.session}{place}", broken, b"--x\r\nno form")
    assert response.status in (400, 403)
    assert "<h1>" in page
    many = "&".join(f"a{number}=1" for number in range(100))
    plain = {**ours, "Content-Type": "application/x-www-form-urlencoded"}
    assert open_desk.hand.send("POST", f"{open_desk.session}{place}", plain, many)[0].status in (400, 403)


def test_what_breaks_is_told_by_its_kind_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Amy Smith")

    monkeypatch.setattr(Office, "log", broken)
    office = Office(load_policy(None), tmp_path / "register.sqlite")
    assert office.entrance.enter(office.entrance.once)
    status, page = asked(make_app(office, 80), f"/{office.entrance.session}/")
    assert status == 500
    assert "Internal error (RuntimeError)" in page
    assert "Danger now" in page
    printed = "".join(capsys.readouterr())
    assert "internal error (RuntimeError) on a page" in printed
    assert "Amy" not in page + printed
