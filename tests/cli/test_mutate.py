"""`threshold policy mutate`: which changes to rules no example notices, on the screen and for programs."""

import json
import re
from pathlib import Path

import pytest

from ..mutation.conftest import nothing_remembered, rules, small, written
from .running import Run, running

__all__ = ["nothing_remembered", "rules", "small", "written"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], written: Path) -> Run:
    """Run `threshold policy mutate` in the folder of the pack; its status, and what it printed."""
    return running(written, "policy mutate", monkeypatch, capsys)


def test_what_no_example_notices_is_told_by_file_and_line(run: Run):
    status, out, err = run("tiny")
    assert (status, err) == (0, "")
    assert "tiny/rules/all.yaml:7: R: test dropped: block 1 must: without t.a" in out.splitlines()
    last = " ".join(out.partition("\ntiny: ")[2].split())
    assert re.match(r"\d+ changes tried on 3 examples, 2 do not load, 0 make no difference; ", last)


def test_json_says_the_same(run: Run):
    status, out, _ = run("tiny", "--format", "json")
    data = json.loads(out)
    (pack,) = data["packs"]
    assert status == 0
    assert (data["seed"], pack["pack"], pack["survived"]) == (None, "tiny", len(pack["survivors"]))
    assert data["share_noticed"] == round(100 * pack["noticed"] / (pack["noticed"] + pack["survived"]), 1)


@pytest.mark.parametrize(("least", "status"), [("99", 1), ("10", 0)])
def test_too_few_can_fail_a_build(run: Run, least: str, status: int):
    assert run("tiny", "--min", least)[0] == status


def test_a_sample_says_how_it_was_drawn_and_can_be_drawn_again(run: Run):
    _, out, _ = run("tiny", "--sample", 5)
    seed = out.splitlines()[-1].removeprefix("Drawn by --seed ")
    assert "tiny: 5 changes tried" in out
    assert run("tiny", "--sample", 5, "--seed", seed)[1] == out


def test_a_case_to_be_filled_in_is_written_for_each(run: Run, tmp_path: Path):
    status, _, err = run("tiny", "--write", tmp_path / "new")
    written = sorted((tmp_path / "new").iterdir())
    assert status == 0
    assert sorted(err.splitlines()) == [f"threshold: {path}: to be filled in" for path in written]
    assert written
    first = written[0].read_text()
    assert first.startswith("# tiny/rules/all.yaml:")
    run("tiny", "--write", tmp_path / "new")
    assert written[0].read_text() == first, "what lies there is kept"
    assert len([*(tmp_path / "new").iterdir()]) == 2 * len(written)


def test_a_folder_that_cannot_be_written_to(run: Run, tmp_path: Path):
    (tmp_path / "file").write_text("")
    status, _, err = run("tiny", "--write", tmp_path / "file")
    assert status == 2
    assert "is no folder that can be written to" in err


def test_a_pack_or_a_folder_of_cases_that_is_not_there_is_refused(run: Run, tmp_path: Path):
    status, out, err = run("tinny")
    assert (status, out) == (2, "")
    assert 'there is no pack "tinny"' in err
    status, out, err = run("tiny", "--cases", tmp_path / "none")
    assert (status, out) == (2, "")
    assert "none" in err
