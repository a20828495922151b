"""What every request must be, and what every answer carries."""

import pytest
from tests.web.conftest import Open
from tests.web.serving import hidden

from threshold.web.guard import HEADERS, MOST_BYTES

FOREIGN = "http://127.0.0.1:1"


def begun(open_desk: Open, **headers: str) -> tuple[int, str]:
    """A new call begun by a request with such headers."""
    sent = {"session": open_desk.session.strip("/"), "begin": ""}
    response, page = open_desk.hand.do(f"{open_desk.session}/calls", sent, **headers)
    return response.status, page


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]", ""])
def test_another_host_is_refused(open_desk: Open, host: str) -> None:
    """A name of somebody else's that leads here must not open the desk (DNS rebinding)."""
    response, page = open_desk.hand.look(f"{open_desk.session}/", Host=host)
    assert response.status == 421
    assert open_desk.session not in page
    assert begun(open_desk, Host=host or "localhost")[0] == 421


def test_both_names_of_this_computer_are_its_own(open_desk: Open) -> None:
    port = open_desk.hand.host.rpartition(":")[2]
    assert open_desk.hand.look(f"{open_desk.session}/", Host=f"localhost:{port}")[0].status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": FOREIGN, "Sec_Fetch_Site": "same-site"},
        {"Origin": FOREIGN, "Sec_Fetch_Site": ""},
        {"Origin": "https://example.org", "Sec_Fetch_Site": "cross-site"},
        {"Origin": "null", "Sec_Fetch_Site": "cross-site"},
        {"Origin": "null", "Sec_Fetch_Site": ""},
        {"Origin": "null", "Sec_Fetch_Site": "none"},
        {"Origin": "", "Sec_Fetch_Site": "same-origin"},
        {"Origin": "", "Sec_Fetch_Site": ""},
    ],
)
def test_a_form_from_elsewhere_is_refused(open_desk: Open, headers: dict[str, str]) -> None:
    status, page = begun(open_desk, **headers)
    assert status == 403
    assert "nothing was done" in page
    assert open_desk.session not in page


@pytest.mark.parametrize("site", ["same-origin", ""])
def test_a_form_of_the_desk_is_taken(open_desk: Open, site: str) -> None:
    assert begun(open_desk, Origin=open_desk.desk.origin, Sec_Fetch_Site=site)[0] == 303
    assert begun(open_desk)[0] == 303


@pytest.mark.parametrize(("site", "status"), [("same-site", 403), ("cross-site", 403), ("none", 200)])
def test_a_page_is_not_shown_to_other_pages(open_desk: Open, site: str, status: int) -> None:
    assert open_desk.hand.look(f"{open_desk.session}/", Sec_Fetch_Site=site)[0].status == status
    assert open_desk.hand.look(f"{open_desk.session}/", Origin=FOREIGN)[0].status == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_what_no_page_of_the_desk_does_is_refused(open_desk: Open, method: str) -> None:
    assert open_desk.hand.send(method, f"{open_desk.session}/")[0].status == 405


def test_what_is_too_large_is_refused(open_desk: Open) -> None:
    ours = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    for length in (str(MOST_BYTES + 1), "many", "-1"):
        headers = {**ours, "Content-Length": length}
        assert open_desk.hand.send("POST", f"{open_desk.session}/case", headers)[0].status in (400, 413)
    pieces = {**ours, "Transfer-Encoding": "chunked"}
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (MOST_BYTES + 1, b"a" * (MOST_BYTES + 1))
    assert open_desk.hand.send("POST", f"{open_desk.session}/case", pieces, body)[0].status == 413


@pytest.mark.parametrize("place", ["/", "/calls/CL-261130-7KQ4", "/no-such", "/../style.css"])
def test_every_answer_carries_the_headers(open_desk: Open, place: str) -> None:
    response, _ = open_desk.hand.look(f"{open_desk.session}{place}")
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "Set-Cookie" not in response.headers
    assert "Server" not in response.headers


def test_so_do_refusals_redirects_and_the_style(open_desk: Open) -> None:
    sent = hidden(open_desk.hand.look(f"{open_desk.session}/")[1])
    for response, _ in (
        open_desk.hand.look("/style.css"),
        open_desk.hand.look("/", Host="example.org"),
        open_desk.hand.do(f"{open_desk.session}/calls", sent),
        open_desk.hand.do("/start", {"once": "no"}),
    ):
        assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_the_policy_lets_nothing_in_from_outside() -> None:
    allowed = HEADERS["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in allowed
    assert "frame-ancestors 'none'" in allowed
    assert all(each.endswith(("'none'", "'self'")) for each in allowed)
    assert HEADERS["Cache-Control"] == "no-store"
    assert HEADERS["Referrer-Policy"] == "no-referrer"
