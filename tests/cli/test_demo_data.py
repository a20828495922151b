"""`threshold demo-data`, as it is called."""

from pathlib import Path

import pytest

from threshold.cli.main import main


def call(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["threshold", "demo-data", *words])
    return main()


def test_it_writes_the_file_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "demo.csv"
    assert call(monkeypatch, "--children", "20", "--seed", "3", "--dirt", "0.02", "--out", str(out)) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert str(out) in printed.err
    assert out.read_text().startswith("child_id,event,date")


@pytest.mark.parametrize(
    "words",
    [["--as", "excel"], ["--children", "0"], ["--dirt", "2"], ["--as-at", "31/03/2026"], ["--as", "census"]],
)
def test_a_wrong_option_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert call(monkeypatch, "--out", str(tmp_path / "demo.csv"), *words) == 2
    assert capsys.readouterr().err.startswith("threshold: ")
    assert not list(tmp_path.iterdir())
