"""`threshold consult` without a word more, and the commands of its log."""

from pathlib import Path

import pytest

from .running import running


def test_it_names_its_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = running(tmp_path, "consult", monkeypatch, capsys)("--help")
    assert status == 0
    for name in ("list", "show", "follow-up", "export", "forget"):
        assert f"  {name}" in out
