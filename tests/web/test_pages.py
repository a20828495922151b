"""Pages out of templates: nothing put into one becomes markup, what was typed comes back as it was."""

import re
from html import unescape

from threshold.web.pages import STYLE, page

HOSTILE = '</textarea><script>alert(1)</script>" onfocus="x\u202e\x1b[2J'


def test_what_is_put_in_is_escaped_and_seen() -> None:
    response = page("plain", 400, heading=HOSTILE, says=[HOSTILE])
    told = bytes(response.body).decode()
    assert response.status_code == 400
    assert "<script>" not in told
    assert "\u202e" not in told
    assert "\x1b" not in told


def test_what_was_typed_comes_back_to_the_letter() -> None:
    typed = f"\n  two\nlines {HOSTILE}"
    frame = {"root": "", "session": "s", "danger": "danger", "warning": "", "begin": "b"}
    told = bytes(page("case", frame=frame, pasted=typed, problems=[]).body).decode()
    assert "<script>" not in told
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", told, re.DOTALL)
    assert found
    assert unescape(found[1]) == typed


def test_the_style_asks_for_nothing_else() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
