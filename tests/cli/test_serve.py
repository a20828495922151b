"""`threshold serve`: what it refuses before it opens anything."""

from pathlib import Path

import pytest
from tests.cli.running import Run, running


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
