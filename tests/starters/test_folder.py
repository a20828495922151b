"""A folder with all its files or none, and never over anything that is there."""

from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.starters import folder as folders
from threshold.starters.folder import check_free, write_folder

FILES = {"a.yaml": b"a: 1\n", "b/c.yaml": b"c: 2\n"}


def test_all_files_are_there_in_the_end(tmp_path: Path):
    write_folder(tmp_path / "new", FILES)
    assert (tmp_path / "new" / "b" / "c.yaml").read_bytes() == b"c: 2\n"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_an_empty_folder_is_taken(tmp_path: Path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / ".DS_Store").touch()
    write_folder(tmp_path / "new", FILES)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["a.yaml", "b"]


@pytest.mark.parametrize("kind", ["file", "full", "link"])
def test_what_is_there_stays(tmp_path: Path, kind: str):
    new = tmp_path / "new"
    if kind == "file":
        new.write_text("mine")
    elif kind == "full":
        new.mkdir()
        (new / "mine.txt").write_text("mine")
    else:
        (tmp_path / "elsewhere").mkdir()
        new.symlink_to(tmp_path / "elsewhere")
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    with pytest.raises(BadInput, match="of this name already"):
        check_free(new)
    with pytest.raises(BadInput, match="of this name already"):
        write_folder(new, FILES)
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


def test_half_way_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(folder: Path, files: object) -> None:
        folder.mkdir()
        (folder / "a.yaml").write_text("a")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders, "put", full)
    with pytest.raises(BadInput, match="No space left"):
        write_folder(tmp_path / "new", FILES)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path):
    with pytest.raises(BadInput, match="its folder does not exist"):
        write_folder(tmp_path / "gone" / "new", FILES)
