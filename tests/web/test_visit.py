"""What a request brings, as the pages see it."""

from typing import Any

from starlette.requests import Request
from tests.web.serving import finished

from threshold.web.visit import Visit, visit_of


def request(method: str, query: bytes = b"", body: bytes = b"", kind: bytes = b"") -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    headers = [(b"content-type", kind or b"application/x-www-form-urlencoded")]
    scope = {"type": "http", "method": method, "path": "/", "query_string": query, "headers": headers}
    return Request({**scope, "path_params": {"reference": "R"}}, receive)


def test_what_is_only_looked_at_brings_its_place_and_its_note() -> None:
    assert finished(visit_of(request("GET", b"note=old&why=x"))) == Visit({"reference": "R"}, told="old")


def test_a_form_brings_what_was_typed() -> None:
    visit = finished(visit_of(request("POST", body=b"why=+two%0D%0Alines+&empty=")))
    assert visit.sent == {"why": " two\r\nlines ", "empty": ""}
    assert visit.typed("why") == "two\nlines"
    assert visit.typed("other") == ""


def test_a_file_brings_its_bytes() -> None:
    part = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.yaml"\r\n\r\ncase: C-1\r\n--x--\r\n'
    )
    visit = finished(visit_of(request("POST", body=part, kind=b"multipart/form-data; boundary=x")))
    assert (visit.file, visit.sent) == (b"case: C-1", {})
