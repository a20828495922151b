"""What is to be tried is told apart by what it is."""

from pathlib import Path

import pytest

from threshold.reading import BadInput
from threshold.trying.given import given


def test_each_is_known_by_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("case: A")
    (tmp_path / "children.CSV").write_text("a,b")
    (tmp_path / "kept").write_bytes(b"SQLite format 3\0rest")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "list1.csv").write_text("a,b")
    cases = tmp_path / "cases"
    cases.mkdir()
    found = given([str(tmp_path / name) for name in ("case.yaml", "children.CSV", "kept", "export", "cases")])
    assert found.cases == (str(tmp_path / "case.yaml"), str(cases))
    assert [path.name for path in found.exports] == ["children.CSV", "export"]
    assert [path.name for path in found.registers] == ["kept"]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file or folder"):
        given([str(tmp_path / "nowhere")])


def test_the_same_twice_is_tried_once(tmp_path: Path) -> None:
    assert given(["-", "-"]).cases == ("-",)
