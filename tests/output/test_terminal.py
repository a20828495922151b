"""What a terminal shows: UTF-8 wherever it goes, what it can show where it is one, and never an error."""

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.output import terminal

CASES = Path(__file__).parents[2] / "cases"
# Their first line has quotation marks that most legacy code pages lack.
QUOTED = [str(CASES / "mosaic-cin" / "review-step-down-no-then-yes.yaml"), "--policy", "mosaic-cin"]
MARKS = "“Stepdown to Early Help”"
LEGACY = ("cp437", "cp1252", "latin-1", "ascii")
FORMATS = ("text", "json", "ndjson", "csv", "markdown")
PAGES = (
    *LEGACY,
    *("cp850", "cp852", "cp866", "cp1250", "cp1251", "koi8-r", "mac-roman", "iso8859-15", "cp037"),
    *("cp932", "gbk", "big5", "euc-kr", "iso2022-jp", "utf-8", "utf-16"),
)


@pytest.fixture(autouse=True)
def streams_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """`prepare` changes the streams of the program, which here are put there by each test."""
    monkeypatch.setattr(sys, "stdout", StringIO())
    monkeypatch.setattr(sys, "stderr", StringIO())


def decide(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "threshold", "decide", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def pieces(handle: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(handle, 65536)
        except OSError:  # how Linux says that the other end is closed
            return
        if not piece:
            return
        yield piece


def on_a_terminal(
    arguments: Sequence[str | bytes], encoding: str = "utf-8", size: tuple[int, int] = (80, 24), **more: str
) -> tuple[int, str]:
    """The exit status, and what a terminal of such a size that has such characters is given."""
    ours, its = pty.openpty()
    columns, rows = size
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    kept = {name: text for name, text in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    done = subprocess.Popen(
        [sys.executable, "-m", "threshold", *arguments],
        env={**kept, "PYTHONIOENCODING": encoding, "TERM": "xterm", **more},
        stdin=its,
        stdout=its,
        stderr=its,
    )
    os.close(its)
    shown = b"".join(pieces(ours))
    os.close(ours)
    return done.wait(), shown.decode(encoding, "replace").replace("\r\n", "\n")


# Wherever it goes, UTF-8


@pytest.fixture(scope="module")
def as_utf_8() -> dict[str, bytes]:
    return {each: decide(*QUOTED, "--format", each, PYTHONIOENCODING="utf-8").stdout for each in FORMATS}


@pytest.mark.parametrize("encoding", LEGACY)
def test_what_goes_elsewhere_is_utf_8_to_the_byte(encoding: str, as_utf_8: dict[str, bytes]) -> None:
    for each in FORMATS:
        done = decide(*QUOTED, "--format", each, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == as_utf_8[each]
        # As JSON any text is ASCII.
        assert MARKS in done.stdout.decode() or each in ("json", "ndjson")


@pytest.mark.parametrize("encoding", LEGACY)
def test_messages_are_utf_8_as_well(encoding: str, tmp_path: Path) -> None:
    done = decide(str(tmp_path / "“nicht da”.yaml"), PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "“nicht da”.yaml" in done.stderr.decode()


# Where it is a terminal, what that can show


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "latin-1"])
def test_a_legacy_terminal_is_given_the_nearest(encoding: str) -> None:
    status, shown = on_a_terminal(["decide", *QUOTED], encoding)
    marks = MARKS if encoding == "cp1252" else MARKS.replace("“", '"').replace("”", '"')
    assert status == 0
    assert marks in shown
    _, whole = on_a_terminal(["decide", *QUOTED])
    assert MARKS in whole
    assert len(shown) == len(whole)


def test_a_terminal_that_has_next_to_nothing_is_no_error() -> None:
    """Where the locale names ASCII, which hardly any terminal means, the library has a way of its own."""
    status, shown = on_a_terminal(["decide", *QUOTED], "ascii")
    assert status == 0
    assert "Stepdown to Early Help" in shown
    assert "error" not in shown


@pytest.mark.parametrize(
    ("text", "page", "shown"),
    [
        ("“a” \u2018b\u2019 „c“", "cp437", '"a" \'b\' "c"'),
        ("2 \u2013 3 — 4 \u2212 5 … 6", "ascii", "2 - 3 - 4 - 5 ... 6"),
        ("• → ≥ ≤ \u00d7\u00a0.", "ascii", "* -> >= <= x ."),
        # What a page has stays, and for what there is nothing near there is a question mark.
        ("é \u2013 漢", "latin-1", "é - ?"),
        ("“é”", "cp1252", "“é”"),
        ("\udcff", "utf-8", "?"),
    ],
)
def test_what_a_terminal_lacks_is_written_as_typewriters_have_it(text: str, page: str, shown: str) -> None:
    assert written(text, page) == shown


class Terminal(TextIOWrapper):
    """A terminal of some code page."""

    def isatty(self) -> bool:
        return True


def written(text: str, page: str, kind: type[TextIOWrapper] = Terminal) -> str:
    """The text as a stream of a code page is given it, once `prepare` has seen it."""
    held = BytesIO()
    sys.stdout = kind(held, encoding=page, newline="")
    terminal.prepare()
    sys.stdout.write(text)
    sys.stdout.flush()
    return held.getvalue().decode(sys.stdout.encoding)


ANYTHING = st.text(st.characters(exclude_categories=()))


@given(ANYTHING, st.sampled_from(PAGES))
def test_no_text_is_an_error_on_any_terminal(text: str, page: str) -> None:
    written(text, page)
    text.encode(page, "threshold.nearest")


@given(st.text(), st.sampled_from(PAGES))
def test_elsewhere_no_text_is_changed(text: str, page: str) -> None:
    assert written(text, page, TextIOWrapper) == text


@given(ANYTHING)
def test_what_a_terminal_has_characters_for_is_not_changed(text: str) -> None:
    plain = text.encode("latin-1", "ignore").decode("latin-1")
    assert written(plain, "latin-1") == plain


def test_only_what_cannot_be_written_is_mended() -> None:
    terminal.prepare()
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", "threshold.nearest")


def test_a_stream_that_somebody_put_there_is_left_alone() -> None:
    ours = sys.stdout
    terminal.prepare()
    assert sys.stdout is ours


# Odd names


def test_a_file_name_that_is_no_text_is_no_error(tmp_path: Path) -> None:
    """Such a name has a byte that is no UTF-8; Python holds it as a lone surrogate."""
    name = os.fsencode(tmp_path) + b"/gone-\xff.yaml"
    done = subprocess.run(
        [sys.executable, "-m", "threshold", "decide", name], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert r"gone-\udcff.yaml" in done.stderr.decode()
    assert "internal error" not in done.stderr.decode()
    for encoding in ("utf-8", "cp437", "ascii"):
        status, shown = on_a_terminal(["decide", name], encoding, size=(1000, 24))
        assert status == 2
        assert r"gone-\udcff.yaml" in shown
        assert "internal error" not in shown


# Colour


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_no_escape_is_printed_where_no_colour_is_wanted(environment: dict[str, str]) -> None:
    status, plain = on_a_terminal(["decide", *QUOTED], **environment)
    assert status == 0
    assert "\x1b" not in plain
    _, coloured = on_a_terminal(["decide", *QUOTED])
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


# Size


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (120, 30)])
def test_a_screen_is_as_large_as_the_terminal(size: tuple[int, int]) -> None:
    columns, rows = size
    path = str(CASES / "step-up-step-down" / "step-up-planned.yaml")
    _, shown = on_a_terminal(["decide", path, "--policy", "step-up-step-down"], size=size, NO_COLOR="1")
    lines = shown.splitlines()
    assert max(map(len, lines)) in range(columns - 20, columns + 1)
    assert len(lines) in range(rows - 5, rows)  # the cursor waits on the last


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, (80, 24)),
        ({"COLUMNS": "132", "LINES": "50"}, (132, 50)),
        # No screen is so narrow or so low that nothing would be told.
        ({"COLUMNS": "5", "LINES": "3"}, (20, 24)),
        ({"COLUMNS": "wide", "LINES": "0"}, (80, 24)),
    ],
    ids=str,
)
def test_size(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: tuple[int, int]
) -> None:
    def no_terminal(_: int) -> os.terminal_size:
        raise OSError

    monkeypatch.setattr(shutil.os, "get_terminal_size", no_terminal)
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal.size() == expected
    assert terminal.seen() == (expected[0], 8 if environment.get("LINES") == "3" else expected[1])
    if not environment:
        assert expected == (terminal.WIDTH, terminal.HEIGHT)
