"""`threshold policy new` says what it made and what to do next."""

import sys
from pathlib import Path

import pytest

from threshold.cli.main import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *words])
        status = main()
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_what_was_made_is_told_and_the_commands_that_are_named_work(run, monkeypatch: pytest.MonkeyPatch):
    status, out, err = run("policy", "new", "Eastmarsh Partnership")
    assert (status, err) == (0, "")
    assert out.startswith("eastmarsh-partnership: ")
    assert "What to change first is in eastmarsh-partnership/README.md" in out
    monkeypatch.chdir("eastmarsh-partnership")
    named = [line.split()[1:] for line in out.splitlines() if line.startswith("  threshold ")]
    assert len(named) == 2
    for words in named:
        assert run(*words)[0] == 0


def test_the_commands_in_its_readme_work(run, monkeypatch: pytest.MonkeyPatch):
    run("policy", "new", "eastmarsh")
    monkeypatch.chdir("eastmarsh")
    rows = [
        line.split("`")[1] for line in Path("README.md").read_text().splitlines() if line.startswith("| `")
    ]
    tried = [
        row
        for row in rows
        if not row.startswith(("threshold ask", "threshold policy mutate", "threshold policy cov"))
    ]
    assert len(rows) - len(tried) == 3
    import shlex

    for row in tried:
        status, _, err = run(*shlex.split(row)[1:])
        assert status == 0, (row, err)


def test_levels_taken_from_a_table_are_told_with_how_to_name_others(run):
    Path("signs.csv").write_text("id,level,domain,asks\nS-1,Some,Health,A sign\nS-2,Most,Health,Another\n")
    status, out, _ = run("policy", "new", "north", "--indicators", "signs.csv")
    assert status == 0
    assert "2 signs in north/north/indicators.csv" in out
    assert "Levels, from the least up: Universal, Some, Most" in out
    assert '--levels "Universal,Some,Most"' in out


def test_nothing_is_written_twice(run):
    assert run("policy", "new", "eastmarsh")[0] == 0
    status, out, err = run("policy", "new", "eastmarsh")
    assert (status, out) == (2, "")
    assert "nothing in it was changed" in err
