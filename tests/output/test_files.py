"""Files are written whole or not at all, and for their owner alone."""

import stat
from pathlib import Path

import pytest

from threshold.output.files import write_text, written_aside
from threshold.reading import BadInput


def interrupted(path: Path) -> None:
    with written_aside(path, make_folder=True) as aside:
        aside.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt


def test_nothing_is_left_of_an_interrupted_write(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "audit.html"
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert list(path.parent.iterdir()) == []


def test_an_interrupted_write_leaves_the_former_file(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    write_text(path, "former")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_text(encoding="utf-8") == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "audit.html"
    write_text(path, "text")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be written"):
        write_text(tmp_path / "file" / "audit.html", "text")
