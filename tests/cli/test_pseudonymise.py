"""`threshold pseudonymise`, as it is called."""

from pathlib import Path

import pytest

from threshold.cli.main import main

TEXT = """NHS number,event,date,Surname
943 476 5919,referral,2026-01-12,Smith
9434765919,referral_closed,2026-02-12,Smith
"""


def call(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["threshold", "pseudonymise", *map(str, words)])
    return main()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "x.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_it_writes_the_export_and_says_how_many(
    export: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, key = export.with_name("y.csv"), export.with_name("key")
    words = (export, "--out", out, "--key", key, "--column", "NHS number")
    assert call(monkeypatch, *words) == 2
    assert "--make-key" in capsys.readouterr().err
    assert call(monkeypatch, *words, "--make-key") == 0
    printed = capsys.readouterr()
    assert "2 references in 1 file" in printed.out
    assert 'column 4 ("Surname") is left out' in printed.err
    assert "keep it safe" in printed.err
    assert "Smith" not in printed.out + printed.err
    assert "Smith" not in out.read_text(encoding="utf-8")


def test_no_key_is_made_where_nothing_can_be_written(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = export.with_name("key")
    assert call(monkeypatch, export, "--out", export, "--key", key, "--make-key") == 2
    assert not key.exists()


@pytest.mark.parametrize("inside", ["out/key", "x.csv"])
def test_the_key_lies_neither_in_the_export_nor_in_what_is_written(
    export: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], inside: str
) -> None:
    out, key = export.with_name("out"), export.parent / inside
    assert call(monkeypatch, export, "--out", out, "--key", key, "--make-key") == 2
    assert "the key must lie neither" in capsys.readouterr().err
