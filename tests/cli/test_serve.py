"""`threshold serve`: what it refuses before it opens anything, and what stands around each entry."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.running import Run, running
from tests.web.serving import Desk, Hand, hidden, served


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("THRESHOLD_REGISTER", str(tmp_path / "register.sqlite"))
    return running(tmp_path, "serve", monkeypatch, capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--port", "70000"), "--port: must be a number from 0 to 65535"),
        (("--port", "-1"), "--port: must be a number from 0 to 65535"),
        (("--idle", "0"), "--idle: must be more than 0 minutes"),
        (("--idle", "nan"), "--idle: must be more than 0 minutes"),
        (("--adviser", "Amy Smith"), "--adviser: must be a made-up reference such as TM-07"),
        (("--policy", "national"), "has a script for a consultation line"),
    ],
)
def test_what_cannot_be_served_is_refused_in_words(run: Run, words: tuple[str, ...], said: str) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert said in err
    assert "Amy" not in err


def test_without_its_libraries_it_says_how_to_get_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    status, _, err = run()
    assert status == 2
    assert "pip install 'threshold[serve]'" in err


def logged(desk: Desk) -> tuple[str, str]:
    """A call in which there is danger, put into the log: where that leads, and what stands there."""
    hand = Hand(desk)
    session = hand.enter(desk.once)
    place = hand.do(f"{session}/danger", hidden(hand.look(f"{session}/")[1]))[0].headers["Location"]
    hand.do(f"{place}/answer", hidden(hand.look(f"{place}/log")[1]) | {"answer": "professional"})
    told = {"caller.agency": "a nursery", "caller.role": "manager", "why": "A child may be hurt"}
    sent = hidden(hand.look(f"{place}/log")[1]) | told | {"adviser": "TM-07", "logged": "yes"}
    leads = hand.do(f"{place}/log", sent)[0].headers["Location"]
    return leads, hand.look(leads)[1]


def test_the_mirror_is_written_with_each_call(tmp_path: Path) -> None:
    with served(tmp_path, "--mirror", str(tmp_path / "mirror")) as desk:
        place, _ = logged(desk)
        assert place.endswith("?note=logged")
        assert (tmp_path / "mirror").read_text().count("\n") >= 1
        assert desk.stop() == 0
        verified = desk.entries("register", "verify", "--mirror", str(tmp_path / "mirror"))
        assert "The mirror has 1 entry, as they are here" in verified


def test_nothing_is_recorded_where_the_mirror_is_of_another_register(tmp_path: Path) -> None:
    (tmp_path / "mirror").write_text("another\n")
    with served(tmp_path, "--mirror", str(tmp_path / "mirror")) as desk:
        _, page = logged(desk)
        assert "Nothing is lost" in page


def test_guards_that_were_taken_from_the_register_are_told_on_the_page_and_at_the_end(tmp_path: Path) -> None:
    with served(tmp_path) as desk:
        logged(desk)
    with closing(sqlite3.connect(tmp_path / "register.sqlite")) as opened, opened:
        [(name,), *_] = opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        opened.execute(f"DROP TRIGGER {name}")
    with served(tmp_path) as desk:
        place, _ = logged(desk)
        assert place.endswith("?note=logged-amiss")
        assert desk.stop() == 1
        assert "only grow, were changed" in desk.said[0]
